// Words of a line, hashed; and the JSON of the call.
#include "service/shared/wire/journal.h"

#include <algorithm>

#include "service/shared/secret/hash.h"
#include "service/shared/wire/reading.h"
#include "service/shared/wire/sealed_request.h"

namespace sportello::wire {
namespace {

constexpr std::string_view mark = "sportello-journal-1";
constexpr std::size_t longest_name = 24;
constexpr std::size_t longest_word = 32;
constexpr std::size_t longest_number = 8;  // digits: fewer than a phone has, or a provisional codice fiscale
constexpr std::size_t id_length = 22;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_name &&
         std::ranges::all_of(text, [](char c) { return is_lower(c) || c == '_'; });
}

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= longest_word && is_lower(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_lower(c) || c == '_' || c == '-'; });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= longest_number && std::ranges::all_of(text, is_digit);
}

bool is_id(std::string_view text) {
  return text.size() == id_length && std::ranges::all_of(text, [](char c) {
           return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
         });
}

bool is_pair(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return false;
  const auto value = text.substr(equals + 1);
  return is_name(text.substr(0, equals)) && (is_number(value) || is_word(value) || is_id(value));
}

JournalEntry read_entry(Fields& fields) {
  JournalEntry entry;
  entry.sequence = fields.integer("sequence", 1, highest_number);
  entry.at = fields.integer("at", 0, latest_second);
  entry.event = fields.text("event", longest_journal_event);
  if (!is_journal_event(entry.event)) fields.refuse("field \"event\" must be one or two words of a-z and _");
  entry.data = fields.optional_text("data", longest_journal_data).value_or("");
  if (!is_journal_data(entry.data)) fields.refuse("field \"data\" must be name=value, with single spaces between");
  entry.previous = read_key<32>(fields, "previous");
  return entry;
}

}  // namespace

bool is_journal_event(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return is_name(text);
  return is_name(text.substr(0, dot)) && is_name(text.substr(dot + 1));
}

bool is_journal_data(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() > longest_journal_data) return false;
  for (std::size_t pairs = 1; pairs <= most_journal_values; ++pairs) {
    const auto space = text.find(' ');
    if (!is_pair(text.substr(0, space))) return false;
    if (space == std::string_view::npos) return true;
    text.remove_prefix(space + 1);
  }
  return false;
}

std::optional<JournalEntry> journal_entry(std::int64_t sequence, const JournalHash& previous, std::int64_t at,
                                          std::string event, std::string data) {
  const bool within = sequence >= 1 && sequence <= highest_number && at >= 0 && at <= latest_second;
  if (!within || !is_journal_event(event) || !is_journal_data(data)) return std::nullopt;
  return JournalEntry{sequence, at, std::move(event), std::move(data), previous};
}

JournalHash journal_hash(std::string_view device, const JournalEntry& entry) {
  auto line = std::string{mark} + " " + std::string{device} + " " + std::to_string(entry.sequence) + " " +
              std::to_string(entry.at) + " " + entry.event + " " + secret::to_base64url(entry.previous);
  if (!entry.data.empty()) line += " " + entry.data;
  const auto hash = secret::hash(line);
  JournalHash result{};
  std::ranges::copy(hash, result.begin());
  return result;
}

std::string to_json(const JournalDelivery& message) {
  json::array entries;
  for (const auto& entry : message.entries) {
    json::object object{{"sequence", entry.sequence},
                        {"at", entry.at},
                        {"event", text(entry.event)},
                        {"previous", text(secret::to_base64url(entry.previous))}};
    if (!entry.data.empty()) object["data"] = text(entry.data);
    entries.emplace_back(std::move(object));
  }
  return json::serialize(json::object{{"entries", std::move(entries)}});
}

template <>
Parsed<JournalDelivery> parse(std::string_view body) {
  return read_message<JournalDelivery>(body, [](Fields& fields) {
    JournalDelivery message;
    message.entries = read_list<JournalEntry>(fields, "entries", most_entries_at_once, [&](const json::value& value) {
      JournalEntry entry;
      read_inner(fields, &value, [&](Fields& inner) { entry = read_entry(inner); });
      return entry;
    });
    return message;
  });
}

std::string to_json(const JournalAnswer& message) {
  return json::serialize(json::object{{"held", message.held}, {"hash", text(secret::to_base64url(message.hash))}});
}

template <>
Parsed<JournalAnswer> parse(std::string_view body) {
  return read_message<JournalAnswer>(body, [](Fields& fields) {
    return JournalAnswer{fields.integer("held", 0, highest_number), read_key<32>(fields, "hash")};
  });
}

}  // namespace sportello::wire
