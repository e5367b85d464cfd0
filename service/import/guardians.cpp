// Columns, their names, and the agreement between rows.
#include "service/import/guardians.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "service/import/csv.h"
#include "service/shared/secret/bytes.h"

namespace sportello::import {
namespace {

enum class Column {
  guardian_cf,
  guardian_surname,
  guardian_name,
  phone,
  mail,
  role,
  pupil_key,
  pupil_surname,
  pupil_name,
  class_name,
};
constexpr std::size_t column_count = 10;

struct ColumnRow {
  Column column;
  bool required;
  std::array<std::string_view, 5> names;  // the first is ours, shown in messages; compared without case and marks
};

// Headers as our own example and Italian offices write them.
constexpr std::array<ColumnRow, column_count> columns = {{
    {Column::guardian_cf,
     true,
     {"guardian_cf", "cf_genitore", "codice_fiscale_genitore", "cf_tutore", "cf_familiare"}},
    {Column::guardian_surname, true, {"guardian_surname", "cognome_genitore", "cognome_tutore", "cognome_familiare"}},
    {Column::guardian_name, true, {"guardian_name", "nome_genitore", "nome_tutore", "nome_familiare"}},
    {Column::phone, true, {"phone", "cellulare", "telefono", "telefono_cellulare", "cellulare_genitore"}},
    {Column::mail, false, {"mail", "email", "e_mail", "email_genitore", "posta_elettronica"}},
    {Column::role, false, {"role", "ruolo", "parentela", "relazione"}},
    {Column::pupil_key, true, {"pupil_key", "cf_alunno", "codice_fiscale_alunno", "codice_alunno", "cf_studente"}},
    {Column::pupil_surname, true, {"pupil_surname", "cognome_alunno", "cognome_studente"}},
    {Column::pupil_name, true, {"pupil_name", "nome_alunno", "nome_studente"}},
    {Column::class_name, true, {"class", "classe", "classe_alunno", "classe_sezione"}},
}};
static_assert(std::ranges::all_of(columns, [](const ColumnRow& row) {
  return columns.at(static_cast<std::size_t>(row.column)).column == row.column;
}));

// Bytes of a name or class, as the kiosk takes them (wire/messages.cpp): longer ones would shut their guardian out.
constexpr std::size_t longest_name = 128;
constexpr std::size_t longest_class = 64;
constexpr std::size_t most_pupils = 32;    // of one guardian: the same
constexpr std::size_t longest_mail = 254;  // RFC 5321

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

std::string upper(std::string_view text) {
  std::string result{text};
  for (auto& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

// "Codice fiscale (genitore) *" and "codice_fiscale_genitore" are one name.
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

std::string sentence_for(identity::CodeProblem problem) {
  using enum identity::CodeProblem;
  switch (problem) {
    case length: return "is neither 16 characters nor 11 digits long: copy it from the health card";
    case shape: return "has a letter where a digit must stand, or the other way round: copy it from the health card";
    case date: return "holds no possible date of birth: copy it from the health card";
    case check: return "does not fit its check character, so one character is wrong: copy it from the health card";
    case organisation: return "belongs to a body, not to a person: write the guardian's own";
  }
  return {};
}

std::string sentence_for(CsvProblem problem) {
  switch (problem) {
    case CsvProblem::unterminated_quote: return "a quote is opened and never closed: close it or double it";
    case CsvProblem::text_after_quote: return "text stands behind a closing quote: double the quotes inside a field";
    case CsvProblem::too_long: return "the row is longer than 1 MiB: look for a quote that is never closed";
    case CsvProblem::not_utf8: return "the text is not UTF-8: save the file as \"CSV UTF-8\"";
    case CsvProblem::unreadable: return "the file cannot be read on: copy it and try again";
  }
  return {};
}

// What was said of a person before, and where.
struct Said {
  std::int64_t line;
  std::string phone, mail, surname, given_name;
  std::size_t pupils = 0;
};
struct SaidOfPupil {
  std::int64_t line;
  std::string surname, given_name, class_name;
};

class Reading {
 public:
  Reading(std::istream& stream, const std::function<void(const GuardianRow&)>& sink) : csv_(stream), sink_(sink) {}

  Report run() {
    const auto header = csv_.next();
    if (!header) {
      add(csv_.line(), "", csv_.problem() ? sentence_for(*csv_.problem()) : "the file is empty: export it again");
      return std::move(report_);
    }
    if (!read_header(*header)) return std::move(report_);
    while (!csv_.ended()) {
      const auto record = csv_.next();
      if (record) {
        read_record(*record);
      } else if (csv_.problem()) {
        add(csv_.line(), "", sentence_for(*csv_.problem()));
      }
    }
    if (report_.rows == 0 && report_.problems.empty()) {
      add(csv_.line(), "", "there is no row below the header: export the file again");
    }
    report_.guardians = static_cast<std::int64_t>(guardians_.size());
    report_.pupils = static_cast<std::int64_t>(pupils_.size());
    return std::move(report_);
  }

 private:
  void add(std::int64_t line, std::string_view column, std::string sentence) {
    if (report_.problems.size() < most_problems) {
      report_.problems.push_back({line, std::string{column}, std::move(sentence)});
    } else {
      ++report_.more_problems;
    }
  }
  void add(std::int64_t line, Column column, std::string sentence) {
    add(line, columns.at(static_cast<std::size_t>(column)).names.front(), std::move(sentence));
  }

  bool read_header(const CsvRecord& record) {
    width_ = record.fields.size();
    for (std::size_t i = 0; i < width_; ++i) {
      const auto name = header_name(record.fields[i]);
      const auto* const known = std::ranges::find_if(columns, [&](const ColumnRow& row) {
        return !name.empty() && std::ranges::find(row.names, name) != row.names.end();
      });
      if (known == columns.end()) {
        add(record.line, "", "column " + std::to_string(i + 1) + " has a name nobody knows: remove or rename it");
        continue;
      }
      auto& place = places_.at(static_cast<std::size_t>(known->column));
      if (place) add(record.line, known->column, "stands there twice: remove one");
      place = i;
    }
    for (const auto& row : columns) {
      if (row.required && !places_.at(static_cast<std::size_t>(row.column))) {
        add(record.line, row.column, "is missing: add the column, or rename the one that holds it");
      }
    }
    return report_.problems.empty();
  }

  [[nodiscard]] bool has(Column column) const { return places_.at(static_cast<std::size_t>(column)).has_value(); }
  [[nodiscard]] std::string_view field(const CsvRecord& record, Column column) const {
    const auto place = places_.at(static_cast<std::size_t>(column));
    return place ? trimmed(record.fields[*place]) : std::string_view{};
  }

  std::string name(const CsvRecord& record, Column column, std::size_t longest = longest_name) {
    const auto text = field(record, column);
    if (text.empty()) add(record.line, column, "is empty: fill it in");
    if (text.size() > longest) {
      add(record.line, column, "is longer than " + std::to_string(longest) + " bytes: shorten it");
    }
    if (std::ranges::any_of(text, is_control)) add(record.line, column, "holds a control character: type it anew");
    return std::string{text};
  }

  void read_record(const CsvRecord& record) {
    ++report_.rows;
    const auto problems_before = report_.problems.size() + static_cast<std::size_t>(report_.more_problems);
    if (record.fields.size() != width_) {
      add(record.line, "",
          "has " + std::to_string(record.fields.size()) + " fields where the header has " + std::to_string(width_) +
              ": look for a missing or an extra separator");
      return;
    }
    const auto document = identity::CodiceFiscale::parse(field(record, Column::guardian_cf));
    if (field(record, Column::guardian_cf).empty()) {
      add(record.line, Column::guardian_cf, "is empty: whoever has none is helped at the desk, remove the row");
    } else if (!document) {
      add(record.line, Column::guardian_cf, sentence_for(document.error()));
    }
    const auto surname = name(record, Column::guardian_surname);
    const auto given_name = name(record, Column::guardian_name);
    const auto phone_text = field(record, Column::phone);
    const auto phone = identity::Phone::parse(phone_text);
    if (!phone_text.empty() && !phone) {
      add(record.line, Column::phone, "is no telephone number: write it with its prefix, or leave it empty");
    }
    const std::string mail{field(record, Column::mail)};
    const auto at = mail.find('@');
    if (!mail.empty() &&
        (at == std::string::npos || at == 0 || at + 1 == mail.size() || mail.size() > longest_mail ||
         mail.find_first_of(" ,;<>\"") != std::string::npos || std::ranges::any_of(mail, is_control))) {
      add(record.line, Column::mail, "is no mail address: mend it or leave it empty");
    }
    const auto pupil_key = upper(name(record, Column::pupil_key));
    const auto pupil_surname = name(record, Column::pupil_surname);
    const auto pupil_name = name(record, Column::pupil_name);
    const auto class_name = name(record, Column::class_name, longest_class);
    const auto role = field(record, Column::role).empty() ? "" : name(record, Column::role);
    if (document && !pupil_key.empty()) {
      agree(record.line, document->canonical(), phone ? phone->text() : "", mail, surname, given_name, pupil_key,
            pupil_surname, pupil_name, class_name);
    }
    if (report_.problems.size() + static_cast<std::size_t>(report_.more_problems) != problems_before) return;
    if (!sink_) return;
    sink_({*document, surname, given_name, phone, mail.empty() ? std::nullopt : std::optional{mail}, role, pupil_key,
           pupil_surname, pupil_name, class_name, has(Column::mail), has(Column::role)});
  }

  // Rows of one guardian, or of one pupil, must say the same of them.
  void agree(std::int64_t line, const std::string& guardian, const std::string& phone, const std::string& mail,
             const std::string& surname, const std::string& given_name, const std::string& pupil,
             const std::string& pupil_surname, const std::string& pupil_name, const std::string& class_name) {
    const auto differs = [&](Column column, std::int64_t other) {
      add(line, column,
          "differs from line " + std::to_string(other) + ", which is of the same person: make them equal");
    };
    const auto [said, first] = guardians_.try_emplace(guardian, Said{line, phone, mail, surname, given_name});
    if (!first) {
      if (said->second.phone != phone) differs(Column::phone, said->second.line);
      if (said->second.mail != mail) differs(Column::mail, said->second.line);
      if (said->second.surname != surname) differs(Column::guardian_surname, said->second.line);
      if (said->second.given_name != given_name) differs(Column::guardian_name, said->second.line);
    }
    const auto [of_pupil, new_pupil] =
        pupils_.try_emplace(pupil, SaidOfPupil{line, pupil_surname, pupil_name, class_name});
    if (!new_pupil) {
      if (of_pupil->second.surname != pupil_surname) differs(Column::pupil_surname, of_pupil->second.line);
      if (of_pupil->second.given_name != pupil_name) differs(Column::pupil_name, of_pupil->second.line);
      if (of_pupil->second.class_name != class_name) differs(Column::class_name, of_pupil->second.line);
    }
    const auto [pair, new_pair] = pairs_.try_emplace({guardian, pupil}, line);
    if (!new_pair) {
      add(line, "", "repeats line " + std::to_string(pair->second) + ", the same guardian and pupil: remove one");
    } else if (++said->second.pupils > most_pupils) {
      add(line, Column::guardian_cf, "has more than " + std::to_string(most_pupils) + " pupils: check the file");
    }
  }

  CsvReader csv_;
  const std::function<void(const GuardianRow&)>& sink_;
  Report report_;
  std::size_t width_ = 0;
  std::array<std::optional<std::size_t>, column_count> places_{};
  std::map<std::string, Said> guardians_;
  std::map<std::string, SaidOfPupil> pupils_;
  std::map<std::pair<std::string, std::string>, std::int64_t> pairs_;
};

}  // namespace

std::string to_text(const Problem& problem) {
  return "line " + std::to_string(problem.line) + (problem.column.empty() ? "" : ", column " + problem.column) +
         ": " + problem.sentence;
}

Report read_guardians(std::istream& stream, const std::function<void(const GuardianRow&)>& sink) {
  return Reading{stream, sink}.run();
}

}  // namespace sportello::import
