// The parts in the order of their lives: what is declared first ends last.
#include "service/service.h"

#include <atomic>
#include <boost/asio/post.hpp>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <future>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "service/gateways.h"
#include "service/ground.h"
#include "service/handlers/routes.h"
#include "service/hashing/argon2id.h"
#include "service/http/server.h"
#include "service/messaging/delivery_watch.h"
#include "service/messaging/limits.h"
#include "service/messaging/worker.h"
#include "service/presence.h"
#include "service/registers.h"
#include "service/shared/log/log.h"
#include "service/store/acts/bulk_invitations.h"
#include "service/store/acts/code_hours.h"
#include "service/store/acts/retention.h"
#include "service/store/acts/sweep.h"
#include "service/store/measured.h"

namespace sportello::service {
namespace {

namespace acts = store::acts;

constexpr auto sweep_every = std::chrono::minutes{1};  // what is swept lives two minutes and more
constexpr auto retire_every = std::chrono::hours{1};   // what is kept is kept for days

// Once a minute, on a thread of its own: deletes what is past its time, reminds of invitations, raises alerts.
class Sweeper {
 public:
  Sweeper(store::Store& store, const acts::Office& office, const desk::Retention& retention,
          std::function<store::Time()> now, std::function<void()> refresh_keys)
      : retention_(retention),
        refresh_keys_(std::move(refresh_keys)),
        thread_([this, &store, &office, now = std::move(now)] { work(store, office, now); }) {}
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
      refresh_keys_();
      const auto swept = store::write_and_wait(
          store, [&office, at = now()](store::Session& session) { return acts::sweep(session, office, at); });
      if (!swept) log::event(log::SweepFailed{.error = swept.error().sentence});
      const auto reminded = store::write_and_wait(
          store, [&office, at = now()](store::Session& session) { return acts::remind_due(session, office, at); });
      if (!reminded) log::event(log::RemindingFailed{.error = reminded.error().sentence});
      const auto alerted = store::write_and_wait(store, [&office, at = now()](store::Session& session) {
        return acts::alert_where_codes_diverge(session, office, at);
      });
      for (const auto& school : alerted.value_or(std::vector<std::string>{})) {
        log::event(log::CodesAlert{.school = school});
      }
      if (now() >= retire_at_) retire(store, office, now());
      lock.lock();
    }
  }

  // Until nothing is left, one small write after the other: who waits for the store comes between.
  void retire(store::Store& store, const acts::Office& office, store::Time at) {
    retire_at_ = at + retire_every;
    const auto go_on = [this] {
      const std::lock_guard lock{mutex_};
      return !stopping_;
    };
    const auto retired = acts::retire_all(store, office, retention_, at, go_on);
    if (!retired) log::event(log::SweepFailed{.error = retired.error().sentence});
  }

  const desk::Retention retention_;
  store::Time retire_at_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  const std::function<void()> refresh_keys_;
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
  std::unique_ptr<Presence> presence;  // until the last message is noted
  std::optional<messaging::Texts> texts;
  std::optional<messaging::Dispatch> dispatch;
  std::optional<messaging::Dispatch> mail;
  std::optional<messaging::Worker> worker;
  std::optional<messaging::Worker> mail_worker;
  std::optional<messaging::DeliveryWatch> watch;
  ConnectorWorkers connectors;
  std::optional<Sweeper> sweeper;
  std::set<std::string, std::less<>> authorities;
  secret::Secret hash_of_nothing;
  std::atomic<bool> draining = false;
  std::optional<handlers::Rates> rates;
  std::optional<handlers::Context> context;

  void stop() {
    if (server) server->stop();
    sweeper.reset();
    connectors.clear();
    watch.reset();
    mail_worker.reset();
    worker.reset();
    if (pool) pool->finish();
    presence.reset();
    if (ground.store) ground.store->close();
  }
  ~Parts() { stop(); }
};

