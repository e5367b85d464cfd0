// What takes events of one kind of register away: one interface for webhook and CSV. Must not decide what a register
// is told (store/acts/telling_register.h does), nor log a person, a key or a content.
#pragma once

#include <functional>
#include <string>

#include "service/store/acts/connector_events.h"
#include "service/store/store.h"

namespace sportello::connectors {

using store::Time;

// What every connector stands on. All of it outlives the connector.
struct Tools {
  store::Store& store;
  const store::acts::Office& office;
  std::function<Time()> now;
  std::string process;  // who claims: a name that no other process has
};

struct Customer {
  std::string id, code;  // of a school
};

class Connector {
 public:
  Connector() = default;
  Connector(const Connector&) = delete;
  Connector& operator=(const Connector&) = delete;
  virtual ~Connector() = default;
  // One step for a school that has something due. True: something was done, look again at once. Blocks up to seconds.
  virtual bool work(const Customer& school) = 0;
  // The service ends: wait for nobody any longer. From another thread.
  virtual void give_up() {}
};

// What a register gets of an event, as JSON: the content with id, school, event, sequence and account.
secret::SecretText body_of(const store::acts::ClaimedEvent& event, const std::string& school);

// The same content, by field; "" where there is none. For CSV.
std::string field_of(const store::acts::ClaimedEvent& event, std::string_view name);

}  // namespace sportello::connectors
