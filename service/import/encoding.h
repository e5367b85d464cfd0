// Which letters a file of a spreadsheet is written in, found by reading it once. Refuses what is no text in one of
// two: UTF-8 (with or without a byte-order mark) and Windows-1252. Holds one block of the file.
#pragma once

#include <cstdint>
#include <expected>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

namespace sportello::import {

enum class Encoding { utf8, windows_1252 };
std::string_view name_of(Encoding encoding);                    // "UTF-8"
std::optional<Encoding> encoding_named(std::string_view name);  // utf-8, windows-1252

struct Refusal {
  std::int64_t line = 1;
  std::string sentence;  // what is wrong: and how to mend it
};
// A file with a mark, or with any letter that only UTF-8 writes so, is UTF-8, and its broken lines are told by
// whoever reads it: half of it as Windows-1252 would turn every è into two letters. Else one byte that cannot stand
// in UTF-8 makes it Windows-1252.
std::expected<Encoding, Refusal> encoding_of(std::istream& stream);

bool is_utf8(std::string_view text);
// In place. False: a byte that Windows-1252 does not use.
bool to_utf8(std::string& windows_1252);

}  // namespace sportello::import
