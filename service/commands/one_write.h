// One act in one write that is undone when it refuses, and what happens between the act and its commit.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>

#include "service/commands/with_ground.h"
#include "service/store/acts/office.h"

namespace sportello::commands {

// `act` answers Told<Result>; a refusal is rolled back. `before_commit` gets the result while nothing is durable yet:
// false rolls back too, and the answer is `cannot`. `perhaps_kept`, if given: whether an error may hide a commit.
template <class Result, class Act>
store::acts::Told<Result> write_or_undo(Ground& ground, Act act,
                                        const std::function<bool(const Result&)>& before_commit,
                                        const std::string& cannot, bool* perhaps_kept = nullptr) {
  using Told = store::acts::Told<Result>;
  auto slot = std::make_shared<std::optional<Told>>();
  std::promise<std::expected<void, store::StoreError>> answered;
  ground.store->write(
      [slot, act, before_commit, cannot, &office = *ground.office, at = now()](store::Session& session) mutable {
        slot->emplace(act(session, office, at));
        if (!**slot) return store::Verdict::roll_back;
        if (before_commit && !before_commit(***slot)) {
          slot->emplace(std::unexpected(cannot));
          return store::Verdict::roll_back;
        }
        return store::Verdict::commit;
      },
      [&answered](std::expected<void, store::StoreError> result) { answered.set_value(std::move(result)); });
  if (auto result = answered.get_future().get(); !result) {
    if (perhaps_kept != nullptr) *perhaps_kept = result.error().perhaps_kept;
    return std::unexpected(result.error().sentence);
  }
  return std::move(**slot);
}

}  // namespace sportello::commands
