// A real SMTP server (Debian's python3-aiosmtpd) in a process of its own. By the recipient's first word it refuses
// (reject, spam), defers (defer), takes its time (slow; filter: after the text), or takes the mail and hangs up
// (cut).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/certificate.h"
#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::fakes {

struct ReceivedMail {
  std::string envelope_from, to, data;
  bool tls = false, login = false;
  [[nodiscard]] std::string header(const std::string& name) const;  // unfolded; "" for none
};

struct SmtpServerOptions {
  enum class Tls { none, starttls, smtps };
  Tls tls = Tls::none;
  std::optional<CertificateFiles> certificate;
  std::string login;  // "user:password"; "" asks for none
};

class SmtpServerProcess {
 public:
  explicit SmtpServerProcess(const SmtpServerOptions& options = {});
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + port_; }
  [[nodiscard]] std::vector<ReceivedMail> received() const;

 private:
  TempFolder folder_;
  std::string port_;
  std::optional<Process> process_;
};

}  // namespace sportello::fakes
