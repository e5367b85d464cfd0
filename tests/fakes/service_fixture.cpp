// Builds everything through the product's own doors: its command line and its API.
#include "tests/fakes/service_fixture.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <cctype>
#include <csignal>
#include <sstream>
#include <stdexcept>

#include "service/commands/commands.h"
#include "service/configuration.h"
#include "service/service.h"
#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/signing/fingerprint.h"
#include "tests/fakes/files.h"

namespace sportello::fakes {

const std::vector<Family>& families() {
  static const std::vector<Family> all = {
      {"RSSMRA80A01H501U", "+393401111101", "Mario", "mario.rossi@example.org"},
      {"DNGMNT85T71F205Y", "+393401111102", "Maria Antonietta", "maria.antonietta@example.org"},
      {"NGYTHI88B69Z251B", "+393401111103", "Thi", "thi.nguyen@example.org"},
      {"HXHRBN90M15Z100K", "+393401111104", "Arben", "arben.hoxha@example.org"},
  };
  return all;
}

namespace {

// The first six digits that stand alone.
std::string code_in(const std::string& text) {
  for (std::size_t i = 0; i + 6 <= text.size(); ++i) {
    const auto is_digit = [&](std::size_t at) {
      return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
    };
    bool six = !(i > 0 && is_digit(i - 1)) && !is_digit(i + 6);
    for (std::size_t j = 0; six && j < 6; ++j) six = is_digit(i + j);
    if (six) return text.substr(i, 6);
  }
  return {};
}

}  // namespace

std::string SpooledSms::code() const { return code_in(text); }
std::string SpooledMail::code() const { return code_in(text); }
std::string SpooledMail::link() const {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("https://") && !line.contains(' ')) return line;
  }
  return {};
}

ServiceFixture::ServiceFixture(FixtureOptions options)
    : options_(std::move(options)), certificate_(make_certificate(folder_.path())) {
  secret::start_sodium();
  write_profiles();
  write_configuration();
  command({"master-key", "create", (folder_ / "master-key").string()});
  command({"school", "add", "--code", school_code, "--name", "IC Verdi Roma", "--profile", options_.profile});
  command({"school", "add", "--code", other_school_code, "--name", "IC Manzoni Milano", "--profile", "classeviva"});
  import_families();
  if (options_.start) start();
}

ServiceFixture::~ServiceFixture() = default;

void ServiceFixture::write_configuration() const {
  std::ostringstream text;
  text << "[service]\nlisten = \"127.0.0.1:0\"\nprivate_listen = \"127.0.0.1:0\"\ncertificate = \""
       << certificate_.certificate.string() << "\"\nprivate_key = \"" << certificate_.private_key.string()
       << "\"\ndata_directory = \"data\"\nmaster_key_file = \"master-key\"\nprofiles_directory = "
       << "\"registers\"\npublic_url = \"" << public_url << "\"\n\n"
       << (options_.gateways.empty() ? "[[gateway]]\nkind = \"spool\"\ndirectory = \"spool\"\n" : options_.gateways)
       << (options_.mail.empty() ? "\n[mail]\nkind = \"spool\"\ndirectory = \"mail\"\n" : options_.mail)
       << "\n[limits]\nsms_per_school_day = 100000\nsms_per_kiosk_day = 100000\n"
       << "requests_per_kiosk_minute = 1000000\nrequests_per_login_page_minute = 1000000\n"
       << "requests_per_address_minute = 1000000\nrequests_per_person_minute = 1000000\n"
       << "new_connections_per_address_minute = 1000000\n"
       << kept_.toml();
  write_file(configuration_file(), text.str());
}

void ServiceFixture::write_profiles() const {
  std::filesystem::copy(std::filesystem::path{SPORTELLO_SOURCE_FOLDER} / "assets/registers", folder_ / "registers");
  for (const auto& [id, toml] : options_.profiles) write_file(folder_ / "registers" / (id + ".toml"), toml);
}

