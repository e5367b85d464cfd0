// A whole service for a test: its folder, certificate, keys, two schools with families, kiosks, login page, and the
// messages it sent. Inside the test's process, or as the real program, which can then be killed.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "service/store/session.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/kiosk_client.h"
#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"
#include "tests/fakes/test_store.h"

namespace sportello::service {
class Service;
}

namespace sportello::fakes {

// Guardians of the first school, invented; each codice fiscale is of an adult and valid.
struct Family {
  std::string document, phone, given_name, mail;
};
inline const std::string school_code = "RMIC817009";
inline const std::string other_school_code = "MIIC80400A";
const std::vector<Family>& families();
inline const std::string unknown_document = "LDRBLL79E07Z330P";  // valid, and at no school here
inline const std::string good_password = "Vela-Rossa.1987";

struct SpooledSms {
  std::string to, text;
  // The six digits in the text; empty when there are none.
  [[nodiscard]] std::string code() const;
};

struct SpooledMail {
  std::string to, subject, text, html, language;
  [[nodiscard]] std::string code() const;  // the six digits in the text; empty when there are none
  [[nodiscard]] std::string link() const;  // the https address that stands alone on a line; empty when there is none
};

// What stands before the path of every link in a message.
inline const std::string public_url = "https://sportello.verdi.example";

struct FixtureOptions {
  bool as_program = false;                      // the real sportello-service, else inside this process
  std::string gateways;                         // TOML; empty: the spool
  std::string mail;                             // TOML; empty: a spool of mails
  unsigned hash_threads = 0;                    // inside only
  std::size_t hash_queue = 128;                 // inside only
  std::function<store::Time()> now;             // inside only
  std::string profile = "classeviva";           // of the first school
  std::map<std::string, std::string> profiles;  // beside those that ship: id, TOML
  int extra_guardians = 0;                      // beside families(), for load: document_of(i)
  bool start = true;
};

class ServiceFixture {
 public:
  explicit ServiceFixture(FixtureOptions options = {});
  ServiceFixture(const ServiceFixture&) = delete;
  ServiceFixture& operator=(const ServiceFixture&) = delete;
  ~ServiceFixture();

  void start();
  void stop();  // gracefully; throws if the program's exit code is not 0
  void kill();  // SIGKILL: as_program only

  [[nodiscard]] Where where() const;
  [[nodiscard]] std::uint16_t private_port() const { return private_port_; }
  [[nodiscard]] std::filesystem::path folder() const { return folder_.path(); }
  [[nodiscard]] std::filesystem::path configuration_file() const { return folder_ / "service.toml"; }
  [[nodiscard]] std::filesystem::path spool() const { return folder_ / "spool"; }
  [[nodiscard]] std::filesystem::path log_file() const { return folder_ / "service.log"; }
  [[nodiscard]] std::filesystem::path data() const { return folder_ / "data"; }
  [[nodiscard]] const TestStore& kept() const { return kept_; }

  // An enrolled and approved device; the first call per school enrols, later ones share its identity.
  Identity kiosk_identity(const std::string& school = school_code);
  KioskClient kiosk(const std::string& school = school_code) { return {where(), kiosk_identity(school)}; }
  SignedClient login_page(const std::string& school = school_code);
  Identity enrol_only(const std::string& school = school_code);  // pending
  void approve(const Identity& identity);

  // The command line, in this process. Output and errors together; throws unless the exit code is 0.
  std::string command(const std::vector<std::string>& words) const;

  // Other gateways, from the next start on; TOML.
  void set_gateways(const std::string& toml);
  // Processor time the program has used so far; as_program only.
  [[nodiscard]] std::chrono::milliseconds processor_time() const;
  [[nodiscard]] pid_t pid() const { return program_->pid(); }

  // Everything spooled so far, oldest first. From several threads at once.
  [[nodiscard]] std::vector<SpooledSms> spooled() const;
  // Waits for the `count`th message to this phone (counted from 1).
  [[nodiscard]] std::optional<SpooledSms> sms_to(const std::string& phone, std::size_t count = 1) const;

  // A valid codice fiscale and phone for an extra guardian.
  static std::string document_of(int number);
  static std::string phone_of(int number);
  // The same for mails; their spool is another folder.
  [[nodiscard]] std::filesystem::path mail_spool() const { return folder_ / "mail"; }
  [[nodiscard]] std::vector<SpooledMail> mails() const;
  [[nodiscard]] std::optional<SpooledMail> mail_to(const std::string& address, std::size_t count = 1) const;
  // The link of the first invitation among the mails after the code's. Nothing: a mail was waited for in vain.
  [[nodiscard]] std::optional<std::string> invitation_link_to(const std::string& address) const;

 private:
  void write_configuration() const;
  void write_profiles() const;
  void import_families() const;

  FixtureOptions options_;
  TempFolder folder_;
  TestStore kept_{folder_ / "data" / "sportello.sqlite"};
  CertificateFiles certificate_;
  std::uint16_t port_ = 0;
  std::uint16_t private_port_ = 0;
  std::unique_ptr<service::Service> inside_;
  std::optional<Process> program_;
  std::map<std::string, Identity> identities_;
  std::map<std::string, Identity> login_pages_;
  mutable std::mutex mutex_;  // guards what was read of the spool, so that a load test reads each file once
  mutable std::map<std::filesystem::path, SpooledSms> read_;
};

}  // namespace sportello::fakes
