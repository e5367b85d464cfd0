// What to say of a screen, from its layout record: all of it, or what changed since the last one. Pure.
// A secret cannot be said from here: records write it ‹secret›, and that is said as "covered".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/speech/utterance.h"
#include "kiosk/speech/words.h"
#include "kiosk/widgets/layout_record.h"

namespace sportello::speech {

// A record that was looked at, with what it does not say: where the focus is and whose words these are.
struct Scene {
  std::string screen;
  visit::Language language = visit::Language::it;
  std::string focused;  // id; empty: nothing is
  std::vector<widgets::Recorded> entries;
};
Scene scene_of(const widgets::LayoutRecord& record, std::string_view focused, visit::Language language);

// Who hears: in a headset, or by the guardian's word, everything may be said; aloud, neither what names a person nor
// which key the focus is on.
struct Hearing {
  bool alone = false;
  std::vector<std::string> personal = {};  // see personal.h
  std::vector<std::string> spelled = {};   // ids of secrets that are spelled where they stand; of a row, "code.cell."
};

// Title, step, everything else in the order in which it was drawn, then the focused control. For a new screen, and
// for "say it all again".
Utterance whole(const Scene& now, const Words& words, const Hearing& hearing);

// Another screen or language: the whole. The same: messages that are new first, then new or changed words, how many
// characters were typed, what can be pressed now, the control the focus moved to or whose state changed. Counters
// that run by themselves are not news. Nothing new: no phrase.
Utterance changes(const Scene& before, const Scene& now, const Words& words, const Hearing& hearing);

}  // namespace sportello::speech
