// From questions to requests and back. Keeps no answer.
#include "kiosk/register/register_client.h"

#include <array>
#include <chrono>

#include "kiosk/visit/match.h"
#include "service/shared/log/log.h"
#include "service/shared/wire/contact.h"
#include "service/shared/wire/messages.h"

namespace sportello::reg {
namespace {

using namespace std::chrono_literals;

// Pauses between tries of one question: a hiccup is passed over, a dead line is told within the guardian's patience.
constexpr std::array<std::chrono::milliseconds, 2> pauses = {300ms, 1000ms};
constexpr int longest_busy_wait_s = 2;  // a service that asks for more time is, for a guardian, not answering

// Closing is a courtesy: it is never in the way of the next guardian's question, and none replaces it.
bool replaceable(const visit::Question& question) { return !std::holds_alternative<visit::CloseVisit>(question); }

}  // namespace

RegisterClient::RegisterClient(std::unique_ptr<SignedClient> client, kiosk::EventQueue& events,
                               std::optional<Witness> witness, Listener listener)
    : client_(std::move(client)),
      events_(events),
      witness_(std::move(witness)),
      listener_(std::move(listener)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

RegisterClient::~RegisterClient() {
  abandon_ = true;
  thread_.request_stop();
  changed_.notify_all();
}

void RegisterClient::ask(visit::Ask ask) {
  const std::lock_guard lock{mutex_};
  // The guardian went on: whoever waits for the older answer has left it.
  if (replaceable(ask.question) && busy_with_question_) abandon_ = true;
  tasks_.emplace_back(std::move(ask));
  changed_.notify_all();
}

void RegisterClient::forget(visit::VisitId) {
  const std::lock_guard lock{mutex_};
  if (busy_with_question_) abandon_ = true;
  tasks_.emplace_back(Forget{});
  changed_.notify_all();
}

void RegisterClient::run(const std::stop_token& stop) {
  while (true) {
    Task task;
    {
      std::unique_lock lock{mutex_};
      busy_with_question_ = false;
      if (!changed_.wait(lock, stop, [this] { return !tasks_.empty(); })) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
      const auto* ask = std::get_if<visit::Ask>(&task);
      busy_with_question_ = ask != nullptr && replaceable(ask->question);
      abandon_ = false;
    }
    if (const auto* ask = std::get_if<visit::Ask>(&task)) {
      // A heartbeat is nobody's question.
      const bool guardians = listener_.asking && !std::holds_alternative<visit::ProbeLine>(ask->question);
      if (guardians) listener_.asking(true);
      auto content = carry_out(*ask, stop);
      if (guardians) listener_.asking(false);
      events_.push(visit::Answer{ask->visit, ask->request, std::move(content)});
    } else {
      idempotency_keys_.clear();
      reply_key_.reset();
    }
  }
}

RegisterClient::Content RegisterClient::carry_out(const visit::Ask& ask, const std::stop_token& stop) {
  for (std::size_t attempt = 0;; ++attempt) {
    const auto response = client_->send(request_for(ask), &abandon_);
    std::chrono::milliseconds pause = 0ms;
    if (response) {
      auto content = content_of(ask.question, *response);
      const auto* problem = std::get_if<wire::Problem>(&content);
      if (problem == nullptr) return content;
      if (problem->code == wire::Code::busy && problem->retry_after_s.value_or(1) <= longest_busy_wait_s) {
        pause = std::chrono::seconds{problem->retry_after_s.value_or(1)};
      } else {
        log::event(log::ServiceRefused{.request = response->request, .code = wire::name_of(problem->code)});
        return content;
      }
    } else if (!abandon_) {
      log::event(log::LineError{.why = response.error().sentence});
      pause = attempt < pauses.size() ? pauses.at(attempt) : 0ms;
    }
    if (abandon_ || stop.stop_requested() || attempt >= pauses.size()) return visit::NoLine{};
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, stop, pause, [this] { return abandon_.load(); });
    if (abandon_) return visit::NoLine{};
  }
}

std::string RegisterClient::key_for(const visit::Ask& ask) {
  const auto [place, is_new] = idempotency_keys_.try_emplace({ask.visit, ask.request});
  if (is_new) place->second = secret::to_base64url(secret::random_bytes(16));
  return place->second;
}

Request RegisterClient::request_for(const visit::Ask& ask) {
  using namespace visit;
  const auto under = [](const std::string& visit, std::string_view rest) {
    return "/v1/visits/" + visit + std::string{rest};
  };
  return std::visit(
      Match{[&](const Identify& question) {
              if (!idempotency_keys_.contains({ask.visit, ask.request}) || !reply_key_) {
                reply_key_ = secret::SealKeyPair::generate();
              }
              return Request{"POST", "/v1/visits",
                             to_json(wire::VisitRequest{question.document, std::string{code_of(question.language)},
                                                        reply_key_->public_key()}),
                             key_for(ask), std::nullopt};
            },
            [&](const SendCode& question) {
              return Request{"POST", under(question.visit, "/code"), "{}", key_for(ask), std::nullopt};
            },
            [&](const CheckCode& question) {
              return Request{"POST", under(question.visit, "/code/check"),
                             to_json(wire::CodeCheckRequest{question.code}), key_for(ask), std::nullopt};
            },
            [&](const MakeCredentials& question) {
              return Request{"POST", under(question.visit, "/credentials"),
                             to_json(wire::CredentialsRequest{.action = question.act,
                                                              .password = question.password,
                                                              .commitments_version = question.commitments_version,
                                                              .current_password = question.current_password,
                                                              .with_pin = question.with_pin}),
                             key_for(ask), question.grant};
            },
            [&](const AssociateMail& question) {
              return Request{"POST", under(question.visit, "/mail"), to_json(wire::MailRequest{question.mail}),
                             key_for(ask), question.grant};
            },
            [&](const CheckMail& question) {
              return Request{"POST", under(question.visit, "/mail/check"),
                             to_json(wire::CodeCheckRequest{question.code}), key_for(ask), question.grant};
            },
            [&](const SendInvitation& question) {
              return Request{"POST", under(question.visit, "/invitation"), "{}", key_for(ask), question.grant};
            },
            [&](const SendReport& question) {
              return Request{"POST", under(question.visit, "/report"),
                             to_json(wire::ReportRequest{question.what, {}}), key_for(ask), question.grant};
            },
            [&](const CloseVisit& question) {
              return Request{"DELETE", under(question.visit, ""), "", std::nullopt, std::nullopt};
            },
            [&](const ProbeLine&) {
              return Request{"POST", "/v1/device/heartbeat",
                             to_json(witness_ ? witness_->to_tell() : wire::HeartbeatRequest{}), std::nullopt,
                             std::nullopt};
            }},
      ask.question);
}

RegisterClient::Content RegisterClient::content_of(const visit::Question& question, const Response& response) {
  using namespace visit;
  const auto internal = [](std::string detail) {
    wire::Problem problem;
    problem.code = wire::Code::internal;
    problem.detail = std::move(detail);
    return Content{problem};
  };
  if (response.status >= 400) {
    if (auto problem = wire::problem_from_json(response.body)) return *problem;
    return internal("the service's error is not one of ours: status " + std::to_string(response.status));
  }
  const auto open_box = [&]() -> std::optional<secret::Secret> {
    const auto sealed = wire::parse<wire::SealedAnswer>(response.body);
    return sealed && reply_key_ ? reply_key_->open(sealed->box) : std::nullopt;
  };
  const auto taken = [&](auto parsed) -> Content {
    if (!parsed) return internal("the service's answer: " + parsed.error().sentence);
    return std::move(*parsed);
  };
  const auto unsealed = [&]<class Message>(Message*) -> Content {
    const auto clear = open_box();
    if (!clear) return internal("a sealed answer is not sealed to this visit");
    return taken(wire::parse<Message>(clear->reveal()));
  };
  return std::visit(
      Match{[&](const Identify&) { return taken(wire::parse<wire::VisitAnswer>(response.body)); },
            [&](const SendCode&) { return taken(wire::parse<wire::CodeState>(response.body)); },
            [&](const CheckCode&) -> Content {
              const auto clear = open_box();
              if (!clear) return internal("a sealed answer is not sealed to this visit");
              auto person = wire::parse<wire::Person>(clear->reveal());
              if (!person) return internal("the service's answer: " + person.error().sentence);
              return std::make_shared<const wire::Person>(std::move(*person));
            },
            [&](const MakeCredentials&) { return unsealed(static_cast<wire::Credentials*>(nullptr)); },
            [&](const AssociateMail&) { return unsealed(static_cast<wire::MailAnswer*>(nullptr)); },
            [&](const CheckMail&) { return unsealed(static_cast<wire::MailConfirmed*>(nullptr)); },
            [&](const SendInvitation&) { return unsealed(static_cast<wire::InvitationAnswer*>(nullptr)); },
            [&](const SendReport&) { return taken(wire::parse<wire::ReportAnswer>(response.body)); },
            [&](const CloseVisit&) { return Content{Ended{}}; },
            [&](const ProbeLine&) -> Content {
              const auto answer = wire::parse<wire::DeviceAnswer>(response.body);
              if (!answer) return internal("the service's answer: " + answer.error().sentence);
              if (witness_) witness_->take(*answer);
              if (listener_.heard) listener_.heard(*answer, client_->now());
              return Alive{};
            }},
      question);
}

}  // namespace sportello::reg
