// Reads, names and keeps the files.
#include "service/invitation/site.h"

#include <sodium.h>

#include <fstream>
#include <iterator>

#include "service/invitation/built_in.h"
#include "service/invitation/theme.h"
#include "service/shared/secret/bytes.h"

namespace sportello::invitation {
namespace {

constexpr std::string_view css = "text/css; charset=utf-8";
constexpr std::string_view javascript = "text/javascript; charset=utf-8";
constexpr std::size_t name_bytes = 12;

}  // namespace

std::expected<Site, std::string> Site::load(const std::filesystem::path& bootstrap) {
  Site site;
  auto texts = Texts::from_toml(built_in_texts());
  if (!texts) return std::unexpected(texts.error());
  site.texts_ = std::move(*texts);
  auto theme = css_of_theme(built_in_theme());
  if (!theme) return std::unexpected(theme.error());
  std::ifstream in{bootstrap, std::ios::binary};
  std::string framework{std::istreambuf_iterator<char>{in}, {}};
  if (framework.empty()) {
    return std::unexpected("cannot read " + bootstrap.string() +
                           ": install libjs-bootstrap5, or name its minified CSS under service.bootstrap_css");
  }
  site.bootstrap_ = site.add("bootstrap", std::move(framework), css);
  site.theme_ = site.add("theme", std::move(*theme), css);
  site.style_ = site.add("style", std::string{built_in_style()}, css);
  site.script_ = site.add("script", std::string{built_in_script()}, javascript);
  return site;
}

std::string Site::add(std::string_view name, std::string content, std::string_view type) {
  secret::ByteArray<name_bytes + 4> hash{};  // the least that the hash gives
  const auto bytes = secret::as_bytes(content);
  crypto_generichash(hash.data(), hash.size(), bytes.data(), bytes.size(), nullptr, 0);
  auto full = std::string{name} + "-" + secret::to_base64url(secret::BytesView{hash}.first(name_bytes));
  files_[full] = {std::move(content), type};
  return "/page/" + full;
}

const PageFile* Site::file(std::string_view name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace sportello::invitation
