// Every number of the desk, in one table, with its reason. Decides nothing.
#pragma once

#include <chrono>

namespace sportello::desk {

using Time = std::chrono::sys_seconds;
using namespace std::chrono_literals;

// The one-time code
inline constexpr int code_digits = 6;  // one in a million a try: with three tries enough, and typed at a glance
inline constexpr std::chrono::seconds code_life =
    5min;                                 // slow gateways deliver within two; a shown phone is soon put away
inline constexpr int tries_per_code = 3;  // two slips of the finger
inline constexpr std::chrono::seconds resend_after = 60s;           // slower networks deliver an SMS within this
inline constexpr std::chrono::seconds same_code_until_left = 2min;  // a code sent with less left would die on its way
inline constexpr int sends_per_visit = 3;           // the third that does not arrive means a wrong number
inline constexpr int sends_per_person_day = 5;      // as many as a phone: whoever shares none never meets the other
inline constexpr int sends_per_phone_day = 5;       // nobody is pestered through our kiosk
inline constexpr int failures_per_person_day = 10;  // three visits of three slips; a guesser gets 1 in 100,000 a day
inline constexpr std::chrono::seconds lock_life =
    24h;  // ends by itself: a codice fiscale is computable, a lock no weapon

// The visit
inline constexpr std::chrono::seconds visit_life = 30min;  // the kiosk's idle limits end it long before
inline constexpr int sets_per_visit = 3;  // each sends a notice: more than two changes of mind only cost the school
inline constexpr int invitations_per_visit = 3;       // the third that does not arrive means a wrong address
inline constexpr int invitations_per_person_day = 5;  // as many as codes
inline constexpr int reports_per_visit = 3;           // one says it all; a second corrects it
inline constexpr int oldest_pupil_years = 21;  // two years after the regular end: beyond, a card is hardly a pupil's
inline constexpr std::chrono::seconds made_password_life =
    30 * 24h;  // what was printed or shown and never used is somebody else's by then
inline constexpr std::chrono::seconds grant_life = 10min;   // reading policy and commitments, typing a password twice
inline constexpr std::chrono::seconds answer_life = 10min;  // a repeat of a request comes within seconds
inline constexpr std::chrono::seconds nonce_life =
    3min;  // `created` may be early by 60 s and still good 60 s late, both included: beyond that, one more

// The invitation's page
inline constexpr std::chrono::seconds page_cookie_life = 2h;        // the click on the link, a pause, the rest
inline constexpr std::chrono::seconds page_proof_life = 30min;      // from the right code to the password, at home
inline constexpr std::chrono::seconds page_kept_life = 10min;       // what was given, shown again on a reload
inline constexpr std::chrono::seconds invitation_again_after = 1h;  // a mail that does not come is late, not lost
inline constexpr int invitations_per_day = 3;                       // nobody is pestered through an old link

// Devices
inline constexpr std::chrono::seconds enrol_code_life = 72h;  // printed on Friday, used on Monday

// What kiosks deliver (how long a request lives, and how many come at once: shared/wire/sealed_request.h)
inline constexpr int requests_per_kiosk_day = 500;    // a day of queues, and a night's backlog: more is no kiosk
inline constexpr int entries_per_kiosk_day = 50'000;  // of the journal: a busy day has under ten thousand
inline constexpr std::chrono::seconds request_key_after =
    14 * 24h;  // of an old sealing key: the request's seven days, and seven in which no line told the kiosk a new one
inline constexpr std::chrono::hours quiet_from = 21h;  // no SMS that can wait goes out at night: a line that comes
inline constexpr std::chrono::hours quiet_until = 8h;  // back at three must wake nobody

// The alert on codes that are sent and not found right
inline constexpr int alert_from_sent = 20;      // fewer are a quiet morning, and chance decides
inline constexpr int alert_below_percent = 30;  // with real guardians eight or nine of ten are found right
inline constexpr int alert_hours = 2;  // full ones before this: a code of the last minutes may still be typed
inline constexpr std::chrono::seconds alert_again = 24h;  // a second mail about the same day tells nothing new

// Login
inline constexpr int login_failures = 10;  // then a wait: nobody guesses a password of our rules in ten
inline constexpr std::chrono::seconds login_lock =
    15min;  // short: a lock by a stranger must not cost a parent the day

// Messages
inline constexpr std::chrono::seconds sending_life =
    2min;  // longer than all gateways' timeouts together: then whoever was sending is dead, and another sends
inline constexpr std::chrono::seconds settling =
    3s;  // after a death: what was on its way to a gateway has arrived there, or never will
inline constexpr std::chrono::seconds patience =
    15s;  // with a gateway that fell silent: then better a code twice than none, while a guardian waits
inline constexpr std::chrono::seconds ask_delivery_after = 5s;     // an SMS that arrives does so within seconds
inline constexpr std::chrono::seconds ask_delivery_for = 2 * 24h;  // gateways keep a message for a phone that is off
inline constexpr std::chrono::seconds freeze_link_life = 7 * 24h;  // a mail is read within a week, or never
inline constexpr std::chrono::seconds notice_life = 24h;   // a notice older than a day alarms more than it tells
inline constexpr std::chrono::seconds remind_after = 48h;  // a day is left of a link's 72 hours
inline constexpr int reminders_at_once = 60;      // each minute: as many mails as an invitation of classes sends
inline constexpr std::chrono::seconds day = 24h;  // days are counted in UTC, so they turn at one or two in the night

}  // namespace sportello::desk
