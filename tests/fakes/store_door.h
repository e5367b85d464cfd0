// A second door to the store of a service under test, as the command line has one: makes what the world would
// (an invitation's mail opened), and compares everything that is kept before and after.
#pragma once

#include <string>
#include <utility>

#include "service/ground.h"
#include "tests/fakes/service_fixture.h"

namespace sportello::fakes {

class StoreDoor {
 public:
  explicit StoreDoor(const ServiceFixture& service);

  [[nodiscard]] const store::acts::Office& office() const { return *ground_.office; }
  // One act, committed.
  template <class Act>
  auto act(Act act) {
    auto result = store::write_and_wait(*ground_.store, std::move(act));
    if (!result) throw std::runtime_error("the test's act failed: " + result.error().sentence);
    return std::move(*result);
  }

  // Every row of every table, in an order of its own.
  std::string everything();
  std::int64_t count(const std::string& from_and_where);

  std::string guardian(const std::string& school, const std::string& document);  // the id
  // The token that stands in an invitation's mail, of a new one.
  std::string invite(const std::string& guardian, store::Time now = sportello::now());
  // The token that stands in the guardian's newest confirming message.
  std::string freeze_token();
  // The digits that the newest code of the guardian's newest invitation was sent with.
  std::string code(const std::string& guardian);

 private:
  Ground ground_;
  store::Dialect dialect_;
};

}  // namespace sportello::fakes
