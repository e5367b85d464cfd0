// One list of columns for each table that names a guardian.
#include "service/store/acts/person_export.h"

#include <boost/json.hpp>
#include <ctime>

namespace sportello::store::acts {
namespace {

namespace json = boost::json;

json::string text(std::string_view view) { return json::string(view.data(), view.size()); }

json::value time_value(const Row& row, std::size_t at) {
  if (row.is_null(at)) return nullptr;
  const std::time_t seconds = row.time(at).time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char buffer[32] = {};
  return text({buffer, std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts)});
}

enum class Holds { text, number, truth, time, sealed };
struct Column {
  std::string_view name;
  Holds holds;
};

// Rows of one table, whose first column is their id (`id_column`): what sealed fields are bound to.
class Telling {
 public:
  Telling(Session& session, const Office& office, const Footprint& of)
      : session_(session), office_(office), of_(of) {}

  template <class... Values>
  json::array rows(std::string_view table, std::string_view id_column, const std::vector<Column>& columns,
                   std::string_view where, const Values&... values) {
    std::string sql = "SELECT " + std::string{id_column};
    for (const auto& column : columns) sql += ", " + std::string{column.name};
    sql += " FROM " + std::string{table} + " WHERE " + std::string{where};
    json::array all;
    for (const auto& row : session_.query(sql, values...)) all.push_back(object_of(table, columns, row));
    return all;
  }

 private:
  json::object object_of(std::string_view table, const std::vector<Column>& columns, const Row& row) {
    json::object object;
    for (std::size_t at = 1; at <= columns.size(); ++at) {
      const auto& column = columns[at - 1];
      object[json::string_view{column.name.data(), column.name.size()}] = value_of(table, column, row, at);
    }
    return object;
  }

  json::value value_of(std::string_view table, const Column& column, const Row& row, std::size_t at) {
    if (row.is_null(at)) return nullptr;
    switch (column.holds) {
      case Holds::text: return text(row.text(at));
      case Holds::number: return row.integer(at);
      case Holds::truth: return row.boolean(at);
      case Holds::time: return time_value(row, at);
      case Holds::sealed:
        return text(
            office_.vault.reveal(Seal::personal, {table, column.name, of_.school_id, row.text(0)}, row.blob(at))
                .reveal());
    }
    return nullptr;
  }

  Session& session_;
  const Office& office_;
  const Footprint& of_;
};

json::array audit_of(Session& session, const Office& office, const Footprint& of) {
  json::array events;
  std::set<std::string, std::less<>> names;
  of.add_names(names);
  for (std::int64_t after = 0;;) {
    const auto page = audit_page_after(session, office, of.school_id, after, true);
    for (const auto& row : page.rows) {
      after = row.entry.sequence;
      if (!concerns(names, row)) continue;
      json::object event{{"sequence", row.entry.sequence},
                         {"at", row.entry.at.time_since_epoch().count()},
                         {"event", text(row.entry.event)},
                         {"device", text(row.entry.device)},
                         {"visit", text(row.entry.visit)}};
      if (row.personal && row.personal->clear) event["beside"] = text(row.personal->clear->reveal());
      events.push_back(std::move(event));
    }
    // Half a list would be handed over as the whole.
    if (page.unreadable) throw Failure("the audit cannot be read: see sportello-service audit verify");
    if (page.rows.empty()) return events;
  }
}

}  // namespace

