// From two states of a visit to what is worth telling of the device.
#include "kiosk/journal/notes.h"

#include "kiosk/visit/match.h"
#include "kiosk/visit/waiting_states.h"

namespace sportello::journal {
namespace {

using namespace visit;

std::string_view word_of(Ending ending) {
  switch (ending) {
    case Ending::done: return "done";
    case Ending::told: return "told";
    case Ending::left: return "left";
    case Ending::cancelled: return "cancelled";
    case Ending::timed_out: return "timed_out";
  }
  return "done";
}

std::string_view word_of(RequestOutcome outcome) {
  switch (outcome) {
    case RequestOutcome::kept: return "kept";
    case RequestOutcome::already: return "already";
    case RequestOutcome::full: return "full";
    case RequestOutcome::no_key: return "no_key";
  }
  return "kept";
}

std::string how_ended(const State& state) {
  if (const auto* goodbye = std::get_if<Goodbye>(&state)) return "how=" + std::string{word_of(goodbye->ending)};
  return std::holds_alternative<OutOfService>(state) ? "how=out_of_service" : "how=left_at_once";
}

// Only what changed is told: a screen that stands for an hour is one entry.
std::optional<Note> of_line(const State& before, const State& after) {
  const auto* was = std::get_if<OutOfService>(&before);
  const auto* is = std::get_if<OutOfService>(&after);
  const auto lacks = [](const OutOfService* out) { return out != nullptr && out->reason == OutReason::no_line; };
  if (lacks(is) && !lacks(was)) return Note{"line.lost", ""};
  if (is != nullptr && !lacks(is) && (was == nullptr || was->reason != is->reason)) {
    return Note{"device.refused", is->reason == OutReason::revoked ? "why=revoked" : "why=not_approved"};
  }
  // From the waiting screen alone: a request that is begun there leaves the line as it is.
  if (lacks(was) && std::holds_alternative<Welcome>(after)) return Note{"line.back", ""};
  return std::nullopt;
}

std::optional<Note> of_scan(const State& before, const State& after) {
  const auto* is = std::get_if<Scan>(&after);
  if (is == nullptr) return std::nullopt;
  const auto* was = std::get_if<Scan>(&before);
  if (was != nullptr && was->hint == is->hint) return std::nullopt;
  switch (is->hint) {
    case ScanHint::show_card: return std::nullopt;
    case ScanHint::not_a_tax_code: return Note{"scan.failed", "why=no_tax_code"};
    case ScanHint::organisation_code: return Note{"scan.failed", "why=organisation"};
    case ScanHint::camera_lost: return Note{"camera.lost", ""};
  }
  return std::nullopt;
}

std::optional<Note> of_print(const printing::Outcome& outcome) {
  if (outcome.end == printing::End::printed || outcome.end == printing::End::cancelled) return std::nullopt;
  const auto why = std::string{printing::name_of(outcome.why)};
  return Note{outcome.end == printing::End::unsure ? "print.unsure" : "print.failed", "why=" + why};
}

}  // namespace

std::vector<Note> notes_of(const Visit& before, const Visit& after, const Event& event) {
  std::vector<Note> notes;
  const auto add = [&](std::optional<Note> note) {
    if (note) notes.push_back(std::move(*note));
  };
  if (nothing_goes_on(before.state) && !nothing_goes_on(after.state)) add(Note{"visit.begun", ""});
  if (!nothing_goes_on(before.state) && nothing_goes_on(after.state))
    add(Note{"visit.ended", how_ended(after.state)});
  add(of_line(before.state, after.state));
  add(of_scan(before.state, after.state));
  const auto* left = std::get_if<RequestLeft>(&after.state);
  if (left != nullptr && !std::holds_alternative<RequestLeft>(before.state)) {
    add(Note{"request.left", "outcome=" + std::string{word_of(left->outcome)}});
  }
  if (const auto* news = std::get_if<PrintNews>(&event); news != nullptr && news->visit == before.id) {
    if (const auto* outcome = std::get_if<printing::Outcome>(&news->news)) add(of_print(*outcome));
  }
  return notes;
}

}  // namespace sportello::journal
