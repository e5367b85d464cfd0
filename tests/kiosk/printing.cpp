// A guardian at the result, a real IPP printer, and all that is between: what is touched, what comes out, what is
// told.
#include "kiosk/app.h"
#include "kiosk/screens/draw.h"
#include "kiosk/visit/limits.h"
#include "tests/catch.h"
#include "tests/printing/presses.h"
#include "tests/printing/rendering.h"

using namespace sportello;
using namespace sportello::tests;
using fakes::eventually;
using printing::Condition;
using printing::End;
using widgets::TextKey;
using namespace widgets::literals;

namespace {

constexpr std::string_view user_code = "G4827163K", pin = "630815", made_password = "Zebra-4471-pino";

class NobodyAnswers : public reg::RegisterPort {
 public:
  void ask(visit::Ask) override {}
  void forget(visit::VisitId) override {}
};

widgets::Ui& headless_ui() {
  static const auto ui = widgets::Ui::load(SPORTELLO_ASSETS, widgets::Surface::headless);
  if (!ui) throw std::runtime_error(ui.error());
  (*ui)->premises.school = "Istituto Colle Sereno";
  (*ui)->premises.office.name = "Segreteria";
  return **ui;
}

// The program without its window, at the result of a visit; a finger for it.
class Kiosk {
 public:
  explicit Kiosk(const config::Printer& printer) {
    auto make = kiosk::press_of(printer, headless_ui().fonts(), headless_ui().texts(), short_limits());
    if (!make) throw std::runtime_error(make.error());
    print_.emplace(std::move(*make),
                   kiosk::PrintPort::Place{.school = headless_ui().premises.school,
                                           .office = headless_ui().premises.office,
                                           .contact = {},
                                           .now = [] { return printing::Moment{2026, 11, 22, 9, 5}; }},
                   equipment_, events_, short_limits());
    app_.emplace(at_result(), kiosk::Ports{service_, scan_, headless_ui(), requests_, &*print_}, *stage_, latest_);
    REQUIRE(until([&] { return app_->visit().equipment.printer.has_value(); }));
  }

  bool until(const std::function<bool()>& holds) {
    return eventually([&] {
      for (const auto& event : events_.drain()) app_->handle(event, now_);
      app_->redraw();
      app_->settle(now_);
      return holds();
    });
  }
  void wait(visit::Duration duration) {
    now_ += duration;
    app_->pass_time(now_);
  }
  void touch(const std::string& id) {
    INFO(id);
    const widgets::Recorded* control = nullptr;
    REQUIRE(until([&] {
      control = app_->ui().record().find(id);
      return control != nullptr && control->enabled;
    }));
    widgets::Input finger{
        .x = control->box.x + control->box.w / 2, .y = control->box.y + control->box.h / 2, .down = true};
    app_->draw(finger, now_);
    finger.down = false;
    app_->draw(finger, now_);
    app_->draw(widgets::Input{}, now_);
  }
  // What a banner says now; empty where it is not there.
  std::string said(const std::string& id) {
    const auto* entry = app_->ui().record().find(id);
    return entry == nullptr ? "" : entry->label;
  }
  bool says(const std::string& id, TextKey key) {
    return said(id).find(widgets::flat(headless_ui().texts().get(visit::Language::it, key))) != std::string::npos;
  }
  [[nodiscard]] const visit::Visit& visit() const { return app_->visit(); }
  [[nodiscard]] const widgets::LayoutRecord& record() { return app_->ui().record(); }
  [[nodiscard]] std::optional<printing::Outcome> outcome() const {
    const auto* slip = std::get_if<visit::Printing>(&app_->visit().state);
    return slip == nullptr ? std::nullopt : slip->outcome;
  }

 private:
  [[nodiscard]] visit::Visit at_result() const {
    auto visit = visit::fresh({}, std::chrono::year{2026} / 11 / 22, now_);
    visit::Result result;
    result.opened = {"v", "K7–4M2"};
    result.given_name = "Mario";
    result.user_code = secret::SecretText{user_code};
    result.pin = secret::SecretText{pin};
    result.password = secret::SecretText{made_password};
    result.login_url = "https://registro.example/accesso";
    visit.state = result;
    return visit;
  }

