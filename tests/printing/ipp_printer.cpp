#include "tests/printing/ipp_printer.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/fakes/certificate.h"

namespace sportello::tests {

namespace {

constexpr const char* hand = R"sh(#!/bin/sh
here=$(dirname "$0")
cat "$here/say" >&2
cp "$1" "$here/arriving" && mv "$here/arriving" "$here/arrived.pdf"
while [ -e "$here/hold" ]; do sleep 0.02; done
exit "$(cat "$here/exit")"
)sh";

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

IppPrinter::IppPrinter(const std::string& media) {
  std::filesystem::create_directory(folder_ / "hand");
  std::filesystem::create_directory(folder_ / "spool");
  std::filesystem::create_directory(folder_ / "keys");
  const auto files = fakes::make_certificate(folder_.path());
  std::filesystem::rename(files.certificate, folder_ / "keys/localhost.crt");
  std::filesystem::rename(files.private_key, folder_ / "keys/localhost.key");
  write("command", hand);
  std::filesystem::permissions(folder_ / "hand/command", std::filesystem::perms::owner_all);
  while_printing("", false);
  const auto bus = "unix:path=" + (folder_ / "bus").string();
  bus_.emplace(std::vector<std::string>{"dbus-daemon", "--session", "--nofork", "--nosyslog", "--nopidfile",
                                        "--address=" + bus},
               folder_ / "bus.log");
  if (!fakes::eventually([&] { return std::filesystem::exists(folder_ / "bus"); })) {
    throw std::runtime_error("no bus for the printer: " + read(folder_ / "bus.log"));
  }
  for (int tries = 0; tries < 5; ++tries) {  // a port that was free may be taken meanwhile
    port_ = fakes::free_port();
    printer_.emplace(std::vector<std::string>{"env",
                                              "DBUS_SYSTEM_BUS_ADDRESS=" + bus,
                                              "HOME=" + folder_.path().string(),
                                              "/usr/sbin/ippeveprinter",
                                              "-vvv",
                                              "-r",
                                              "off",
                                              "-n",
                                              "localhost",
                                              "-p",
                                              std::to_string(port_),
                                              "-d",
                                              (folder_ / "spool").string(),
                                              "-K",
                                              (folder_ / "keys").string(),
                                              "-f",
                                              "application/pdf",
                                              "-c",
                                              (folder_ / "hand/command").string(),
                                              "Slips"},
                     folder_ / "printer.log");
    fakes::eventually([&] { return said("printer-uri") > 0 || !printer_->running(); });
    if (printer_->running()) {
      load(media, 250);
      return;
    }
  }
  throw std::runtime_error("ippeveprinter does not start: " + log());
}

std::string IppPrinter::uri(const std::string& scheme) const {
  return scheme + "://localhost:" + std::to_string(port_) + "/ipp/print";
}

void IppPrinter::write(const std::string& name, const std::string& text) const {
  std::ofstream(folder_ / ("hand/" + name), std::ios::binary) << text;
}

void IppPrinter::run(const std::vector<std::string>& command) const {
  fakes::Process process{command, folder_ / "others.log", folder_.path()};
  if (process.wait(std::chrono::seconds{20}) != 0) {
    throw std::runtime_error("cannot run " + command.front() + ": " + read(folder_ / "others.log"));
  }
}

void IppPrinter::while_printing(const std::string& said, bool holds, int exit_code) {
  write("say", said.empty() ? "" : said + "\n");
  write("exit", std::to_string(exit_code));
  if (holds) {
    write("hold", "");
  } else {
    let_go();
  }
}

void IppPrinter::let_go() { std::filesystem::remove(folder_ / "hand/hold"); }

void IppPrinter::be(const std::string& reasons) {
  while_printing("STATE: " + reasons, false);
  const auto done = log().size();
  std::ofstream(folder_ / "somebody.pdf") << "%PDF-1.4\n";
  run({"ipptool", "-q", "-f", (folder_ / "somebody.pdf").string(), uri(), "print-job.test"});
  const auto ended = [&] { return log().find("completed successfully", done) != std::string::npos; };
  if (!fakes::eventually(ended)) throw std::runtime_error("somebody's job does not end");
  while_printing("", false);
  forget_document();
}

void IppPrinter::load(const std::string& media, int sheets, int envelopes) {
  run({"curl", "-fsS", "-o", "/dev/null",
       "http://localhost:" + std::to_string(port_) + "/media?size1=" + media + "&type1=stationery&level1=" +
           std::to_string(sheets) + "&size3=iso_dl_110x220mm&type3=envelope&level3=" + std::to_string(envelopes)});
}

bool IppPrinter::has_job() const { return std::filesystem::exists(document()); }
void IppPrinter::forget_document() const { std::filesystem::remove(document()); }

std::string IppPrinter::log() const { return read(folder_ / "printer.log"); }

int IppPrinter::said(const std::string& words) const {
  const auto all = log();
  int count = 0;
  for (auto at = all.find(words); at != std::string::npos; at = all.find(words, at + words.size())) ++count;
  return count;
}

std::string IppPrinter::pin() const { return fakes::pin_of(folder_ / "keys/localhost.crt"); }

}  // namespace sportello::tests
