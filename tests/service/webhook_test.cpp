// A webhook against a register that misbehaves in every way: each event is applied once, in the order of its account.
#include <ctime>
#include <map>
#include <sstream>

#include "service/connectors/webhook.h"
#include "service/connectors/worker.h"
#include "service/metrics/instruments.h"
#include "service/store/acts/connector_events.h"
#include "tests/fakes/process.h"
#include "tests/fakes/register_receiver.h"
#include "tests/service/connectors_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using connectors::Webhook;
using connectors::WebhookOptions;
using desk::RegisterEvent;
using fakes::eventually;
using fakes::Manners;
using fakes::RegisterReceiver;

namespace {

store::Time system_now() { return store::Time{std::chrono::seconds{::time(nullptr)}}; }

struct Line {
  Line() { desk.told_at = system_now(); }

  ConnectorDesk desk;
  fakes::TempFolder folder;
  signing::SigningKey key = signing::SigningKey::generate();
  RegisterReceiver receiver{key.public_key()};

  std::unique_ptr<Webhook> webhook(std::chrono::milliseconds total = 2s, const std::string& process = "one",
                                   const std::string& pin = "") {
    REQUIRE((std::filesystem::exists(folder / "key") || key.save(folder / "key")));
    auto made = Webhook::make(desk.tools(system_now, process),
                              {"verdi", receiver.url(), receiver.certificate(), pin, 2s, total, 1s},
                              signing::SigningKey::load(folder / "key").value());
    REQUIRE(made);
    return std::move(*made);
  }
  std::string last_word(const std::string& account) {
    return desk.act([&](store::Session& session) {
      return session.first("SELECT last_word FROM connector_event WHERE account_id = $1 ORDER BY sequence", account)
          ->text(0);
    });
  }
  std::int64_t in_state(const std::string& state) {
    return desk.count("connector_event WHERE state = '" + state + "'");
  }
};

// How often the connector's tries ended like this, in this program.
std::int64_t counted(const std::string& result) {
  std::ostringstream out;
  metrics::connector_results.write(out);
  const auto text = out.str();
  const auto series = "sportello_connector_results_total{connector=\"verdi\",result=\"" + result + "\"} ";
  const auto at = text.find(series);
  return at == std::string::npos ? 0 : std::stoll(text.substr(at + series.size()));
}

}  // namespace

TEST_CASE("what a register took, what waits and what it refused is counted, under the connector's name") {
  Line line;
  line.desk.office->registers["RMIC817009"].connector = "verdi";
  const auto events = [&] {
    return line.desk.act([&](store::Session& session) { return acts::count_events(session, *line.desk.office); });
  };
  CHECK(events().at("verdi").waiting == 0);
  for (const int number : {1, 2, 3, 4}) line.desk.add_account(number);
  CHECK(events().at("verdi").waiting == 4);
  CHECK(events().at("verdi").oldest == line.desk.told_at);
  line.receiver.behave([](int number, const auto&) {
    return Manners{.status = number == 0 ? 422 : number == 1 ? 503 : 200};
  });
  const std::map<std::string, std::int64_t> before{
      {"delivered", counted("delivered")}, {"put_off", counted("put_off")}, {"refused", counted("refused")}};
  const auto webhook = line.webhook();
  for (int step = 0; step < 4; ++step) CHECK(webhook->work(line.desk.customer()));
  CHECK(counted("delivered") - before.at("delivered") == 2);
  CHECK(counted("put_off") - before.at("put_off") == 1);
  CHECK(counted("refused") - before.at("refused") == 1);
  CHECK(events().at("verdi").waiting == 1);
  CHECK(events().at("verdi").refused == 1);
  // The configuration names no connector for that school any more.
  line.desk.office->registers.clear();
  CHECK(events().size() == 1);
  CHECK(events().at("none").waiting == 1);
  CHECK(events().at("none").refused == 1);
}

