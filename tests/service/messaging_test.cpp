// Alphabet, wall clock, the spool, and which gateway is asked.
#include <fstream>

#include "service/messaging/dispatch.h"
#include "service/messaging/gsm7.h"
#include "service/messaging/italian_time.h"
#include "service/messaging/spool.h"
#include "service/shared/secret/bytes.h"
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;
using namespace sportello::messaging;
using secret::SecretText;

namespace {

Parcel parcel_to(std::string_view to, std::string_view text) { return {"id1", SecretText{to}, SecretText{text}, {}}; }

// A gateway that does what it is told.
class Obedient final : public Gateway {
 public:
  Obedient(std::string name, std::vector<std::string>& asked, bool takes)
      : takes_(takes), name_(std::move(name)), asked_(asked) {}
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& /*parcel*/) override {
    asked_.push_back(name_);
    if (!takes_) return std::unexpected(Refusal{"unreachable"});
    return Taken{};
  }
  bool takes_;

 private:
  std::string name_;
  std::vector<std::string>& asked_;
};

}  // namespace

TEST_CASE("GSM-7: what fits, what counts twice, what is replaced") {
  CHECK(gsm7_length("Città è così: però più").value() == 22);
  CHECK(gsm7_length("€[]").value() == 6);
  CHECK_FALSE(gsm7_length("ç"));
  CHECK_FALSE(gsm7_length("学校"));
  CHECK_FALSE(gsm7_length("\xC3"));
  CHECK(to_gsm7("Liceo “È” – ç’ë") == "Liceo \"E\" - c'e");
  CHECK(to_gsm7("Codul tău: școală, țară") == "Codul tau: scoala, tara");
  CHECK(to_gsm7("Kodi është ç’do ditë") == "Kodi eshte c'do dite");
  CHECK(gsm7_writes("Şcoală Ñandú “así” Łódź"));
  CHECK_FALSE(gsm7_writes("школа"));
  CHECK(ucs2_length("学校") == 2);
  CHECK(ucs2_length("a😀") == 3);
  CHECK(to_gsm7("学校") == "??");
  CHECK(gsm7_length(to_gsm7("\xFF\xFE broken \xC3")));
}

TEST_CASE("the hour is Italy's, in summer and in winter") {
  using namespace std::chrono;
  const auto at = [](year_month_day day, seconds time) { return italian_time(sys_days{day} + time); };
  CHECK(at(2026y / November / 22, 17h + 5min).time == "18:05");
  CHECK(at(2026y / July / 1, 22h + 30min).time == "00:30");
  CHECK(at(2026y / July / 1, 22h + 30min).date == "02/07");
  CHECK(at(2026y / July / 1, 22h + 30min).day == "02");
  CHECK(at(2026y / July / 1, 22h + 30min).month == "07");
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
  CHECK(spool.was_taken("id1") == Known::no);
  CHECK(spool.send(parcel_to("+393401111101", "ciao \"tu\"")));
  CHECK(spool.was_taken("id1") == Known::yes);
  CHECK(spool.was_taken("d1") == Known::no);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder / "sms"}) files.push_back(entry.path());
  REQUIRE(files.size() == 1);
  CHECK(files.at(0).extension() == ".json");
  CHECK(fakes::read_file(files.at(0)).starts_with(R"({"to":"+393401111101","text":"ciao \"tu\"","at":)"));

  fakes::write_file(folder / "file", "");
  SpoolGateway blocked{folder / "file"};
  CHECK(blocked.send(parcel_to("+39340", "x")).error().reason == "spool_not_writable");
}

TEST_CASE("gateways are asked in order; one that failed rests and is asked last") {
  std::vector<std::string> asked;
  std::vector<std::unique_ptr<Gateway>> gateways;
  auto first = std::make_unique<Obedient>("first", asked, false);
  auto* const switchable = first.get();
  gateways.push_back(std::move(first));
  gateways.push_back(std::make_unique<Obedient>("second", asked, true));
  Dispatch dispatch{std::move(gateways)};
  const auto sms = parcel_to("+39340", "x");

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
    const auto outcome = dispatch.send(parcel_to("+39340", "x"));
    CHECK(outcome.kind == Dispatch::Outcome::Kind::again);
    CHECK(outcome.refusals.size() == 2);
  }
}

TEST_CASE("whoever keeps records is told of each gateway before it hears of the message, and may stop it") {
  std::vector<std::string> asked;
  std::vector<std::unique_ptr<Gateway>> gateways;
  gateways.push_back(std::make_unique<Obedient>("a", asked, false));
  gateways.push_back(std::make_unique<Obedient>("b", asked, true));
  Dispatch dispatch{std::move(gateways)};
  CHECK(dispatch.first() == "a");
  const auto outcome = dispatch.send(parcel_to("+39340", "x"), [&](const std::string& gateway) {
    asked.push_back("offer " + gateway);
    return gateway != "b";
  });
  CHECK(outcome.kind == Dispatch::Outcome::Kind::closed);
  CHECK(asked == std::vector<std::string>{"offer a", "a", "offer b"});
  CHECK(dispatch.first() == "b");  // a rests
}

TEST_CASE("a gateway that fell silent is asked before another gets the message") {
  using Kind = Dispatch::Outcome::Kind;
  // Never answers; what it says when asked is set by the case.
  class Silent final : public Gateway {
   public:
    Silent(Known known, std::string reason) : known_(known), reason_(std::move(reason)) {}
    [[nodiscard]] std::string name() const override { return "silent"; }
    [[nodiscard]] std::expected<Taken, Refusal> send(const Parcel& /*parcel*/) override {
      return std::unexpected(Refusal{reason_, Refusal::Kind::unsure});
    }
    [[nodiscard]] Known was_taken(const std::string& /*id*/) override { return known_; }
    Known known_;
    std::string reason_;
  };
  std::vector<std::string> asked;
  const auto outcome_when = [&](Known known, const std::string& reason = "timed_out", bool mail = false) {
    asked.clear();
    std::vector<std::unique_ptr<Gateway>> gateways;
    gateways.push_back(std::make_unique<Silent>(known, reason));
    gateways.push_back(std::make_unique<Obedient>("next", asked, true));
    auto parcel = parcel_to("+39340", "x");
    if (mail) parcel.mail.emplace();
    return Dispatch{std::move(gateways)}.send(parcel);
  };
  CHECK(outcome_when(Known::yes).taken_by == "silent");
  CHECK(asked.empty());
  CHECK(outcome_when(Known::no).kind == Kind::unsure);  // it may be working on it still
  CHECK(outcome_when(Known::no, "http_504").kind == Kind::unsure);
  CHECK(asked.empty());
  CHECK(outcome_when(Known::no, "http_503").taken_by == "next");  // it answered: it is through with it
  CHECK(outcome_when(Known::never).taken_by == "next");
  CHECK(outcome_when(Known::never, "no_last_word", true).kind == Kind::perhaps);
  CHECK(outcome_when(Known::not_yet).kind == Kind::unsure);
  CHECK(asked.empty());
}
