// A register that listens for events over HTTPS: verifies each signature, knows an event by its Idempotency-Key,
// keeps what it applied. It can be told to misbehave in every way a real one may.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "service/shared/signing/key.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/loopback_server.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::fakes {

// What one request meets. Applied or not, and answered or not, are two things.
struct Manners {
  int status = 204;
  bool applies = true;
  bool hangs_up = false;    // after reading (and applying), before any answer
  std::string header = {};  // one more, "Retry-After: 2"
  std::string body = {};
  std::chrono::milliseconds slow{};
};

class RegisterReceiver {
 public:
  explicit RegisterReceiver(signing::PublicKey sender);
  RegisterReceiver(const RegisterReceiver&) = delete;
  RegisterReceiver& operator=(const RegisterReceiver&) = delete;

  [[nodiscard]] std::string url() const {
    return "https://127.0.0.1:" + std::to_string(server_.port()) + "/events?from=desk";
  }
  [[nodiscard]] const std::filesystem::path& certificate() const { return files_.certificate; }
  // Called for each request with its number, from 0; on threads of the server.
  void behave(std::function<Manners(int, const HttpRequest&)> manners);

  struct Applied {
    std::string id, event, account, body;
    std::int64_t sequence = 0;
  };
  [[nodiscard]] std::vector<Applied> applied() const;  // each event once, in the order in which they came
  [[nodiscard]] std::vector<std::string> ids() const;  // of every request, repeats too
  [[nodiscard]] std::vector<std::string> faults() const;

 private:
  void serve(int connection);
  Manners take(const HttpRequest& request);

  signing::PublicKey sender_;
  TempFolder folder_;
  CertificateFiles files_;
  std::shared_ptr<void> context_;  // SSL_CTX
  mutable std::mutex mutex_;       // guards what follows, up to the server
  std::function<Manners(int, const HttpRequest&)> manners_;
  int requests_ = 0;
  std::vector<Applied> applied_;
  std::vector<std::string> ids_, faults_;
  std::set<std::string> known_, nonces_;
  LoopbackServer server_;  // ends before what it serves with
};

}  // namespace sportello::fakes
