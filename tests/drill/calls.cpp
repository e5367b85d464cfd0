// A loop over cards.
#include "tests/drill/calls.h"

namespace sportello::drill {

Times CallsResult::all() const {
  Times together;
  for (const auto& [name, times] : calls) together.add(times);
  return together;
}

void CallsResult::add(const CallsResult& other) {
  for (const auto& [name, times] : other.calls) calls[name].add(times);
  for (const auto& [why, count] : other.failures) failures[why] += count;
}

CallsResult run_calls(Desk& desk, Codes& codes, const std::vector<Card>& cards, std::size_t from,
                      std::size_t rounds) {
  CallsResult result;
  const auto failed = [&](const std::string& where, const Refused& why) {
    ++result.failures[where + ": " + why.sentence];
  };
  for (std::size_t i = from; i < from + rounds && i < cards.size(); ++i) {
    codes.forget(cards[i].phone);
    const auto opened = timed(result.calls["open"], [&] { return desk.open(cards[i].document, "it"); });
    if (!opened) {
      failed("open", opened.error());
      continue;
    }
    const auto again = timed(result.calls["code"], [&] { return desk.resend(); });
    if (!again && again.error().code != wire::Code::resend_too_soon) failed("code", again.error());
    const auto code = codes.wait_for(cards[i].phone, std::chrono::seconds{20});
    if (!code) {
      failed("code", {"none arrived", std::nullopt});
      continue;
    }
    const auto person = timed(result.calls["check"], [&] { return desk.check(*code); });
    if (!person) failed("check", person.error());
    const auto alive = timed(result.calls["heartbeat"], [&] { return desk.heartbeat(); });
    if (!alive) failed("heartbeat", alive.error());
    const auto ended = timed(result.calls["end"], [&] { return desk.end(); });
    if (!ended) failed("end", ended.error());
  }
  return result;
}

}  // namespace sportello::drill
