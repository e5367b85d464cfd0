// Columns and what may stand in them.
#include "service/import/row.h"

#include <algorithm>

#include "service/import/phones.h"

namespace sportello::import {
namespace {

// Bytes of a name or class, as the kiosk takes them (wire/messages.cpp): longer ones would shut their guardian out.
constexpr std::size_t longest_name = 128;
constexpr std::size_t longest_class = 64;
constexpr std::size_t longest_mail = 254;  // RFC 5321
constexpr std::size_t most_told_columns = 40;

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

std::string_view name_of(Column column) { return column_names.at(static_cast<std::size_t>(column)); }

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

class Judge {
 public:
  Judge(const CsvRecord& record, const Header& header, const Layout& layout)
      : record_(record), header_(header), layout_(layout) {}

  Judged run(RowPart part) {
    if (record_.fields.size() != header_.width) {
      judged_.problems.push_back({"", "has " + std::to_string(record_.fields.size()) +
                                          " fields where the header has " + std::to_string(header_.width) +
                                          ": look for a missing or an extra separator"});
      return std::move(judged_);
    }
    GuardianRow row;
    if (layout_.names_guardians && part != RowPart::pupil && !read_guardian(row)) return std::move(judged_);
    if (part != RowPart::guardian) read_pupil(row);
    if (judged_.problems.empty()) judged_.row = std::move(row);
    return std::move(judged_);
  }

 private:
  void refuse(Column column, std::string sentence) {
    judged_.problems.push_back({name_of(column), std::move(sentence)});
  }
  void warn(Column column, std::string sentence) {
    judged_.warnings.push_back({name_of(column), std::move(sentence)});
  }
  [[nodiscard]] std::string_view field(Column column) const {
    const auto place = header_.places.at(static_cast<std::size_t>(column));
    return place ? trimmed(record_.fields[*place]) : std::string_view{};
  }

  std::string text(Column column, std::size_t longest = longest_name) {
    const auto text = field(column);
    if (text.empty()) refuse(column, "is empty: fill it in");
    if (text.size() > longest) refuse(column, "is longer than " + std::to_string(longest) + " bytes: shorten it");
    if (std::ranges::any_of(text, is_control)) refuse(column, "holds a control character: type it anew");
    return std::string{text};
  }

  // False: the row is left out.
  bool read_guardian(GuardianRow& row) {
    const auto code = field(Column::guardian_cf);
    auto document = identity::CodiceFiscale::parse(code);
    if (code.empty() && layout_.skips_without_cf) {
      judged_.left_out = true;
      warn(Column::guardian_cf, "is empty: this guardian is left out, and is helped at the desk");
      return false;
    }
    if (code.empty()) {
      refuse(Column::guardian_cf, "is empty: whoever has none is helped at the desk, remove the row");
    } else if (!document) {
      refuse(Column::guardian_cf, sentence_for(document.error()));
    } else {
      row.document = std::move(*document);
    }
    row.surname = text(Column::guardian_surname);
    row.given_name = text(Column::guardian_name);
    read_phone(row);
    const auto mail = field(Column::mail);
    const auto at = mail.find('@');
    if (!mail.empty() &&
        (at == std::string_view::npos || at == 0 || at + 1 == mail.size() || mail.size() > longest_mail ||
         mail.find_first_of(" ,;<>\"") != std::string_view::npos || std::ranges::any_of(mail, is_control))) {
      refuse(Column::mail, "is no mail address: mend it or leave it empty");
    }
    if (!mail.empty()) row.mail = mail;
    if (!field(Column::role).empty()) row.role = text(Column::role);
    row.tells_mail = header_.has(Column::mail);
    row.tells_role = header_.has(Column::role);
    return true;
  }

  void read_phone(GuardianRow& row) {
    const auto read = [&](Column column) {
      auto found = find_phone(field(column), layout_);
      if (found.unreadable && !found.phone) {
        refuse(column, "is no telephone number: write it with its prefix, or leave it empty");
      } else if (found.unreadable) {
        warn(column, "is a telephone number and something else: the number is taken");
      }
      return found.phone;
    };
    row.phone = read(Column::phone);
    if (auto second = read(Column::second_phone);
        second && (!row.phone || (!takes_sms(*row.phone) && takes_sms(*second)))) {
      row.phone = std::move(second);
    }
    if (row.phone && !takes_sms(*row.phone)) {
      warn(Column::phone, "is a landline, which gets no SMS: ask this guardian for a mobile number");
    }
  }

  void read_pupil(GuardianRow& row) {
    row.pupil_key = upper(text(Column::pupil_key));
    row.tells_pupil = layout_.names_pupils;
    if (!layout_.names_pupils) return;
    row.pupil_surname = text(Column::pupil_surname);
    row.pupil_given_name = text(Column::pupil_name);
    row.class_name = text(Column::class_name, longest_class);
  }

  const CsvRecord& record_;
  const Header& header_;
  const Layout& layout_;
  Judged judged_;
};

// What the file calls its columns, where it has any: a first row of people would tell people's data.
std::string found_columns(const CsvRecord& record, const Header& header) {
  const auto known = std::ranges::count_if(header.places, [](const auto& place) { return place.has_value(); });
  if (known == 0) return "the first line does not hold the names of columns";
  std::string names = "the file has";
  for (std::size_t i = 0; i < std::min(record.fields.size(), most_told_columns); ++i) {
    names += (i == 0 ? " " : ", ") + header_name(record.fields[i]);
  }
  return names;
}

}  // namespace

std::string canonical_pupil_key(std::string_view pupil_key) {
  const auto document = identity::CodiceFiscale::parse(pupil_key);
  return document ? document->canonical() : std::string{pupil_key};
}

HeaderRead read_header(const CsvRecord& record, const Layout& layout) {
  HeaderRead read;
  read.header.width = record.fields.size();
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const auto name = header_name(record.fields[i]);
    const auto known = std::ranges::find_if(layout.headers, [&](const std::vector<std::string>& names) {
      return !name.empty() && std::ranges::find(names, name) != names.end();
    });
    if (known == layout.headers.end()) {
      if (!name.empty()) read.ignored.push_back(name);
      continue;
    }
    const auto column = static_cast<std::size_t>(known - layout.headers.begin());
    auto& place = read.header.places.at(column);
    if (place) read.problems.push_back({column_names.at(column), "stands there twice: remove one"});
    place = i;
  }
  bool told = false;
  for (std::size_t column = 0; column < column_count; ++column) {
    if (!layout.needs(static_cast<Column>(column)) || read.header.places.at(column)) continue;
    read.problems.push_back({column_names.at(column),
                             "is missing: add the column, rename the one that holds it, or name another --layout" +
                                 (told ? "" : "; " + found_columns(record, read.header))});
    told = true;
  }
  return read;
}

Judged judge_row(const CsvRecord& record, const Header& header, const Layout& layout, RowPart part) {
  return Judge{record, header, layout}.run(part);
}

}  // namespace sportello::import
