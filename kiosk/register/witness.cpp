// Judges heads; writes its file whole or not at all.
#include "kiosk/register/witness.h"

#include <fstream>
#include <sstream>

#include "service/shared/files/durable.h"
#include "service/shared/log/log.h"

namespace sportello::reg {

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

bool Witness::save() const { return files::replace_private(file_, wire::to_text(kept_)); }

}  // namespace sportello::reg
