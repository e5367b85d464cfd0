// Files of the audit: a chain as JSON lines that anybody can verify without store and keys, and heads that were kept
// elsewhere. Holds one line at a time; takes nothing in a file for true but what its hashes and signatures say.
#pragma once

#include <expected>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "service/store/acts/audit_reading.h"
#include "service/store/acts/audit_verify.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {

// The lines of an export: who it is of, each event, the signed head.
std::string export_begin(const store::acts::School& school);
std::string export_line(const store::acts::AuditRow& row);
std::string export_end(const wire::SignedHead& head);

struct KeptHead {
  std::string who;  // "kiosk …", or the file and its line
  wire::SignedHead head;
};
struct KeptHeads {
  std::vector<KeptHead> heads;
  std::vector<std::string> findings;  // what a file itself says to be wrong: a refusal, a wrong signature
};
// What kiosks keep (`sportello-kiosk --witnessed`, any number of them in one file) and what `audit head` printed.
// The error: the file cannot be read, or is none of these.
std::expected<KeptHeads, std::string> read_heads(const std::filesystem::path& file);

struct ExportEnds {
  std::string school;
  std::optional<wire::SignedHead> head;  // nothing: the file has no end
};
std::expected<ExportEnds, std::string> ends_of_export(const std::filesystem::path& file);
// The chain in a file, as far as `told` reaches too. The error: no such file, or no export.
std::expected<store::acts::Verified, std::string> verify_export(const std::filesystem::path& file,
                                                                const std::optional<signing::PublicKey>& key,
                                                                const std::vector<store::acts::Testimony>& told);

}  // namespace sportello::commands
