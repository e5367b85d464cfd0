#include "kiosk/screens/album.h"

namespace sportello::screens {

namespace {

void add_last_screens(Album& album) {
  album.add("goodbye", visit::Goodbye{visit::Ending::done, preview_start + 8s});
  album.add("goodbye-told", visit::Goodbye{visit::Ending::told, preview_start + 8s});
  album.add("goodbye-cancelled", visit::Goodbye{visit::Ending::cancelled, preview_start + 8s});
  album.add("goodbye-timed-out", visit::Goodbye{visit::Ending::timed_out, preview_start + 8s});
  album.add("office-number", visit::OfficeNeeded{visit::OfficeReason::number_not_mine, "K7–4M2"});
  album.add("office-no-more-messages", visit::OfficeNeeded{visit::OfficeReason::no_more_messages, "K7–4M2"});
  album.add("office-locked", visit::OfficeNeeded{visit::OfficeReason::locked, "K7–4M2"});
  album.add("office-act-refused", visit::OfficeNeeded{visit::OfficeReason::act_refused, "K7–4M2"});
  album.add("office-asked", visit::OfficeNeeded{visit::OfficeReason::asked, "K7–4M2"});
  album.add("office-no-offer", visit::OfficeNeeded{visit::OfficeReason::no_offer, "K7–4M2"});
  album.add("office-trouble", visit::OfficeNeeded{visit::OfficeReason::trouble, ""});
  album.add("out-no-line", visit::OutOfService{visit::OutReason::no_line, preview_start + 5s, std::nullopt});
  album.add("out-trying",
            visit::OutOfService{visit::OutReason::no_line, preview_start, visit::Pending{1, preview_start}}, 1s);
  album.add("out-not-approved",
            visit::OutOfService{visit::OutReason::not_approved, preview_start + 5s, std::nullopt});
  album.add("out-revoked", visit::OutOfService{visit::OutReason::revoked, preview_start + 5s, std::nullopt});
}

void add_overlays(Album& album) {
  using visit::OverlayKind;
  album.add_overlay("help", typed_code("48"), {OverlayKind::help, {}});
  album.add_overlay("help-welcome", visit::Welcome{}, {OverlayKind::help, {}});
  album.add_overlay("languages", visit::Welcome{}, {OverlayKind::languages, {}});
  album.add_overlay("comfort", visit::Welcome{}, {OverlayKind::comfort, {}});
  album.add_overlay("privacy", visit::Welcome{}, {OverlayKind::privacy, {}});
  album.add_overlay("leave", typed_code("48"), {OverlayKind::leave, {}});
  album.add_overlay("still-there", typed_code("48"), {OverlayKind::still_there, preview_start + 36s});
}

}  // namespace

void add_ending(Album& album) {
  add_last_screens(album);
  add_overlays(album);
}

}  // namespace sportello::screens
