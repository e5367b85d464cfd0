// JSON lines of a chain, written and read; lines of heads, read.
#include "service/commands/audit_files.h"

#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <limits>

namespace sportello::commands {
namespace {

namespace acts = store::acts;
namespace json = boost::json;

constexpr std::string_view export_mark = "sportello-audit-1";
constexpr std::size_t longest_line = 256UL * 1024;  // an event with the longest personal part has a few kilobytes

json::string text(std::string_view view) { return json::string(view.data(), view.size()); }
json::string hex(secret::BytesView bytes) { return text(secret::to_hex(bytes)); }

// One line at a time, none longer than the bound.
class Lines {
 public:
  explicit Lines(const std::filesystem::path& file) : in_(file, std::ios::binary), buffer_(longest_line) {}
  [[nodiscard]] bool opened() const { return in_.is_open(); }
  // False at the end. A line that is too long reads as an empty one, which is no line of ours.
  bool next(std::string_view& line) {
    if (!in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()))) {
      if (in_.eof() || !in_.fail() || in_.gcount() == 0) return false;
      in_.clear();
      in_.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
      line = {};
    } else {
      line = buffer_.data();
    }
    ++number_;
    return true;
  }
  [[nodiscard]] std::size_t number() const { return number_; }

 private:
  std::ifstream in_;
  std::vector<char> buffer_;
  std::size_t number_ = 0;
};

std::string cannot_read(const std::filesystem::path& file) { return file.string() + ": cannot be read"; }

std::optional<json::object> object_of(std::string_view line) {
  boost::system::error_code error;
  auto value = json::parse(json::string_view{line.data(), line.size()}, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::optional<std::string> text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(json::string_view{name.data(), name.size()});
  const auto* found = value == nullptr ? nullptr : value->if_string();
  return found == nullptr ? std::nullopt : std::optional<std::string>{std::string{found->data(), found->size()}};
}

std::optional<std::int64_t> number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(json::string_view{name.data(), name.size()});
  const auto* found = value == nullptr ? nullptr : value->if_int64();
  return found == nullptr ? std::nullopt : std::optional{*found};
}

std::optional<secret::Bytes> bytes_of(const json::object& object, std::string_view name) {
  const auto found = text_of(object, name);
  return found ? secret::from_hex(*found) : std::nullopt;
}

std::optional<acts::AuditRow> row_of(const json::object& object, const std::string& school_id) {
  const auto sequence = number_of(object, "sequence");
  const auto at = number_of(object, "at");
  const auto event = text_of(object, "event");
  const auto device = text_of(object, "device");
  const auto visit = text_of(object, "visit");
  auto commitment = bytes_of(object, "commitment");
  auto previous = bytes_of(object, "previous");
  auto hash = bytes_of(object, "hash");
  if (!sequence || !at || !event || !device || !visit || !commitment || !previous || !hash) return std::nullopt;
  acts::AuditRow row{{*sequence, store::Time{std::chrono::seconds{*at}}, school_id, *event, *device, *visit,
                      std::move(*commitment), std::move(*previous)},
                     std::move(*hash),
                     {}};
  if (const auto personal = text_of(object, "personal")) {
    row.personal = {bytes_of(object, "salt").value_or(secret::Bytes{}), secret::SecretText{*personal}};
  }
  return row;
}

std::string place(const std::filesystem::path& file, std::size_t line) {
  return file.string() + ", line " + std::to_string(line);
}

}  // namespace

std::string export_begin(const acts::School& school) {
  return json::serialize(json::object{{"export", text(export_mark)},
                                      {"school", text(school.code)},
                                      {"school_id", text(school.id)},
                                      {"name", text(school.name)}}) +
         "\n";
}

std::string export_line(const acts::AuditRow& row) {
  json::object object{{"sequence", row.entry.sequence},      {"at", row.entry.at.time_since_epoch().count()},
                      {"event", text(row.entry.event)},      {"device", text(row.entry.device)},
                      {"visit", text(row.entry.visit)},      {"commitment", hex(row.entry.commitment)},
                      {"previous", hex(row.entry.previous)}, {"hash", hex(row.hash)}};
  if (row.personal && row.personal->clear) {
    object["salt"] = hex(row.personal->salt);
    object["personal"] = text(row.personal->clear->reveal());
  }
  return json::serialize(object) + "\n";
}

std::string export_end(const wire::SignedHead& head) {
  return json::serialize(json::object{{"head", text(wire::to_text(head))}}) + "\n";
}

