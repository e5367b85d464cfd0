// A public key as eight words that two people can compare aloud.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "service/shared/signing/key.h"

namespace sportello::signing {

// 8 words of a list of 256 carry 64 bits of a hash: enough against a second key made to fit by whoever has the
// enrolment sheet's 72 hours, and short enough to read out. The words are Italian, four to seven letters,
// with different first three letters.
using Fingerprint = std::array<std::string_view, 8>;
Fingerprint fingerprint(const PublicKey& key);
std::string fingerprint_text(const PublicKey& key);  // joined by single spaces

}  // namespace sportello::signing
