// A visit, and a question, as text: to compare two, and to find what remains. Leaves out what no guardian sees.
#include "kiosk/visit/match.h"
#include "tests/visit/journey.h"

namespace sportello::tests {

using namespace visit;

namespace {

struct Writer {
  std::string text;
  Writer& operator<<(std::string_view part) {
    text.append(part).append("|");
    return *this;
  }
  Writer& operator<<(const SecretText& secret) { return *this << secret.reveal(); }
  Writer& operator<<(std::int64_t number) { return *this << std::to_string(number); }
  Writer& operator<<(TimePoint time) { return *this << time.time_since_epoch().count(); }
};

void write_personal(Writer& out, const Result& result) {
  out << result.opened.visit << result.given_name << result.user_code << result.confirmation_hint << result.mail_hint
      << result.login_url;
  if (result.pin) out << *result.pin;
  if (result.password) out << *result.password;
}

void write_personal(Writer& out, const Proved& proved) {
  out << proved.opened.visit << proved.opened.reference << proved.person->given_name << proved.person->grant
      << proved.phone_hint << proved.mail_hint;
}

}  // namespace

std::string personal_content(const visit::Visit& visit) {
  Writer out;
  std::visit(Match{[](const Welcome&) {}, [](const Scan&) {}, [&](const TypedEntry& s) { out << s.typed; },
                   [](const MinorCard&) {}, [&](const Identifying& s) { out << s.document; },
                   [&](const CodeEntry& s) { out << s.opened.visit << s.phone_hint << s.typed; },
                   [&](const ChoosePassword& s) {
                     write_personal(out, s.proved);
                     out << s.current << s.typed;
                   },
                   [&](const CurrentPassword& s) {
                     write_personal(out, s.proved);
                     out << s.typed << s.chosen;
                   },
                   [&](const MailEntry& s) {
                     write_personal(out, s.proved);
                     out << s.typed;
                     if (s.sent) out << s.sent->mail << s.sent->mail_hint << s.sent->cells.expires;
                   },
                   [&](const MailCode& s) {
                     write_personal(out, s.proved);
                     out << s.mail << s.mail_hint << s.typed;
                   },
                   [&](const Told& s) {
                     write_personal(out, s.proved);
                     out << s.reference << s.hours;
                   },
                   [&](const Report& s) {
                     write_personal(out, s.proved);
                     for (const bool chosen : s.chosen) out << (chosen ? "x" : "o");
                   },
                   [&](const Result& s) { write_personal(out, s); },
                   [&](const Printing& s) { write_personal(out, s.result); },
                   [&](const RequestWish& s) { out << s.document; }, [](const RequestLeft&) {}, [](const Goodbye&) {},
                   [&](const OfficeNeeded& s) { out << s.reference; }, [](const OutOfService&) {},
                   // The others hold nothing but what the code has proved.
                   [&](const auto& s) { write_personal(out, s.proved); }},
             visit.state);
  std::string only_content;
  for (const char c : out.text) {
    if (c != '|') only_content.push_back(c);
  }
  return only_content;
}

std::optional<visit::RequestId> lost_in(const visit::State& state) {
  return std::visit(
      [](const auto& held) -> std::optional<RequestId> {
        if constexpr (requires { held.lost; }) {
          return held.lost;
        } else {
          return std::nullopt;
        }
      },
      state);
}

std::string description(const visit::Visit& visit) {
  Writer out;
  out << static_cast<std::int64_t>(visit.id) << visit.requests << name_of(visit)
      << static_cast<std::int64_t>(visit.state.index()) << personal_content(visit) << visit.last_touch
      << static_cast<std::int64_t>(visit.comfort.language) << static_cast<std::int64_t>(visit.comfort.size)
      << static_cast<std::int64_t>(visit.comfort.theme);
  const auto& comfort = visit.comfort;
  out << comfort.volume << comfort.pace << static_cast<std::int64_t>(comfort.key_repeat)
      << (comfort.speech ? "speech" : "") << (comfort.aloud ? "aloud" : "") << (comfort.low_reach ? "low" : "")
      << (comfort.steady ? "steady" : "");
  if (visit.notice) out << static_cast<std::int64_t>(visit.notice->what) << visit.notice->until;
  out << (visit.equipment.sound ? "sound" : "") << (visit.equipment.headset ? "headset" : "");
  if (const auto pending = pending_in(visit.state)) out << pending->request << pending->since;
  if (visit.overlay) out << static_cast<std::int64_t>(visit.overlay->kind) << visit.overlay->until;
  out << visit.page << (visit.opening.open ? "open" : "closed");
  if (visit.leaving_request) out << "leaving a request";
  if (const auto lost = lost_in(visit.state)) out << "lost" << *lost;
  const auto write_code = [&](const CodeCells& code) {
    out << code.tries_left << code.sends_left << code.expires << code.resend_from << (code.problem ? "problem" : "");
  };
  std::visit(Match{[&](const CodeEntry& code) { write_code(code); }, [&](const MailCode& code) { write_code(code); },
                   [&](const Welcome& welcome) { out << welcome.picture << welcome.next_picture; },
                   [&](const RequestWish& wish) {
                     if (wish.wish) out << static_cast<std::int64_t>(*wish.wish);
                     out << (wish.line_failed ? "failed" : "");
                   },
                   [&](const RequestLeft& left) { out << static_cast<std::int64_t>(left.outcome); },
                   [&](const Result& result) {
                     out << (result.pin_hides ? "pin" : "") << (result.password_hides ? "password" : "");
                   },
                   [&](const Printing& slip) {
                     out << (slip.with_pin ? "pin" : "") << (slip.stopping ? "stopping" : "")
                         << static_cast<std::int64_t>(slip.phase);
                     if (slip.outcome) {
                       out << static_cast<std::int64_t>(slip.outcome->end) << printing::name_of(slip.outcome->why);
                     }
                   },
                   [](const auto&) {}},
             visit.state);
  return out.text;
}

std::string description(const visit::Question& question) {
  Writer out;
  out << static_cast<std::int64_t>(question.index());
  std::visit(Match{[&](const Identify& q) { out << q.document; }, [&](const SendCode& q) { out << q.visit; },
                   [&](const CheckCode& q) { out << q.visit << q.code; },
                   [&](const MakeCredentials& q) {
                     out << q.visit << q.grant << wire::name_of(q.act) << q.commitments_version
                         << (q.with_pin ? "pin" : "");
                     if (q.password) out << *q.password;
                     if (q.current_password) out << *q.current_password;
                   },
                   [&](const AssociateMail& q) { out << q.visit << q.grant << q.mail; },
                   [&](const CheckMail& q) { out << q.visit << q.grant << q.code; },
                   [&](const SendInvitation& q) { out << q.visit << q.grant; },
                   [&](const SendReport& q) {
                     out << q.visit << q.grant;
                     for (const auto what : q.what) out << wire::name_of(what);
                   },
                   [&](const CloseVisit& q) { out << q.visit; }, [](const ProbeLine&) {}},
             question);
  return out.text;
}

}  // namespace sportello::tests
