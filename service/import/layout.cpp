// What a layout's switches mean for its columns, and how headers are compared.
#include "service/import/layout.h"

namespace sportello::import {

bool Layout::needs(Column column) const {
  switch (column) {
    case Column::guardian_cf:
    case Column::guardian_surname:
    case Column::guardian_name:
    case Column::phone: return names_guardians;
    case Column::second_phone:
    case Column::mail:
    case Column::role: return false;
    case Column::pupil_key: return true;
    case Column::pupil_surname:
    case Column::pupil_name:
    case Column::class_name: return names_pupils;
  }
  return false;
}

std::string header_name(std::string_view text) {
  std::string name;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    if (letter) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!letter && !name.empty() && name.back() != '_') name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

}  // namespace sportello::import
