// What all screens share: the frame of one drawing, the fixed footer, words for times and acts.
// Internal to this folder.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "kiosk/visit/events.h"
#include "kiosk/visit/limits.h"
#include "kiosk/visit/next.h"
#include "kiosk/visit/states.h"
#include "kiosk/widgets/buttons.h"
#include "kiosk/widgets/chrome.h"
#include "kiosk/widgets/keys.h"
#include "kiosk/widgets/stack.h"
#include "kiosk/widgets/ui.h"

namespace sportello::screens {

using namespace widgets::literals;
using widgets::Align;
using widgets::Colour;
using widgets::Kind;
using widgets::Measure;
using widgets::Rect;
using widgets::Role;
using widgets::Stack;
using widgets::TextKey;
using widgets::TextStyle;
using widgets::Tone;
using widgets::Type;
using widgets::Ui;
using widgets::Words;

// One frame of one screen. The first event counts: a finger presses one thing.
struct Frame {
  const visit::Visit& visit;
  visit::TimePoint now;
  Ui& ui;
  std::optional<visit::Event> event;

  template <class E>
  void emit(E what) {
    if (!event) event = visit::Event{std::move(what)};
  }
};

inline constexpr TextStyle title_style = {.type = Type::title, .bold = true, .display = true, .line = 1.18F};
inline constexpr TextStyle lead_style = {.type = Type::lead, .line = 1.4F};
inline constexpr TextStyle body_style = {.type = Type::body};
inline constexpr TextStyle quiet_style = {.type = Type::body, .colour = Colour::ink2};
inline constexpr TextStyle strong_style = {.type = Type::body, .bold = true};
inline constexpr TextStyle caption_style = {.type = Type::caption, .colour = Colour::ink2, .line = 1.3F};

// What to read at the start, what to press or take away on a sheet at the end; in portrait, one above the other; with
// the larger sizes of text, on pages after one another.
struct TwoSides {
  Rect side, sheet;
};
struct SheetShare {
  float least = 460;  // design pixels
  float of_width = 0.381F;
  float side_when_tall = 0.55F;  // of the height
};
TwoSides two_sides(const Ui& ui, const SheetShare& share = {});

// The header with the step of this state. `title`: of a keyboard's screen, which has no room for one of its own at
// the larger sizes; the header shows it then, and the screen must not.
void draw_header(Frame& frame, const Words& title = {});

// What was just heard of the kiosk itself, while it is to be seen; else nothing.
Words notice_words(const Frame& frame);
Words volume_words(const Ui& ui, int volume);
Words pace_words(const Ui& ui, int pace);

struct FooterParts {
  bool back = true, exit = true, brand = false;
  bool help = true, language = true, access = true;
  std::optional<widgets::Button> primary;
};
// Emits what footer buttons mean everywhere; true when the primary was pressed.
bool draw_footer(Frame& frame, const FooterParts& parts);
// The footer of an overlay that is a page: back and the primary both close it.
void draw_page_footer(Frame& frame);

// "3 minuti e 54 secondi"
std::string in_words(const Ui& ui, visit::Duration time);
visit::Duration whole_seconds_left(visit::TimePoint now, visit::TimePoint until);

// An icon, a bold line, a quiet line below it. Recorded as id and id.more.
struct Hint {
  std::string id;
  std::string_view icon;
  Words title;
  Words line;
  bool tile = true;  // on a round ground
};
float hint_height(Ui& ui, const Hint& hint, float width);
void draw_hint(Ui& ui, const Hint& hint, Rect box);
// Where the office is, when, by which phone; only what is configured.
void add_office(Stack& stack, Ui& ui, float gap);
// Who answers for the credentials, after the office; nothing where nobody is named.
void add_contact(Stack& stack, Ui& ui, float gap);
std::string office_in_a_line(const Ui& ui);

// The names of all languages, in rows.
float language_rows_height(const Ui& ui);
void draw_language_rows(Frame& frame, Rect box);

// The reference of a visit or a report, large enough to read out; a long one shrinks before it breaks.
void add_reference(Stack& stack, Ui& ui, const std::string& id, const std::string& reference);
// At large sizes an address is wider than its place: only then it breaks, before its @ and its dots.
std::string breakable(const std::string& mail);
// An icon in a round ground, a title, a sentence: how a screen begins that says one thing.
void add_opening(Stack& stack, Ui& ui, std::string_view icon, const Words& title, const Words& lead,
                 const std::string& lead_id);

// What there is to say about a question to the service: that it is being done, or that the line broke.
struct Asking {
  std::string_view id;  // the name of a constant: the banner keeps it
  bool lost = false;
  Words doing, broken;
  bool may_go_back = true;  // while it lasts
};
std::optional<widgets::Banner> notice(const Frame& frame, const Asking& asking);
// Asks to be drawn again as long as something is pending.
void keep_drawing(Frame& frame);

// "1 di 2" and the ways to the other pages, where the primary action stands on other screens.
void draw_page_turns(Frame& frame, int page, int of);

// A row of buttons with a gap: as wide as their words need, wrapped into a column when too narrow.
Rect column(Rect box, int index, int count, float gap);
// The place of the index-th of many, row after row of `per_row` cells, each `tall`.
Rect cell(Rect box, int index, int per_row, float gap, float tall);

// One for each state and overlay.
void draw_welcome(Frame& frame);
void draw_scan(Frame& frame, const visit::Scan& state);
void draw_typed_entry(Frame& frame, const visit::TypedEntry& state);
void draw_minor_card(Frame& frame);
void draw_identifying(Frame& frame, const visit::Identifying& state);
void draw_code_entry(Frame& frame, const visit::CodeEntry& state);
void draw_choose(Frame& frame, const visit::Choose& state);
void draw_commitments(Frame& frame, const visit::Commitments& state);
void draw_choose_password(Frame& frame, const visit::ChoosePassword& state);
void draw_choose_pin(Frame& frame, const visit::ChoosePin& state);
void draw_confirm_act(Frame& frame, const visit::ConfirmAct& state);
void draw_current_password(Frame& frame, const visit::CurrentPassword& state);
void draw_mail_entry(Frame& frame, const visit::MailEntry& state);
void draw_mail_code(Frame& frame, const visit::MailCode& state);
void draw_send_link(Frame& frame, const visit::SendLink& state);
void draw_on_file(Frame& frame, const visit::OnFile& state);
void draw_report(Frame& frame, const visit::Report& state);
void draw_told(Frame& frame, const visit::Told& state);
void draw_digital_identity(Frame& frame, const visit::DigitalIdentity& state);
void draw_result(Frame& frame, const visit::Result& state);
void draw_goodbye(Frame& frame, const visit::Goodbye& state);
void draw_office_needed(Frame& frame, const visit::OfficeNeeded& state);
void draw_out_of_service(Frame& frame, const visit::OutOfService& state);
void draw_printing(Frame& frame, const visit::Printing& state);
void draw_request_wish(Frame& frame, const visit::RequestWish& state);
void draw_request_left(Frame& frame, const visit::RequestLeft& state);
void draw_help(Frame& frame);
void draw_languages(Frame& frame);
void draw_comfort(Frame& frame);
void draw_comfort_hearing(Frame& frame);
void draw_comfort_reaching(Frame& frame);
void draw_no_voice(Frame& frame);
void draw_privacy(Frame& frame);
void draw_leave(Frame& frame);
void draw_still_there(Frame& frame, const visit::Overlay& overlay);

// What the screens and the real keyboard must agree on.
bool may_confirm(const visit::Visit& visit, visit::TimePoint now);

}  // namespace sportello::screens
