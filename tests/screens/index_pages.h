// The pages that show the album: plain HTML and CSS, no script, nothing from anywhere else; they work from file://.
// Knows no picture's contents: only what place_of says of it.
#pragma once

#include <expected>
#include <filesystem>
#include <string>

#include "tests/screens/whole_album.h"

namespace sportello::tests {

// index.html: every screen in every language; it.html and ar.html: every screen × themes × text sizes × layouts.
std::expected<void, std::string> write_index_pages(const std::filesystem::path& folder, const std::string& only,
                                                   const Tally& tally);

}  // namespace sportello::tests
