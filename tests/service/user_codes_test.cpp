// A profile whose user codes are used up: a guardian is sent to the office, whoever runs the service hears of it, and
// nothing was spent or changed.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "service/metrics/instruments.h"
#include "service/store/acts/login_guard.h"
#include "service/store/acts/pupil_credentials.h"
#include "service/store/acts/second_set.h"
#include "tests/service/credentials_fixture.h"

namespace sportello::tests {
namespace {

using wire::Act;

// Ten user codes in all, and none of them free.
struct UsedUp : Desk {
  UsedUp() {
    auto& profile = office->profiles.at("classeviva");
    profile.user_code_pattern = "G#";
    profile.pupil_user_code_pattern = "G#";
    for (const std::string digit : {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}) {
      const auto key = "HOLDER" + digit;
      auto row = guardian_row(mario, "Rossi", "Mario", "", key);
      row.class_name = "5A";
      import(row);
      act([&](auto& session) {
        return session.exec(
            "INSERT INTO account (id, school_id, pupil_id, user_code_index, user_code, password, change_due, "
            "issued_at, password_set_at) SELECT $1, $2, p.id, $3, $4, $4, 1, $5, $5 FROM pupil p WHERE p.key_index = "
            "$6",
            key, school.id, acts::user_code_index(*office, school.id, "G" + digit),
            office->vault.seal(store::Seal::personal, {"account", "user_code", school.id, key}, "G" + digit), start,
            office->vault.index(store::IndexKind::pupil, school.id, key));
      });
    }
    REQUIRE(count("account") == 10);
  }
};

// What `say` writes to stderr.
template <class Say>
std::string said_by(const std::filesystem::path& file, Say say) {
  std::fflush(stderr);
  const int kept = ::dup(2);
  REQUIRE(std::freopen(file.c_str(), "w", stderr) != nullptr);
  say();
  std::fflush(stderr);
  ::dup2(kept, 2);
  ::close(kept);
  std::ifstream in{file};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string counted() {
  std::ostringstream out;
  metrics::user_codes_exhausted.write(out);
  return out.str();
}
bool counts(int times) {
  return counted().ends_with("sportello_user_codes_exhausted_total " + std::to_string(times) + "\n");
}

}  // namespace

TEST_CASE("where no user code is left, the guardian is sent to the office, and nothing is spent") {
  UsedUp desk;
  desk.act([&](auto& session) {
    session.exec("UPDATE school SET second_set = 'on_request'");
    const auto mine = session.first("SELECT id FROM guardian WHERE phone IS NOT NULL")->text(0);
    REQUIRE(acts::authorise_second_set(session, *desk.office, desk.school.id, mine, "prot. 7", start));
    return true;
  });
  const auto who = bearer(desk);
  const auto before = counted();
  std::optional<wire::Code> refused;
  const auto said = said_by(desk.folder / "said", [&] {
    const auto given = set(desk, who, Act::issue, "hash");
    if (!given) refused = given.error().code;
  });
  CHECK(refused == wire::Code::act_refused);
  CHECK(said.find("user_codes_exhausted") != std::string::npos);
  CHECK(said.find("\"school\":\"RMIC817009\",\"profile\":\"classeviva\"") != std::string::npos);
  CHECK(std::ranges::count(said, '\n') == 1);
  CHECK(counted() != before);
  CHECK(counts(1));
  CHECK(desk.count("account") == 10);
  CHECK(desk.count("acceptance") == 0);
  CHECK(desk.count("visit WHERE acts > 0") == 0);
  CHECK(desk.count("authorisation WHERE used_at IS NULL") == 1);
  CHECK(desk.count("audit WHERE event = 'credentials.issued'") == 0);

  // The pattern draws more: the same visit goes on.
  desk.office->profiles.at("classeviva").user_code_pattern = "G######";
  REQUIRE(set(desk, who, Act::issue, "hash"));
  CHECK(counts(1));
  CHECK(desk.count("account") == 11);
  CHECK(desk.count("authorisation WHERE used_at IS NULL") == 0);
}

TEST_CASE("where no user code is left for a class, the office is told which profile") {
  UsedUp desk;
  desk.import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL1"));
  const auto given = desk.act([&](auto& session) {
    const acts::PupilsWish wish{"2B"};
    const auto plan = acts::plan_pupils(session, *desk.office, desk.school.id, wish, start);
    REQUIRE(plan);
    std::vector<acts::MadePassword> made;
    for (const auto& pupil : plan->pupils)
      made.push_back({pupil.id, secret::SecretText{"Alta-Marea.3"}, secret::SecretText{"hash"}});
    REQUIRE_FALSE(made.empty());
    return acts::give_pupils(session, *desk.office, desk.school.id, wish, made, start);
  });
  REQUIRE_FALSE(given);
  CHECK(given.error().find("classeviva have run out") != std::string::npos);
  CHECK(desk.count("account") == 10);
}

}  // namespace sportello::tests
