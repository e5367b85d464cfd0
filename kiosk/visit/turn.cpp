// The moves that several states share. Decides nothing about which state may make them.
#include "kiosk/visit/turn.h"

#include "kiosk/visit/limits.h"
#include "kiosk/visit/offers.h"

namespace sportello::visit {
namespace {

constexpr int adult_age = 18;  // Civil Code, art. 2: guardians are adults, most pupils are not

ScanHint hint_for(identity::CodeProblem problem) {
  return problem == identity::CodeProblem::organisation ? ScanHint::organisation_code : ScanHint::not_a_tax_code;
}

}  // namespace

Pending Turn::ask(Question question, std::optional<RequestId> lost) {
  const RequestId request = lost ? *lost : ++visit.requests;
  effects.emplace_back(Ask{visit.id, request, std::move(question)});
  return {request, now};
}

void Turn::call_office(OfficeReason reason) {
  std::string reference;
  if (const auto* opened = opened_in(visit.state)) {
    reference = opened->reference;
    ask(CloseVisit{opened->visit});
  }
  go(OfficeNeeded{reason, std::move(reference)});
}

void Turn::wipe() {
  // No slip comes out for the next in line.
  if (const auto* slip = std::get_if<Printing>(&visit.state); slip != nullptr && slip->pending && !slip->stopping) {
    effects.emplace_back(CancelPrint{});
  }
  effects.emplace_back(Wipe{visit.id});
  ++visit.id;
  visit.requests = 0;
  visit.leaving_request = false;
  visit.overlay.reset();
}

void Turn::end(Ending how) {
  if (const auto* opened = opened_in(visit.state)) ask(CloseVisit{opened->visit});
  const bool without_line = visit.leaving_request;
  wipe();
  go(Goodbye{how, now + limits::goodbye_shown, without_line});
}

void Turn::welcome() {
  visit.leaving_request = false;
  visit.comfort = visit.home;
  visit.overlay.reset();
  go(Welcome{.probe_at = now + limits::line_probe, .pending = {}, .next_picture = now + limits::next_picture});
}

void Turn::wait_for_line() {
  visit.comfort = visit.home;
  visit.overlay.reset();
  // Due at once: a line that is back meanwhile is the next guardian's.
  go(OutOfService{OutReason::no_line, now, std::nullopt});
}

void Turn::out_of_service(OutReason reason) {
  // What the guardian had begun is gone: wiped like any other end.
  wipe();
  go(OutOfService{reason, now + limits::line_retry, std::nullopt});
}

void Turn::greet(const Proved& proved) {
  const bool only_identity = proved.person->access == wire::Access::digital_identity;
  if (only_identity && !proved.person->office_first) {
    go(DigitalIdentity{proved});
    return;
  }
  go(Choose{proved});
  if (nothing_to_do(proved)) call_office(OfficeReason::no_offer);
}

void Turn::take_document(const SecretText& text, bool was_typed) {
  const auto code = identity::CodiceFiscale::parse(text.reveal());
  if (!code) {
    go(Scan{hint_for(code.error())});
    return;
  }
  if (const auto age = code->age(visit.today); age && *age < adult_age) {
    go(MinorCard{});
    return;
  }
  const SecretText document{code->text()};
  if (visit.leaving_request) {
    go(RequestWish{.document = document, .was_typed = was_typed, .wish = {}, .pending = {}});
    return;
  }
  const auto pending = ask(Identify{document, visit.comfort.language});
  go(Identifying{document, was_typed, pending});
}

CodeCells cells_of(const wire::CodeState& code, TimePoint now) {
  return {.typed = {},
          .tries_left = code.tries_left,
          .sends_left = code.sends_left,
          .sent = now,
          .expires = now + std::chrono::seconds{code.expires_in_s},
          .resend_from = now + std::chrono::seconds{code.resend_in_s}};
}

std::optional<OutReason> out_reason(const Answer& answer) {
  if (std::holds_alternative<NoLine>(answer.content)) return OutReason::no_line;
  const auto* problem = std::get_if<wire::Problem>(&answer.content);
  if (problem == nullptr) return std::nullopt;
  if (problem->code == wire::Code::device_pending) return OutReason::not_approved;
  if (problem->code == wire::Code::device_revoked || problem->code == wire::Code::device_unknown) {
    return OutReason::revoked;
  }
  // A busy or failing service is, for whoever stands here, a line that does not answer.
  if (problem->code == wire::Code::busy || problem->code == wire::Code::internal) return OutReason::no_line;
  return std::nullopt;
}

}  // namespace sportello::visit
