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

// A kiosk that can keep requests, and what is left there.
void add_requests(Album& album) {
  const visit::OutOfService out{visit::OutReason::no_line, preview_start + 5s, std::nullopt};
  album.add("out-leave-request", out).equipment.requests = true;
  album.add("scan-request", visit::Scan{}).leaving_request = true;
  visit::RequestWish wish{.document = SecretText{"RSSMRA80A01H501U"}, .wish = {}, .pending = {}};
  const auto add = [&](std::string name, visit::State state, visit::Duration later = 0ms) {
    album.add(std::move(name), std::move(state), later).leaving_request = true;
  };
  add("request-wish-empty", wish);
  wish.wish = wire::Wish::recovery;
  add("request-wish", wish);
  wish.pending = visit::Pending{1, preview_start};
  add("request-wish-keeping", wish, 1s);
  wish.pending.reset();
  wish.wish.reset();
  wish.line_failed = true;
  add("request-wish-line-failed", wish);
  add("request-left", visit::RequestLeft{visit::RequestOutcome::kept});
  add("request-left-already", visit::RequestLeft{visit::RequestOutcome::already});
  add("request-left-full", visit::RequestLeft{visit::RequestOutcome::full});
  add("request-left-no-key", visit::RequestLeft{visit::RequestOutcome::no_key});
  album.add("goodbye-left", visit::Goodbye{visit::Ending::left, preview_start + 8s, true});
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
  add_requests(album);
  add_overlays(album);
}

}  // namespace sportello::screens