json::object told_of(Session& session, const Office& office, const Footprint& of) {
  using enum Holds;
  Telling telling{session, office, of};
  const auto each = [&](std::string_view table, const std::vector<Column>& columns,
                        const std::vector<std::string>& ids) {
    json::array all;
    for (const auto& id : ids) {
      for (auto& row : telling.rows(table, "id", columns, "id = $1", id)) all.push_back(std::move(row));
    }
    return all;
  };
  json::object told;
  told["person"] = each("guardian",
                        {{"document", sealed},
                         {"surname", sealed},
                         {"given_name", sealed},
                         {"phone", sealed},
                         {"mail", sealed},
                         {"mail_confirmed_at", time},
                         {"language", Holds::text},
                         {"blocked", truth},
                         {"disabled_at", time},
                         {"created_at", time},
                         {"changed_at", time}},
                        {of.guardian_id});
  told["pupils"] = each("pupil", {{"surname", sealed}, {"given_name", sealed}, {"class_name", sealed}}, of.pupils);
  told["roles"] = telling.rows("guardianship", "guardian_id", {{"role", Holds::text}},
                               "guardian_id = $1 ORDER BY pupil_id", of.guardian_id);
  told["credentials"] = each("account",
                             {{"user_code", sealed},
                              {"issued_at", time},
                              {"password_set_at", time},
                              {"password_ends_at", time},
                              {"change_due", truth},
                              {"frozen_at", time}},
                             of.accounts);
  told["commitments"] = telling.rows("acceptance", "guardian_id", {{"version", Holds::text}, {"accepted_at", time}},
                                     "guardian_id = $1 ORDER BY accepted_at, version", of.guardian_id);
  told["visits"] = each("visit",
                        {{"id", Holds::text},
                         {"reference", Holds::text},
                         {"device_id", Holds::text},
                         {"phone_hint", Holds::text},
                         {"language", Holds::text},
                         {"opened_at", time},
                         {"checked_at", time},
                         {"ended_at", time}},
                        of.visits);
  told["invitations"] = each("invitation",
                             {{"purpose", Holds::text},
                              {"created_at", time},
                              {"expires_at", time},
                              {"opened_at", time},
                              {"reminded_at", time},
                              {"redeemed_at", time},
                              {"cancelled_at", time}},
                             of.invitations);
  told["mail_changes"] = each("mail_change", {{"mail", sealed}, {"confirmed_at", time}}, of.mail_changes);
  told["reports"] = each("report",
                         {{"reference", Holds::text},
                          {"what", Holds::text},
                          {"note", sealed},
                          {"created_at", time},
                          {"closed_at", time}},
                         of.reports);
  told["second_set_requests"] =
      each("authorisation", {{"reference", sealed}, {"created_at", time}, {"used_at", time}}, of.authorisations);
  told["homonyms"] = telling.rows(
      "homonym", "id", {{"kind", Holds::text}, {"wanted", sealed}, {"given", sealed}, {"created_at", time}},
      "holder = 'guardian' AND holder_id = $1 ORDER BY created_at, id", of.guardian_id);
  told["messages"] = each("outbox",
                          {{"kind", Holds::text},
                           {"channel", Holds::text},
                           {"state", Holds::text},
                           {"delivery", Holds::text},
                           {"created_at", time},
                           {"finished_at", time}},
                          of.messages);
  // Not their content: what it holds stands above, and a sealed password opens for the register alone.
  json::array events;
  for (const auto& account : of.accounts) {
    for (auto& row : telling.rows("connector_event", "id",
                                  {{"kind", Holds::text},
                                   {"state", Holds::text},
                                   {"created_at", time},
                                   {"finished_at", time},
                                   {"last_word", Holds::text}},
                                  "account_id = $1 ORDER BY sequence", account)) {
      events.push_back(std::move(row));
    }
  }
  told["register_events"] = std::move(events);
  told["wrong_codes"] = telling.rows("person_guard", "school_id",
                                     {{"failures", number}, {"counted_from", time}, {"locked_until", time}},
                                     "school_id = $1 AND document_index = $2", of.school_id, of.document_index);
  told["requests_without_line"] =
      telling.rows("request_day", "school_id", {{"day", Holds::text}},
                   "school_id = $1 AND document_index = $2 ORDER BY day", of.school_id, of.document_index);
  json::array logins;
  for (const auto& index : of.user_code_indexes) {
    for (auto& row : telling.rows("login_guard", "school_id",
                                  {{"failures", number}, {"counted_from", time}, {"locked_until", time}},
                                  "school_id = $1 AND user_code_index = $2", of.school_id, index)) {
      logins.push_back(std::move(row));
    }
  }
  told["wrong_logins"] = std::move(logins);
  told["audit"] = audit_of(session, office, of);
  return told;
}

}  // namespace sportello::store::acts
