// What whoever runs the service relies on: metrics that a real parser reads, rates that are bounded, a stop that
// loses nothing and is announced, and a supervisor that hears how it stands.
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <chrono>

#include <algorithm>
#include <array>
#include <atomic>
#include <boost/json/parse.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "service/shared/wire/messages.h"
#include "service/store/at_rest.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace std::chrono_literals;

namespace {

// A service whose configuration has `wanted` in place of `was`.
std::unique_ptr<ServiceFixture> service_with(const std::vector<std::pair<std::string, std::string>>& changes,
                                             FixtureOptions options = {}) {
  options.start = false;
  auto service = std::make_unique<ServiceFixture>(std::move(options));
  auto text = read_file(service->configuration_file());
  for (const auto& [was, wanted] : changes) {
    const auto at = text.find(was);
    REQUIRE(at != std::string::npos);
    text.replace(at, was.size(), wanted);
  }
  std::ofstream{service->configuration_file()} << text;
  service->start();
  return service;
}

std::string private_url(const ServiceFixture& service, const std::string& path) {
  return "http://127.0.0.1:" + std::to_string(service.private_port()) + path;
}

// What the parser printed: "name labels" → value.
std::map<std::string, double> samples_of(const ServiceFixture& service, const std::string& page) {
  std::ofstream{service.folder() / "metrics"} << page;
  const auto said = service.folder() / "samples";
  const auto command = "/usr/bin/python3 " SPORTELLO_SOURCE "/tests/operations/read_metrics.py <" +
                       (service.folder() / "metrics").string() + " >" + said.string() + " 2>&1";
  const int status = std::system(command.c_str());
  std::map<std::string, double> samples;
  std::ifstream in{said};
  INFO(read_file(said));
  CHECK(status == 0);
  for (std::string line; std::getline(in, line);) {
    const auto end = line.rfind(' ');
    if (end != std::string::npos) samples[line.substr(0, end)] = std::strtod(line.c_str() + end, nullptr);
  }
  return samples;
}

// systemd's side of sd_notify, for the service that is started while this lives.
class Supervisor {
 public:
  explicit Supervisor(const std::string& watchdog_us) : path_(folder_ / "notify") {
    socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto name = path_.string();
    REQUIRE(name.size() < sizeof address.sun_path);
    std::memcpy(address.sun_path, name.data(), name.size());
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
    if (!watchdog_us.empty()) ::setenv("WATCHDOG_USEC", watchdog_us.c_str(), 1);
  }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
    ::close(socket_);
  }
  // The next thing told; "" after `within`.
  std::string heard(std::chrono::seconds within = 10s) {
    const timeval wait{within.count(), 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    std::array<char, 256> text{};
    const auto count = ::recv(socket_, text.data(), text.size(), 0);
    return count > 0 ? std::string{text.data(), static_cast<std::size_t>(count)} : "";
  }

 private:
  TempFolder folder_;
  std::filesystem::path path_;
  int socket_ = -1;
};

}  // namespace

