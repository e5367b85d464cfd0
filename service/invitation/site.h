// All that pages share: their words and the files they load, each under a name that changes with its content, so that
// browsers may keep it for a year. Loaded once at the start; answers from memory.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "service/invitation/texts.h"

namespace sportello::invitation {

struct PageFile {
  std::string content;
  std::string_view type;
};

class Site {
 public:
  // Bootstrap's minified CSS is read from the package that brings it. The error is a sentence for whoever installs.
  static std::expected<Site, std::string> load(const std::filesystem::path& bootstrap);

  [[nodiscard]] const Texts& texts() const { return texts_; }
  // Addresses, such as "/page/bootstrap-3f2a…".
  [[nodiscard]] const std::string& bootstrap() const { return bootstrap_; }
  [[nodiscard]] const std::string& theme() const { return theme_; }
  [[nodiscard]] const std::string& style() const { return style_; }
  [[nodiscard]] const std::string& script() const { return script_; }
  // By the last part of the address; null: no such file.
  [[nodiscard]] const PageFile* file(std::string_view name) const;

 private:
  std::string add(std::string_view name, std::string content, std::string_view type);
  Texts texts_;
  std::map<std::string, PageFile, std::less<>> files_;
  std::string bootstrap_, theme_, style_, script_;
};

}  // namespace sportello::invitation
