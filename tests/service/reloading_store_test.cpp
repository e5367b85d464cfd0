// Another process rotates: what meets its keys here is done once more and kept once, never refused; whoever seals and
// opens meanwhile is not disturbed.
#include <atomic>
#include <set>
#include <thread>

#include "service/store/measured.h"
#include "service/store/reloading_store.h"
#include "tests/service/credentials_fixture.h"

using namespace sportello;
using namespace sportello::tests;
using store::MasterKey;
using store::Seal;
using store::Session;
using store::Vault;

namespace {

// The desk is this process; `other` is one that has read the new keys already.
struct RotatedDesk : Desk {
  RotatedDesk() {
    REQUIRE(MasterKey::create(folder / "new"));
    keys.push_back(MasterKey::load(folder / "new").value());
    const auto old_key = MasterKey::load(folder / "master-key").value();
    std::optional<Vault> vault;
    act([&](Session& session) {
      REQUIRE(Vault::rotate(session, old_key, keys.front(), start));
      CHECK_FALSE(Vault::opens(session, old_key));
      CHECK_FALSE(office->vault.is_current(session));
      vault = Vault::read(session, keys.front()).value();
      return true;
    });
    other = std::make_unique<acts::Office>(acts::Office{std::move(*vault), profiles(), {}});
    store = store::reload_on_unknown_key(std::move(store), [this](Session& session) {
      ++reloads;
      return can_reload && office->vault.reload(session, keys).has_value();
    });
  }
  std::vector<MasterKey> keys;
  std::unique_ptr<acts::Office> other;
  std::atomic<int> reloads = 0;
  std::atomic<bool> can_reload = true;
};

// A store that only hears how it is spoken to.
struct Hearing final : store::Store {
  explicit Hearing(int& heard) : many(heard) {}
  void write(store::Command, store::Done) override {}
  void read(store::Query, store::Done) override {}
  void expect_many(bool on) override { many += on ? 1 : 10; }
  void close() override {}
  int& many;
};

constexpr store::Place place{"guardian", "phone", "school", "row"};

}  // namespace

TEST_CASE("that many writes come is passed on to the store below") {
  int heard = 0;
  const auto store = store::measured(store::reload_on_unknown_key(std::make_unique<Hearing>(heard), {}));
  store->expect_many(true);
  CHECK(heard == 1);
  store->expect_many(false);
  CHECK(heard == 11);
}

TEST_CASE("keys of another store are not the current ones, though they are as many") {
  Desk desk;
  REQUIRE(MasterKey::create(desk.folder / "another"));
  const auto another = MasterKey::load(desk.folder / "another").value();
  desk.act([&](Session& session) {
    CHECK(desk.office->vault.is_current(session));
    const auto before = session.first("SELECT COUNT(*) FROM data_key")->integer(0);
    session.exec("DELETE FROM data_key");
    REQUIRE(Vault::open(session, another, start));
    CHECK(session.first("SELECT COUNT(*) FROM data_key")->integer(0) == before);
    CHECK_FALSE(desk.office->vault.is_current(session));
    return true;
  });
}

TEST_CASE("a write that meets a newer key is undone, the keys are read anew, and it is kept once") {
  RotatedDesk desk;
  const auto field = desk.other->vault.seal(Seal::personal, place, "+393331234567");
  std::atomic<int> runs = 0;
  const auto clear = desk.act([&](Session& session) {
    ++runs;
    session.exec("INSERT INTO nonce (key_id, nonce, expires_at) VALUES ('k', $1, 1)", "n" + std::to_string(runs));
    return std::string{desk.office->vault.reveal(Seal::personal, place, field).reveal()};
  });
  CHECK(clear == "+393331234567");
  CHECK(runs == 2);
  CHECK(desk.reloads == 1);
  CHECK(desk.count("nonce") == 1);
  CHECK(desk.count("nonce WHERE nonce = 'n2'") == 1);
  CHECK(desk.act([&](Session& session) { return desk.office->vault.is_current(session); }));
  // From here on this process seals under the newest key too, and what it sealed before still opens.
  CHECK(desk.office->vault.is_newest(Seal::personal, desk.office->vault.seal(Seal::personal, place, "x")));
  REQUIRE(desk.open(maria));
  CHECK(desk.reloads == 1);
}

