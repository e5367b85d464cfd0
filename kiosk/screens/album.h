// The pages of previews while they are made, and who is on them. Internal to this folder.
#pragma once

#include <utility>

#include "kiosk/screens/previews.h"
#include "kiosk/visit/limits.h"

namespace sportello::screens {

using namespace std::chrono_literals;
using visit::SecretText;

inline constexpr visit::TimePoint preview_start{10min};

class Album {
 public:
  explicit Album(const visit::Comfort& comfort) : comfort_(comfort) {}

  visit::Visit& add(std::string name, visit::State state, visit::Duration later = 0ms) {
    visit::Visit visit;
    visit.today = std::chrono::year{2026} / 11 / 20;
    visit.home = visit.comfort = comfort_;
    visit.state = std::move(state);
    visit.last_touch = preview_start;
    all_.push_back({std::move(name), std::move(visit), preview_start + later});
    return all_.back().visit;
  }
  visit::Visit& add_overlay(std::string name, visit::State under, visit::Overlay overlay) {
    auto& visit = add(std::move(name), std::move(under));
    visit.overlay = overlay;
    return visit;
  }
  // A question that waits, one that waits long, and one whose answer was lost: "NAME-DOING", "NAME-slow",
  // "NAME-line-lost".
  template <class Asking>
  void add_asking(const std::string& name, const std::string& doing, Asking state) {
    constexpr visit::RequestId request = 3;
    state.pending = visit::Pending{request, preview_start};
    add(name + "-" + doing, state, 1s);
    add(name + "-slow", state, 9s);
    state.pending.reset();
    state.lost = request;
    add(name + "-line-lost", state);
  }
  std::vector<Preview> take() { return std::move(all_); }

 private:
  visit::Comfort comfort_;
  std::vector<Preview> all_;
};

// Mario, with two children; what he has and may do is changed by whoever needs it otherwise.
wire::Person mario(bool has_credentials, std::vector<wire::Act> acts);
visit::Proved proved(wire::Person person);
// What an act left him with, without a PIN.
visit::Result made_by(wire::Act act);
// Six digits being typed, just sent.
visit::CodeEntry typed_code(std::string_view digits);

void add_arriving(Album& album);    // welcome to a known card
void add_acting(Album& album);      // choose to result
void add_slips(Album& album);       // the result where there is a printer, and its slip
void add_contacting(Album& album);  // mail, link, what is on file, reports, digital identity
void add_ending(Album& album);      // goodbye, the office, out of service, overlays
void add_listening(Album& album);   // accessibility, what is heard and seen for a moment, screens that stand low

}  // namespace sportello::screens