Service::Service(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Service::~Service() = default;
std::uint16_t Service::port() const { return parts_->server->port(); }
std::uint16_t Service::private_port() const { return parts_->server->private_port(); }
void Service::stop() {
  drain();
  parts_->stop();
}
void Service::drain() { parts_->draining = true; }

bool Service::is_well(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto heard = std::make_shared<std::promise<void>>();
  const auto stored = std::make_shared<std::promise<void>>();
  boost::asio::post(parts_->server->executor(), [heard] { heard->set_value(); });
  parts_->ground.store->write([](store::Session&) { return store::Verdict::roll_back; },
                              [stored](const auto&) { stored->set_value(); });
  return heard->get_future().wait_until(deadline) == std::future_status::ready &&
         stored->get_future().wait_until(deadline) == std::future_status::ready;
}

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
  auto mail = make_mail(configuration, options.demo, all.now);
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

  auto balancers = http::Networks::parse(configuration.trusted_balancers);
  if (!balancers) return std::unexpected("service.trusted_balancers: " + balancers.error());
  auto server = http::Server::listen({*listen, *private_listen, configuration.certificate, configuration.private_key,
                                      configuration.connections, std::move(*balancers)});
  if (!server) return std::unexpected(server.error());
  all.server = std::move(*server);

  auto ground = open_ground(configuration);
  if (!ground) return std::unexpected(ground.error());
  all.ground = std::move(*ground);
  all.ground.store = store::measured(std::move(all.ground.store));

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
  const bool among_others = configuration.store.kind == StoreConfiguration::Kind::postgresql;
  auto presence = Presence::begin(configuration.data_directory, *all.ground.store, among_others, all.now);
  if (!presence) return std::unexpected(presence.error());
  all.presence = std::move(*presence);
  // A restore between the reading of the keys and our row replaced them; from that row on none begins.
  if (auto keys = refresh_keys(configuration, all.ground); !keys) return std::unexpected(keys.error());
  const auto worker = [&](std::optional<messaging::Worker>& into, messaging::Dispatch& dispatch,
                          acts::Channel channel, unsigned threads) {
    into.emplace(messaging::Worker::Tools{*all.ground.store, *all.ground.office, dispatch, *all.texts, channel,
                                          threads, configuration.public_url, all.now, all.presence->id()});
  };
  worker(all.worker, *all.dispatch, acts::Channel::sms, messaging::senders);
  worker(all.mail_worker, *all.mail, acts::Channel::mail, messaging::mail_senders);
  all.watch.emplace(*all.ground.store, all.dispatch->all(), all.now);
  auto connectors =
      start_connectors(configuration, {*all.ground.store, *all.ground.office, all.now, all.presence->id()});
  if (!connectors) return std::unexpected(connectors.error());
  all.connectors = std::move(*connectors);
  all.sweeper.emplace(*all.ground.store, *all.ground.office, configuration.retention, all.now, [&all, configuration] {
    const auto refreshed = refresh_keys(configuration, all.ground);
    if (!refreshed) log::event(log::KeysNotReloaded{.error = refreshed.error()});
  });
  all.authorities = authorities_of(configuration, *listen, all.server->port());
  all.hash_of_nothing = std::move(*nothing);
  all.rates.emplace(configuration.rates);
  all.context.emplace(handlers::Context{*all.ground.store, *all.ground.office, *all.pool, all.common, all.authorities,
                                        all.hash_of_nothing, all.now,
                                        [&all] {
                                          all.worker->wake();
                                          all.mail_worker->wake();
                                          for (const auto& connector : all.connectors) connector->wake();
                                        },
                                        &*all.site, &*all.rates, &all.draining});
  const auto handle = [&all](std::span<const handlers::Route> table) {
    return
        [&all, table](http::Request request) { return handlers::dispatch(*all.context, table, std::move(request)); };
  };
  all.server->serve(handle(handlers::routes()), handle(handlers::private_routes()));
  return std::unique_ptr<Service>{new Service{std::move(parts)}};
}

}  // namespace sportello::service
