// JSON beside two kinds of events. What does not read explains nothing: the verification finds it by itself.
#include "service/store/acts/audit_gone.h"

#include <algorithm>
#include <boost/json.hpp>

namespace sportello::store::acts {
namespace {

namespace json = boost::json;

std::int64_t number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(json::string_view{name.data(), name.size()});
  const auto* number = value == nullptr ? nullptr : value->if_int64();
  return number == nullptr ? 0 : *number;
}

void read_into(Gone& gone, std::string_view beside) {
  boost::system::error_code error;
  const auto value = json::parse(json::string_view{beside.data(), beside.size()}, error);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr) return;
  gone.by_age.logins = std::max(gone.by_age.logins, number_of(*object, "logins_until"));
  gone.by_age.acts = std::max(gone.by_age.acts, number_of(*object, "acts_until"));
  const auto* events = object->if_contains("events");
  if (events == nullptr || !events->is_array()) return;
  for (const auto& one : events->get_array()) {
    if (const auto* sequence = one.if_int64()) gone.erased.insert(*sequence);
  }
}

}  // namespace

bool is_login(std::string_view event) {
  return event == name_of(EventName::login_right) || event == name_of(EventName::login_wrong) ||
         event == name_of(EventName::login_locked);
}

bool Gone::explains(const Entry& entry) const {
  return entry.sequence <= by_age.acts || (is_login(entry.event) && entry.sequence <= by_age.logins) ||
         erased.contains(entry.sequence);
}

Gone gone_of(Session& session, const Office& office, std::string_view school_id) {
  Gone gone;
  for (const auto& row : session.query(
           "SELECT p.sequence, p.personal FROM audit a JOIN audit_personal p ON p.school_id = a.school_id AND "
           "p.sequence = a.sequence WHERE a.school_id = $1 AND a.event IN ($2, $3, $4) ORDER BY a.sequence",
           school_id, name_of(EventName::data_retired), name_of(EventName::guardian_erased),
           name_of(EventName::pupil_erased))) {
    try {
      if (const auto clear = open_beside(session, office, school_id, row.integer(0), row.blob(1))) {
        read_into(gone, clear->reveal());
      }
    } catch (const UnknownKey&) {
      throw;
    } catch (const Failure&) {
      continue;  // an edited column
    }
  }
  return gone;
}

std::string gone_json(const GoneByAge& by_age) {
  json::object object;
  if (by_age.logins > 0) object["logins_until"] = by_age.logins;
  if (by_age.acts > 0) object["acts_until"] = by_age.acts;
  return json::serialize(object);
}

std::string gone_json(const std::vector<std::int64_t>& events) {
  return json::serialize(json::object{{"events", json::array(events.begin(), events.end())}});
}

}  // namespace sportello::store::acts
