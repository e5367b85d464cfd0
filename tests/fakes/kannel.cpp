// Writes the configuration, starts the three, reads the centre's output.
#include "tests/fakes/kannel.h"

#include <algorithm>
#include <csignal>
#include <sstream>
#include <stdexcept>

#include "tests/fakes/files.h"
#include "tests/fakes/https.h"

namespace sportello::fakes {
namespace {

constexpr auto bearerbox = "/usr/sbin/bearerbox";
constexpr auto smsbox = "/usr/sbin/smsbox";
constexpr auto centre = "/usr/lib/kannel/test/fakesmsc";

std::string configuration(std::uint16_t admin, std::uint16_t box, std::uint16_t smsc, std::uint16_t sendsms,
                          const std::string& username, const std::string& password) {
  std::ostringstream text;
  text << "group = core\nadmin-port = " << admin << "\nadmin-interface = 127.0.0.1\nadmin-password = stato\n"
       << "smsbox-port = " << box << "\nsmsbox-interface = 127.0.0.1\nbox-allow-ip = \"127.0.0.1\"\n\n"
       << "group = smsc\nsmsc = fake\nsmsc-id = centre\nport = " << smsc << "\nconnect-allow-ip = \"127.0.0.1\"\n\n"
       << "group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = " << sendsms
       << "\nsendsms-interface = 127.0.0.1\nsendsms-chars = \"+0123456789\"\n\n"
       << "group = sendsms-user\nusername = " << username << "\npassword = " << password
       << "\nmax-messages = 1\n\ngroup = sms-service\nkeyword = default\ntext = \"no\"\n";
  return text.str();
}

}  // namespace

bool Kannel::installed() {
  return std::filesystem::exists(bearerbox) && std::filesystem::exists(smsbox) && std::filesystem::exists(centre);
}

Kannel::Kannel() {
  for (int attempt = 0; attempt < 3; ++attempt) {  // another test may take a port between our look and our use
    if (start()) return;
    processes_.clear();
  }
  throw std::runtime_error("Kannel did not start: see its packages");
}

Kannel::~Kannel() {
  for (auto& process : processes_) process.signal(SIGTERM);
}

bool Kannel::start() {
  const auto admin = free_port();
  const auto box = free_port();
  const auto smsc = free_port();
  sendsms_port_ = free_port();
  const auto file = folder_ / "kannel.conf";
  write_file(file, configuration(admin, box, smsc, sendsms_port_, username(), password()));
  const auto status = [&] {
    HttpsClient client{"/dev/null"};
    return client.send("GET", "http://127.0.0.1:" + std::to_string(admin) + "/status.txt?password=stato").body;
  };
  const auto launch = [&](std::vector<std::string> command, const std::string& output) {
    processes_.emplace_back(command, folder_ / output, folder_.path());
  };
  const auto port = [](std::uint16_t number) { return std::to_string(number); };

  launch({bearerbox, "-v", "4", file.string()}, "bearerbox.log");
  if (!eventually([&] { return status().contains("Status: running"); }, std::chrono::seconds{5})) return false;
  launch({smsbox, "-v", "4", file.string()}, "smsbox.log");
  launch({centre, "-H", "127.0.0.1", "-r", port(smsc), "-m", "0", "1 2 text nop"}, "centre.log");
  return eventually(
      [&] {
        const auto text = status();
        return text.contains("(online ") && text.contains("smsbox:");
      },
      std::chrono::seconds{5});
}

std::string Kannel::url() const { return "http://127.0.0.1:" + std::to_string(sendsms_port_) + "/cgi-bin/sendsms"; }

// "… Got message 1: <Sender +39… text The words>"
std::vector<ReceivedSms> Kannel::received() const {
  std::vector<ReceivedSms> all;
  std::istringstream lines{read_file(folder_ / "centre.log")};
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find(": <");
    if (!line.contains("Got message") || begin == std::string::npos || !line.ends_with('>')) continue;
    const auto whole = line.substr(begin + 3, line.size() - begin - 4);
    const auto text = whole.find(" text ");
    if (text == std::string::npos) continue;
    const auto head = whole.substr(0, text);
    const auto to = head.rfind(' ');  // the sender's name may hold spaces
    if (to == std::string::npos) continue;
    const ReceivedSms sms{head.substr(0, to), head.substr(to + 1), whole.substr(text + 6)};
    all.push_back(sms);
  }
  return all;
}

}  // namespace sportello::fakes