TEST_CASE("events arrive signed, with their id, account and school; the answer is not read") {
  Line line;
  const auto account = line.desk.add_account(1);
  line.desk.tell(account, RegisterEvent::credentials_frozen);
  line.receiver.behave([](int, const auto&) { return Manners{.status = 200, .body = std::string(200'000, 'x')}; });
  const auto webhook = line.webhook();
  CHECK(webhook->work(line.desk.customer()));
  CHECK(webhook->work(line.desk.customer()));
  CHECK_FALSE(webhook->work(line.desk.customer()));
  const auto applied = line.receiver.applied();
  REQUIRE(applied.size() == 2);
  CHECK(applied[0].event == "credentials_issued");
  CHECK(applied[1].event == "credentials_frozen");
  CHECK(applied[0].sequence < applied[1].sequence);
  CHECK(applied[0].account == account);
  CHECK(applied[0].body.contains("\"school\":\"RMIC817009\""));
  CHECK(applied[0].body.contains("\"user_code\":\"G1000001A\""));
  CHECK(line.receiver.faults().empty());
  CHECK(line.in_state("delivered") == 2);
}

TEST_CASE("cut off after it was applied, an event comes again under the same id and is applied once") {
  Line line;
  line.desk.add_account(1);
  line.receiver.behave([](int number, const auto&) { return Manners{.hangs_up = number == 0}; });
  const auto webhook = line.webhook();
  CHECK(webhook->work(line.desk.customer()));
  CHECK(line.in_state("queued") == 1);
  REQUIRE(eventually([&] { return webhook->work(line.desk.customer()); }));
  CHECK(line.in_state("delivered") == 1);
  CHECK(line.receiver.applied().size() == 1);
  const auto ids = line.receiver.ids();
  REQUIRE(ids.size() == 2);
  CHECK(ids[0] == ids[1]);
  CHECK(line.receiver.faults().empty());  // a repeat brings a nonce of its own
}

TEST_CASE("each kind of refusal: again, or for good, with a word for the office") {
  struct Case {
    int status;
    std::string state, word;
  };
  for (const auto& wanted : std::vector<Case>{{500, "queued", "http_500"},
                                              {503, "queued", "http_503"},
                                              {429, "queued", "http_429"},
                                              {408, "queued", "http_408"},
                                              {409, "queued", "http_409"},
                                              {302, "queued", "http_302"},
                                              {400, "failed", "http_400"},
                                              {404, "failed", "http_404"},
                                              {422, "failed", "http_422"}}) {
    CAPTURE(wanted.status);
    Line line;
    const auto account = line.desk.add_account(1);
    line.receiver.behave([&](int, const auto&) {
      return Manners{.status = wanted.status, .applies = false, .header = "Location: " + line.receiver.url()};
    });
    CHECK(line.webhook()->work(line.desk.customer()));
    CHECK(line.in_state(wanted.state) == 1);
    CHECK(line.last_word(account) == wanted.word);
    CHECK(line.receiver.ids().size() == 1);  // a redirect is not followed
  }
}

TEST_CASE("Retry-After is honoured, and bounded") {
  for (const auto& [asked, least, most] : {std::tuple{"100", 100, 103}, {"999999999", 21'600, 21'603}}) {
    CAPTURE(asked);
    Line line;
    line.desk.add_account(1);
    const std::string header = std::string{"Retry-After: "} + asked;
    line.receiver.behave(
        [&](int, const auto&) { return Manners{.status = 503, .applies = false, .header = header}; });
    const auto before = system_now();
    CHECK(line.webhook()->work(line.desk.customer()));
    const auto next = line.desk.act(
        [&](store::Session& session) { return session.first("SELECT next_at FROM connector_event")->time(0); });
    CHECK(next >= before + std::chrono::seconds{least});
    CHECK(next <= before + std::chrono::seconds{most});
  }
}

TEST_CASE("a register that is slow, has the wrong certificate or key, or is not there costs no event") {
  Line line;
  const auto account = line.desk.add_account(1);
  SECTION("slow") {
    line.receiver.behave([](int, const auto&) { return Manners{.slow = 3s}; });
    CHECK(line.webhook(300ms)->work(line.desk.customer()));
    CHECK(line.last_word(account) == "timed_out");
  }
  SECTION("a certificate that nobody vouches for") {
    const fakes::TempFolder other;
    const auto stranger_files = fakes::make_certificate(other.path());
    auto made =
        Webhook::make(line.desk.tools(system_now), {"verdi", line.receiver.url(), stranger_files.certificate, ""},
                      signing::SigningKey::generate());
    REQUIRE(made);
    CHECK((*made)->work(line.desk.customer()));
    CHECK(line.last_word(account) == "certificate");
    CHECK(line.receiver.ids().empty());
  }
  SECTION("another key than the pinned one") {
    CHECK(
        line.webhook(2s, "one", "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")->work(line.desk.customer()));
    CHECK(line.last_word(account) == "certificate");
    CHECK(line.receiver.ids().empty());
  }
  SECTION("nobody there") {
    auto made = Webhook::make(line.desk.tools(system_now),
                              {"verdi", "https://127.0.0.1:" + std::to_string(fakes::free_port()) + "/", {}, ""},
                              signing::SigningKey::generate());
    REQUIRE(made);
    CHECK((*made)->work(line.desk.customer()));
    CHECK(line.last_word(account) == "unreachable");
  }
  CHECK(line.in_state("queued") == 1);
}

TEST_CASE("an address that is not https is no address") {
  ConnectorDesk desk;
  for (const auto* url : {"http://register.example/", "https://user@register.example/", "register", ""}) {
    CHECK_FALSE(Webhook::make(desk.tools(system_now), {"verdi", url, {}, ""}, signing::SigningKey::generate()));
  }
}

TEST_CASE("two workers and a register that stumbles: each event is applied once, each account in its order") {
  Line line;
  std::vector<std::string> accounts;
  for (int i = 0; i < 12; ++i) accounts.push_back(line.desk.add_account(i));
  for (const auto& account : accounts) {
    for (const auto event :
         {RegisterEvent::credentials_frozen, RegisterEvent::credentials_unfrozen, RegisterEvent::password_changed}) {
      line.desk.tell(account, event);
    }
  }
  line.receiver.behave([](int number, const auto&) {
    return number % 9 == 4   ? Manners{.hangs_up = true}
           : number % 9 == 7 ? Manners{.status = 500, .applies = false}
                             : Manners{};
  });
  {
    const std::set<std::string> schools{"RMIC817009"};
    const connectors::Worker one{line.desk.tools(system_now, "one"), line.webhook(2s, "one"), schools};
    const connectors::Worker two{line.desk.tools(system_now, "two"), line.webhook(2s, "two"), schools};
    CHECK(eventually([&] { return line.in_state("delivered") == 48; }, 60s));
  }
  const auto applied = line.receiver.applied();
  CHECK(applied.size() == 48);
  std::map<std::string, std::int64_t> last;
  for (const auto& event : applied) {
    CHECK(event.sequence > last[event.account]);
    last[event.account] = event.sequence;
  }
  CHECK(line.receiver.faults().empty());
}
