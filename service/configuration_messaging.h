// The parts of service.toml that say how messages leave: [[gateway]] and [mail]. Private to configuration.cpp.
#pragma once

#include "service/configuration.h"
#include "service/toml_reader.h"

namespace sportello {

// One sentence with file, line and key; nothing: read.
std::optional<std::string> read_gateways(const std::vector<const toml::table*>& tables,
                                         const std::filesystem::path& file, std::vector<GatewayConfiguration>& into);
std::optional<std::string> read_mail(const toml::table* table, const std::filesystem::path& file,
                                     MailConfiguration& into);

}  // namespace sportello
