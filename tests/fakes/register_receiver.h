// A register that listens for events over HTTPS: verifies each signature, knows an event by its Idempotency-Key,
// keeps what it applied. It can be told to misbehave in every way a real one may.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "service/shared/signing/key.h"
#include "tests/fakes/certificate.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::fakes {

struct RegisterRequest {
  std::string method, target, body;
  std::map<std::string, std::string> headers;  // names in lower case
};

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
  ~RegisterReceiver();

  [[nodiscard]] std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/events?from=desk"; }
  [[nodiscard]] const std::filesystem::path& certificate() const { return files_.certificate; }
  // Called for each request with its number, from 0; on threads of the server.
  void behave(std::function<Manners(int, const RegisterRequest&)> manners);

  struct Applied {
    std::string id, event, account, body;
    std::int64_t sequence = 0;
  };
  [[nodiscard]] std::vector<Applied> applied() const;  // each event once, in the order in which they came
  [[nodiscard]] std::vector<std::string> ids() const;  // of every request, repeats too
  [[nodiscard]] std::vector<std::string> faults() const;

 private:
  void accept();
  void serve(int connection);
  Manners take(const RegisterRequest& request);

  signing::PublicKey sender_;
  TempFolder folder_;
  CertificateFiles files_;
  void* context_ = nullptr;   // SSL_CTX
  mutable std::mutex mutex_;  // guards what follows, up to the threads
  std::function<Manners(int, const RegisterRequest&)> manners_;
  int requests_ = 0;
  std::vector<Applied> applied_;
  std::vector<std::string> ids_, faults_;
  std::set<std::string> known_, nonces_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_ = false;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
};

}  // namespace sportello::fakes
