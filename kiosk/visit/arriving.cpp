// From the welcome screen to a known card: welcome, scan, typed entry, minor's card, identifying.
#include <algorithm>

#include "kiosk/visit/limits.h"
#include "kiosk/visit/turn.h"

namespace sportello::visit {
namespace {

using identity::CodeProblem;
using identity::CodiceFiscale;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Looks at what is typed so far and says at once what is wrong with a whole code.
TypedEntry examined(TypedEntry entry) {
  entry.problem.reset();
  entry.mends.clear();
  const auto text = entry.typed.reveal();
  const bool whole = text.size() == CodiceFiscale::length ||
                     (text.size() == CodiceFiscale::provisional_length && std::ranges::all_of(text, is_digit));
  if (!whole) return entry;
  if (const auto code = CodiceFiscale::parse(text); !code) {
    entry.problem = code.error();
    entry.mends = identity::single_character_mends(text);
    if (entry.mends.size() > limits::mends_offered) entry.mends.resize(limits::mends_offered);
  }
  return entry;
}

TypedEntry with_key(TypedEntry entry, const Key& key) {
  const auto character = key.character.reveal();
  if (character.size() != 1) return entry;
  char c = character.front();
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const auto place = identity::place_at(entry.typed.size());
  const bool letter_in_digit_place = place == identity::Place::digit && !is_digit(c);
  auto longer = entry.typed.appended(std::string_view{&c, 1});
  if ((letter_in_digit_place && !entry.letters_for_digits) || !identity::may_continue(longer.reveal())) return entry;
  entry.typed = std::move(longer);
  return examined(std::move(entry));
}

void on_typed_entry(Turn& turn, TypedEntry entry, const Event& event) {
  std::visit(
      Match{[&](const Key& key) { turn.go(with_key(std::move(entry), key)); },
            [&](const Erase&) {
              entry.typed = entry.typed.without_last();
              turn.go(examined(std::move(entry)));
            },
            [&](const EraseAll&) { turn.go(TypedEntry{}); },
            [&](const LettersForDigits&) {
              entry.letters_for_digits = !entry.letters_for_digits;
              turn.go(std::move(entry));
            },
            [&](const TakeMend& take) {
              if (take.index >= entry.mends.size()) return;
              const auto mend = entry.mends[take.index];
              const auto text = entry.typed.reveal();
              entry.typed = SecretText{text.substr(0, mend.position)}
                                .appended(std::string_view{&mend.instead, 1})
                                .appended(text.substr(mend.position + 1));
              turn.go(examined(std::move(entry)));
            },
            [&](const Confirm&) {
              if (const auto code = CodiceFiscale::parse(entry.typed.reveal()); !code) {
                entry = examined(std::move(entry));
                entry.problem = code.error();
                turn.go(std::move(entry));
              } else {
                turn.take_document(entry.typed, true);
              }
            },
            [&](const CardRead& card) {
              // A stray scan of something else must not cost what is typed.
              if (CodiceFiscale::parse(card.text.reveal())) turn.take_document(card.text, false);
            },
            [&](const UseCard&) { turn.go(Scan{}); }, [&](const Back&) { turn.go(Scan{}); }, [](const auto&) {}},
      event);
}

void on_identifying(Turn& turn, const Identifying& state, const Event& event) {
  if (std::holds_alternative<Back>(event)) {
    if (state.was_typed) {
      turn.go(TypedEntry{.typed = state.document});
    } else {
      turn.go(Scan{});
    }
    return;
  }
  const auto* answer = std::get_if<Answer>(&event);
  if (answer == nullptr) return;
  if (const auto* known = std::get_if<wire::VisitAnswer>(&answer->content)) {
    turn.go(CodeEntry{cells_of(known->code, turn.now), {known->visit, known->reference}, known->phone_hint});
  } else if (const auto reason = out_reason(*answer)) {
    if (*reason == OutReason::no_line && turn.visit.equipment.requests) {
      // Nobody shows a card twice because of a line.
      turn.visit.leaving_request = true;
      turn.go(RequestWish{state.document, state.was_typed, true, {}, {}});
    } else {
      turn.out_of_service(*reason);
    }
  } else {
    turn.call_office(OfficeReason::trouble);
  }
}

void on_welcome(Turn& turn, Welcome state, const Event& event) {
  // Outside the hours nothing begins: the screen says when, and what can be done meanwhile.
  const bool open = turn.visit.opening.open;
  const auto start = [&] {
    if (open) turn.go(Scan{});
  };
  std::visit(Match{[&](const StartVisit&) { start(); }, [&](const Confirm&) { start(); },
                   [&](const CardRead& card) {
                     if (open) turn.take_document(card.text, false);
                   },
                   [&](const ChooseLanguage& choice) { turn.visit.comfort.language = choice.language; },
                   [&](const Answer& answer) {
                     state.pending.reset();
                     state.probe_at = turn.now + limits::line_probe;
                     turn.go(state);
                     if (const auto reason = out_reason(answer)) turn.out_of_service(*reason);
                   },
                   [](const auto&) {}},
             event);
}

void on_scan(Turn& turn, const Event& event) {
  std::visit(Match{[&](const CardRead& card) { turn.take_document(card.text, false); },
                   [&](const CameraLost&) { turn.go(Scan{ScanHint::camera_lost}); },
                   [&](const TypeInstead&) { turn.go(TypedEntry{}); },
                   [&](const Back&) {
                     // There is no welcome without a line.
                     turn.visit.leaving_request ? turn.out_of_service(OutReason::no_line) : turn.welcome();
                   },
                   [](const auto&) {}},
             event);
}

void on_minor_card(Turn& turn, const Event& event) {
  std::visit(Match{[&](const UseCard&) { turn.go(Scan{}); }, [&](const Confirm&) { turn.go(Scan{}); },
                   [&](const Back&) { turn.go(Scan{}); }, [&](const TypeInstead&) { turn.go(TypedEntry{}); },
                   [&](const CardRead& card) { turn.take_document(card.text, false); }, [](const auto&) {}},
             event);
}

}  // namespace

void arriving(Turn& turn, const Event& event) {
  if (std::holds_alternative<AskExit>(event)) {
    if (!std::holds_alternative<Welcome>(turn.visit.state)) turn.visit.overlay = Overlay{OverlayKind::leave, {}};
    return;
  }
  if (const auto* welcome = std::get_if<Welcome>(&turn.visit.state)) {
    on_welcome(turn, *welcome, event);
  } else if (const auto* entry = std::get_if<TypedEntry>(&turn.visit.state)) {
    on_typed_entry(turn, *entry, event);
  } else if (const auto* identifying = std::get_if<Identifying>(&turn.visit.state)) {
    on_identifying(turn, Identifying{*identifying}, event);
  } else if (std::holds_alternative<Scan>(turn.visit.state)) {
    on_scan(turn, event);
  } else {
    on_minor_card(turn, event);
  }
}

}  // namespace sportello::visit