TEST_CASE("fields sealed by the piece open as those sealed one by one, only in their own place") {
  Desk desk;
  const auto& vault = desk.office->vault;
  store::Sealer sealer{vault};
  store::Sealer another{vault};
  std::set<secret::Bytes> nonces;
  for (const std::string clear : {"", "x", "+393331234567", "+393331234567"}) {
    for (auto* const one : {&sealer, &another}) {
      secret::Bytes row{1, 2, 3};
      one->seal(place, clear, row);
      CHECK(row[2] == 3);
      const secret::BytesView field = secret::BytesView{row}.subspan(3);
      CHECK(field.size() == vault.seal(Seal::personal, place, clear).size());
      CHECK(vault.is_newest(Seal::personal, field));
      CHECK(vault.reveal(Seal::personal, place, field).reveal() == clear);
      CHECK_FALSE(vault.open(Seal::personal, {"guardian", "phone", "school", "other"}, field));
      CHECK_FALSE(vault.open(Seal::pepper, place, field));
      nonces.emplace(field.begin() + 4, field.begin() + 28);
    }
  }
  CHECK(nonces.size() == 8);
}

TEST_CASE("a read does the same, and keys that cannot be read anew are a failure, not an end") {
  RotatedDesk desk;
  const auto field = desk.other->vault.seal(Seal::personal, place, "clear");
  const auto look = [&] {
    return store::read_and_wait(*desk.store, [&](Session&) {
      return std::string{desk.office->vault.reveal(Seal::personal, place, field).reveal()};
    });
  };
  desk.can_reload = false;
  CHECK_FALSE(look());
  CHECK(desk.reloads == 1);
  desk.can_reload = true;
  CHECK(look().value() == "clear");
  CHECK(look().value() == "clear");
  CHECK(desk.reloads == 2);
  // A field that was changed is no newer key: nobody reads keys for it.
  auto changed = field;
  changed.back() ^= 1;
  CHECK_FALSE(store::read_and_wait(*desk.store, [&](Session&) {
    return std::string{desk.office->vault.reveal(Seal::personal, place, changed).reveal()};
  }));
  CHECK(desk.reloads == 2);
}

TEST_CASE("a code that another process decided under a newer key is claimed here, and its digits are the same") {
  RotatedDesk desk;
  const auto visit = desk.act([&](Session& session) {
    return acts::open_visit(session, *desk.other, {desk.device, document(maria), "it", desk.reply_keys.public_key()},
                            start);
  });
  REQUIRE(visit);
  const auto claimed = desk.act([&](Session& session) {
    return acts::claim_messages(session, *desk.office, {10, acts::Channel::sms, "gateway", 60s}, start);
  });
  REQUIRE(claimed.size() == 1);
  CHECK(claimed.front().recipient.reveal() == marias_phone);
  CHECK(desk.reloads == 1);
  CHECK(desk.count("outbox WHERE state = 'failed'") == 0);
  const auto code = [&](const acts::Office& office) {
    return office.vault.one_time_code(claimed.front().code_key_version, visit->visit, desk::CodePurpose::visit, 1);
  };
  CHECK(code(*desk.office) == code(*desk.other));
  CHECK(desk.check(visit->visit, code(*desk.office)));
}

TEST_CASE("threads that seal and open while the keys are read anew are not disturbed") {
  RotatedDesk desk;
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        const auto field = desk.office->vault.seal(Seal::pepper, place, "hash");
        const auto clear = desk.office->vault.open(Seal::pepper, place, field);
        if (!clear || clear->reveal() != "hash") ++wrong;
        ++done;
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    desk.act([&](Session& session) { return desk.office->vault.reload(session, desk.keys).has_value(); });
  }
  stop = true;
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(done > 0);
}
