// The welcome screen as a static page for a browser: the same words in the same places, the same drawings, one file.
// No script, no web font, nothing to load: less than any real page would need.
#pragma once

#include <filesystem>

#include "kiosk/widgets/ui.h"

namespace sportello::bench {

// `ui` has just laid the screen out. Throws when the file cannot be written.
void write_welcome_page(const widgets::Ui& ui, const std::filesystem::path& assets,
                        const std::filesystem::path& file);

}  // namespace sportello::bench