  visit::TimePoint now_{std::chrono::minutes{10}};
  kiosk::EventQueue events_;
  kiosk::LatestFrame latest_;
  kiosk::Equipment equipment_{events_};
  NobodyAnswers service_;
  journal::NoRequests requests_;
  devices::CardScan scan_{nullptr, events_, latest_};
  std::unique_ptr<kiosk::Stage> stage_ = kiosk::headless_stage(1280, 800);
  std::optional<kiosk::PrintPort> print_;
  std::optional<kiosk::App> app_;
};

config::Printer configured(const IppPrinter& printer) {
  return {.kind = config::Printer::Kind::ipp, .address = printer.uri(), .pin = {}, .media = {}, .device = {}};
}

// As somebody reads it who finds it.
std::string words_on(const IppPrinter& printer) {
  auto text = text_of(printer.document());
  std::erase(text, ' ');
  return text;
}

bool on(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

}  // namespace

TEST_CASE("a slip comes out of the result screen: the user code, the PIN where it is ticked, never the password") {
  const bool ticked = GENERATE(false, true);
  IppPrinter printer;
  Kiosk kiosk{configured(printer)};
  kiosk.touch("result.slip");
  if (ticked) kiosk.touch("printing.with_pin");
  kiosk.touch("printing.do");
  REQUIRE(kiosk.until([&] { return kiosk.outcome().has_value(); }));
  CHECK(*kiosk.outcome() == printing::Outcome{End::printed});
  const auto text = words_on(printer);
  INFO(text);
  CHECK(on(text, user_code));
  CHECK(on(text, pin) == ticked);
  CHECK_FALSE(on(text, made_password));
  CHECK_FALSE(on(text, "Zebra"));
  CHECK_FALSE(on(text, "Mario"));
  CHECK(on(text, "22/11/2026"));
  kiosk.touch("printing.end");
  CHECK(visit::name_of(kiosk.visit()) == "goodbye");
  CHECK(printer.jobs() == 1);
}

TEST_CASE("what the screen shows of a slip is what comes out, its secrets covered in the record") {
  IppPrinter printer;
  Kiosk kiosk{configured(printer)};
  kiosk.touch("result.slip");
  kiosk.touch("printing.with_pin");
  REQUIRE(kiosk.until([&] { return kiosk.record().find("slip.pin") != nullptr; }));
  std::string shown;
  for (const auto& entry : kiosk.record().entries()) {
    if (!entry.id.starts_with("slip.")) continue;
    CHECK_FALSE(on(entry.label, user_code));
    CHECK_FALSE(on(entry.label, pin));
    if (entry.label != widgets::secret_label) shown += entry.label;
  }
  CHECK(kiosk.said("slip.user_code") == widgets::secret_label);
  CHECK(kiosk.said("slip.pin") == widgets::secret_label);
  kiosk.touch("printing.do");
  REQUIRE(kiosk.until([&] { return kiosk.outcome().has_value(); }));
  // Every word of the screen is on the paper; the paper has the day besides.
  const auto paper = words_on(printer);
  for (const auto* word : {"Istituto", "PIN", "registro.example/accesso", "password", "foglietto", "Segreteria"}) {
    INFO(word);
    CHECK(on(shown, word));
    CHECK(on(paper, word));
  }
}

TEST_CASE("with no printer the result offers none") {
  auto& ui = headless_ui();
  visit::Visit visit;
  visit.state = visit::Result{};
  ui.begin(1280, 800, {});
  screens::draw(visit, visit::TimePoint{}, ui);
  CHECK(ui.record().find("result.slip") == nullptr);
}

TEST_CASE("the end of the visit takes the slip back, whoever ends it") {
  const bool by_hand = GENERATE(true, false);
  IppPrinter printer;
  printer.while_printing("", true);
  Kiosk kiosk{configured(printer)};
  kiosk.touch("result.slip");
  kiosk.touch("printing.do");
  REQUIRE(eventually([&] { return printer.has_job(); }));
  if (by_hand) {
    kiosk.touch("footer.exit");
    kiosk.touch("leave.end");
  } else {
    kiosk.wait(visit::limits::print_longest);
    kiosk.wait(visit::limits::warning_after_code);
  }
  CHECK(visit::name_of(kiosk.visit()) == "goodbye");
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
}

TEST_CASE("a guardian who stops the print is told that nothing came out, and may print after all") {
  IppPrinter printer;
  printer.while_printing("", true);
  Kiosk kiosk{configured(printer)};
  kiosk.touch("result.slip");
  kiosk.touch("printing.do");
  REQUIRE(eventually([&] { return printer.has_job(); }));
  kiosk.touch("printing.stop");
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  REQUIRE(kiosk.until([&] { return kiosk.outcome().has_value(); }));
  CHECK(*kiosk.outcome() == printing::Outcome{End::cancelled});
  CHECK(kiosk.says("printing.cancelled", "printing.cancelled"_t));
  printer.while_printing("", false);
  kiosk.touch("printing.do");
  CHECK(kiosk.until([&] { return kiosk.outcome() == printing::Outcome{End::printed}; }));
}

namespace {
struct Row {
  Condition condition;
  TextKey sentence;
  std::function<void(IppPrinter&)> be;
  bool again = true;
};
const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
      {Condition::out_of_paper, "printing.out_of_paper"_t, [](auto& p) { p.load("iso_a4_210x297mm", 0); }},
      {Condition::jam, "printing.jam"_t, [](auto& p) { p.be("media-jam"); }, false},
      {Condition::cover_open, "printing.cover_open"_t, [](auto& p) { p.be("cover-open"); }},
      {Condition::wrong_media, "printing.wrong_media"_t, [](auto& p) { p.be("media-needed"); }},
      {Condition::offline, "printing.offline"_t, [](auto& p) { p.switch_off(); }}};
  return all;
}
}  // namespace

