// An SMS gateway of the Italian REST dialect, to the letter, which can misbehave at a chosen step. What it accepted
// is what a phone would have got, also when its answer never arrived.
#pragma once

#include <atomic>

#include "tests/fakes/gateway_server.h"

namespace sportello::fakes {

struct AcceptedSms {
  std::string order_id, to, text, sender;
};

class ItalianGateway {
 public:
  ItalianGateway();
  [[nodiscard]] std::string url() const { return server_.url() + "/API/v1.0/REST"; }
  static std::string username() { return "scuola"; }
  static std::string password() { return "una-prova"; }

  [[nodiscard]] std::vector<AcceptedSms> accepted() const;
  [[nodiscard]] int tokens_given() const { return tokens_; }
  [[nodiscard]] std::vector<std::string> mistakes() const;  // what a caller did against the dialect
  void end_tokens();                                        // every token given so far is refused with 401
  void set_state(const std::string& state);                 // what it tells about every order: "SENT", "DLVRD" …

  enum class Step { connected, read, accepted, answered };
  // What happens at a step of POST /sms, on the server's thread; `answered` is just before the bytes leave.
  void at(Step step, std::function<void()> act);
  // What POST /sms answers instead: 201 with {"result":"KO"}, 200 for everything, nothing at all.
  std::function<std::optional<GatewayAnswer>(bool& accept)> misbehave;

 private:
  std::optional<GatewayAnswer> answer(const HttpRequest& request);
  std::optional<GatewayAnswer> take(const HttpRequest& request);
  void reach(Step step);
  bool knows(const HttpRequest& request);
  void mistake(const std::string& what);

  mutable std::mutex mutex_;  // guards the following
  std::vector<AcceptedSms> accepted_;
  std::vector<std::string> mistakes_;
  std::map<Step, std::function<void()>> acts_;
  std::string state_ = "SENT";
  std::string access_token_;
  std::atomic<int> tokens_ = 0;
  GatewayServer server_;  // last: it calls into the rest
};

}  // namespace sportello::fakes
