// [[connector]] of service.toml. Private to configuration.cpp.
#pragma once

#include "service/configuration.h"
#include "service/toml_reader.h"

namespace sportello {

std::optional<std::string> read_connectors(const std::vector<const toml::table*>& tables,
                                           const std::filesystem::path& file,
                                           std::vector<ConnectorConfiguration>& into);

}  // namespace sportello
