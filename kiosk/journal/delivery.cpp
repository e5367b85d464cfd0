// From rows to calls, and from answers to rows.
#include "kiosk/journal/delivery.h"

#include <sodium.h>

#include <algorithm>

#include "kiosk/journal/limits.h"
#include "service/shared/log/log.h"

namespace sportello::journal {

Delivery::Delivery(Book& book, const signing::SigningKey& key, Send send, Clock clock,
                   std::function<bool()> may_go_on)
    : book_(book),
      key_(key),
      send_(std::move(send)),
      clock_(std::move(clock)),
      may_go_on_(std::move(may_go_on)),
      next_pause_(limits::first_pause) {}

std::optional<std::chrono::seconds> Delivery::round() {
  pause_ = {};
  book_.let_go_of_old(clock_());
  auto step = Step::more;
  while (step == Step::more && may_go_on_()) step = deliver_requests();
  if (step == Step::done) {
    if (journal_refused_ && clock_() >= journal_again_at_) journal_refused_ = false;
    step = journal_refused_ ? Step::done : Step::more;
    while (step == Step::more && may_go_on_()) step = deliver_entries();
  }
  if (step == Step::done) {
    next_pause_ = limits::first_pause;
    return std::nullopt;
  }
  return pause_;
}

void Delivery::wait_longer() {
  const auto jitter = randombytes_uniform(static_cast<std::uint32_t>(next_pause_.count()) + 1);
  pause_ = next_pause_ / 2 + std::chrono::seconds{jitter};
  next_pause_ = std::min(next_pause_ * 2, limits::longest_pause);
}

std::optional<reg::Response> Delivery::call(std::string path, std::string body) {
  auto response = send_({"POST", std::move(path), std::move(body), std::nullopt, std::nullopt});
  if (response) return std::move(*response);
  wait_longer();
  return std::nullopt;
}

Delivery::Step Delivery::refused(const reg::Response& response) {
  const auto problem = wire::problem_from_json(response.body);
  wait_longer();
  if (problem && problem->retry_after_s) {
    pause_ = std::clamp<std::chrono::seconds>(std::chrono::seconds{*problem->retry_after_s}, pause_,
                                              std::chrono::hours{24});
  }
  log::event(log::DeliveryWaits{.request = response.request,
                                .code = problem ? wire::name_of(problem->code) : "no_problem",
                                .seconds = pause_.count()});
  return Step::stopped;
}

Delivery::Step Delivery::deliver_requests() {
  const auto requests = book_.oldest_requests(wire::most_requests_at_once);
  if (requests.empty()) return Step::done;
  const auto response = call("/v1/requests", wire::to_json(wire::RequestDelivery{requests}));
  if (!response) return Step::stopped;
  if (response->status != 200) return refused(*response);
  const auto answer = wire::parse<wire::RequestsAnswer>(response->body);
  if (!answer) return refused(*response);
  const auto settled = book_.settle(requests, *answer, key_, step_, clock_());
  // A disk that fails, or an answer that speaks of none of them: the next round finds the same requests.
  if (!settled || settled->delivered + settled->let_go + settled->numbered == 0) {
    wait_longer();
    return Step::stopped;
  }
  step_ = settled->numbered > 0 ? std::min(step_ * 2, limits::largest_step) : 1;
  log::event(
      log::RequestsDelivered{.taken = settled->delivered, .let_go = settled->let_go, .numbered = settled->numbered});
  return Step::more;
}

Delivery::Step Delivery::deliver_entries() {
  const auto entries = book_.entries_to_send(wire::most_entries_at_once);
  if (entries.empty()) return Step::done;
  const auto response = call("/v1/journal", wire::to_json(wire::JournalDelivery{entries}));
  if (!response) return Step::stopped;
  if (response->status != 200) {
    const auto problem = wire::problem_from_json(response->body);
    if (problem && problem->code == wire::Code::journal_fork) return journal_stands(Why::fork);
    if (problem && problem->code == wire::Code::journal_gap) {
      return asked_ ? journal_stands(Why::gap) : ask_what_is_held();
    }
    return refused(*response);
  }
  const auto answer = wire::parse<wire::JournalAnswer>(response->body);
  if (!answer) return refused(*response);
  asked_ = false;
  const auto step = compared(*answer);
  if (step != Step::more) return step;
  if (answer->held < entries.front().sequence) return journal_stands(Why::gap);
  journal_again_at_ = 0;
  return Step::more;
}

Delivery::Step Delivery::ask_what_is_held() {
  const auto response = call("/v1/journal", wire::to_json(wire::JournalDelivery{}));
  if (!response) return Step::stopped;
  if (response->status != 200) return refused(*response);
  const auto answer = wire::parse<wire::JournalAnswer>(response->body);
  if (!answer) return refused(*response);
  asked_ = true;
  return compared(*answer);
}

// What the service holds, beside what is here.
Delivery::Step Delivery::compared(const wire::JournalAnswer& answer) {
  switch (book_.held(answer)) {
    case Held::fits: return Step::more;
    case Held::gap: return journal_stands(Why::gap);
    case Held::fork: return journal_stands(Why::fork);
    case Held::failed: wait_longer(); return Step::stopped;
  }
  return Step::stopped;
}

// The office can let it begin anew; until then it is written on, and tried now and then.
Delivery::Step Delivery::journal_stands(Why why) {
  asked_ = false;
  if (journal_again_at_ == 0) log::event(log::JournalNotTaken{.why = why});  // once
  journal_refused_ = true;
  journal_again_at_ = clock_() + limits::refused_pause.count();
  return Step::done;
}

}  // namespace sportello::journal