TEST_CASE("metrics are read by Prometheus' own parser and tell of routes, not of people") {
  ServiceFixture service;
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(families()[0].document);
  REQUIRE(visit);
  const auto sms = service.sms_to(families()[0].phone);
  REQUIRE(sms);
  const auto person = kiosk.check(visit->visit, sms->code());
  REQUIRE(person);
  REQUIRE(kiosk.set_credentials(visit->visit, *person, wire::Act::issue, good_password));
  HttpsClient client{service.where().certificate};
  CHECK(
      client.send("GET", "https://" + service.where().authority() + "/v1/nothing/" + families()[0].document).status ==
      404);

  // A hash is counted when it is over, which may be after its answer was given.
  auto answer = client.send("GET", private_url(service, "/metrics"));
  for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{5};
       answer.body.contains("\nsportello_hash_duration_seconds_count 0") &&
       std::chrono::steady_clock::now() < until;) {
    answer = client.send("GET", private_url(service, "/metrics"));
  }
  CHECK(answer.status == 200);
  CHECK(answer.headers.at("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  for (const auto& word : {families()[0].document, families()[0].phone, families()[0].mail, school_code,
                           std::string{"Verdi"}, kiosk.raw().identity().key_id, visit->visit}) {
    INFO(word);
    CHECK_FALSE(answer.body.contains(word));
  }
  auto samples = samples_of(service, answer.body);
  for (const std::string name : {"sportello_requests_total route=POST /v1/visits,status=201",
                                 "sportello_requests_total route=POST /v1/visits/{id}/credentials,status=200",
                                 "sportello_requests_total route=none,status=404",
                                 "sportello_request_duration_seconds_count route=POST /v1/visits/{id}/code/check",
                                 "sportello_connections listener=public",
                                 "sportello_connections_accepted_total listener=private",
                                 "sportello_tls_handshakes_total result=done",
                                 "sportello_hash_duration_seconds_count -",
                                 "sportello_hash_wait_seconds_count -",
                                 "sportello_store_duration_seconds_count kind=write",
                                 "sportello_store_commit_commands_count -",
                                 "sportello_store_up -",
                                 "sportello_gateway_results_total channel=sms,gateway=spool,result=taken",
                                 "sportello_sms_budget_used_ratio -",
                                 "sportello_audit_events_total -",
                                 "process_cpu_seconds_total -",
                                 "process_resident_memory_bytes -",
                                 "process_open_fds -",
                                 "process_max_fds -",
                                 "process_start_time_seconds -"}) {
    INFO(name);
    CHECK(samples[name] > 0);
  }
  CHECK(samples.contains("sportello_hashes_waiting -"));
  CHECK(samples.contains("sportello_user_codes_exhausted_total -"));
  CHECK(samples.at("sportello_audit_witnesses_disagreeing -") == 0);
  CHECK(samples["sportello_sms_budget_used_ratio -"] <= 0.001);
  CHECK(samples["process_start_time_seconds -"] > 1.7e9);
}

TEST_CASE("messages that wait are told with their age, and nobody else may ask") {
  auto service =
      service_with({}, {.gateways = "[[gateway]]\nkind = \"kannel\"\nurl = \"http://127.0.0.1:1/x\"\n"
                                    "username = \"u\"\npassword_file = \"families.csv\"\nsender = \"S\"\n"});
  REQUIRE(service->kiosk().open(families()[0].document));
  HttpsClient client{service->where().certificate};
  std::map<std::string, double> samples;
  CHECK(eventually([&] {
    samples = samples_of(*service, client.send("GET", private_url(*service, "/metrics")).body);
    return samples["sportello_outbox_messages channel=sms,state=queued"] >= 1 &&
           samples["sportello_outbox_oldest_seconds channel=sms,state=queued"] >= 1;
  }));
  CHECK(samples["sportello_gateway_results_total channel=sms,gateway=kannel,result=refused"] >= 1);
  CHECK(client.send("GET", "https://" + service->where().authority() + "/metrics").status == 404);
}

TEST_CASE("what a register is still to be told shows under its connector's name") {
  auto service = service_with(
      {}, {.gateways = "[[gateway]]\nkind = \"spool\"\ndirectory = \"spool\"\n\n[[connector]]\nkind = \"csv\"\n"
                       "name = \"files\"\nschools = [\"" +
                       school_code + "\"]\nfolder = \"nowhere\"\n"});
  HttpsClient client{service->where().certificate};
  const auto look = [&] { return samples_of(*service, client.send("GET", private_url(*service, "/metrics")).body); };
  CHECK(look().at("sportello_connector_events connector=files,state=waiting") == 0);
  auto kiosk = service->kiosk();
  const auto visit = kiosk.open(families()[0].document);
  REQUIRE(visit);
  const auto person = kiosk.check(visit->visit, service->sms_to(families()[0].phone)->code());
  REQUIRE(person);
  REQUIRE(kiosk.set_credentials(visit->visit, *person, wire::Act::issue, good_password));
  CHECK(eventually([&] { return look()["sportello_connector_oldest_seconds connector=files"] >= 1; }));
  const auto samples = look();
  CHECK(samples.at("sportello_connector_events connector=files,state=waiting") == 1);
  CHECK(samples.at("sportello_connector_events connector=files,state=refused") == 0);
}

