// Schools: the tenants. Every other row belongs to one.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
// The school's register profile. One that is missing is a failure: open_ground refuses to start without it.
const desk::Profile& profile_of(Session& session, const Office& office, std::string_view school_id);

}  // namespace sportello::store::acts
