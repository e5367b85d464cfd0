// Every number of the outbox worker, with its reason.
#pragma once

#include <chrono>
#include <cstddef>

namespace sportello::messaging {

using namespace std::chrono_literals;

inline constexpr unsigned senders = 4;       // a gateway that takes seconds must not hold up the next guardian
inline constexpr unsigned mail_senders = 2;  // of their own: a slow mail server must not hold up a code
inline constexpr std::chrono::seconds ask_again = 1s;  // a gateway that fell silent, while a guardian waits
// A gateway on the same machine or network answers at once; a guardian waits in front of the screen.
inline constexpr std::chrono::milliseconds gateway_connect = 3s;
inline constexpr std::chrono::milliseconds gateway_total = 8s;
// A mail server may look long at a recipient; nobody waits in front of a screen. Below desk::sending_life.
inline constexpr std::chrono::milliseconds smtp_connect = 10s;
inline constexpr std::chrono::milliseconds smtp_total = 60s;  // until the whole text is there
// From there on a server that filters contents is busy with it. Who hangs up sends it twice: RFC 5321 says ten
// minutes.
inline constexpr std::chrono::milliseconds smtp_last_word = 10min;
// Of a claim on a mail, instead of desk::sending_life: both of the above and some time to write it down.
inline constexpr std::chrono::seconds mail_sending_life = 12min;
inline constexpr int most_copies =
    3;  // of a mail that a server never answered for: after that it is our turn to stop
inline constexpr int most_questions = 20;  // about delivery, in one go: the gateway has other customers
inline constexpr std::size_t longest_answer = 64 * 1024;   // of a gateway; theirs have some hundred bytes
inline constexpr auto look_again = 2s;                     // for messages that another process decided
inline constexpr auto gateway_rest = 30s;                  // a gateway that failed is asked last for so long
inline constexpr std::chrono::seconds first_wait = 2s;     // a guardian waits in front of the screen
inline constexpr std::chrono::seconds longest_wait = 60s;  // doubled up to here; then until the message's end of life
inline constexpr std::chrono::seconds longest_mail_wait = 20min;  // nobody waits in front of a screen for days
inline constexpr std::size_t sms_characters = 160;                // one GSM-7 part: a second part may arrive alone
inline constexpr std::size_t sms_other_script = 70;               // one UCS-2 part: whatever holds a code
// Two, each less the three places that join them. A link alone takes up to 76 of 70; a notice in half its words
// alarms.
inline constexpr std::size_t sms_other_script_twice = 134;
inline constexpr std::size_t school_at_least = 12;  // places of its name, without which nobody knows who writes

}  // namespace sportello::messaging
