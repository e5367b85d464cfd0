// A thousand ways in which deliveries, lost answers, repeats and crashes can follow each other, on one store:
// whatever happened, each person who left something has exactly one message, and each request is in the audit once.
#include <algorithm>
#include <deque>
#include <future>
#include <random>
#include <set>

#include "tests/service/requests_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using Outcome = RequestDesk::Outcome;

namespace {

constexpr int interleavings = 1000;

// What became of one delivery.
enum class Fate {
  answered,
  answer_lost,        // kept by the service, and the kiosk does not know
  died_before,        // the service died before the commit
  died_after,         // the service died between the commit and the answer
  kiosk_power_cut,    // the kiosk had the answer, and died before it let go of anything
  sent_twice_at_once  // on two connections, for the first seemed dead
};

class Interleaved : public RequestDesk {
 public:
  Interleaved() {
    for (const auto* one : {"VRDGLI70A41H501", "NREPLA71B41H501", "GLLMRC72C01H501"}) {
      const auto document = valid(one);
      const auto number = std::to_string(with_mail_.size());
      auto row = guardian_row(document, "Verdi", "Giulia", "+39340111225" + number, "MAIL" + number);
      row.mail = "g" + number + "@example.org";
      import(row);
      with_mail_.push_back(document);
    }
    with_phone_ = {std::string{maria}, valid("BLURSS73D01H501")};
    import(guardian_row(with_phone_.back(), "Blu", "Rosso", "+393401112277", "PHONE1"));
    nobody_ = {std::string{mario}, std::string{stranger}};
  }

  // One day of the school: from a quarter past four in the afternoon, for an hour or two.
  void run(int number) {
    random_.seed(static_cast<std::uint32_t>(number));
    now_ = start + number * 24h;
    const auto begin = now_;
    std::set<std::string> left;
    std::int64_t requests = 0;
    const auto taken_before = events("request.taken");
    const int steps = draw(6, 14);
    for (int step = 0; step < steps; ++step) {
      now_ += std::chrono::seconds{draw(0, 300)};
      auto& [at, queue] = draw(0, 2) > 0 ? first_line() : second_line();
      if (draw(0, 2) == 0) {
        const auto who = person();
        left.insert(who);
        queue->push_back(leave(*at, who, now_));
        ++requests;
      } else if (!queue->empty()) {
        deliver_some(*at, *queue);
      }
    }
    // The line is back, and stays.
    for (auto* line : {&first_line(), &second_line()}) {
      auto& [at, queue] = *line;
      while (!queue->empty()) settle(*at, *queue, batch_of(*queue), Fate::answered);
    }
    CHECK(events("request.taken") - taken_before == requests);
    const auto since = [&](const std::string& what) {
      return count(what + " AND created_at >= " + std::to_string(begin.time_since_epoch().count()));
    };
    const auto of = [&](const std::vector<std::string>& people) {
      return std::ranges::count_if(people, [&](const auto& one) { return left.contains(one); });
    };
    CHECK(since("invitation WHERE cancelled_at IS NULL") == of(with_mail_));
    CHECK(since("invitation WHERE 1 = 1") == of(with_mail_));
    CHECK(since("outbox WHERE channel = 'mail'") == of(with_mail_));
    CHECK(since("outbox WHERE kind = 'come_back' AND withheld = 0") == of(with_phone_));
    CHECK(since("outbox WHERE kind = 'come_back' AND withheld = 1") == of(nobody_));
    messages += of(with_mail_) + of(with_phone_);
    left_in_all += requests;
  }

  std::int64_t messages = 0, left_in_all = 0, deliveries = 0, crashes = 0;

 private:
  using Line = std::pair<Kiosk*, std::deque<wire::SealedRequest>*>;
  Line& first_line() { return first_line_; }
  Line& second_line() { return second_line_; }

  int draw(int least, int most) { return std::uniform_int_distribution<int>{least, most}(random_); }

  std::string person() {
    const auto& group = draw(0, 3) == 0 ? nobody_ : draw(0, 2) == 0 ? with_phone_ : with_mail_;
    return group.at(static_cast<std::size_t>(draw(0, static_cast<int>(group.size()) - 1)));
  }

