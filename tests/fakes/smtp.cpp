// Starts smtp_server.py and reads the files that it writes.
#include "tests/fakes/smtp.h"

#include <boost/json.hpp>
#include <map>
#include <stdexcept>

#include "tests/fakes/files.h"

namespace sportello::fakes {

std::string ReceivedMail::header(const std::string& name) const {
  const auto head = "\n" + data.substr(0, data.find("\r\n\r\n")) + "\r\n";
  auto at = head.find("\n" + name + ": ");
  if (at == std::string::npos) return {};
  at += name.size() + 3;
  std::string value;
  while (true) {
    const auto end = head.find("\r\n", at);
    value += head.substr(at, end - at);
    if (end + 2 >= head.size() || head[end + 2] != ' ') return value;
    at = end + 2;
  }
}

SmtpServerProcess::SmtpServerProcess(const SmtpServerOptions& options) {
  std::vector<std::string> command{"/usr/bin/python3", SPORTELLO_SOURCE_FOLDER "/tests/fakes/smtp_server.py",
                                   folder_.path().string()};
  const auto add = [&](std::initializer_list<std::string> words) { command.insert(command.end(), words); };
  if (options.tls != SmtpServerOptions::Tls::none) {
    add({"--tls", options.tls == SmtpServerOptions::Tls::starttls ? "starttls" : "smtps", "--certificate",
         options.certificate->certificate.string(), "--key", options.certificate->private_key.string()});
  }
  if (!options.login.empty()) add({"--login", options.login});
  process_.emplace(command, folder_ / "log");
  const auto port = folder_ / "port";
  if (!eventually([&] { return std::filesystem::exists(port) || !process_->running(); }, std::chrono::seconds{20}) ||
      !process_->running()) {
    throw std::runtime_error("the SMTP server did not start: " + read_file(folder_ / "log"));
  }
  port_ = read_file(port);
}

std::vector<ReceivedMail> SmtpServerProcess::received() const {
  std::map<std::filesystem::path, ReceivedMail> by_file;
  for (const auto& entry : std::filesystem::directory_iterator{folder_.path()}) {
    if (entry.path().extension() != ".json") continue;
    const auto mail = boost::json::parse(read_file(entry.path())).as_object();
    const auto text = [](const boost::json::value& value) { return std::string{value.as_string()}; };
    by_file[entry.path()] = {text(mail.at("from")), text(mail.at("to").as_array().at(0)), text(mail.at("data")),
                             mail.at("tls").as_bool(), mail.at("login").as_bool()};
  }
  std::vector<ReceivedMail> all;
  for (const auto& [file, mail] : by_file) all.push_back(mail);
  return all;
}

}  // namespace sportello::fakes
