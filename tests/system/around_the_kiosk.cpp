// Gateway, store, card, photographs.
#include "tests/system/around_the_kiosk.h"

#include <cstdlib>

#include "service/configuration.h"
#include "service/ground.h"
#include "service/store/acts/people.h"
#include "service/store/acts/schools.h"
#include "tests/catch.h"
#include "tests/system/kiosk_in_window.h"

namespace sportello::tests {

// Six digits alone, in the newest message to this phone that has them.
std::string code_in(const std::vector<fakes::ReceivedSms>& messages, const std::string& phone) {
  std::string code;
  for (const auto& message : messages) {
    if (message.to.find(phone.substr(1)) == std::string::npos) continue;
    const auto found = fakes::SpooledSms{message.to, message.text}.code();
    if (!found.empty()) code = found;
  }
  return code;
}

std::string wait_for_code(const fakes::Kannel& kannel, const std::string& phone, const std::string& other_than) {
  std::string code;
  fakes::eventually(
      [&] {
        code = code_in(kannel.received(), phone);
        return !code.empty() && code != other_than;
      },
      std::chrono::seconds{20});
  return code;
}

// The user code is sealed at rest and shown to nobody but the guardian: the test opens the store with its key.
std::string user_code_of(const fakes::ServiceFixture& service, const std::string& document) {
  const auto configuration = load_configuration(service.configuration_file());
  REQUIRE(configuration);
  const auto ground = open_ground(*configuration);
  REQUIRE(ground);
  const auto code = store::read_and_wait(*ground->store, [&](store::Session& session) {
    const auto school = store::acts::find_school(session, fakes::school_code);
    const auto parsed = identity::CodiceFiscale::parse(document);
    const auto index = ground->office->vault.document_index(school->id, *parsed);
    const auto guardian = store::acts::find_guardian(session, *ground->office, school->id, index);
    return store::acts::user_code_of(session, *ground->office, *guardian);
  });
  REQUIRE(code);
  return *code ? std::string{(*code)->reveal()} : "";
}

void Photographer::take(const std::string& name) {
  const char* folder = std::getenv("SPORTELLO_PICTURES");
  if (folder == nullptr) return;
  ++count_;
  const auto number = (count_ < 10 ? "0" : "") + std::to_string(count_);
  hands_.photograph(std::filesystem::path{folder} / series_ / (number + "-" + name + ".png"));
}

std::string card_picture(const fakes::TempFolder& folder, const std::string& document) {
  auto file = (folder / "card.png").string();
  output_of("zint --barcode=CODE39 --data=" + document +
            " --height=60 --whitesp=14 --vwhitesp=14 --scale=2 --notext --output=" + file + " 2>&1");
  return file;
}

}  // namespace sportello::tests
