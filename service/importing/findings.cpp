// The words of what changes.
#include "service/importing/findings.h"

namespace sportello::importing {

import::Problem told(const LineChange& change) {
  const auto column = [](import::Column named) {
    return std::string{import::column_names.at(static_cast<std::size_t>(named))};
  };
  using import::Column;
  switch (change.change) {
    case Change::new_guardian: return {change.line, column(Column::guardian_cf), "new guardian"};
    case Change::surname: return {change.line, column(Column::guardian_surname), "changes what is on file"};
    case Change::given_name: return {change.line, column(Column::guardian_name), "changes what is on file"};
    case Change::phone: return {change.line, column(Column::phone), "changes what is on file"};
    case Change::mail: return {change.line, column(Column::mail), "changes what is on file"};
    case Change::mail_kept:
      return {
          change.line, column(Column::mail),
          "differs from the address that the guardian confirmed, which stays: --replace-confirmed takes the file's"};
    case Change::guardian_back: return {change.line, column(Column::guardian_cf), "was disabled and comes back"};
    case Change::new_pupil: return {change.line, column(Column::pupil_key), "new pupil"};
    case Change::pupil_surname: return {change.line, column(Column::pupil_surname), "changes what is on file"};
    case Change::pupil_name: return {change.line, column(Column::pupil_name), "changes what is on file"};
    case Change::class_name: return {change.line, column(Column::class_name), "changes what is on file"};
    case Change::pupil_back: return {change.line, column(Column::pupil_key), "had left and comes back"};
    case Change::new_bond: return {change.line, "", "new guardianship"};
    case Change::role: return {change.line, column(Column::role), "changes what is on file"};
  }
  return {};
}

}  // namespace sportello::importing
