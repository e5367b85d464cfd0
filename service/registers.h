// From [[connector]] to the registers that acts tell and the workers that deliver to them.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "service/configuration.h"
#include "service/connectors/worker.h"
#include "service/store/acts/office.h"

namespace sportello::service {

using ConnectorWorkers = std::vector<std::unique_ptr<connectors::Worker>>;

// One worker per connector; they deliver from here on. The error is a sentence: a school that does not exist, one
// whose register must get passwords and has no key, a key that cannot be read.
std::expected<ConnectorWorkers, std::string> start_connectors(const Configuration& configuration,
                                                              const connectors::Tools& tools);

}  // namespace sportello::service
