// Makes the gateways and the mail server that the configuration asks for, with the secrets their files hold.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "service/configuration.h"
#include "service/messaging/gateway.h"

namespace sportello::service {

using Gateways = std::vector<std::unique_ptr<messaging::Gateway>>;
// The error is a sentence for whoever installs. `demo` allows the spools.
std::expected<Gateways, std::string> make_gateways(const Configuration& configuration, bool demo);
std::expected<Gateways, std::string> make_mail(const Configuration& configuration, bool demo,
                                               std::function<store::Time()> now);
std::expected<std::string, std::string> whole_file(const std::filesystem::path& file, std::string_view key);

}  // namespace sportello::service