TEST_CASE("a kiosk that asks too often waits; the other school's does not, and a forger spends nothing of it") {
  auto service = service_with({{"requests_per_kiosk_minute = 1000000", "requests_per_kiosk_minute = 6"}});
  auto kiosk = service->kiosk();
  Identity stranger = kiosk.raw().identity();
  stranger.key = std::make_shared<const signing::SigningKey>(signing::SigningKey::generate());
  SignedClient forger{service->where(), stranger};
  for (int i = 0; i < 30; ++i) CHECK(forger.call("POST", "/v1/device/heartbeat", "{}").status == 401);
  for (int i = 0; i < 20; ++i) CHECK(kiosk.heartbeat());
  const auto answer = kiosk.raw().call("POST", "/v1/device/heartbeat", "{}");
  CHECK(answer.status == 429);
  const auto wait = std::stoi(answer.headers.at("retry-after"));
  CHECK(wait >= 1);
  CHECK(wait <= 10);
  CHECK(answer.headers.at("content-type") == "application/problem+json");
  CHECK(boost::json::parse(answer.body).at("code") == "busy");  // a kiosk waits and asks again
  auto other = service->kiosk(other_school_code);
  CHECK(other.heartbeat());
}

TEST_CASE("one card may not be asked about without end, on file or not; others may") {
  auto service = service_with({{"requests_per_person_minute = 1000000", "requests_per_person_minute = 6"}});
  auto kiosk = service->kiosk();
  const auto answers = [&](const std::string& document) {
    std::vector<std::string> said;
    for (int i = 0; i < 21; ++i) {
      const auto visit = kiosk.open(document);
      said.emplace_back(visit ? "opened" : wire::name_of(visit.error().code));
    }
    return said;
  };
  const auto known = answers(families()[0].document);
  CHECK(known.front() == "opened");
  CHECK(std::count(known.begin(), known.end(), "busy") == 1);
  CHECK(known.back() == "busy");
  CHECK(answers(unknown_document) == known);
  CHECK(kiosk.open(families()[1].document));
  auto page = service->login_page();
  std::vector<wire::Code> codes;
  for (int i = 0; i < 21; ++i) codes.push_back(log_in(page, "G1234567A", "Sbagliata-1234").error().code);
  CHECK(std::count(codes.begin(), codes.end(), wire::Code::busy) == 1);
  CHECK(codes.back() == wire::Code::busy);
  CHECK(log_in(page, "G7654321A", "Sbagliata-1234").error().code == wire::Code::login_refused);
}

TEST_CASE("browsers of one address that ask too often wait, and no kiosk with them") {
  auto service = service_with({{"requests_per_address_minute = 1000000", "requests_per_address_minute = 6"}});
  HttpsClient browser{service->where().certificate};
  const auto url = "https://" + service->where().authority() + "/invitation";
  int refused = 0;
  for (int i = 0; i < 30; ++i) refused += browser.send("GET", url).status == 429 ? 1 : 0;
  CHECK(refused >= 5);
  CHECK(refused <= 10);
  CHECK(service->kiosk().heartbeat());
}

