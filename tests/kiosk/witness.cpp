// The kiosk as a witness: which heads it takes, which it refuses for good, and what stays of them on its disk.
#include "kiosk/register/witness.h"

#include "service/shared/signing/key.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;

namespace {

struct Service {
  signing::SigningKey key = signing::SigningKey::generate();

  [[nodiscard]] wire::DeviceAnswer tells(std::int64_t sequence, std::uint8_t hash = 0,
                                         const std::string& school = "RMIC817009") const {
    wire::AuditHead head{school, sequence, 1'790'000'000, {}};
    head.hash.fill(hash == 0 ? static_cast<std::uint8_t>(sequence) : hash);
    return {"Istituto", wire::SignedHead{head, key.public_key(), key.sign(wire::signed_text(head))}, true};
  }
};

struct Kept {
  fakes::TempFolder folder;
  Service service;

  Kept() { secret::start_sodium(); }
  [[nodiscard]] reg::Witness load(const std::string& device = "lobby") const {
    return reg::Witness::load(folder / "audit.head", device);
  }
  // What it tells after it was told `answers`, read from its disk.
  wire::HeartbeatRequest after(const std::vector<wire::DeviceAnswer>& answers) {
    auto witness = load();
    for (const auto& answer : answers) witness.take(answer);
    return load().to_tell();
  }
};

}  // namespace

TEST_CASE("a kiosk keeps the newest head it was told, over its own end") {
  Kept kept;
  CHECK_FALSE(kept.load().to_tell().seen);
  CHECK(kept.after({kept.service.tells(4), kept.service.tells(9)}).seen->head.sequence == 9);
  const auto again = kept.after({kept.service.tells(9), kept.service.tells(10)});
  CHECK(again.seen == kept.service.tells(10).head);
  CHECK(again.refused.empty());
  // A service that signs none changes nothing.
  CHECK(kept.after({wire::DeviceAnswer{"Istituto", {}, true}}).seen->head.sequence == 10);
}

TEST_CASE("a head that goes back is refused, and the old one is kept for good") {
  Kept kept;
  REQUIRE(kept.after({kept.service.tells(9)}).seen);
  wire::DeviceAnswer bad;
  std::string why = "went_back";
  SECTION("fewer events") { bad = kept.service.tells(8); }
  SECTION("another hash in the same place") { bad = kept.service.tells(9, 77); }
  SECTION("a longer chain that does not hold the old head") {
    bad = kept.service.tells(12);
    bad.agreed = false;
  }
  SECTION("another school's") {
    bad = kept.service.tells(12, 0, "MIIC80400A");
    why = "school";
  }
  SECTION("signed by another key") {
    bad = Service{}.tells(12);
    why = "key";
  }
  SECTION("changed on its way") {
    bad = kept.service.tells(12);
    bad.head->head.sequence = 13;
    why = "signature";
  }
  const auto told = kept.after({bad});
  CHECK(told.refused == why);
  CHECK(told.seen->head.sequence == 9);
  // Whatever it is told afterwards: somebody has to look into it first.
  const auto later = kept.after({kept.service.tells(20)});
  CHECK(later.refused == why);
  CHECK(later.seen->head.sequence == 9);
  std::filesystem::remove(kept.folder / "audit.head");
  CHECK(kept.after({kept.service.tells(20)}).refused.empty());
}

TEST_CASE("the key that was learned at enrolment is the one that counts") {
  Kept kept;
  auto witness = kept.load();
  REQUIRE(witness.learn(kept.service.key.public_key()));
  CHECK(kept.after({Service{}.tells(1)}).refused == "key");
  CHECK_FALSE(kept.load().to_tell().seen);
}

TEST_CASE("a file that does not read, or is another device's, is told of and never written over") {
  Kept kept;
  REQUIRE(kept.after({kept.service.tells(9)}).seen);
  std::string device = "lobby";
  SECTION("garbage") { fakes::write_file(kept.folder / "audit.head", "nonsense"); }
  SECTION("half of it") {
    const auto text = fakes::read_file(kept.folder / "audit.head");
    fakes::write_file(kept.folder / "audit.head", text.substr(0, text.size() - 30));
  }
  SECTION("another device's") { device = "library"; }
  const auto before = fakes::read_file(kept.folder / "audit.head");
  auto witness = kept.load(device);
  CHECK(witness.to_tell().refused == "unreadable");
  witness.take(kept.service.tells(12));
  CHECK_FALSE(witness.learn(kept.service.key.public_key()));
  CHECK(fakes::read_file(kept.folder / "audit.head") == before);
}

TEST_CASE("a disk that takes no head does not stop the kiosk") {
  Kept kept;
  auto witness = reg::Witness::load(kept.folder / "no/such/folder/audit.head", "lobby");
  witness.take(kept.service.tells(4));
  CHECK(witness.to_tell().seen->head.sequence == 4);
}