TEST_CASE("each misfortune is told before a slip is printed, and when it was tried all the same") {
  const auto which = GENERATE(0U, 1U, 2U, 3U, 4U);
  const auto& row = rows().at(which);
  IppPrinter printer;
  Kiosk kiosk{configured(printer)};
  row.be(printer);
  kiosk.touch("result.slip");
  INFO(printing::name_of(row.condition));
  REQUIRE(kiosk.until([&] { return kiosk.says("printing.trouble", row.sentence); }));
  kiosk.touch("printing.do");
  REQUIRE(kiosk.until([&] { return kiosk.outcome().has_value(); }));
  CHECK(*kiosk.outcome() == printing::Outcome{End::not_printed, row.condition});
  CHECK(kiosk.until([&] { return kiosk.says("printing.trouble", row.sentence); }));
  CHECK((kiosk.record().find("printing.do") != nullptr) == row.again);
  CHECK((kiosk.record().find("printing.back") != nullptr) == !row.again);
  CHECK(kiosk.record().find("slip.user_code") != nullptr);  // what there is to write down
  CHECK(printer.jobs() == 0);
}

TEST_CASE("a slip that may be inside is told of, and is not printed twice") {
  IppPrinter printer;
  printer.while_printing("STATE: +media-jam", true);
  Kiosk kiosk{configured(printer)};
  kiosk.touch("result.slip");
  kiosk.touch("printing.do");
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  printer.let_go();
  REQUIRE(kiosk.until([&] { return kiosk.says("printing.warning", "printing.inside"_t); }));
  CHECK(kiosk.says("printing.trouble", "printing.leave"_t));
  kiosk.touch("printing.back");
  kiosk.touch("result.slip");
  REQUIRE(kiosk.until([&] { return kiosk.says("printing.warning", "printing.inside"_t); }));
  CHECK(kiosk.record().find("printing.do") == nullptr);
}

TEST_CASE("the next guardian's slip waits until the one before is taken back, and that one is nowhere") {
  kiosk::EventQueue events;
  kiosk::Equipment equipment{events};
  IppPrinter printer;
  printer.while_printing("", true);
  auto make = kiosk::press_of(configured(printer), headless_ui().fonts(), headless_ui().texts(), short_limits());
  REQUIRE(make);
  kiosk::PrintPort port{std::move(*make), {}, equipment, events, short_limits()};
  const auto slip = [](visit::VisitId visit, std::string_view code) {
    visit::PrintSlip wanted;
    wanted.visit = visit;
    wanted.request = 1;
    wanted.user_code = secret::SecretText{code};
    return wanted;
  };
  std::vector<std::pair<visit::VisitId, End>> ends;
  const auto heard = [&](std::size_t count) {
    return eventually([&] {
      for (const auto& event : events.drain()) {
        const auto* news = std::get_if<visit::PrintNews>(&event);
        if (news == nullptr) continue;
        const auto* outcome = std::get_if<printing::Outcome>(&news->news);
        if (outcome != nullptr) ends.emplace_back(news->visit, outcome->end);
      }
      return ends.size() == count;
    });
  };
  port.print(slip(1, "FIRST0001"));
  REQUIRE(eventually([&] { return printer.has_job(); }));
  port.cancel();
  port.print(slip(2, "SECOND002"));
  REQUIRE(eventually([&] { return printer.said("localhost Cancel-Job successful-ok") > 0; }));
  CHECK(printer.jobs() == 1);
  printer.forget_document();
  printer.while_printing("", false);
  REQUIRE(heard(2));
  CHECK(ends.at(0) == std::pair<visit::VisitId, End>{1, End::cancelled});
  CHECK(ends.at(1) == std::pair<visit::VisitId, End>{2, End::printed});
  CHECK(equipment.now().printer == Condition::ready);
  CHECK(on(words_on(printer), "SECOND002"));
  CHECK_FALSE(on(words_on(printer), "FIRST0001"));
}
