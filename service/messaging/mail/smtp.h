// The school's mail server, by SMTP. Sends one mail a connection; verifies the server before it says who we are.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>

#include "service/messaging/gateway.h"
#include "service/messaging/limits.h"
#include "service/messaging/mail/letter.h"

namespace sportello::messaging {

struct SmtpOptions {
  std::string url;       // smtp://host:port or smtps://host:port
  bool starttls = true;  // required; off only for this machine's own server (smtps has TLS from the start)
  std::string username;  // "" without authentication
  secret::SecretText password;
  std::filesystem::path ca_file;  // whom to trust; empty: the system's
  std::string pin;                // "sha256//…" of the server's key, beside that; "" for none
  Sender sender;
  std::chrono::milliseconds until_text = smtp_total;     // for everything before the text's end
  std::chrono::milliseconds last_word = smtp_last_word;  // for the answer to it
};

class SmtpServer final : public Gateway {
 public:
  explicit SmtpServer(SmtpOptions options, std::function<std::chrono::sys_seconds()> now);
  [[nodiscard]] std::string name() const override { return "smtp"; }
  // A 5xx to the recipient or the text is for good; a 4xx, a 5xx to ourselves (sender, login) and everything else
  // come again. SMTP cannot be asked what it took: a silence after the text's end is `unsure`.
  [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& parcel) override;

  void give_up() override { stopping_ = true; }

 private:
  SmtpOptions options_;
  std::function<std::chrono::sys_seconds()> now_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace sportello::messaging
