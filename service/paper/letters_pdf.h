// Letters to cut, as a PDF: A4, two a page, a dashed line between them. Refuses nothing that fits a name's limits:
// long texts are set smaller.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "service/paper/letter.h"

namespace sportello::paper {

// Where the bytes go, in order; false stops.
using Sink = std::function<bool(std::string_view)>;
// False when the sink said so, or the PDF could not be made.
bool write_letters(const std::vector<Letter>& letters, const Sender& sender, const LetterWords& words,
                   const Sink& sink);

}  // namespace sportello::paper
