// The part of service.toml that says where everything is kept: [store]. Private to configuration.cpp.
#pragma once

#include "service/configuration.h"
#include "service/toml_reader.h"

namespace sportello {

// One sentence with file, line and key; nothing: read.
std::optional<std::string> read_store(const toml::table* table, const std::filesystem::path& file,
                                      StoreConfiguration& into);

}  // namespace sportello
