// Schools: the tenants. Every other row belongs to one.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/wire/messages.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct School {
  std::string id;
  std::string code;  // RMIC817009
  std::string name;
  std::string profile;  // id of a register profile
};

bool is_school_code(std::string_view text);  // ^[A-Z]{4}[A-Z0-9]{6}$
std::expected<School, std::string> add_school(Session& session, const Office& office, std::string_view code,
                                              std::string_view name, std::string_view profile, Time now);
std::vector<School> list_schools(Session& session);
std::optional<School> find_school(Session& session, std::string_view code);
std::optional<School> school_by_id(Session& session, std::string_view id);

// Whom families ask, as it stands on the page, in every mail and at the kiosk. Any field may be empty.
struct Contact {
  std::string name, mail, phone, hours;
};
enum class SecondSet {
  free,        // every guardian gets a set of their own
  on_request,  // the second guardian of a family needs a written request
};
std::string_view name_of(SecondSet second_set);
std::optional<SecondSet> second_set_named(std::string_view name);

struct SchoolSettings {
  Contact contact;
  std::string login_url;    // of the register; may be empty
  std::string mail_domain;  // of the addresses the school makes for its people; may be empty
  SecondSet second_set = SecondSet::free;
  wire::PupilCredentials pupil_credentials = wire::PupilCredentials::by_letter;
  std::vector<desk::AccessRule> access;  // the school's own, by role and day: they stand before the profile's
};
SchoolSettings school_settings(Session& session, std::string_view school_id);

// What `school set` was told; the rest stays. Each is judged before anything is written.
struct SchoolChanges {
  std::optional<std::string> contact_name, contact_mail, contact_phone, contact_hours, login_url, mail_domain,
      second_set, pupil_credentials;
};
Told<void> set_school(Session& session, const Office& office, std::string_view code, const SchoolChanges& changes,
                      Time now);
// One rule per role and day; the same again changes it.
Told<void> set_access(Session& session, const Office& office, std::string_view code, const desk::AccessRule& rule,
                      Time now);
Told<void> remove_access(Session& session, const Office& office, std::string_view code, std::string_view role,
                         std::string_view from_day, Time now);

std::string no_school(std::string_view code);  // the sentence for a code that no school has
// The school's register profile. One that is missing is a failure: open_ground refuses to start without it.
const desk::Profile& profile_of(Session& session, const Office& office, std::string_view school_id);

}  // namespace sportello::store::acts
