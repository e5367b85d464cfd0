// What an import finds out about a file beside the store: who is new, who changes, who is missing. Names people of
// the file by line and people on file by id, never by a value.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "service/import/guardians.h"
#include "service/store/acts/import_pages.h"
#include "service/store/acts/import_run.h"

namespace sportello::importing {

enum class Change : std::uint8_t {
  new_guardian,
  surname,
  given_name,
  phone,
  mail,
  mail_kept,
  guardian_back,
  new_pupil,
  pupil_surname,
  pupil_name,
  class_name,
  pupil_back,
  new_bond,
  role,
};
struct LineChange {
  std::uint32_t line = 0;
  Change change = Change::new_guardian;
};
import::Problem told(const LineChange& change);

// On file, and not in this file.
struct Missing {
  std::vector<std::string> guardians, pupils;
  std::vector<std::pair<std::string, std::string>> bonds;  // guardian, pupil: of guardians whom the file names
  std::int64_t bonds_of_missing = 0;                       // of the others
};

struct Findings {
  store::acts::ImportCounts counts;
  store::acts::ClosedCounts closed;
  store::acts::OnFile on_file;  // before
  Missing missing;
  std::vector<LineChange> changes;        // of a dry run, in the order of their lines
  std::vector<import::Problem> problems;  // pupils of a list that names them by key and who are on no file
  bool last_was_interrupted = false;
};

}  // namespace sportello::importing
