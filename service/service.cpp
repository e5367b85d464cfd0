// The parts in the order of their lives: what is declared first ends last.
#include "service/service.h"

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "service/ground.h"
#include "service/handlers/routes.h"
#include "service/hashing/argon2id.h"
#include "service/http/server.h"
#include "service/messaging/kannel.h"
#include "service/messaging/spool.h"
#include "service/messaging/worker.h"
#include "service/shared/log/log.h"
#include "service/store/acts/bulk_invitations.h"
#include "service/store/acts/sweep.h"

namespace sportello::service {
namespace {

namespace acts = store::acts;
using Gateways = std::vector<std::unique_ptr<messaging::Gateway>>;

constexpr auto sweep_every = std::chrono::minutes{1};  // what is swept lives two minutes and more

std::expected<std::string, std::string> whole_file(const std::filesystem::path& file, std::string_view key) {
  std::ifstream in{file, std::ios::binary};
  std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.is_open()) {
    return std::unexpected("cannot read " + file.string() + ": name a file that exists under " + std::string{key});
  }
  return text;
}

std::expected<Gateways, std::string> make_gateways(const Configuration& configuration, bool demo) {
  Gateways gateways;
  for (const auto& wanted : configuration.gateways) {
    switch (wanted.kind) {
      case GatewayConfiguration::Kind::spool:
        if (!demo) {
          return std::unexpected(
              "a gateway is \"spool\", which leaves codes in clear on the disk: remove it, or add --demo");
        }
        gateways.push_back(std::make_unique<messaging::SpoolGateway>(wanted.directory));
        break;
      case GatewayConfiguration::Kind::kannel: {
        auto password = whole_file(wanted.password_file, "gateway.password_file");
        if (!password) return std::unexpected(password.error());
        while (password->ends_with('\n') || password->ends_with('\r')) password->pop_back();
        gateways.push_back(std::make_unique<messaging::KannelGateway>(messaging::KannelOptions{
            wanted.url, wanted.username, secret::SecretText{std::string_view{*password}}, wanted.sender}));
        break;
      }
    }
  }
  if (gateways.empty())
    return std::unexpected(std::string{"no gateway is configured: add a [[gateway]] that can send SMS"});
  return gateways;
}

std::expected<Gateways, std::string> make_mail(const Configuration& configuration, bool demo) {
  Gateways servers;
  if (configuration.mail.kind == MailConfiguration::Kind::spool) {
    if (!demo) return std::unexpected("[mail] is \"spool\", which leaves links in clear on the disk: add --demo");
    servers.push_back(std::make_unique<messaging::SpoolGateway>(configuration.mail.directory));
  }
  return servers;
}

// Once a minute, on a thread of its own: deletes what is past its time, reminds of invitations.
class Sweeper {
 public:
  Sweeper(store::Store& store, const acts::Office& office, std::function<store::Time()> now)
      : thread_([this, &store, &office, now = std::move(now)] { work(store, office, now); }) {}
  Sweeper(const Sweeper&) = delete;
  Sweeper& operator=(const Sweeper&) = delete;
  ~Sweeper() {
    {
      const std::lock_guard lock{mutex_};
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void work(store::Store& store, const acts::Office& office, const std::function<store::Time()>& now) {
    std::unique_lock lock{mutex_};
    while (!changed_.wait_for(lock, sweep_every, [this] { return stopping_; })) {
      lock.unlock();
      const auto swept =
          store::write_and_wait(store, [at = now()](store::Session& session) { return acts::sweep(session, at); });
      if (!swept) log::event(log::Level::warning, "sweep_failed", {{"error", swept.error().sentence}});
      const auto reminded = store::write_and_wait(
          store, [&office, at = now()](store::Session& session) { return acts::remind_due(session, office, at); });
      if (!reminded) log::event(log::Level::warning, "reminding_failed", {{"error", reminded.error().sentence}});
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

std::set<std::string, std::less<>> authorities_of(const Configuration& configuration, const http::Endpoint& listen,
                                                  std::uint16_t port) {
  std::set<std::string, std::less<>> names{configuration.authorities.begin(), configuration.authorities.end()};
  const auto add = [&](const std::string& host) {
    names.insert(port == 443 ? host : host + ":" + std::to_string(port));
  };
  add(listen.address.contains(':') ? "[" + listen.address + "]" : listen.address);
  if (listen.address == "127.0.0.1" || listen.address == "::1") add("localhost");
  return names;
}

}  // namespace

struct Service::Parts {
  std::function<store::Time()> now;
  std::optional<hashing::Pool> pool;     // before the server: its last coroutines give their places back
  std::unique_ptr<http::Server> server;  // then: coroutines that wait for what is below end with it
  desk::CommonPasswords common;
  std::optional<invitation::Site> site;
  Ground ground;
  std::optional<messaging::Texts> texts;
  std::optional<messaging::Dispatch> dispatch;
  std::optional<messaging::Dispatch> mail;
  std::optional<messaging::Worker> worker;
  std::optional<Sweeper> sweeper;
  std::optional<handlers::Context> context;

  void stop() {
    if (server) server->stop();
    sweeper.reset();
    worker.reset();
    if (pool) pool->finish();
    if (ground.store) ground.store->close();
  }
  ~Parts() { stop(); }
};

Service::Service(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Service::~Service() = default;
std::uint16_t Service::port() const { return parts_->server->port(); }
std::uint16_t Service::private_port() const { return parts_->server->private_port(); }
void Service::stop() { parts_->stop(); }

std::expected<std::unique_ptr<Service>, std::string> Service::start(const Configuration& configuration,
                                                                    Options options) {
  auto parts = std::make_unique<Parts>();
  auto& all = *parts;
  all.now = options.now ? std::move(options.now) : [] { return sportello::now(); };

  auto listen = http::parse_endpoint(configuration.listen);
  if (!listen) return std::unexpected("service.listen: " + listen.error());
  auto private_listen = http::parse_endpoint(configuration.private_listen);
  if (!private_listen) return std::unexpected("service.private_listen: " + private_listen.error());
  auto gateways = make_gateways(configuration, options.demo);
  if (!gateways) return std::unexpected(gateways.error());
  auto mail = make_mail(configuration, options.demo);
  if (!mail) return std::unexpected(mail.error());
  auto texts = messaging::Texts::built_in();
  if (!texts) return std::unexpected(texts.error());
  all.texts = std::move(*texts);
  const auto common = whole_file(configuration.common_passwords, "service.common_passwords");
  if (!common) return std::unexpected(common.error());
  all.common = desk::CommonPasswords::from_lines(*common);

  auto site = invitation::Site::load(configuration.bootstrap_css);
  if (!site) return std::unexpected(site.error());
  all.site = std::move(*site);

  auto server =
      http::Server::listen({*listen, *private_listen, configuration.certificate, configuration.private_key});
  if (!server) return std::unexpected(server.error());
  all.server = std::move(*server);

  auto ground = open_ground(configuration);
  if (!ground) return std::unexpected(ground.error());
  all.ground = std::move(*ground);

  for (const auto& [id, profile] : all.ground.office->profiles) {
    for (const auto& item : profile.commitments.items) {
      if (!all.site->texts().has_text("commitment." + item)) {
        return std::unexpected("the register profile " + id + " asks for the commitment " + item +
                               ", and the pages have no words for it");
      }
    }
  }

  auto nothing = hashing::hash(secret::Secret{secret::to_hex(secret::random_bytes(16))});
  if (!nothing) return std::unexpected(std::string{"cannot hash a password: give the process 64 MiB more of memory"});
  all.pool.emplace(options.hash_threads > 0 ? options.hash_threads : std::thread::hardware_concurrency(),
                   options.hash_queue);
  all.dispatch.emplace(std::move(*gateways));
  all.mail.emplace(std::move(*mail));
  all.worker.emplace(messaging::Worker::Tools{*all.ground.store, *all.ground.office, *all.dispatch, *all.mail,
                                              *all.texts, configuration.public_url, all.now});
  all.sweeper.emplace(*all.ground.store, *all.ground.office, all.now);
  all.context.emplace(handlers::Context{*all.ground.store, *all.ground.office, *all.pool, all.common,
                                        authorities_of(configuration, *listen, all.server->port()),
                                        std::move(*nothing), all.now, [&all] { all.worker->wake(); }, &*all.site});
  const auto handle = [&all](std::span<const handlers::Route> table) {
    return
        [&all, table](http::Request request) { return handlers::dispatch(*all.context, table, std::move(request)); };
  };
  all.server->serve(handle(handlers::routes()), handle(handlers::private_routes()));
  return std::unique_ptr<Service>{new Service{std::move(parts)}};
}

}  // namespace sportello::service