void ServiceFixture::import_families() const {
  const std::string header =
      "guardian_cf;guardian_surname;guardian_name;phone;mail;role;pupil_key;pupil_surname;pupil_name;class\n";
  std::ostringstream csv;
  csv << header;
  int number = 0;
  for (const auto& family : families()) {
    csv << family.document << ";Rossi;" << family.given_name << ';' << family.phone << ';' << family.mail
        << ";MADRE;PROVV" << ++number << ";Rossi;Luca;2A\n";
  }
  for (int i = 0; i < options_.extra_guardians; ++i) {
    csv << document_of(i) << ";Prova;Carico;" << phone_of(i) << ";;PADRE;CARICO" << i << ";Prova;Anna;1B\n";
  }
  write_file(folder_ / "families.csv", csv.str());
  command({"import", "--school", school_code, (folder_ / "families.csv").string()});
  write_file(folder_ / "other.csv", header + "REXLAX71C01H501L;Re;Al;+393402222201;;PADRE;ALTRO1;Re;Bea;3C\n");
  command({"import", "--school", other_school_code, (folder_ / "other.csv").string()});
}

std::string ServiceFixture::command(const std::vector<std::string>& words) const {
  CLI::App app{"test", "sportello-service"};
  commands::CommandLine line;
  std::ostringstream out;
  line.out = &out;
  line.err = &out;
  commands::add_commands(app, line);
  const auto file = configuration_file().string();
  std::vector<const char*> arguments{"sportello-service", "--config", file.c_str()};
  for (const auto& word : words) arguments.push_back(word.c_str());
  if (commands::parse_and_run(app, line, static_cast<int>(arguments.size()), arguments.data()) != 0) {
    throw std::runtime_error("sportello-service " + words.front() + " failed: " + out.str());
  }
  auto text = out.str();
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

void ServiceFixture::start() {
  if (!options_.as_program) {
    const auto configuration = load_configuration(configuration_file());
    if (!configuration) throw std::runtime_error(configuration.error());
    service::Options wanted;
    wanted.demo = true;
    wanted.now = options_.now;
    wanted.hash_threads = options_.hash_threads;
    wanted.hash_queue = options_.hash_queue;
    auto started = service::Service::start(*configuration, std::move(wanted));
    if (!started) throw std::runtime_error(started.error());
    inside_ = std::move(*started);
    port_ = inside_->port();
    private_port_ = inside_->private_port();
    return;
  }
  const auto ready = folder_ / "ready.json";
  std::filesystem::remove(ready);
  program_.emplace(std::vector<std::string>{SPORTELLO_SERVICE_PROGRAM, "--config", configuration_file().string(),
                                            "serve", "--demo", "--ready-file", ready.string()},
                   log_file());
  const bool is_ready =
      eventually([&] { return std::filesystem::exists(ready) || !program_->running(); }, std::chrono::seconds{20});
  if (!is_ready || !program_->running()) throw std::runtime_error("serve did not start: " + read_file(log_file()));
  const auto ports = boost::json::parse(read_file(ready)).as_object();
  port_ = static_cast<std::uint16_t>(ports.at("port").as_int64());
  private_port_ = static_cast<std::uint16_t>(ports.at("private_port").as_int64());
}

void ServiceFixture::stop() {
  inside_.reset();
  if (!program_) return;
  program_->signal(SIGTERM);
  const auto code = program_->wait(std::chrono::seconds{30});
  program_.reset();
  if (code != 0) throw std::runtime_error("serve did not stop well: " + read_file(log_file()));
}

void ServiceFixture::kill() {
  program_->signal(SIGKILL);
  program_->wait(std::chrono::seconds{10});
  program_.reset();
}

Where ServiceFixture::where() const { return {port_, certificate_.certificate}; }

Identity ServiceFixture::enrol_only(const std::string& school) {
  auto identity = enrol(where(), command({"device", "enrol-code", "--school", school}));
  if (!identity) throw std::runtime_error("the device was not enrolled: " + wire::to_json(identity.error()));
  return *identity;
}

void ServiceFixture::approve(const Identity& identity) {
  command({"device", "approve", identity.key_id, "--words", signing::fingerprint_text(identity.key->public_key())});
}

Identity ServiceFixture::kiosk_identity(const std::string& school) {
  if (const auto known = identities_.find(school); known != identities_.end()) return known->second;
  const auto identity = enrol_only(school);
  approve(identity);
  return identities_.emplace(school, identity).first->second;
}

SignedClient ServiceFixture::login_page(const std::string& school) {
  auto known = login_pages_.find(school);
  if (known == login_pages_.end()) {
    auto key = std::make_shared<const signing::SigningKey>(signing::SigningKey::generate());
    const auto id =
        command({"login-page", "add", "--school", school, "--public-key=" + secret::to_base64url(key->public_key())});
    known = login_pages_.emplace(school, Identity{id, key}).first;
  }
  return {where(), known->second};
}

void ServiceFixture::set_gateways(const std::string& toml) {
  options_.gateways = toml;
  write_configuration();
}

std::chrono::milliseconds ServiceFixture::processor_time() const {
  const auto stat = read_file("/proc/" + std::to_string(program_->pid()) + "/stat");
  std::istringstream fields{stat.substr(stat.rfind(')') + 2)};
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  long user = 0;
  long system = 0;
  fields >> user >> system;
  return std::chrono::milliseconds{(user + system) * 1000 / ::sysconf(_SC_CLK_TCK)};
}

std::vector<SpooledSms> ServiceFixture::spooled() const {
  const std::lock_guard lock{mutex_};
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator{spool(), none}) {
    if (entry.path().extension() != ".json" || read_.contains(entry.path())) continue;
    const auto message = boost::json::parse(read_file(entry.path())).as_object();
    read_[entry.path()] = {std::string{message.at("to").as_string()}, std::string{message.at("text").as_string()}};
  }
  std::vector<SpooledSms> all;
  for (const auto& [file, sms] : read_) all.push_back(sms);
  return all;
}

