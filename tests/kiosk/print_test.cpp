// `sportello-kiosk print-test`, the program itself against the real ippeveprinter: one line, whatever the printer
// does.
#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/printing/ipp_printer.h"
#include "tests/printing/rendering.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

struct Outcome {
  int status = -1;
  std::string text;
};

// `printer`: the section, or nothing.
Outcome print_test(const std::string& printer, const std::vector<std::string>& more = {}) {
  const fakes::TempFolder folder;
  fakes::write_file(folder / "kiosk.toml",
                    "[school]\nname = \"Istituto Colle Sereno\"\nprivacy_contact = \"p@s.example\"\n"
                    "[office]\nname = \"Segreteria\"\nplace = \"Piano terra\"\nhours = \"8–10\"\nphone = \"06\"\n"
                    "[service]\nurl = \"https://127.0.0.1:1\"\n"
                    "pins = [\"sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"]\n"
                    "[device]\ndirectory = \"device\"\n[screen]\nlanguage = \"it\"\n[assets]\ndirectory = \"" +
                        std::string{SPORTELLO_ASSETS} + "\"\n" + printer);
  std::vector<std::string> words = {KIOSK, "print-test", "--config", (folder / "kiosk.toml").string()};
  words.insert(words.end(), more.begin(), more.end());
  fakes::Process process{words, folder / "out"};
  const auto status = process.wait(std::chrono::seconds{60});
  return {status.value_or(-1), fakes::read_file(folder / "out")};
}

std::string section(const std::string& address) {
  return "[printer]\nkind = \"ipp\"\naddress = \"" + address + "\"\n";
}

void check_line(const Outcome& outcome, int status, const std::string& line) {
  INFO(outcome.text);
  CHECK(outcome.status == status);
  CHECK(outcome.text == line + "\n");
}

}  // namespace

TEST_CASE("a technician prints a slip that is nobody's, and hears what the printer is like") {
  IppPrinter printer;
  check_line(print_test(section(printer.uri()), {"--look"}), 0, "printer: ready");
  CHECK(printer.jobs() == 0);
  check_line(print_test(section(printer.uri()), {"--language", "en"}), 0, "printer: the test slip is printed");
  auto text = text_of(printer.document());
  std::erase(text, ' ');
  INFO(text);
  CHECK(text.find("TEST0000") != std::string::npos);
  printer.load("iso_a4_210x297mm", 0);
  check_line(print_test(section(printer.uri()), {"--look"}), 1,
             "sportello-kiosk: the printer is not ready: it has no paper: fill its tray");
  check_line(print_test(section(printer.uri())), 1,
             "sportello-kiosk: the printer printed nothing: it has no paper: fill its tray");
  printer.switch_off();
  check_line(print_test(section(printer.uri())), 1,
             "sportello-kiosk: the printer printed nothing: it does not answer: look at its switch, its cable and "
             "[printer] in kiosk.toml");
}

TEST_CASE("what cannot be tried is said in one line, with its mend") {
  check_line(print_test(""), 1, "sportello-kiosk: there is no printer: name one in [printer] of kiosk.toml");
  check_line(print_test(section("ipp://printer.example/ipp/print")), 1,
             "sportello-kiosk: [printer] a slip would cross the network in clear: write ipps:// for this printer");
  check_line(print_test(section("ipp://localhost/"), {"--language", "tlh"}), 1,
             "sportello-kiosk: --language takes it, en, ro, sq, ar, zh, uk, fr, es, ur, bn or pa");
}