  // From the oldest on, as a kiosk sends; now and then one twice.
  std::vector<wire::SealedRequest> batch_of(const std::deque<wire::SealedRequest>& queue) {
    const auto many = static_cast<std::size_t>(draw(1, static_cast<int>(std::min<std::size_t>(queue.size(), 5))));
    std::vector<wire::SealedRequest> batch(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(many));
    if (draw(0, 5) == 0) batch.push_back(batch.front());
    return batch;
  }

  void deliver_some(Kiosk& at, std::deque<wire::SealedRequest>& queue) {
    const auto drawn = draw(0, 19);
    auto fate = Fate::answered;
    if (drawn >= 6) fate = Fate::answer_lost;
    if (drawn >= 11) fate = Fate::died_before;
    if (drawn >= 14) fate = Fate::kiosk_power_cut;
    if (drawn >= 16) fate = Fate::sent_twice_at_once;
    if (drawn == 19) fate = Fate::died_after;
    settle(at, queue, batch_of(queue), fate);
  }

  void settle(Kiosk& at, std::deque<wire::SealedRequest>& queue, const std::vector<wire::SealedRequest>& batch,
              Fate fate) {
    ++deliveries;
    switch (fate) {
      case Fate::died_before: return die_before(at, batch);
      case Fate::sent_twice_at_once: return at_once(at, batch);
      case Fate::answered:
      case Fate::answer_lost:
      case Fate::died_after:
      case Fate::kiosk_power_cut: break;
    }
    const auto taken = deliver(at, batch, now_);
    REQUIRE(taken);
    REQUIRE(taken->size() == batch.size());
    for (const auto& one : *taken) CHECK(one.answer.outcome == Outcome::taken);
    if (fate == Fate::died_after) reopen();
    if (fate != Fate::answered) return;
    for (const auto& one : *taken) {
      std::erase_if(queue, [&](const auto& request) { return request.sequence == one.answer.sequence; });
    }
  }

  auto looked_into(const Kiosk& at, const std::vector<wire::SealedRequest>& batch) {
    auto looked = store::read_and_wait(
        *store, [&](store::Session& session) { return acts::look_into(session, *office, at.device, batch); });
    REQUIRE(looked);
    return std::move(*looked);
  }

  store::Command command(const Kiosk& at, const std::vector<wire::SealedRequest>& batch, store::Verdict verdict) {
    return [this, device = at.device, looked = looked_into(at, batch), now = now_, verdict](store::Session& session) {
      if (!acts::take_requests(session, *office, device, looked, now)) throw store::Failure("refused");
      return verdict;
    };
  }

  void die_before(const Kiosk& at, const std::vector<wire::SealedRequest>& batch) {
    ++crashes;
    std::promise<bool> done;
    store->write(command(at, batch, store::Verdict::roll_back),
                 [&](auto result) { done.set_value(result.has_value()); });
    CHECK(done.get_future().get());
  }

  void at_once(const Kiosk& at, const std::vector<wire::SealedRequest>& batch) {
    std::promise<bool> first, second;
    store->write(command(at, batch, store::Verdict::commit),
                 [&](auto result) { first.set_value(result.has_value()); });
    store->write(command(at, batch, store::Verdict::commit),
                 [&](auto result) { second.set_value(result.has_value()); });
    CHECK(first.get_future().get());
    CHECK(second.get_future().get());
  }

  // As the next process finds it.
  void reopen() {
    ++crashes;
    store.reset();
    auto opened = kept.open();
    REQUIRE(opened);
    store = std::move(*opened);
  }

  std::mt19937 random_;
  store::Time now_{};
  Kiosk second_ = make_kiosk();
  std::deque<wire::SealedRequest> first_queue_, second_queue_;
  Line first_line_{&kiosk, &first_queue_}, second_line_{&second_, &second_queue_};
  std::vector<std::string> with_mail_, with_phone_, nobody_;
};

}  // namespace

TEST_CASE("in a thousand random interleavings each person who left something has exactly one message") {
  Interleaved desk;
  for (int number = 0; number < interleavings; ++number) {
    CAPTURE(number);
    desk.run(number);
  }
  // What was drawn was worth drawing.
  CHECK(desk.messages > interleavings);
  CHECK(desk.left_in_all > desk.messages);
  CHECK(desk.crashes > interleavings / 4);
  CHECK(desk.deliveries > 3 * interleavings);
  CHECK(desk.count("kiosk_request") == desk.left_in_all);
}
