// Messages through real gateways: Kannel, Kannel down, every gateway down, and a death in the middle of sending.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

#include "service/configuration.h"
#include "service/ground.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/kannel.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;

namespace {

const Family& mario() { return families().at(0); }
const std::string spool_gateway = "[[gateway]]\nkind = \"spool\"\ndirectory = \"spool\"\n";

std::string kannel_gateway(const TempFolder& folder, const std::string& url, const std::string& password) {
  write_file(folder / "password", password + "\n");
  return "[[gateway]]\nkind = \"kannel\"\nurl = \"" + url + "\"\nusername = \"sportello\"\npassword_file = \"" +
         (folder / "password").string() + "\"\nsender = \"IC Verdi\"\n\n";
}

std::string url_of(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port) + "/cgi-bin/sendsms"; }

// The outbox's last word on the code of a visit.
std::string outbox_state(const ServiceFixture& service) {
  const auto configuration = load_configuration(service.configuration_file());
  const auto ground = open_ground(*configuration);
  return store::read_and_wait(*ground->store,
                              [](store::Session& session) {
                                const auto row =
                                    session.first("SELECT state, last_word FROM outbox WHERE kind = 'code'");
                                return row ? row->text(0) + ": " + row->text(1) : std::string{"none"};
                              })
      .value();
}

// Takes connections and never answers.
class BlackHole {
 public:
  BlackHole() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), length) == 0);
    REQUIRE(::listen(socket_, 16) == 0);
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port_ = ntohs(address.sin_port);
  }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;
  ~BlackHole() { ::close(socket_); }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] bool asked() const {
    const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection >= 0) held_ = connection;
    return connection >= 0;
  }

 private:
  int socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  mutable int held_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace

TEST_CASE("a visit through a real Kannel: the code is what its SMS centre received") {
  REQUIRE(Kannel::installed());
  Kannel kannel;
  TempFolder folder;
  FixtureOptions options;
  options.gateways = kannel_gateway(folder, kannel.url(), kannel.password());
  ServiceFixture service{options};
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(mario().document);
  REQUIRE(visit);
  REQUIRE(eventually([&] { return !kannel.received().empty(); }));
  const auto received = kannel.received().front();
  CHECK(received.to == mario().phone);
  CHECK(received.text.starts_with("IC Verdi Roma: il codice per le tue credenziali \u00e8 "));
  const auto person = kiosk.check(visit->visit, SpooledSms{received.to, received.text}.code());
  REQUIRE(person);
  CHECK(kiosk.set_credentials(visit->visit, *person, wire::Act::issue, good_password));
  CHECK(eventually([&] { return kannel.received().size() == 2; }));
  CHECK(outbox_state(service) == "sent: kannel");
}

TEST_CASE("a Kannel that refuses our password, and one that is down, hand over to the next gateway") {
  REQUIRE(Kannel::installed());
  Kannel kannel;
  TempFolder folder;
  const auto url = GENERATE(0, 1) == 0 ? kannel.url() : url_of(free_port());
  FixtureOptions options;
  options.gateways = kannel_gateway(folder, url, "wrong") + spool_gateway;
  ServiceFixture service{options};
  CHECK(service.kiosk().open(mario().document));
  REQUIRE(service.sms_to(mario().phone));
  CHECK(kannel.received().empty());
  CHECK(eventually([&] { return outbox_state(service) == "sent: spool"; }));
}

TEST_CASE("with every gateway down the message waits, is sent when one is back, and is given up at its end of life") {
  TempFolder folder;
  std::atomic<std::int64_t> offset = 0;
  FixtureOptions options;
  options.now = [&offset] {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + std::chrono::seconds{offset};
  };
  ServiceFixture service{options};
  // The spool's folder is a file: the gateway refuses until it is gone.
  write_file(service.spool(), "in the way");
  auto kiosk = service.kiosk();
  CHECK(kiosk.open(mario().document));
  REQUIRE(eventually([&] { return outbox_state(service).contains("spool_not_writable"); }));

  SECTION("one comes back") {
    std::filesystem::remove(service.spool());
    CHECK(service.sms_to(mario().phone));
  }
  SECTION("none comes back") {
    offset = 10 * 60;
    CHECK(eventually([&] {
      const auto state = outbox_state(service);
      return state.starts_with("failed: ") || state.starts_with("overtaken");
    }));
    std::filesystem::remove(service.spool());
    std::this_thread::sleep_for(3s);
    CHECK(service.spooled().empty());  // a code that is dead is not sent late
  }
}

TEST_CASE("a death in the middle of sending: the message is sent after the restart") {
  TempFolder folder;
  BlackHole hole;
  FixtureOptions options;
  options.as_program = true;
  options.gateways = kannel_gateway(folder, url_of(hole.port()), "x");
  ServiceFixture service{options};
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(mario().document);
  REQUIRE(visit);
  REQUIRE(eventually([&] { return hole.asked(); }));
  service.kill();
  service.set_gateways(spool_gateway);
  service.start();
  const auto sms = service.sms_to(mario().phone);
  REQUIRE(sms);
  CHECK(KioskClient{service.where(), service.kiosk_identity()}.check(visit->visit, sms->code()).error().code ==
        wire::Code::internal);  // sealed to the key of the kiosk that opened the visit: no other can read it
  std::this_thread::sleep_for(500ms);
  CHECK(service.spooled().size() == 1);
}

TEST_CASE("a stranger's message is worked like a real one and reaches no gateway") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  REQUIRE(kiosk.open(mario().document));
  REQUIRE(kiosk.open(unknown_document));
  const auto work = [&] {
    const auto configuration = load_configuration(service.configuration_file());
    const auto ground = open_ground(*configuration);
    return store::read_and_wait(*ground->store,
                                [](store::Session& session) {
                                  std::vector<std::string> rows;
                                  for (const auto& row : session.query(
                                           "SELECT o.state, o.attempts, (SELECT COUNT(*) FROM outbox_try t WHERE "
                                           "t.outbox_id = o.id) FROM outbox o ORDER BY o.state")) {
                                    rows.push_back(row.text(0) + " " + std::to_string(row.integer(1)) + " " +
                                                   std::to_string(row.integer(2)));
                                  }
                                  return rows;
                                })
        .value();
  };
  CHECK(eventually([&] { return work() == std::vector<std::string>{"sent 1 1", "withheld 1 1"}; }));
  CHECK(service.spooled().size() == 1);
  CHECK(service.spooled().front().to == mario().phone);
}

TEST_CASE("serve refuses the spool without --demo") {
  ServiceFixture service{FixtureOptions{.start = false}};
  Process program{{SPORTELLO_SERVICE_PROGRAM, "--config", service.configuration_file().string(), "serve"},
                  service.log_file()};
  CHECK(program.wait(10s) == 1);
  CHECK(read_file(service.log_file()).contains("remove it, or add --demo"));
}
