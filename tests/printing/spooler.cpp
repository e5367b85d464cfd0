#include "tests/printing/spooler.h"

#include <cups/cups.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sportello::tests {

namespace {

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>{in}, {}};
}

// CUPS-Add-Modify-Printer, as lpadmin does it.
bool add_queue(std::uint16_t port, const std::string& queue, const std::string& device) {
  http_t* http = httpConnect2("127.0.0.1", port, nullptr, AF_UNSPEC, HTTP_ENCRYPTION_NEVER, 1, 2000, nullptr);
  if (http == nullptr) return false;
  ipp_t* request = ippNewRequest(IPP_OP_CUPS_ADD_MODIFY_PRINTER);
  ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, queue.c_str());
  ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, "root");
  ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_NAME, "ppd-name", nullptr, "raw");
  ippAddString(request, IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", nullptr, device.c_str());
  ippAddInteger(request, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", IPP_PSTATE_IDLE);
  ippAddBoolean(request, IPP_TAG_PRINTER, "printer-is-accepting-jobs", 1);
  ipp_t* answer = cupsDoRequest(http, request, "/admin/");
  const bool done = answer != nullptr && ippGetStatusCode(answer) <= IPP_STATUS_OK_EVENTS_COMPLETE;
  ippDelete(answer);
  httpClose(http);
  return done;
}

}  // namespace

Spooler::Spooler(const std::string& printer_uri) {
  for (const auto* name : {"root", "spool", "cache", "state"}) std::filesystem::create_directory(folder_ / name);
  // CUPS passes documents on as a user who may see nothing; the folder's own contents stay hidden.
  using std::filesystem::perms;
  std::filesystem::permissions(folder_.path(), perms::owner_all | perms::group_exec | perms::others_exec);
  const auto path = [&](const char* name) { return (folder_ / name).string(); };
  std::ofstream(folder_ / "files.conf") << "ServerRoot " << path("root") << "\nRequestRoot " << path("spool")
                                        << "\nCacheDir " << path("cache") << "\nStateDir " << path("state")
                                        << "\nPrintcap " << path("printcap") << "\nAccessLog " << path("access.log")
                                        << "\nErrorLog " << path("error.log") << "\nPageLog " << path("page.log")
                                        << "\nServerBin /usr/lib/cups\nDataDir /usr/share/cups\nFatalErrors none\n"
                                           "Sandboxing off\nSystemGroup root\n";
  for (int tries = 0; tries < 5; ++tries) {  // a port that was free may be taken meanwhile
    port_ = fakes::free_port();
    std::ofstream(folder_ / "cupsd.conf")
        << "Listen 127.0.0.1:" << port_
        << "\nLogLevel info\nBrowsing No\nWebInterface No\nDefaultAuthType None\n<Location />\n  Order allow,deny\n"
           "  Allow all\n</Location>\n<Policy default>\n  <Limit All>\n    Order deny,allow\n  </Limit>\n</Policy>\n";
    scheduler_.emplace(
        std::vector<std::string>{"/usr/sbin/cupsd", "-f", "-c", path("cupsd.conf"), "-s", path("files.conf")},
        folder_ / "cupsd.log");
    fakes::eventually([&] { return add_queue(port_, uri(), printer_uri) || !scheduler_->running(); });
    if (scheduler_->running()) return;
  }
  throw std::runtime_error("no CUPS for the test: " + read(folder_ / "cupsd.log") + log());
}

std::string Spooler::uri() const { return "ipp://127.0.0.1:" + std::to_string(port_) + "/printers/slips"; }

std::vector<std::string> Spooler::kept() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "spool")) {
    if (entry.is_regular_file()) names.push_back(entry.path().filename().string());
  }
  return names;
}

std::string Spooler::log() const { return read(folder_ / "error.log"); }

}  // namespace sportello::tests
