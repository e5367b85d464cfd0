// What is on file, in the order of the index that finds it, a page at a time: a file whose people stand in the same
// order is held against it in one pass, whatever the size of either. Opens nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/store/acts/office.h"

namespace sportello::store::acts {

inline constexpr std::int64_t page_rows = 4096;  // some megabytes

// Of one school, after one index up to another one, both of any length.
struct Stretch {
  std::string_view school_id;
  secret::Bytes after, up_to;
};

struct PupilOnFile {
  std::string id;
  secret::Bytes index, surname, given_name, class_name;
  bool left = false;
};
std::vector<PupilOnFile> pupils_on_file(Session& session, const Stretch& stretch);

std::optional<std::string> pupil_by_index(Session& session, std::string_view school_id, secret::BytesView index);

struct GuardianOnFile {
  std::string id;
  secret::Bytes index, surname, given_name;
  std::optional<secret::Bytes> phone_index, mail_index;
  bool confirmed = false;  // the address
  bool disabled = false;
};
std::vector<GuardianOnFile> guardians_on_file(Session& session, const Stretch& stretch);

// Of all guardians of the stretch, in the same order.
struct BondOnFile {
  std::string guardian_id, pupil_id, role;
};
std::vector<BondOnFile> bonds_on_file(Session& session, const Stretch& stretch);

struct OnFile {
  std::int64_t guardians = 0, pupils = 0, bonds = 0;  // without those who left or are disabled
};
OnFile count_on_file(Session& session, std::string_view school_id);

}  // namespace sportello::store::acts
