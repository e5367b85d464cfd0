// A wanted user code or address was taken: what was given instead, so that the office can tell the people apart.
#pragma once

#include <string>
#include <string_view>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

enum class HomonymKind { user_code, mail };
std::string_view name_of(HomonymKind kind);
enum class HolderKind { guardian, pupil };
std::string_view name_of(HolderKind kind);

struct Homonym {
  std::string school_id;
  HomonymKind kind = HomonymKind::user_code;
  HolderKind holder = HolderKind::guardian;
  std::string holder_id;
  std::string wanted, given;
};
// One row a person and kind, the newest; the office has not seen it. Writes the audit event.
void note_homonym(Session& session, const Office& office, const Homonym& homonym, Time now);

}  // namespace sportello::store::acts
