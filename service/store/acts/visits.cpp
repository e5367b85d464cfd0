// The acts of a visit. Every path of open and resend writes the same rows.
#include "service/store/acts/visits.h"

#include <algorithm>

#include "service/desk/one_time_code.h"
#include "service/desk/reference.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/code_hours.h"
#include "service/store/acts/counting.h"
#include "service/store/acts/outbox.h"
#include "service/store/acts/people.h"
#include "service/store/acts/person.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/visit_state.h"
#include "service/store/acts/wrong_codes.h"

namespace sportello::store::acts {
namespace {

constexpr int adult_years = 18;

// Why nothing is sent to whoever holds this document; nothing: send.
std::optional<desk::Withheld> withheld_for(const Office& office, const std::optional<Guardian>& guardian,
                                           desk::OpeningFacts facts) {
  facts.on_file = guardian.has_value();
  facts.blocked = guardian && guardian->blocked;
  if (guardian && guardian->phone) facts.phone = std::string{guardian->phone->reveal()};
  return desk::withhold(facts, office.sending);
}

std::optional<int> age_of(const identity::CodiceFiscale& document, Time now) {
  return document.age(std::chrono::floor<std::chrono::days>(now));
}

// What leaves when a visit opens: the code; to a grown-up pupil with a phone on file, where their own credentials
// come from; to everybody else nothing, on the same way.
enum class Opening { code, guidance, nothing };

void enqueue_code(Session& session, const Office& office, const Device& device, std::string_view visit,
                  std::string_view language, const desk::CodeState& code, const std::optional<Guardian>& guardian,
                  Opening what, Time now) {
  const bool withheld = what == Opening::nothing;
  Message message;
  message.school_id = device.school_id;
  message.kind = what == Opening::guidance ? MessageKind::pupil_guidance : MessageKind::code;
  message.visit = visit;
  message.issue = code.issue;
  message.code_key_version = code.key_version;
  message.language = language;
  message.recipient = withheld ? secret::SecretText{nobodys_phone} : *guardian->phone;
  message.withheld = withheld;
  message.not_after = code.expires_at;
  enqueue(session, office, message, now);
}

WrongCode wrong_of(const Office& office, const Device& device, const VisitState& visit,
                   const std::optional<Guardian>& guardian, int tries_spent) {
  const bool tell = !withheld_for(office, guardian, {});
  return {device.school_id, device.id, visit.id, visit.language, visit.document_index, guardian, tell, tries_spent};
}

std::optional<Guardian> guardian_of(Session& session, const Office& office, const VisitState& visit) {
  if (!visit.guardian_id) return std::nullopt;
  return guardian_by_id(session, office, *visit.guardian_id);
}

}  // namespace

std::optional<VisitRow> find_visit(Session& session, const Device& device, std::string_view visit, Time now) {
  const auto state = load_visit(session, device, visit, now);
  if (!state) return std::nullopt;
  return VisitRow{state->id, state->reply_key, state->ended};
}

Outcome<wire::VisitAnswer> open_visit(Session& session, const Office& office, const OpenVisit& wish, Time now) {
  const auto& device = wish.device;
  const auto document = office.vault.document_index(device.school_id, wish.document);
  const auto guardian = find_guardian(session, office, device.school_id, document);
  const auto decoy_index = office.vault.decoy_phone_index(device.school_id, document);
  const auto decoy_hint = office.vault.decoy_phone_hint(device.school_id, document);
  const auto phone_index = guardian && guardian->phone_index ? *guardian->phone_index : decoy_index;
  // A person who becomes blocked sees the hint they saw before.
  const auto hint = guardian && guardian->phone ? hint_of(*guardian->phone) : decoy_hint;

  const auto id = new_id();
  const auto counted = count_send(session, office, device, id, document, phone_index, now);
  if (!counted) return std::unexpected(counted.error());
  desk::OpeningFacts facts;
  facts.locked = locked_until(session, device.school_id, document, now).has_value();
  const auto age = age_of(wish.document, now);
  facts.minor = age && *age < adult_years;
  facts.phone_spent = counted->phone_spent;
  auto reason = withheld_for(office, guardian, facts);
  auto what = reason ? Opening::nothing : Opening::code;
  if (is_pupil(session, office, device.school_id, wish.document)) {
    if (what == Opening::code) what = Opening::guidance;
    facts.pupil = true;
    reason = withheld_for(office, guardian, facts);
  }
  const auto code = desk::send({}, office.vault.code_key_version(), now).value();
  const auto reference = desk::make_reference(system_random());
  session.exec(
      "INSERT INTO visit (id, school_id, device_id, guardian_id, document_index, phone_index, withheld, reference, "
      "phone_hint, language, reply_key, opened_at, expires_at, code_issue, code_key_version, code_expires_at, "
      "code_tries, code_sends, code_sent_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
      id, device.school_id, device.id, guardian ? std::optional{guardian->id} : std::nullopt, document, phone_index,
      reason.has_value(), reference, hint, wish.language, wish.reply_key, now, now + desk::visit_life, code.issue,
      code.key_version, code.expires_at, code.tries, code.sends, code.sent_at);
  enqueue_code(session, office, device, id, wish.language, code, guardian, what, now);
  // The office learns here, and only here, why a message did not leave.
  append(session, office,
         {device.school_id, EventName::visit_opened, device.id, id,
          personal_json(
              {{"guardian", guardian ? guardian->id : ""}, {"withheld", reason ? desk::name_of(*reason) : ""}})},
         now);
  wire::VisitAnswer answer{id, reference, hint, desk::shown(code, now), {}};
  if (age && *age <= desk::oldest_pupil_years) {
    answer.if_pupil = school_settings(session, device.school_id).pupil_credentials;
  }
  return answer;
}

Outcome<wire::CodeState> resend_code(Session& session, const Office& office, const Device& device,
                                     std::string_view visit_id, Time now) {
  const auto visit = open_visit_of(session, device, visit_id, now);
  if (!visit) return std::unexpected(visit.error());
  if (visit->checked) return refused(wire::Code::act_refused, "the code was right already");
  const auto code = desk::send(visit->code, office.vault.code_key_version(), now);
  if (!code) {
    const bool soon = code.error().kind == desk::SendRefusal::Kind::too_soon;
    wire::Problem problem{soon ? wire::Code::resend_too_soon : wire::Code::sends_spent, "", {}, {}, {}};
    if (soon) problem.retry_after_s = static_cast<int>(code.error().retry_after.count());
    return std::unexpected(std::move(problem));
  }
  const auto counted = count_send(session, office, device, visit->id, visit->document_index, visit->phone_index, now);
  if (!counted) return std::unexpected(counted.error());
  const auto written = session.exec(
      "UPDATE visit SET code_issue = $1, code_key_version = $2, code_expires_at = $3, code_tries = $4, code_sends = "
      "$5, "
      "code_sent_at = $6 WHERE id = $7 AND code_sends = $8 AND code_tries = $9",
      code->issue, code->key_version, code->expires_at, code->tries, code->sends, code->sent_at, visit->id,
      visit->code.sends, visit->code.tries);
  if (written != 1) throw Failure("a visit changed while its code was sent again");  // another process: try anew
  const auto guardian = guardian_of(session, office, *visit);
  desk::OpeningFacts facts;
  facts.locked = locked_until(session, device.school_id, visit->document_index, now).has_value();
  facts.phone_spent = counted->phone_spent;
  const auto reason = withheld_for(office, guardian, facts);
  enqueue_code(session, office, device, visit->id, visit->language, *code, guardian,
               visit->withheld || reason ? Opening::nothing : Opening::code, now);
  append(session, office,
         {device.school_id, EventName::code_sent_again, device.id, visit->id,
          personal_json({{"withheld", reason ? desk::name_of(*reason) : ""}})},
         now);
  return desk::shown(*code, now);
}

Outcome<Checked> check_code(Session& session, const Office& office, const Device& device, std::string_view visit_id,
                            const secret::SecretText& code, Time now) {
  const auto visit = open_visit_of(session, device, visit_id, now);
  if (!visit) return std::unexpected(visit.error());
  if (const auto until = locked_until(session, device.school_id, visit->document_index, now)) {
    return std::unexpected(locked_problem(*until, now));
  }
  // One statement spends the try, before anything is compared: a hundred at once spend three.
  const auto spent = session.first(
      "UPDATE visit SET code_tries = code_tries + 1 WHERE id = $1 AND code_tries < $2 AND code_expires_at > $3 "
      "AND checked_at IS NULL AND ended_at IS NULL RETURNING code_issue, code_key_version, code_tries",
      visit->id, desk::tries_per_code, now);
  if (!spent) {
    const auto refusal = desk::spend_try(visit->code, now);
    const bool tries = !visit->checked && !refusal && refusal.error() == desk::TryRefusal::tries_spent;
    return refused(tries ? wire::Code::tries_spent : wire::Code::code_expired, "a new code can be sent");
  }
  const auto expected = office.vault.one_time_code(static_cast<int>(spent->integer(1)), visit->id,
                                                   desk::CodePurpose::visit, static_cast<int>(spent->integer(0)));
  const auto guardian = guardian_of(session, office, *visit);
  const bool may = !visit->withheld && guardian && !guardian->blocked;
  const bool right = expected == code;  // compared for everybody, also where no code can be right
  if (!right || !may) {
    return std::unexpected(wrong_code(
        session, office, wrong_of(office, device, *visit, guardian, static_cast<int>(spent->integer(2))), now));
  }
  session.exec("UPDATE visit SET checked_at = $1 WHERE id = $2", now, visit->id);
  append(session, office, {device.school_id, EventName::code_right, device.id, visit->id, ""}, now);
  count_code_right(session, device.school_id, now);
  keep_language(session, *guardian, visit->language);
  auto person = person_of(session, office, *guardian, now);
  person.grant = make_grant(session, device, visit->id, now);
  return Checked{std::move(person), visit->reply_key};
}

Outcome<void> end_visit(Session& session, const Office& office, const Device& device, std::string_view visit_id,
                        Time now) {
  const auto visit = load_visit(session, device, visit_id, now);
  if (!visit) return refused(wire::Code::visit_unknown);
  session.exec("DELETE FROM visit_grant WHERE visit_id = $1", visit->id);
  session.exec("DELETE FROM kept_answer WHERE visit_id = $1 AND device_id = $2", visit->id, device.id);
  const bool ends_now =
      session.exec("UPDATE visit SET ended_at = $1, reply_key = $2 WHERE id = $3 AND ended_at IS NULL", now,
                   secret::Bytes{}, visit->id) == 1;
  if (ends_now) append(session, office, {device.school_id, EventName::visit_ended, device.id, visit->id, ""}, now);
  return {};
}

}  // namespace sportello::store::acts
