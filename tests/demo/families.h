// The demo's invented families: forty of them, the same in every run, with codici fiscali that are computed.
// Reads no file, asks no clock, draws no random number.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sportello::demo {

struct Birth {
  char sex = 'F';
  int year = 0, month = 0, day = 0;
  std::string_view place;  // Belfiore code: H501 Roma, Z129 Romania …
};

// The codice fiscale of an invented person, by the rules of D.M. 23 December 1976. Surname and name in plain letters.
std::string codice_fiscale(std::string_view surname, std::string_view name, const Birth& birth);

// One row of the register's export: one guardian of one pupil.
struct Row {
  std::string guardian_code, guardian_surname, guardian_name;
  std::string phone;  // may be empty: a guardian whose number nobody wrote down
  std::string mail;
  std::string role;
  std::string pupil_code, pupil_surname, pupil_name, class_name;
};

std::vector<Row> rows();
// rows() as the file that `sportello-service import` reads.
std::string csv();

}  // namespace sportello::demo
