// How long the service keeps what is over, kind by kind, with the reason. Each is a key of [retention] in
// service.toml, in days. Whom a message went to and what it said is not kept at all. Deletes nothing itself.
#pragma once

#include <array>
#include <chrono>
#include <string_view>

namespace sportello::desk {

using namespace std::chrono_literals;

struct Retention {
  int visits = 90;
  int sms = 30;
  int mails = 90;
  int invitations = 365;
  int batches = 365;
  int reports = 365;
  int imports = 365;
  int told = 90;
  int requests = 30;
  int journal = 90;
  int logins = 190;
  int acts = 1095;
  int disabled_guardians = 365;
  int left_pupils = 365;
  bool operator==(const Retention&) const = default;
};

struct RetentionRule {
  std::string_view key;
  int Retention::* days;
  int least;
  std::string_view what, reason;
};
inline constexpr int longest_retention = 36500;
inline constexpr std::array<RetentionRule, 14> retention_rules = {{
    {"visits_days", &Retention::visits, 1, "visits to a kiosk, from their end",
     "a parent who asks about a visit does so within a term"},
    {"sms_days", &Retention::sms, 1, "SMS, from their last word (whom, and what, goes at once)",
     "a parent who asks why no code came does so within weeks"},
    {"mails_days", &Retention::mails, 1, "mails, the same", "the report of a bulk invitation counts them for a term"},
    {"invitations_days", &Retention::invitations, 30, "invitations, from their end",
     "who was invited is asked for a school year; 30 days long an old link brings a new one"},
    {"batches_days", &Retention::batches, 1, "bulk invitations, from their making, once none of them is left",
     "their report is asked for as long as who was invited"},
    {"reports_days", &Retention::reports, 1, "reports of wrong data, once closed",
     "the same mistake comes back with the next year's file"},
    {"imports_days", &Retention::imports, 1, "imports, from their begin, but for a school's last one",
     "this year's file is held against last year's; the last says whether it was interrupted"},
    {"told_days", &Retention::told, 1, "what a register was told or refused, once it is over",
     "the office repairs a refusal within a term"},
    {"requests_days", &Retention::requests, 8, "that a kiosk delivered a request, and never what was in it",
     "a kiosk that lost the answer asks again within the request's seven days"},
    {"journal_days", &Retention::journal, 1, "kiosks' journals, from their delivery",
     "a fault of a device is looked into within a term"},
    {"logins_days", &Retention::logins, 1, "who logged in, beside the audit",
     "logs of access are kept for six months at least; beyond, they only follow people"},
    {"acts_days", &Retention::acts, 190, "who was concerned by any other act, beside the audit",
     "credentials are contested within a school cycle of three years"},
    {"disabled_guardians_days", &Retention::disabled_guardians, 1,
     "guardians without pupils, from then on, unless blocked",
     "a younger child may begin next year; then everything of the person goes"},
    {"left_pupils_days", &Retention::left_pupils, 1, "pupils who left, from then on",
     "who moved away may come back for the next school year; then everything of the pupil goes"},
}};

inline constexpr std::chrono::seconds days(int count) { return count * 24h; }

}  // namespace sportello::desk
