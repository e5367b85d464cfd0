// What stands on a slip: nothing that was not chosen, nothing secret where anybody could read it.
#include "kiosk/printing/slip.h"

#include <algorithm>

#include "kiosk/printing/misfortunes.h"
#include "tests/catch.h"
#include "tests/printing/sample.h"

using namespace sportello;
using namespace sportello::printing;
using sportello::tests::sample_slip;
using sportello::tests::slip_texts;

namespace {

template <class Kind>
std::vector<Kind> only(const std::vector<Block>& blocks) {
  std::vector<Kind> found;
  for (const auto& block : blocks) {
    if (const auto* one = std::get_if<Kind>(&block)) found.push_back(*one);
  }
  return found;
}

std::vector<std::string> words_of(const Slip& slip) {
  std::vector<std::string> words;
  for (const auto& line : only<Line>(blocks_of(slip, slip_texts()))) words.push_back(widgets::flat(line.words));
  return words;
}

bool says(const Slip& slip, std::string_view what) {
  return std::ranges::any_of(words_of(slip), [&](const auto& line) { return line.find(what) != std::string::npos; });
}

}  // namespace

TEST_CASE("a slip holds the user code, and the PIN only if it was chosen") {
  auto slip = sample_slip();
  auto hidden = only<Hidden>(blocks_of(slip, slip_texts()));
  REQUIRE(hidden.size() == 2);
  CHECK(hidden[0].text.reveal() == "G4071839K");
  CHECK(hidden[1].text.reveal() == "70418");
  CHECK(says(slip, "PIN"));
  slip.pin.reset();
  hidden = only<Hidden>(blocks_of(slip, slip_texts()));
  REQUIRE(hidden.size() == 1);
  CHECK(hidden[0].text.reveal() == "G4071839K");
  CHECK_FALSE(says(slip, "PIN"));
}

TEST_CASE("secrets stand in no line of words and in no QR code, in any language and after any act") {
  for (const auto language : visit::languages) {
    for (const auto act : wire::acts) {
      auto slip = sample_slip(language);
      slip.act = act;
      for (const auto& line : words_of(slip)) {
        INFO(line);
        CHECK(line.find("G4071839K") == std::string::npos);
        CHECK(line.find("70418") == std::string::npos);
        CHECK(line.find("⟦") == std::string::npos);  // a text that is missing
        CHECK(line.find('{') == std::string::npos);  // a place that was not filled
      }
      for (const auto& square : only<Square>(blocks_of(slip, slip_texts()))) CHECK(square.address == tests::login);
    }
  }
}

TEST_CASE("each act has a title of its own") {
  std::vector<std::string> titles;
  for (const auto act : wire::acts) {
    auto slip = sample_slip();
    slip.act = act;
    titles.push_back(words_of(slip).at(1));
  }
  std::ranges::sort(titles);
  CHECK(std::ranges::adjacent_find(titles) == titles.end());
}

TEST_CASE("an address that tells something of the guardian is not put on paper") {
  auto slip = sample_slip();
  CHECK(address_on_paper(slip) == tests::login);
  for (const std::string bad :
       {"", "registro.example", "ftp://registro.example", "javascript:alert(1)", "https://", "https:///accesso",
        "https://ada@registro.example/", "https://registro.example/?user=G4071839K",
        "https://registro.example/#70418", "https://registro.example/a b", "https://registro.example/\n"}) {
    slip.login_url = bad;
    INFO(bad);
    CHECK(address_on_paper(slip).empty());
    CHECK(only<Square>(blocks_of(slip, slip_texts())).empty());
    CHECK_FALSE(says(slip, "quadrato"));
  }
  slip.login_url = "http://registro.example/~scuola@sede";  // an @ that names nobody
  CHECK(address_on_paper(slip) == slip.login_url);
}

TEST_CASE("what the school has not said leaves no line and no heading") {
  auto slip = sample_slip();
  CHECK(says(slip, "Segreteria didattica"));
  CHECK(says(slip, "Ada Neri"));
  slip.office = {};
  slip.contact = {};
  slip.contact.phone = "06 0000 0001";  // a number of nobody
  CHECK_FALSE(says(slip, "segreteria"));
  CHECK_FALSE(says(slip, "06 0000 0001"));
  CHECK_FALSE(says(slip, "Per le credenziali"));
  slip.user_code = secret::SecretText{};
  slip.pin = secret::SecretText{};
  CHECK(only<Hidden>(blocks_of(slip, slip_texts())).empty());
}

TEST_CASE("day and time are written as in the country") { CHECK(says(sample_slip(), "03/11/2026 alle 09:05")); }

TEST_CASE("every misfortune has a sentence and another way, and warns when a slip may be in the printer") {
  for (const auto condition : {Condition::out_of_paper, Condition::jam, Condition::cover_open, Condition::offline,
                               Condition::wrong_media, Condition::unknown}) {
    for (const auto end : {End::not_printed, End::unsure}) {
      const auto told = misfortune_of({end, condition});
      INFO(name_of(condition));
      REQUIRE(told);
      CHECK(told->warning.has_value() == (end == End::unsure));
      if (end == End::unsure) CHECK_FALSE(told->again);
      for (const auto language : visit::languages) {
        CHECK(slip_texts().all(language).contains(std::string(told->sentence.name)));
        CHECK(slip_texts().all(language).contains(std::string(told->way.name)));
        if (told->warning) CHECK(slip_texts().all(language).contains(std::string(told->warning->name)));
      }
    }
  }
  CHECK_FALSE(misfortune_of({End::printed}));
  CHECK_FALSE(misfortune_of({End::cancelled}));
}
