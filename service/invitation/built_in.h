// The files of assets/ that the pages are made of, compiled in: a service that runs has them.
#pragma once

#include <string_view>

#include "service/invitation/texts.h"

namespace sportello::invitation {

Texts::ByLanguage built_in_texts();
std::string_view built_in_theme();   // theme.toml
std::string_view built_in_style();   // pages/page.css
std::string_view built_in_script();  // pages/page.js

}  // namespace sportello::invitation
