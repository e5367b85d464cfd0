// A self-signed certificate for localhost and 127.0.0.1, good for a day.
#pragma once

#include <filesystem>

namespace sportello::fakes {

struct CertificateFiles {
  std::filesystem::path certificate, private_key;
};
CertificateFiles make_certificate(const std::filesystem::path& folder);

}  // namespace sportello::fakes
