// Judges heads; writes its file whole or not at all.
#include "kiosk/register/witness.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "service/shared/log/log.h"

namespace sportello::reg {
namespace {

// On the disk under its name, also after the power goes: so file and folder are flushed.
bool write_durably(const std::filesystem::path& file, std::string_view text) {
  const auto temporary = file.string() + ".new";
  const int out = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0) return false;
  const bool written =
      ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out) == 0;
  ::close(out);
  if (!written || ::rename(temporary.c_str(), file.c_str()) != 0) return false;
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool flushed = ::fsync(folder) == 0;
  ::close(folder);
  return flushed;
}

}  // namespace

std::filesystem::path Witness::file_of(const config::DeviceConfiguration& configuration) {
  return configuration.device_directory / "audit.head";
}

Witness Witness::load(const std::filesystem::path& file, const std::string& device) {
  if (!std::filesystem::exists(file)) return Witness{file, {device, {}, {}, {}}};
  std::ifstream in{file, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  auto kept = wire::witness_of_text(text.view());
  if (!in || !kept || kept->device != device) return Witness{file, {device, {}, "unreadable", {}}};
  return Witness{file, std::move(*kept)};
}

std::expected<void, std::string> Witness::learn(const signing::PublicKey& key) {
  if (!kept_.refused.empty()) {
    return std::unexpected(file_.string() + " is of another device or does not read: move it away, and keep it");
  }
  kept_.key = key;
  if (!save()) return std::unexpected("cannot write " + file_.string() + ": check the disk and the folder's rights");
  return {};
}

std::string Witness::reason_against(const wire::DeviceAnswer& answer) const {
  const auto& head = *answer.head;
  if (!wire::is_signed_rightly(head)) return "signature";
  if (kept_.key && *kept_.key != head.key) return "key";
  if (!kept_.head) return {};
  if (head.head.school != kept_.head->head.school) return "school";
  if (head.head.sequence < kept_.head->head.sequence || !answer.agreed) return "went_back";
  const bool same_place = head.head.sequence == kept_.head->head.sequence;
  return same_place && head.head.hash != kept_.head->head.hash ? "went_back" : "";
}

void Witness::take(const wire::DeviceAnswer& answer) {
  if (kept_.refused.empty() && answer.head) {
    kept_.refused = reason_against(answer);
    const bool newer = !kept_.head || answer.head->head.sequence > kept_.head->head.sequence;
    if (kept_.refused.empty() && !newer) return;
    if (kept_.refused.empty()) {
      kept_.key = answer.head->key;
      kept_.head = answer.head;
    }
    if (!save()) log::event(log::HeadNotKept{});
  }
  if (kept_.refused.empty()) return;
  log::event(log::HeadRefused{.why = kept_.refused, .kept = kept_.head ? kept_.head->head.sequence : 0});
}

bool Witness::save() const { return write_durably(file_, wire::to_text(kept_)); }

}  // namespace sportello::reg
