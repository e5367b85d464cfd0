// What stands around every page: the school's name, the languages, whom to ask. Renders; decides nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/invitation/html.h"
#include "service/invitation/site.h"
#include "service/store/acts/invitations.h"

namespace sportello::invitation {

using store::acts::PageSchool;

struct Frame {
  const Site* site = nullptr;
  std::string language;
  std::string language_path;  // before a language's code: "/invitation/in/"; "": none to choose
  std::optional<PageSchool> school;

  [[nodiscard]] const std::string& text(std::string_view key) const { return site->texts().text(language, key); }
  [[nodiscard]] Markup say(std::string_view key, Slots slots = {}) const { return worded(text(key), slots); }
};

// What was wrong with a form: the field's id, and a sentence of [error].
struct FormError {
  std::string field;
  Markup sentence;
};

// The whole document. `title` is a text without strong words.
std::string framed_page(const Frame& frame, const Markup& title, const Markup& content,
                        const std::vector<FormError>& errors = {});

}  // namespace sportello::invitation
