// The tests' fixture, as a load driver sees it.
#include "tests/bench/ground.h"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace sportello::bench {
namespace {

drill::Place place(const fakes::ServiceFixture& fixture, const fakes::Identity& identity, const std::string& name) {
  const auto file = fixture.folder() / name;
  if (const auto saved = identity.key->save(file); !saved) throw std::runtime_error(saved.error());
  const auto where = fixture.where();
  return {"https://" + where.authority(), fakes::pin_of(where.certificate), file, identity.key_id};
}

}  // namespace

Ground::Ground(const std::filesystem::path& folder, std::size_t families) : families_(families) {
  std::filesystem::create_directories(folder);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet
  ::setenv("TMPDIR", folder.c_str(), 1);  // where the fixture makes its folder, and removes it
  fakes::FixtureOptions options;
  options.as_program = true;
  options.extra_guardians = static_cast<int>(families);
  fixture_ = std::make_unique<fakes::ServiceFixture>(std::move(options));
  device_ = place(*fixture_, fixture_->kiosk_identity(), "bench-device.key");
  login_page_ = place(*fixture_, fixture_->login_page().identity(), "bench-login.key");
  auto codes = drill::Codes::watch("spool:" + fixture_->spool().string());
  if (!codes) throw std::runtime_error(codes.error());
  codes_ = std::move(*codes);
}

std::vector<drill::Card> Ground::next_cards(std::size_t count) {
  if (used_ + count > families_) throw std::runtime_error("the bench made too few families for its visits");
  std::vector<drill::Card> cards;
  for (std::size_t i = 0; i < count; ++i, ++used_) {
    const auto number = static_cast<int>(used_);
    cards.push_back({fakes::ServiceFixture::document_of(number), fakes::ServiceFixture::phone_of(number)});
  }
  return cards;
}

}  // namespace sportello::bench
