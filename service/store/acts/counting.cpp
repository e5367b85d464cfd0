// Day counters and locks. Each counts up in one statement, so that parallel requests are all counted.
#include "service/store/acts/counting.h"

#include <array>
#include <span>
#include <vector>

#include "service/store/acts/audit.h"

namespace sportello::store::acts {
namespace {

struct Counter {
  std::string_view counted;
  secret::Bytes subject;
  std::int64_t most;
  std::string_view refusal;  // "" where the end must not show
};

secret::Bytes bytes_of(secret::BytesView view) { return {view.begin(), view.end()}; }
secret::Bytes bytes_of(std::string_view text) { return bytes_of(secret::as_bytes(text)); }

// Counts in all of them, or refuses with the first that is used up.
Outcome<SendCounted> count_in(Session& session, const Office& office, const Device& device, std::string_view visit,
                              std::span<const Counter> counters, Time now) {
  const std::int64_t today = now.time_since_epoch() / desk::day;
  SendCounted counted;
  for (const auto& counter : counters) {
    const auto row = session.first(
        "SELECT sends FROM sending_day WHERE school_id = $1 AND counted = $2 AND subject = $3 AND day = $4",
        device.school_id, counter.counted, counter.subject, today);
    if (!row || row->integer(0) < counter.most) continue;
    if (counter.refusal.empty()) {
      counted.phone_spent = true;
      continue;
    }
    append(session, office,
           {device.school_id, EventName::sending_refused, device.id, std::string{visit},
            personal_json({{"counted", counter.counted}})},
           now);
    wire::Problem problem{wire::Code::sends_spent, std::string{counter.refusal}, {}, {}, {}};
    const auto tomorrow = Time{desk::day * (today + 1)};
    problem.retry_after_s = static_cast<int>((tomorrow - now).count());
    return std::unexpected(std::move(problem));
  }
  for (const auto& counter : counters) {
    session.exec(
        "INSERT INTO sending_day (school_id, counted, subject, day, sends) VALUES ($1, $2, $3, $4, 1) "
        "ON CONFLICT (school_id, counted, subject, day) DO UPDATE SET sends = sending_day.sends + 1",
        device.school_id, counter.counted, counter.subject, today);
  }
  return counted;
}

}  // namespace

Outcome<SendCounted> count_send(Session& session, const Office& office, const Device& device, std::string_view visit,
                                secret::BytesView document_index, secret::BytesView phone_index, Time now) {
  std::vector<Counter> counters = {
      {"phone", bytes_of(phone_index), desk::sends_per_phone_day, ""},
      {"person", bytes_of(document_index), desk::sends_per_person_day, "this person's messages of today are used up"},
  };
  // The page of an invitation is no kiosk and has no budget of its own.
  if (!device.id.empty()) {
    counters.push_back(
        {"kiosk", bytes_of(device.id), office.sending.per_kiosk_day, "this kiosk's messages of today are used up"});
  }
  counters.push_back({"school", bytes_of(device.school_id), office.sending.per_school_day,
                      "this school's messages of today are used up"});
  return count_in(session, office, device, visit, counters, now);
}

Outcome<void> count_mail_code(Session& session, const Office& office, const Device& device, std::string_view visit,
                              secret::BytesView document_index, secret::BytesView mail_index, Time now) {
  // One wording for both, so that it does not say whether others share the address.
  constexpr std::string_view refusal = "the codes by mail of today are used up";
  const std::array<Counter, 2> counters = {
      {{"mail_person", bytes_of(document_index), desk::sends_per_person_day, refusal},
       {"mail_address", bytes_of(mail_index), desk::sends_per_phone_day, refusal}}};
  const auto counted = count_in(session, office, device, visit, counters, now);
  if (!counted) return std::unexpected(counted.error());
  return {};
}

Outcome<void> count_delivered(Session& session, const Device& device, std::string_view kind, std::int64_t more,
                              std::int64_t most, Time now) {
  if (more == 0) return {};
  const std::int64_t today = now.time_since_epoch() / desk::day;
  const auto row = session.first(
      "INSERT INTO sending_day (school_id, counted, subject, day, sends) VALUES ($1, $2, $3, $4, $5) "
      "ON CONFLICT (school_id, counted, subject, day) DO UPDATE SET sends = sending_day.sends + $5 "
      "RETURNING sends",
      device.school_id, kind, bytes_of(device.id), today, more);
  if (row->integer(0) <= most) return {};
  session.exec(
      "UPDATE sending_day SET sends = sends - $5 WHERE school_id = $1 AND counted = $2 AND subject = $3 AND day = $4",
      device.school_id, kind, bytes_of(device.id), today, more);
  wire::Problem problem{wire::Code::sends_spent, "what this kiosk may deliver today is used up", {}, {}, {}};
  problem.retry_after_s = static_cast<int>((Time{desk::day * (today + 1)} - now).count());
  return std::unexpected(std::move(problem));
}

std::optional<Time> locked_until(Session& session, std::string_view school_id, secret::BytesView document_index,
                                 Time now) {
  const auto row = session.first(
      "SELECT locked_until FROM person_guard WHERE school_id = $1 AND document_index = $2 AND locked_until > $3",
      school_id, document_index, now);
  return row ? row->optional_time(0) : std::nullopt;
}

std::optional<Time> count_failure(Session& session, std::string_view school_id, secret::BytesView document_index,
                                  Time now) {
  const auto row = session.first(
      "INSERT INTO person_guard (school_id, document_index, failures, counted_from) VALUES ($1, $2, 1, $3) "
      "ON CONFLICT (school_id, document_index) DO UPDATE SET "
      "failures = CASE WHEN person_guard.counted_from <= $4 THEN 1 ELSE person_guard.failures + 1 END, "
      "counted_from = CASE WHEN person_guard.counted_from <= $4 THEN $3 ELSE person_guard.counted_from END "
      "RETURNING failures",
      school_id, document_index, now, now - desk::day);
  if (row->integer(0) < desk::failures_per_person_day) return std::nullopt;
  const auto until = now + desk::lock_life;
  // After the lock the count begins anew.
  session.exec(
      "UPDATE person_guard SET failures = 0, counted_from = $1, locked_until = $1 "
      "WHERE school_id = $2 AND document_index = $3",
      until, school_id, document_index);
  return until;
}

}  // namespace sportello::store::acts
