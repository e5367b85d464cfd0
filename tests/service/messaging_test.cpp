// Texts, alphabet, wall clock, the spool, and which gateway is asked.
#include <fstream>

#include "service/messaging/dispatch.h"
#include "service/messaging/gsm7.h"
#include "service/messaging/italian_time.h"
#include "service/messaging/limits.h"
#include "service/messaging/spool.h"
#include "service/messaging/texts.h"
#include "service/shared/secret/bytes.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using namespace sportello::messaging;
using secret::SecretText;

namespace {

Texts::Values values_with(std::string school) {
  return {std::move(school),
          SecretText{"482913"},
          {{"minutes", "5"}, {"hours", "24"}, {"time", "18:05"}, {"date", "22/11"}}};
}

// A gateway that does what it is told.
class Obedient final : public Gateway {
 public:
  Obedient(std::string name, std::vector<std::string>& asked, bool takes)
      : takes_(takes), name_(std::move(name)), asked_(asked) {}
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::expected<void, Refusal> send(const Sms& /*sms*/) override {
    asked_.push_back(name_);
    if (!takes_) return std::unexpected(Refusal{"unreachable"});
    return {};
  }
  bool takes_;

 private:
  std::string name_;
  std::vector<std::string>& asked_;
};

}  // namespace

TEST_CASE("every text in every language is one part, names the school, and leaves it room to be known by") {
  secret::start_sodium();
  const auto texts = Texts::built_in();
  REQUIRE(texts);
  CHECK(texts->languages() == std::vector<std::string>{"en", "it"});
  for (const auto& language : texts->languages()) {
    for (const auto& kind : Texts::kinds()) {
      CAPTURE(language, kind);
      const auto brief = texts->render(language, kind, values_with("IC Verdi"));
      CHECK(brief.reveal().starts_with("IC Verdi: "));
      CHECK_FALSE(brief.reveal().contains('{'));
      CHECK(gsm7_length(brief.reveal()).value_or(999) <= sms_characters);
      const auto lengthy =
          texts->render(language, kind, values_with("Istituto Comprensivo Statale “Giuseppe Verdi” – Città di Roma"));
      CHECK(gsm7_length(lengthy.reveal()).value_or(999) <= sms_characters);
      CHECK(lengthy.reveal().starts_with("Istituto Comprensivo"));
    }
    const auto code = texts->render(language, "code", values_with("IC Verdi"));
    CHECK(code.reveal().contains("482913"));
  }
  CHECK(texts->render("it", "code", values_with("S")).reveal().contains("Non dirlo a nessuno, nemmeno alla scuola"));
  CHECK(texts->render("en", "code", values_with("S")).reveal().contains("Tell it to nobody, not even the school"));
  CHECK(texts->render("xx", "code", values_with("S")) == texts->render("it", "code", values_with("S")));
}

TEST_CASE("a text with a mistake is refused by file and key") {
  const std::string good =
      "[sms]\ncode = \"{school} {code}\"\ncredentials_issued = \"{school}\"\npassword_changed = \"{school}\"\n"
      "person_locked = \"{school}\"\n";
  CHECK(Texts::from_toml({{"it", good}}));
  for (const auto& [toml, sentence] : std::vector<std::pair<std::string, std::string>>{
           {"[sms]\ncode = \"{school}\"\n", "it.toml: sms.credentials_issued is missing"},
           {"[sms]\ncode = \"{school} {codice}\"\n", "{codice} is unknown"},
           {"[sms]\ncode = \"il codice {code}\"\n", "{school} is missing"},
           {"[sms]\ncode = \"{school} ë\"\n", "outside GSM-7"},
           {"[sms\n", "it.toml: "}}) {
    const auto texts = Texts::from_toml({{"it", toml}});
    REQUIRE_FALSE(texts);
    CAPTURE(texts.error());
    CHECK(texts.error().contains(sentence));
  }
  CHECK_FALSE(Texts::from_toml({{"en", good}}));  // Italian is what others fall back to
}

