// The kiosk's log: one JSON object a line on standard error. Names events and ids, never people.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sportello::kiosk {

// Values are of ours: file names, error sentences, ids. Never what a guardian typed or a card said.
void log_event(std::string_view name, const std::vector<std::pair<std::string_view, std::string>>& fields = {});

}  // namespace sportello::kiosk
