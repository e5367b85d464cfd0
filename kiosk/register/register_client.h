// The service's client: questions in, answers out, on a thread of its own.
// A question whose answer is lost on the line is repeated under the same Idempotency-Key, so nothing is done twice.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <variant>

#include "kiosk/event_queue.h"
#include "kiosk/register/register_port.h"
#include "kiosk/register/signed_client.h"
#include "kiosk/register/witness.h"
#include "service/shared/secret/sealed.h"

namespace sportello::reg {

// Who else wants to know what the line is like. Called on the client's thread.
struct Listener {
  // A heartbeat's answer, and the time as the service set it.
  std::function<void(const wire::DeviceAnswer&, std::int64_t now)> heard = {};
  // A guardian's question goes on the line, or is answered.
  std::function<void(bool)> asking = {};
};

class RegisterClient : public RegisterPort {
 public:
  // Without a witness heartbeats keep no head of the audit.
  RegisterClient(std::unique_ptr<SignedClient> client, kiosk::EventQueue& events,
                 std::optional<Witness> witness = std::nullopt, Listener listener = {});
  RegisterClient(const RegisterClient&) = delete;
  RegisterClient& operator=(const RegisterClient&) = delete;
  ~RegisterClient() override;
  void ask(visit::Ask ask) override;
  void forget(visit::VisitId visit) override;

 private:
  struct Forget {};  // tasks are in order: what was asked before it is done, what comes after is another visit's
  using Task = std::variant<visit::Ask, Forget>;
  using Content = decltype(visit::Answer::content);

  void run(const std::stop_token& stop);
  Content carry_out(const visit::Ask& ask, const std::stop_token& stop);
  Request request_for(const visit::Ask& ask);
  Content content_of(const visit::Question& question, const Response& response);
  std::string key_for(const visit::Ask& ask);

  std::unique_ptr<SignedClient> client_;
  kiosk::EventQueue& events_;
  // Of the thread alone:
  std::optional<Witness> witness_;
  Listener listener_;
  std::map<std::pair<visit::VisitId, visit::RequestId>, std::string> idempotency_keys_;
  std::optional<secret::SealKeyPair> reply_key_;  // of the visit that is open
  // Shared with the loop, under the mutex:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Task> tasks_;
  bool busy_with_question_ = false;  // a question that a newer one may replace is on the line
  std::atomic<bool> abandon_ = false;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sportello::reg
