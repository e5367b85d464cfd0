// Waits for the keeper's thread by asking the queue; everything else is in the caller's hands.
#include "tests/journal/kiosk_of_test.h"

#include <ctime>
#include <thread>

#include "kiosk/journal/notes.h"

namespace sportello::tests {

using namespace std::chrono_literals;
using namespace visit;

signing::SigningKey Device::key() const {
  auto loaded = signing::SigningKey::load(key_file);
  if (!loaded) throw std::runtime_error(loaded.error());
  return std::move(*loaded);
}

KioskOfTest::KioskOfTest(Device device, std::filesystem::path folder)
    : device_(std::move(device)), folder_(std::move(folder)), key_(device_.key()) {
  std::filesystem::create_directories(folder_ / "0");
}

KioskOfTest::~KioskOfTest() { keeper_.reset(); }

void KioskOfTest::boot() {
  keeper_.reset();
  events_ = std::make_unique<kiosk::EventQueue>();
  equipment_ = std::make_unique<kiosk::Equipment>(*events_);
  book_ = std::make_unique<journal::Book>(folder_ / std::to_string(life_) / "journal.sqlite", device_.id);
  keeper_ = std::make_unique<journal::Keeper>(
      *book_, device_.key(), *events_, [this](bool able) { equipment_->requests_are(able); },
      [] { return static_cast<std::int64_t>(std::time(nullptr)); });
  delivery_.reset();
  keeper_->note({"device.started", ""});
  visit_ = fresh({}, std::chrono::year{2026} / 11 / 22, now_);
  // The welcome screen looks for the line, and finds none.
  step(Tick{});
  step(Answer{visit_.id, visit_.requests, NoLine{}});
}

void KioskOfTest::cut_power() {
  const auto from = folder_ / std::to_string(life_), to = folder_ / std::to_string(++life_);
  std::filesystem::create_directory(to);
  {
    // Between two writes: the two files of one moment. The third is memory, and gone.
    journal::Database still{from / "journal.sqlite"};
    still.script("BEGIN IMMEDIATE");
    for (const auto* name : {"journal.sqlite", "journal.sqlite-wal"}) {
      if (std::filesystem::exists(from / name)) std::filesystem::copy(from / name, to / name);
    }
    still.script("ROLLBACK");
  }
  boot();
  std::filesystem::remove_all(from);
}

void KioskOfTest::hear(const secret::SealPublicKey& key) { keeper_->learn(key, std::time(nullptr)); }

void KioskOfTest::step(const Event& event) {
  auto next_step = next(visit_, event, now_);
  for (auto& note : journal::notes_of(visit_, next_step.visit, event)) keeper_->note(std::move(note));
  visit_ = std::move(next_step.visit);
  for (const auto& effect : next_step.effects) {
    if (const auto* keep = std::get_if<KeepRequest>(&effect)) keeper_->keep(*keep);
  }
}

template <class Holds>
void KioskOfTest::wait_until(Holds holds) {
  for (int i = 0; i < 100'000; ++i) {
    for (const auto& event : events_->drain()) step(event);
    if (holds()) return;
    std::this_thread::sleep_for(100us);
  }
  throw std::runtime_error("the kiosk waits in vain on " + std::string{name_of(visit_)});
}

void KioskOfTest::press(const std::string& id, const Event& otherwise) {
  step(press_ ? press_(visit_, now_, id) : otherwise);
}

visit::RequestOutcome KioskOfTest::leave(const std::string& document, wire::Wish wish) {
  wait_until([&] { return visit_.equipment.requests; });
  if (std::holds_alternative<Goodbye>(visit_.state)) press("goodbye.again", StartVisit{});
  press("out.leave", LeaveRequest{});
  step(CardRead{SecretText{document}});
  press("request." + std::string{wire::name_of(wish)}, ChooseRequest{wish});
  press("request.leave", Confirm{});
  wait_until([&] { return std::holds_alternative<RequestLeft>(visit_.state); });
  const auto outcome = std::get<RequestLeft>(visit_.state).outcome;
  press("request.end", EndNow{});
  return outcome;
}

std::optional<std::chrono::seconds> KioskOfTest::deliver(const Line& line, const Fate& fate) {
  if (!client_ || client_url_ != line.url) {
    client_ = std::make_unique<reg::SignedClient>(line.url, std::vector{line.pin}, device_.key(), device_.id);
    client_url_ = line.url;
  }
  fate_ = fate;
  if (!delivery_) {
    delivery_ = std::make_unique<journal::Delivery>(
        *book_, key_,
        [this](reg::Request request) {
          const journal::Delivery::Send send = [this](reg::Request whole) { return client_->send(std::move(whole)); };
          return fate_ ? fate_(send, std::move(request)) : send(std::move(request));
        },
        [] { return static_cast<std::int64_t>(std::time(nullptr)); });
  }
  return delivery_->round();
}

}  // namespace sportello::tests