TEST_CASE("a stop under load loses no request that was accepted, and says before that it comes") {
  auto service =
      service_with({{"public_url", "drain_seconds = 2\npublic_url"}}, {.as_program = true, .extra_guardians = 40});
  std::mutex mutex;
  std::set<std::string> answered;  // by the id in the answer
  std::set<std::string> visits;
  std::vector<std::thread> kiosks;
  std::atomic<bool> over = false;
  (void)service->kiosk_identity();
  for (int worker = 0; worker < 4; ++worker) {
    kiosks.emplace_back([&, worker] {
      auto kiosk = service->kiosk();
      for (int i = 0; !over; ++i) {
        const auto document = ServiceFixture::document_of((worker * 10) + (i % 10));
        const wire::VisitRequest wish{wire::SecretText{std::string_view{document}}, "it",
                                      kiosk.reply_key().public_key()};
        const auto answer =
            kiosk.raw().call("POST", "/v1/visits", wire::to_json(wish), {.idempotency_key = fresh_idempotency_key()});
        if (answer.status == 0) return;  // refused: nothing was accepted
        const std::lock_guard lock{mutex};
        answered.insert(answer.headers.at("x-request-id"));
        if (answer.status == 201) visits.insert(std::string{boost::json::parse(answer.body).at("visit").as_string()});
      }
    });
  }
  HttpsClient probe{service->where().certificate};
  CHECK(eventually([&] {
    const std::lock_guard lock{mutex};
    return answered.size() > 50;
  }));
  CHECK(probe.send("GET", private_url(*service, "/readyz")).status == 200);
  ::kill(service->pid(), SIGTERM);
  CHECK(eventually(
      [&] {
        const auto ready = probe.send("GET", private_url(*service, "/readyz"));
        return ready.status == 503 && ready.body.contains("draining");
      },
      2s));
  auto latecomer = service->kiosk();
  CHECK(latecomer.raw().call("POST", "/v1/device/heartbeat", "{}").status == 200);  // still served
  service->stop();  // waits for the end, and throws unless it is a good one
  over = true;
  for (auto& kiosk : kiosks) kiosk.join();

  std::istringstream log{read_file(service->log_file())};
  std::size_t logged = 0;
  for (std::string line; std::getline(log, line);) {
    if (!line.contains("\"event\":\"request\"") || !line.contains("POST /v1/visits\"")) continue;
    ++logged;
    const auto id = std::string{boost::json::parse(line).at("request").as_string()};
    INFO("accepted, and never answered: " << line);
    CHECK(answered.contains(id));
  }
  CHECK(logged == answered.size());
  CHECK(visits.size() > 50);
  service->start();
  CHECK(service->kiosk().heartbeat());
}

TEST_CASE("a master key that systemd hands over by an access list is taken, one that others may read is not") {
  const TempFolder folder;
  const auto file = folder / "master-key";
  REQUIRE(store::MasterKey::create(file));
  CHECK(store::MasterKey::load(file));
  std::filesystem::permissions(file, std::filesystem::perms{0640});
  CHECK_FALSE(store::MasterKey::load(file));
  std::filesystem::permissions(file, std::filesystem::perms{0600});
  // Version 2: the owner reads and writes, user 4242 reads, the group nothing; the mask shows as the group's bits.
  const std::array<unsigned char, 44> list = {2, 0,   0,   0,   1,   0,   6,  0, 255, 255, 255, 255, 2,   0,  4,
                                              0, 146, 16,  0,   0,   4,   0,  0, 0,   255, 255, 255, 255, 16, 0,
                                              4, 0,   255, 255, 255, 255, 32, 0, 0,   0,   255, 255, 255, 255};
  if (::setxattr(file.c_str(), "system.posix_acl_access", list.data(), list.size(), 0) != 0) {
    WARN("no access lists on this file system: " << std::strerror(errno));
    return;
  }
  CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::group_read) !=
        std::filesystem::perms::none);
  CHECK(store::MasterKey::load(file));
}

TEST_CASE("the supervisor hears that the service is ready, well, and stopping") {
  Supervisor supervisor{"400000"};
  ServiceFixture service{{.as_program = true}};
  CHECK(supervisor.heard() == "READY=1");
  CHECK(supervisor.heard() == "WATCHDOG=1");
  CHECK(supervisor.heard() == "WATCHDOG=1");
  service.stop();
  std::string last;
  for (auto word = supervisor.heard(1s); !word.empty(); word = supervisor.heard(1s)) last = word;
  CHECK(last == "STOPPING=1");
}

TEST_CASE("a service that stands still is not said to be well") {
  Supervisor supervisor{"400000"};
  ServiceFixture service{{.as_program = true}};
  CHECK(supervisor.heard() == "READY=1");
  CHECK(supervisor.heard() == "WATCHDOG=1");
  ::kill(service.pid(), SIGSTOP);
  (void)supervisor.heard(1s);  // what was under way
  CHECK(supervisor.heard(1s).empty());
  ::kill(service.pid(), SIGCONT);
  CHECK(supervisor.heard() == "WATCHDOG=1");
  service.stop();
}
