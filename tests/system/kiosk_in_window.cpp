// Configuration, enrolment, window.
#include "tests/system/kiosk_in_window.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <stdexcept>

#include "tests/fakes/certificate.h"
#include "tests/fakes/files.h"

namespace sportello::tests {

std::string output_of(const std::string& command) {
  auto* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::string text;
  std::array<char, 4096> buffer{};
  while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), count);
  if (::pclose(pipe) != 0) throw std::runtime_error("this does not work: " + command + "\n" + text);
  return text;
}

namespace {

std::string line_after(const std::string& text, const std::string& label) {
  const auto at = text.find(label);
  if (at == std::string::npos) throw std::runtime_error("no " + label + " in: " + text);
  const auto start = at + label.size();
  return text.substr(start, text.find('\n', start) - start);
}

}  // namespace

KioskInWindow::KioskInWindow(fakes::ServiceFixture& service, const KioskOptions& options) : display_(options.size) {
  const auto pin = fakes::pin_of(service.where().certificate);
  fakes::write_file(
      folder_ / "kiosk.toml",
      "[school]\nname = \"Istituto Comprensivo Colle Sereno\"\nshort_name = \"IC Colle Sereno\"\n"
      "privacy_contact = \"privacy@collesereno.example\"\n[office]\nname = \"Segreteria didattica\"\n"
      "place = \"piano terra, stanza 4\"\nhours = \"lunedì–venerdì 8:30–10:30\"\nphone = \"06 0000 0000\"\n"
      "[service]\nurl = \"https://" +
          service.where().authority() + "\"\npins = [\"" + pin +
          "\"]\n[device]\ndirectory = \"device\"\nrehearsal = true\n[screen]\nlanguage = \"it\"\n"
          "[assets]\ndirectory = \"" ASSETS "\"\n" +
          options.opening);
  enrol(service);
  const auto size = std::to_string(options.size.first) + "x" + std::to_string(options.size.second);
  std::vector<std::string> command = {"env",
                                      "DISPLAY=" + display_.name(),
                                      KIOSK,
                                      "--config",
                                      (folder_ / "kiosk.toml").string(),
                                      "--windowed",
                                      size,
                                      "--layout",
                                      (folder_ / "layout.json").string()};
  if (!options.camera.empty()) command.insert(command.end(), {"--camera", "file:" + options.camera.string()});
  program_.emplace(command, folder_ / "kiosk.log");
  hands_.emplace(display_, folder_ / "layout.json");
  hands_->expect("welcome");
}

void KioskInWindow::enrol(fakes::ServiceFixture& service) {
  auto code = service.command({"device", "enrol-code", "--school", fakes::school_code});
  code = code.substr(0, code.find('\n'));
  const auto said = output_of(std::string{KIOSK} + " enrol --config " + (folder_ / "kiosk.toml").string() +
                              " --code " + code + " 2>&1");
  service.command({"device", "approve", line_after(said, "device: "), "--words", line_after(said, "words: ")});
}

std::string KioskInWindow::log() const { return fakes::read_file(folder_ / "kiosk.log"); }

bool KioskInWindow::stop() {
  program_->signal(SIGTERM);
  return program_->wait(std::chrono::seconds{10}).has_value();
}

}  // namespace sportello::tests
