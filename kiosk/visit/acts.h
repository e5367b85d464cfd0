// The way of an act on credentials, from the wish to what came of it: each step knows the next and the one before.
// Internal to this folder.
#pragma once

#include "kiosk/visit/turn.h"

namespace sportello::visit {

// The first screen of an act; the way back from it is the choice.
void begin_act(Turn& turn, const Proved& proved, wire::Act act);
// After the commitments: the PIN where it is left to the guardian, else the password.
void after_commitments(Turn& turn, const Proved& proved, wire::Act act);
// After that: to choose a password, or one touch where nothing is typed.
void to_the_deed(Turn& turn, const Proved& proved, wire::Act act, bool with_pin);
// One step back from the deed.
void before_the_deed(Turn& turn, const Proved& proved, wire::Act act);

// What to ask for an act; the commitments' version goes with those that accept them.
MakeCredentials question_of(const Proved& proved, wire::Act act, bool with_pin);
Result result_of(const Proved& proved, wire::Act act, const wire::Credentials& made);
// A refusal that no screen of the act can say anything about.
void refuse_act(Turn& turn, const wire::Problem* problem);

void on_current_password(Turn& turn, CurrentPassword state, const Event& event);
void on_password(Turn& turn, ChoosePassword state, const Event& event);
void on_confirm_act(Turn& turn, ConfirmAct state, const Event& event);
void on_result(Turn& turn, Result state, const Event& event);
void open_slip(Turn& turn, Result result);

}  // namespace sportello::visit
