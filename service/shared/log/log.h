// One JSON line on stderr per event of the catalogue, events.toml: what is not listed there cannot be said.
// Names and ids, never people. Refuses nothing; keeps nothing.
#pragma once

#include <span>
#include <string_view>

#include "log_events.h"
#include "service/shared/log/fields.h"

namespace sportello::log {

void write(Level level, std::string_view name, std::span<const Field> fields);

// log::event(log::MessageSent{.message = id, .gateway = name, .attempt = 1});
template <class Event>
void event(const Event& what) {
  const auto fields = what.fields();
  write(Event::event_level, Event::event_name, fields);
}

}  // namespace sportello::log