std::expected<KeptHeads, std::string> read_heads(const std::filesystem::path& file) {
  Lines lines{file};
  if (!lines.opened()) return std::unexpected(cannot_read(file));
  KeptHeads kept;
  std::string device;
  bool any = false;
  for (std::string_view line; lines.next(line);) {
    if (line.empty()) continue;
    if (const auto head = wire::head_of_text(line)) {
      any = true;
      const auto who = device.empty() ? place(file, lines.number()) : "kiosk " + device;
      if (wire::is_signed_rightly(*head)) {
        kept.heads.push_back({who, *head});
      } else {
        kept.findings.push_back(place(file, lines.number()) +
                                ": the signature of this head is wrong: it was changed");
      }
      device.clear();
    } else if (const auto witness = wire::witness_of_text(line)) {
      any = true;
      device = witness->device;
      if (!witness->refused.empty()) {
        kept.findings.push_back("kiosk " + device + " refused newer heads: " + witness->refused);
      }
    } else {
      return std::unexpected(place(file, lines.number()) +
                             ": this is no signed head: give what audit head or sportello-kiosk --witnessed printed");
    }
  }
  if (!any) return std::unexpected(file.string() + ": holds no head");
  return kept;
}

std::expected<ExportEnds, std::string> ends_of_export(const std::filesystem::path& file) {
  constexpr std::streamoff longest_end = 1024;
  std::ifstream in{file, std::ios::binary};
  std::string first;
  if (!in.is_open()) return std::unexpected(cannot_read(file));
  std::getline(in, first);
  const auto begin = object_of(first);
  const auto school = begin && text_of(*begin, "export") == export_mark ? text_of(*begin, "school") : std::nullopt;
  if (!school) return std::unexpected(file.string() + ": this is no export of sportello-service audit export");
  in.clear();
  in.seekg(0, std::ios::end);
  const auto size = static_cast<std::streamoff>(in.tellg());
  in.seekg(std::max<std::streamoff>(0, size - longest_end));
  ExportEnds ends{*school, {}};
  for (std::string line; std::getline(in, line);) {
    const auto object = object_of(line);
    const auto head = object ? text_of(*object, "head") : std::nullopt;
    if (head) ends.head = wire::head_of_text(*head);
  }
  return ends;
}

std::expected<acts::Verified, std::string> verify_export(const std::filesystem::path& file,
                                                         const std::optional<signing::PublicKey>& key,
                                                         const std::vector<acts::Testimony>& told) {
  const auto ends = ends_of_export(file);
  if (!ends) return std::unexpected(ends.error());
  acts::Verified result;
  const auto found = [&](std::string finding) { result.findings.push_back(std::move(finding)); };
  Lines lines{file};
  std::string_view line;
  std::string school_id;
  if (lines.next(line)) {
    if (const auto begin = object_of(line)) school_id = text_of(*begin, "school_id").value_or("");
  }
  acts::ChainCheck check{told};
  std::optional<wire::SignedHead> head;
  while (!check.broken() && lines.next(line)) {
    const auto object = object_of(line);
    if (const auto end = object ? text_of(*object, "head") : std::nullopt) {
      head = wire::head_of_text(*end);
      break;
    }
    const auto row = object ? row_of(*object, school_id) : std::nullopt;
    if (!row) {
      check.refuse(check.taken() + 1, "was edited: line " + std::to_string(lines.number()) + " is no event");
    } else if (check.take(row->entry, row->hash)) {
      if (row->personal) check.take_personal(row->entry, row->personal->salt, row->personal->clear->reveal());
    } else if (check.broken()->sequence == row->entry.sequence) {
      // The head says how far to look; a file without one is looked through only so far as it was read.
      const auto last = ends->head ? ends->head->head.sequence : row->entry.sequence;
      if (const auto was = acts::written_as(row->entry, row->hash, std::min(last, std::int64_t{10'000'000}))) {
        found("event " + std::to_string(row->entry.sequence) +
              " was swapped: what stands there was written as event " + std::to_string(*was));
      }
    }
  }
  if (!check.broken() && !head) {
    check.refuse(check.taken() + 1, "is not there, nor the signed head: the tail of the file is cut");
  }
  if (head) {
    if (!wire::is_signed_rightly(*head)) {
      found("the head's signature is wrong: it was changed");
    } else if (key && *key != head->key) {
      found("the head is signed by another key than the one that was given: another chain stands in its place");
    } else if (head->head.school != ends->school) {
      found("the head is another school's: another chain stands in its place");
    }
    check.finish(head->head.sequence, head->head.hash);
    if (!check.broken() && lines.next(line)) found("the file goes on behind its head");
  }
  if (check.broken() && result.findings.empty()) found(acts::finding_of(*check.broken()));
  for (auto& one : check.contradictions()) found(std::move(one));
  result.events = check.taken();
  return result;
}

}  // namespace sportello::commands
