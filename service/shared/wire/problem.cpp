// The table of error codes, and their JSON.
#include "service/shared/wire/problem.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace sportello::wire {

namespace json = boost::json;

const std::array<CodeRow, 36>& code_table() {
  using enum Code;
  static constexpr std::array<CodeRow, 36> table = {{
      {bad_request, "bad_request", 400, "The request is not well formed"},
      {not_found, "not_found", 404, "There is nothing here"},
      {method_not_allowed, "method_not_allowed", 405, "This method is not for this address"},
      {too_large, "too_large", 413, "The request is too large"},
      {signature_missing, "signature_missing", 401, "The request is not signed"},
      {signature_malformed, "signature_malformed", 401, "The signature headers are not well formed"},
      {signature_wrong, "signature_wrong", 401, "The signature does not belong to this request"},
      {signature_stale, "signature_stale", 401, "The signature's time is off"},
      {signature_replayed, "signature_replayed", 401, "The request was already seen"},
      {digest_wrong, "digest_wrong", 400, "Content-Digest does not belong to the body"},
      {device_unknown, "device_unknown", 401, "The device is not known"},
      {device_pending, "device_pending", 403, "The device waits for approval"},
      {device_revoked, "device_revoked", 403, "The device is revoked"},
      {idempotency_key_missing, "idempotency_key_missing", 400, "Idempotency-Key is missing"},
      {idempotency_mismatch, "idempotency_mismatch", 422, "Idempotency-Key was used for another request"},
      {visit_unknown, "visit_unknown", 404, "There is no such visit"},
      {visit_ended, "visit_ended", 410, "The visit has ended"},
      {grant_invalid, "grant_invalid", 401, "The grant is not valid here"},
      {code_wrong, "code_wrong", 403, "The code is wrong"},
      {code_expired, "code_expired", 403, "The code has expired"},
      {tries_spent, "tries_spent", 403, "The tries for this code are used up"},
      {sends_spent, "sends_spent", 429, "No more messages can be sent"},
      {resend_too_soon, "resend_too_soon", 429, "A message was sent a moment ago"},
      {locked, "locked", 423, "Too many failures today"},
      {password_refused, "password_refused", 422, "The password does not meet the rules"},
      {act_refused, "act_refused", 409, "This cannot be done now"},
      {commitments_outdated, "commitments_outdated", 409, "The commitments have changed"},
      {current_password_wrong, "current_password_wrong", 403, "The current password is wrong"},
      {mail_missing, "mail_missing", 409, "No mail address is on file"},
      {credentials_off, "credentials_off", 403, "The register is entered by the digital identity"},
      {login_refused, "login_refused", 403, "User code, password or PIN is wrong"},
      {enrolment_refused, "enrolment_refused", 403, "The enrolment code is not valid"},
      {journal_gap, "journal_gap", 409, "The journal lacks an entry before this one"},
      {journal_fork, "journal_fork", 409, "The journal has another entry there"},
      {busy, "busy", 503, "The service is busy"},
      {internal, "internal", 500, "The service failed"},
  }};
  return table;
}

namespace {

const CodeRow& row_of(Code code) { return *std::ranges::find(code_table(), code, &CodeRow::code); }

constexpr std::array<std::pair<PasswordRule, std::string_view>, 8> rule_names = {{
    {PasswordRule::length, "length"},
    {PasswordRule::too_long, "too_long"},
    {PasswordRule::lower, "lower"},
    {PasswordRule::upper, "upper"},
    {PasswordRule::digit, "digit"},
    {PasswordRule::symbol, "symbol"},
    {PasswordRule::common, "common"},
    {PasswordRule::personal, "personal"},
}};

}  // namespace

std::string_view name_of(Code code) { return row_of(code).name; }
int status_of(Code code) { return row_of(code).status; }

std::string_view name_of(PasswordRule rule) {
  return std::ranges::find(rule_names, rule, &std::pair<PasswordRule, std::string_view>::first)->second;
}

std::optional<PasswordRule> password_rule(std::string_view name) {
  const auto* const found = std::ranges::find(rule_names, name, &std::pair<PasswordRule, std::string_view>::second);
  return found == rule_names.end() ? std::nullopt : std::optional{found->first};
}

std::string to_json(const Problem& problem) {
  const auto& row = row_of(problem.code);
  const auto text = [](std::string_view view) { return json::string(view.data(), view.size()); };
  json::object object{
      {"type", "about:blank"}, {"title", text(row.title)}, {"status", row.status}, {"code", text(row.name)}};
  if (!problem.detail.empty()) object["detail"] = text(problem.detail);
  if (problem.retry_after_s) object["retry_after_s"] = *problem.retry_after_s;
  if (problem.tries_left) object["tries_left"] = *problem.tries_left;
  if (!problem.rules.empty()) {
    json::array rules;
    for (const auto rule : problem.rules) rules.emplace_back(text(name_of(rule)));
    object["rules"] = std::move(rules);
  }
  return json::serialize(object);
}

Parsed<Problem> problem_from_json(std::string_view body) {
  const auto value = parse_object(body);
  if (!value) return std::unexpected(value.error());
  Problem problem;
  Fields fields{*value};
  const auto code = fields.text("code", 64);
  const auto known = std::ranges::find(code_table(), code, &CodeRow::name);
  if (known == code_table().end()) return std::unexpected(FieldError{"the problem's code is unknown"});
  problem.code = known->code;
  problem.detail = fields.optional_text("detail", 1024).value_or("");
  const auto& object = value->as_object();
  if (object.contains("retry_after_s")) {
    problem.retry_after_s = static_cast<int>(fields.integer("retry_after_s", 0, 7 * 86400));
  }
  if (object.contains("tries_left")) problem.tries_left = static_cast<int>(fields.integer("tries_left", 0, 100));
  if (object.contains("rules")) {
    if (const auto* rules = fields.list("rules", 16)) {
      for (const auto& rule : *rules) {
        const auto* name = rule.if_string();
        if (name == nullptr) continue;
        if (const auto found = password_rule({name->data(), name->size()})) problem.rules.push_back(*found);
      }
    }
  }
  fields.optional_text("type", 256);
  fields.optional_text("title", 256);
  if (object.contains("status")) fields.integer("status", 100, 599);
  if (auto error = fields.finish()) return std::unexpected(*error);
  return problem;
}

}  // namespace sportello::wire