TEST_CASE("GSM-7: what fits, what counts twice, what is replaced") {
  CHECK(gsm7_length("Città è così: però più").value() == 22);
  CHECK(gsm7_length("€[]").value() == 6);
  CHECK_FALSE(gsm7_length("ç"));
  CHECK_FALSE(gsm7_length("学校"));
  CHECK_FALSE(gsm7_length("\xC3"));
  CHECK(to_gsm7("Liceo “È” – ç’ë") == "Liceo \"E\" - c'e");
  CHECK(to_gsm7("学校") == "??");
  CHECK(gsm7_length(to_gsm7("\xFF\xFE broken \xC3")));
}

TEST_CASE("the hour is Italy's, in summer and in winter") {
  using namespace std::chrono;
  const auto at = [](year_month_day day, seconds time) { return italian_time(sys_days{day} + time); };
  CHECK(at(2026y / November / 22, 17h + 5min).time == "18:05");
  CHECK(at(2026y / July / 1, 22h + 30min).time == "00:30");
  CHECK(at(2026y / July / 1, 22h + 30min).date == "02/07");
  CHECK(at(2026y / March / 29, 59min + 59s).time == "01:59");
  CHECK(at(2026y / March / 29, 1h).time == "03:00");
  CHECK(at(2026y / October / 25, 59min + 59s).time == "02:59");
  CHECK(at(2026y / October / 25, 1h).time == "02:00");
  CHECK(at(2026y / December / 31, 23h + 30min).date == "01/01");
}

TEST_CASE("the spool writes whole files, and says when it cannot") {
  secret::start_sodium();
  fakes::TempFolder folder;
  SpoolGateway spool{folder / "sms"};
  CHECK(spool.send({SecretText{"+393401111101"}, SecretText{"ciao \"tu\""}}));
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder / "sms"}) files.push_back(entry.path());
  REQUIRE(files.size() == 1);
  CHECK(files.at(0).extension() == ".json");
  CHECK(fakes::read_file(files.at(0)).starts_with(R"({"to":"+393401111101","text":"ciao \"tu\"","at":)"));

  fakes::write_file(folder / "file", "");
  SpoolGateway blocked{folder / "file"};
  CHECK(blocked.send({SecretText{"+39340"}, SecretText{"x"}}).error().reason == "spool_not_writable");
}

TEST_CASE("gateways are asked in order; one that failed rests and is asked last") {
  std::vector<std::string> asked;
  std::vector<std::unique_ptr<Gateway>> gateways;
  auto first = std::make_unique<Obedient>("first", asked, false);
  auto* const switchable = first.get();
  gateways.push_back(std::move(first));
  gateways.push_back(std::make_unique<Obedient>("second", asked, true));
  Dispatch dispatch{std::move(gateways)};
  const Sms sms{SecretText{"+39340"}, SecretText{"x"}};

  const auto outcome = dispatch.send(sms);
  CHECK(outcome.taken_by == "second");
  REQUIRE(outcome.refusals.size() == 1);
  CHECK(outcome.refusals.at(0).reason == "unreachable");
  CHECK(asked == std::vector<std::string>{"first", "second"});
  switchable->takes_ = true;
  CHECK(dispatch.send(sms).taken_by == "second");  // the first still rests
  CHECK(asked.size() == 3);
}

TEST_CASE("with no gateway that takes it, every refusal is known") {
  std::vector<std::string> asked;
  std::vector<std::unique_ptr<Gateway>> gateways;
  gateways.push_back(std::make_unique<Obedient>("a", asked, false));
  gateways.push_back(std::make_unique<Obedient>("b", asked, false));
  Dispatch dispatch{std::move(gateways)};
  for (int i = 0; i < 2; ++i) {  // all rest, and are asked all the same
    const auto outcome = dispatch.send({SecretText{"+39340"}, SecretText{"x"}});
    CHECK_FALSE(outcome.taken_by);
    CHECK(outcome.refusals.size() == 2);
  }
}