std::optional<SpooledSms> ServiceFixture::sms_to(const std::string& phone, std::size_t count) const {
  std::optional<SpooledSms> found;
  eventually([&] {
    std::size_t seen = 0;
    for (const auto& sms : spooled()) {
      if (sms.to == phone && ++seen == count) found = sms;
    }
    return found.has_value();
  });
  return found;
}

std::vector<SpooledMail> ServiceFixture::mails() const {
  std::map<std::filesystem::path, SpooledMail> by_file;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator{mail_spool(), none}) {
    if (entry.path().extension() != ".json") continue;
    const auto mail = boost::json::parse(read_file(entry.path())).as_object();
    const auto of = [&](const char* name) { return std::string{mail.at(name).as_string()}; };
    by_file[entry.path()] = {of("to"), of("subject"), of("text"), of("html"), of("language")};
  }
  std::vector<SpooledMail> all;
  for (const auto& [file, mail] : by_file) all.push_back(mail);
  return all;
}

std::optional<SpooledMail> ServiceFixture::mail_to(const std::string& address, std::size_t count) const {
  std::optional<SpooledMail> found;
  eventually([&] {
    std::size_t seen = 0;
    for (const auto& mail : mails()) {
      if (mail.to == address && ++seen == count) found = mail;
    }
    return found.has_value();
  });
  return found;
}

std::optional<std::string> ServiceFixture::invitation_link_to(const std::string& address) const {
  std::string link;
  for (std::size_t i = 2; link.find("/invitation/") == std::string::npos && i < 5; ++i) {
    const auto next = mail_to(address, i);
    if (!next) return std::nullopt;
    link = next->link();
  }
  return link;
}

std::string ServiceFixture::document_of(int number) {
  // Three letters of the surname count; the rest is one adult born in Rome.
  std::string code = "AAAMRA80A01H501";
  for (std::size_t i = 3; i-- > 0; number /= 26) code[i] = static_cast<char>('A' + number % 26);
  return code + identity::check_letter(code).value_or('?');
}

std::string ServiceFixture::phone_of(int number) {
  auto digits = std::to_string(1000000 + number);
  return "+39347" + digits;
}

}  // namespace sportello::fakes
