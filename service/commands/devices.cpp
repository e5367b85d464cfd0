// device enrol-code, list, approve, revoke, journal, journal-restart; login-page add.
#include "service/store/acts/devices.h"

#include <ostream>

#include "service/commands/run.h"
#include "service/commands/times.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/journal.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

constexpr int journal_entries_shown = 500;  // a day or two of a kiosk: what somebody reads who looks for a fault

}  // namespace

int make_enrol_code(const CommandLine& line, const std::string& school) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) { return acts::make_enrol_code(session, office, school, at); },
      [&](const auto& code) { *line.out << code->reveal() << '\n'; });
}

int list_devices(const CommandLine& line, const std::string& school) {
  return with_ground(line, [&](Ground& ground) {
    const auto devices = store::read_and_wait(
        *ground.store, [&](store::Session& session) { return acts::list_devices(session, school); });
    if (!devices) return failed(line, devices.error().sentence);
    if (!*devices) return failed(line, devices->error());
    for (const auto& device : **devices) {
      *line.out << device.id << "  " << device.school_code << "  " << acts::name_of(device.state) << "  "
                << (device.last_seen ? time_text(*device.last_seen) : "never seen") << '\n';
    }
    return 0;
  });
}

int approve_device(const CommandLine& line, const std::string& device, const std::string& words) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) {
        return acts::approve_device(session, office, device, words, at);
      },
      [&](const auto&) { *line.out << "device " << device << " approved\n"; });
}

int revoke_device(const CommandLine& line, const std::string& device) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) { return acts::revoke_device(session, office, device, at); },
      [&](const auto&) { *line.out << "device " << device << " revoked\n"; });
}

int show_journal(const CommandLine& line, const std::string& device) {
  return with_ground(line, [&](Ground& ground) {
    const auto rows = store::read_and_wait(*ground.store, [&](store::Session& session) {
      return acts::journal_of(session, device, journal_entries_shown);
    });
    if (!rows) return failed(line, rows.error().sentence);
    if (!*rows) return failed(line, rows->error());
    for (const auto& [entry, delivered_at] : **rows) {
      *line.out << entry.sequence << "  " << time_text(store::Time{std::chrono::seconds{entry.at}}) << "  "
                << entry.event << (entry.data.empty() ? "" : "  ") << entry.data << '\n';
    }
    return 0;
  });
}

int restart_journal(const CommandLine& line, const std::string& device) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) {
        return acts::begin_journal_anew(session, office, device, at);
      },
      [&](const auto&) {
        *line.out << "the journal of device " << device << " may begin anew, and the audit says so\n";
      });
}

int add_login_page(const CommandLine& line, const std::string& school, const std::string& public_key) {
  const auto key = secret::exactly<32>(secret::from_base64url(public_key));
  if (!key) return failed(line, "--public-key: an Ed25519 key is 43 characters of base64url");
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) {
        return acts::add_login_page(session, office, school, *key, at);
      },
      [&](const auto& id) { *line.out << *id << '\n'; });
}

}  // namespace sportello::commands
