// Argon2id and its pool.
#include <sys/resource.h>

#include <atomic>
#include <future>

#include "service/hashing/argon2id.h"
#include "service/hashing/pool.h"
#include "service/shared/secret/bytes.h"
#include "tests/catch.h"
#include "tests/fakes/process.h"

using namespace sportello;
using hashing::Cost;
using hashing::Pool;
using secret::Secret;

TEST_CASE("a hash verifies its password and no other, and says at what cost it was made") {
  secret::start_sodium();
  const auto encoded = hashing::hash(Secret{"Vela-Rossa.1987"});
  REQUIRE(encoded);
  CHECK(encoded->reveal().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(hashing::verify(*encoded, Secret{"Vela-Rossa.1987"}));
  CHECK_FALSE(hashing::verify(*encoded, Secret{"Vela-Rossa.1988"}));
  CHECK_FALSE(hashing::verify(Secret{"not a hash"}, Secret{"Vela-Rossa.1987"}));
  CHECK_FALSE(hashing::needs_rehash(*encoded));
  CHECK(hashing::needs_rehash(*encoded, Cost{3, hashing::memory_bytes}));
  CHECK(hashing::needs_rehash(Secret{"not a hash"}));
  CHECK_FALSE(hashing::hash(Secret{"Vela-Rossa.1987"})->equals(*encoded));  // a salt each
}

TEST_CASE("a password is the same in either spelling of its accents, and in no other case, length or letter") {
  secret::start_sodium();
  const Cost cheap{1, std::size_t{64} * 1024};  // its subject is the spelling
  const auto composed = secret::Secret{std::string_view{"Perch\u00e9-l\u00e0-1987"}};
  const auto taken_apart = secret::Secret{std::string_view{"Perche\u0301-la\u0300-1987"}};
  for (const auto* set : {&composed, &taken_apart}) {
    const auto encoded = hashing::hash(*set, cheap);
    REQUIRE(encoded);
    CHECK(hashing::verify(*encoded, composed));
    CHECK(hashing::verify(*encoded, taken_apart));
    for (const auto* other : {"Perche-la-1987", "perch\u00e9-l\u00e0-1987", "Perch\u00e9-l\u00e0-198",
                              "Perch\u00e9-l\u00e0-1987 ", "Perch\u00e9-l\u00e0-\u2460987"}) {
      CHECK_FALSE(hashing::verify(*encoded, Secret{std::string_view{other}}));
    }
  }
  const std::string long_one(200, 'x');  // nothing is cut
  const auto encoded = hashing::hash(Secret{std::string_view{long_one}}, cheap);
  REQUIRE(encoded);
  CHECK_FALSE(hashing::verify(*encoded, Secret{std::string_view{long_one}.substr(0, 199)}));
  const auto no_text = secret::Secret{std::string_view{"\xC3\x28 \xFF"}};  // a form may bring any bytes
  CHECK(hashing::verify(*hashing::hash(no_text, cheap), no_text));
}

TEST_CASE("a full queue refuses, and what was accepted is done before the pool goes") {
  std::atomic<int> done = 0;
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  {
    Pool pool{1, 3};
    std::promise<void> begun;
    Pool::Job blocking = [&] {
      begun.set_value();
      opened.wait();
      ++done;
    };
    REQUIRE(pool.run(blocking));
    begun.get_future().wait();
    for (int i = 0; i < 3; ++i) {
      Pool::Job job = [&] { ++done; };
      CHECK(pool.run(job));
    }
    CHECK_FALSE(pool.reserve());
    Pool::Job refused = [&] { done += 100; };
    CHECK_FALSE(pool.run(refused));
    gate.set_value();
  }
  CHECK(done == 4);
}

TEST_CASE("a place that was never used may go after the pool has finished") {
  Pool pool{1, 1};
  {
    const auto place = pool.reserve();
    REQUIRE(place);
    pool.finish();
    CHECK_FALSE(pool.reserve());
  }
  pool.finish();  // twice is no error
  Pool::Job job = [] {};
  CHECK_FALSE(pool.run(job));
}

TEST_CASE("a reserved place is kept from others, used once, and given back unused") {
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  std::promise<void> begun;
  std::atomic<int> done = 0;
  Pool pool{1, 1};
  Pool::Job blocking = [&] {
    begun.set_value();
    opened.wait();
  };
  REQUIRE(pool.run(blocking));
  begun.get_future().wait();
  {
    const auto place = pool.reserve();
    REQUIRE(place);
    CHECK_FALSE(pool.reserve());
    Pool::Job refused = [] {};
    CHECK_FALSE(pool.run(refused));
  }
  auto place = pool.reserve();
  REQUIRE(place);
  pool.run([&] { ++done; }, std::move(*place));
  CHECK_FALSE(pool.reserve());
  gate.set_value();
  CHECK(fakes::eventually([&] { return done == 1; }));
  CHECK(pool.reserve());
}

TEST_CASE("threads that hash give way to threads that answer") {
  std::promise<int> told;
  {
    Pool pool{1, 3};
    // Of the calling thread, as Linux has it.
    Pool::Job ask = [&told] { told.set_value(::getpriority(PRIO_PROCESS, 0)); };
    REQUIRE(pool.run(ask));
  }
  CHECK(told.get_future().get() > ::getpriority(PRIO_PROCESS, 0));
}
