// Errors on the wire: application/problem+json (RFC 9457) with a `code` that programs act on.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/shared/wire/fields.h"

namespace sportello::wire {

enum class Code {
  bad_request,  // body, field or header is wrong: the detail says which
  not_found,
  method_not_allowed,
  too_large,
  signature_missing,
  signature_malformed,
  signature_wrong,
  signature_stale,     // `created` alone is off: set the clock by the answer's Date, sign again
  signature_replayed,  // the nonce was seen
  digest_wrong,
  device_unknown,
  device_pending,  // enrolled, waits for `device approve`
  device_revoked,
  idempotency_key_missing,
  idempotency_mismatch,  // the key was used for another request
  visit_unknown,         // never was, or belongs to another device or school
  visit_ended,
  grant_invalid,
  code_wrong,  // tries_left says how many remain
  code_expired,
  tries_spent,  // this code's tries are used up: a new send makes a new code
  sends_spent,
  resend_too_soon,         // retry_after_s
  locked,                  // too many failures for this person today
  password_refused,        // rules
  act_refused,             // what is asked is not this person's to do now
  commitments_outdated,    // another version is in force
  current_password_wrong,  // tries_left
  mail_missing,            // no mail address on file to send to
  login_refused,
  credentials_off,  // right, but this school's register is entered by the national digital identity now
  enrolment_refused,
  journal_gap,   // an entry of the kiosk's journal is missing before the first that came
  journal_fork,  // another entry stands at that place of the kiosk's journal
  busy,          // retry_after_s
  internal,
};

struct CodeRow {
  Code code;
  std::string_view name;
  int status;
  std::string_view title;
};
const std::array<CodeRow, 36>& code_table();

// What a new password lacks or has too much of.
enum class PasswordRule { length, too_long, lower, upper, digit, symbol, common, personal };
std::string_view name_of(PasswordRule rule);
std::optional<PasswordRule> password_rule(std::string_view name);

struct Problem {
  Code code = Code::internal;
  std::string detail;  // one sentence for a technician; never a person's data
  std::optional<int> retry_after_s;
  std::optional<int> tries_left;
  std::vector<PasswordRule> rules;  // with password_refused
};

std::string_view name_of(Code code);
int status_of(Code code);
std::string to_json(const Problem& problem);
Parsed<Problem> problem_from_json(std::string_view body);

}  // namespace sportello::wire
