// The command line from end to end, on a store of its own; and service.toml and profiles.
#include "service/commands/commands.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "service/configuration.h"
#include "service/shared/signing/fingerprint.h"
#include "tests/service/run_command.h"
#include "tests/service/store_fixture.h"

using namespace sportello;
using sportello::tests::Folder;
using sportello::tests::Ran;
using sportello::tests::run_command;

namespace {

const std::string header =
    "guardian_cf;guardian_surname;guardian_name;phone;pupil_key;pupil_surname;pupil_name;class\n";
const std::string good = header +
                         "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;P1;Verdi;Zoe;2B\n"
                         "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;P2;Verdi;Ugo;1A\n"
                         "RSSMRA80A01H501U;Rossi;Mario;;P2;Verdi;Ugo;1A\n";

class Service {
 public:
  Service() {
    secret::start_sodium();
    std::filesystem::create_directory(folder / "registers");
    std::ofstream{folder / "registers/classeviva.toml"}
        << "name = \"ClasseViva\"\nuser_code.pattern = \"G#######@\"\npassword = { min_length = 10, lower = true }\n"
           "pin = { use = \"optional\", digits = 6 }\ncommitments = { version = \"1\", items = [\"absences\"] }\n";
    std::ofstream{folder / "service.toml"} << "[service]\ncertificate = \"c\"\nprivate_key = \"k\"\n"
                                              "data_directory = \"data\"\nmaster_key_file = \"master-key\"\n"
                                              "profiles_directory = \"registers\"\n"
                                           << kept.toml();
    CHECK(run({"master-key", "create", folder / "master-key"}).code == 0);
  }

  Ran run(std::vector<std::string> arguments) { return run_command(folder / "service.toml", std::move(arguments)); }
  Ran import(const std::string& csv, const std::vector<std::string>& more = {}) {
    std::ofstream{folder / "families.csv"} << csv;
    std::vector<std::string> arguments = {"import", "--school", "RMIC817009", folder / "families.csv"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  Ran add_school() {
    return run(
        {"school", "add", "--code", "RMIC817009", "--name", "Istituto Colle Sereno", "--profile", "classeviva"});
  }

  Folder folder;
  fakes::TestStore kept{folder / "data/sportello.sqlite"};
};

bool one_line(const std::string& text) { return text.ends_with('\n') && text.find('\n') == text.size() - 1; }

}  // namespace

TEST_CASE("misuse is answered by 2 and one line that says how to mend it") {
  Service service;
  const std::vector<std::vector<std::string>> misuses = {
      {},
      {"dance"},
      {"school"},
      {"school", "add"},
      {"school", "add", "--code", "RMIC817009"},
      {"school", "list", "--nonsense"},
      {"import"},
      {"import", "--school", "RMIC817009"},
      {"device"},
      {"device", "approve", "x"},
      {"device", "revoke"},
      {"login-page", "add", "--school", "RMIC817009"},
      {"master-key"},
      {"master-key", "create"},
      {"--nonsense", "school", "list"},
  };
  for (const auto& arguments : misuses) {
    const auto result = service.run(arguments);
    CAPTURE(result.err);
    CHECK(result.code == 2);
    CHECK(one_line(result.err));
    CHECK(result.out.empty());
  }
}

TEST_CASE("help and version are no misuse") {
  Service service;
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"--help"}, {"school", "--help"}, {"school", "add", "--help"}, {"--version"}}) {
    const auto result = service.run(arguments);
    CHECK(result.code == 0);
    CHECK_FALSE(result.out.empty());
    CHECK(result.err.empty());
  }
}

TEST_CASE("schools are added once, by a real code and a known profile") {
  Service service;
  REQUIRE(service.add_school().code == 0);
  CHECK(service.run({"school", "list"}).out == "RMIC817009  classeviva  Istituto Colle Sereno\n");
  for (const auto& [code, profile] : std::vector<std::pair<std::string, std::string>>{{"RMIC817009", "classeviva"},
                                                                                      {"rmic817009", "classeviva"},
                                                                                      {"RMIC8170", "classeviva"},
                                                                                      {"MIIC812345", "x"}}) {
    const auto result = service.run({"school", "add", "--code", code, "--name", "X", "--profile", profile});
    CAPTURE(code, profile);
    CHECK(result.code == 1);
    CHECK(one_line(result.err));
  }
  for (const char* name : {"", "Two\nlines", "Bro\xE8ken"}) {  // it stands in messages and on screens
    const auto result =
        service.run({"school", "add", "--code", "MIIC812345", "--name", name, "--profile", "classeviva"});
    CHECK(result.code != 0);
    CHECK(one_line(result.err));
  }
  CHECK(one_line(service.run({"school", "list"}).out));
}

TEST_CASE("a file is imported, and again without effect") {
  Service service;
  CHECK(service.import(good).code == 1);  // no school yet
  service.add_school();
  const auto dry = service.import(good, {"--dry-run"});
  CHECK(dry.code == 0);
  CHECK(dry.out.find("3 rows are right: guardians 2 new, 0 changed, of 2; pupils 2 new") != std::string::npos);
  const auto first = service.import(good);
  CHECK(first.code == 0);
  CHECK(first.out == "3 rows: guardians 2 new, 0 changed, of 2; pupils 2 new, 0 changed, of 2\n");
  CHECK(service.import(good).out == "3 rows: guardians 0 new, 0 changed, of 2; pupils 0 new, 0 changed, of 2\n");
}

TEST_CASE("a broken file imports nothing and lists every problem") {
  Service service;
  service.add_school();
  const auto broken = service.import(good + "RSSMRA80A01H501V;Rossi;Mario;;P9;R;U;1A\nx;y\n");
  CHECK(broken.code == 1);
  CHECK(broken.out.empty());
  CHECK(broken.err.find("line 5, column guardian_cf: ") != std::string::npos);
  CHECK(broken.err.find("line 6: ") != std::string::npos);
  CHECK(broken.err.find("2 problems: nothing was imported") != std::string::npos);
  CHECK(broken.err.find("RSSMRA") == std::string::npos);
  CHECK(service.import(good).out.find("guardians 2 new") != std::string::npos);
  CHECK(service.run({"import", "--school", "RMIC817009", service.folder.path()}).code == 1);
  CHECK(service.run({"import", "--school", "RMIC817009", service.folder / "nothing.csv"}).code == 1);
  CHECK(service.run({"import", "--school", "XXIC817009", service.folder / "families.csv"}).code == 1);
}

TEST_CASE("devices and login pages from the command line") {
  Service service;
  service.add_school();
  const auto code = service.run({"device", "enrol-code", "--school", "RMIC817009"});
  CHECK(code.code == 0);
  CHECK(code.out.size() == 20);
  CHECK(service.run({"device", "enrol-code", "--school", "XXIC817009"}).code == 1);
  CHECK(service.run({"device", "list"}).out.empty());
  CHECK(service.run({"device", "approve", "nobody", "--words", "abete acqua"}).code == 1);
  CHECK(service.run({"device", "revoke", "nobody"}).code == 1);
  const auto key = signing::SigningKey::generate().public_key();
  const auto page =
      service.run({"login-page", "add", "--school", "RMIC817009", "--public-key", secret::to_base64url(key)});
  CHECK(page.code == 0);
  CHECK(page.out.size() == 23);
  CHECK(service.run({"login-page", "add", "--school", "RMIC817009", "--public-key", "short"}).code == 1);
}

TEST_CASE("a kiosk is approved while the service holds the store") {
  Service service;
  service.add_school();
  std::string code = service.run({"device", "enrol-code", "--school", "RMIC817009"}).out;
  code.pop_back();
  const auto key = signing::SigningKey::generate();
  const auto held = service.kept.open();
  REQUIRE(held);
  std::string id;
  const auto master = store::MasterKey::load(service.folder / "master-key").value();
  REQUIRE(store::write_and_wait(**held, [&](store::Session& session) {
    const store::acts::Office office{
        store::Vault::open(session, master, tests::start).value(), tests::profiles(), {}};
    id = store::acts::enrol_device(session, office, code, key.public_key(), tests::start).value().device;
    return true;
  }));
  CHECK(service.run({"device", "list", "--school", "RMIC817009"}).out == id + "  RMIC817009  pending  never seen\n");
  CHECK(service.run({"device", "approve", id, "--words", "abete acqua aereo alba amaca aorta arco asino"}).code == 1);
  CHECK(service.run({"device", "approve", id, "--words", signing::fingerprint_text(key.public_key())}).code == 0);
  CHECK(service.run({"device", "list"}).out == id + "  RMIC817009  active  never seen\n");
  CHECK(service.run({"device", "revoke", id}).code == 0);
  CHECK(service.run({"device", "list"}).out == id + "  RMIC817009  revoked  never seen\n");
}

TEST_CASE("a master key is never written over") {
  Service service;
  const auto again = service.run({"master-key", "create", service.folder / "master-key"});
  CHECK(again.code == 1);
  CHECK(one_line(again.err));
  struct stat status{};
  REQUIRE(::stat((service.folder / "master-key").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  CHECK(service.add_school().code == 0);
  std::filesystem::remove(service.folder / "master-key");
  CHECK(service.run({"school", "list"}).code == 1);
  service.run({"master-key", "create", service.folder / "master-key"});
  const auto other = service.run({"school", "list"});
  CHECK(other.code == 1);
  CHECK(other.err.find("master key") != std::string::npos);
}

TEST_CASE("a configuration is read with paths beside its file") {
  const std::string text =
      "[service]\nlisten = \"0.0.0.0:0\"\ncertificate = \"tls/cert.pem\"\nprivate_key = \"/etc/key.pem\"\n"
      "data_directory = \"data\"\nprofiles_directory = \"p\"\nauthorities = [\"desk.example:8443\"]\n"
      "[[gateway]]\nkind = \"spool\"\ndirectory = \"spool\"\n"
      "[[gateway]]\nkind = \"kannel\"\nurl = \"http://127.0.0.1:1/x\"\nusername = \"u\"\npassword_file = \"p\"\n"
      "sender = \"Scuola\"\n[limits]\nsms_per_school_day = 7\ncountries = [\"+39\", \"+40\"]\n";
  const auto configuration = parse_configuration(text, "/srv/desk/service.toml");
  if (!configuration) FAIL(configuration.error());
  CHECK(configuration->listen == "0.0.0.0:0");
  CHECK(configuration->private_listen == "127.0.0.1:8444");
  CHECK(configuration->certificate == "/srv/desk/tls/cert.pem");
  CHECK(configuration->private_key == "/etc/key.pem");
  CHECK(configuration->store_file() == "/srv/desk/data/sportello.sqlite");
  CHECK(configuration->store_name() == "/srv/desk/data/sportello.sqlite");
  CHECK(configuration->authorities == std::vector<std::string>{"desk.example:8443"});
  REQUIRE(configuration->gateways.size() == 2);
  CHECK(configuration->gateways[0].directory == "/srv/desk/spool");
  CHECK(configuration->gateways[1].sender == "Scuola");
  CHECK(configuration->sending.per_school_day == 7);
  CHECK(configuration->sending.per_kiosk_day == 300);
  CHECK(configuration->sending.countries.size() == 2);
}

TEST_CASE("a mistake in the configuration is told with file, line and key") {
  const std::string service =
      "[service]\ncertificate = \"c\"\nprivate_key = \"k\"\ndata_directory = \"d\"\nprofiles_directory = \"p\"\n";
  CHECK(parse_configuration(service, "s.toml"));
  const auto [text, word] = GENERATE_COPY(table<std::string, std::string>({
      {"", "service.certificate"},
      {service + "surprise = 1\n", "line 6, key service.surprise"},
      {service + "[surprise]\n", "line 6, key surprise"},
      {service + "listen = 8443\n", "line 6, key service.listen"},
      {service + "listen = \"8443\"\n", "line 6, key service.listen"},
      {service + "authorities = [1]\n", "line 6, key service.authorities"},
      {service + "[[gateway]]\nkind = \"pigeon\"\n", "line 7, key gateway.kind"},
      {service + "[[gateway]]\nkind = \"spool\"\n", "key gateway.directory"},
      {service + "[[gateway]]\nkind = \"spool\"\ndirectory = \"x\"\nurl = \"y\"\n", "line 9, key gateway.url"},
      {service + "[gateway]\nkind = \"spool\"\n", "key gateway"},
      {service + "[limits]\nsms_per_school_day = 0\n", "line 7, key limits.sms_per_school_day"},
      {service + "[limits]\ncountries = [\"39\"]\n", "line 7, key limits.countries"},
      {service + "[limits]\ncountries = []\n", "line 7, key limits.countries"},
      {service + "listen = \n", "line 6"},
      {"\xff\xfe", "s.toml"},
  }));
  const auto configuration = parse_configuration(text, "s.toml");
  CAPTURE(text);
  REQUIRE_FALSE(configuration);
  CAPTURE(configuration.error());
  CHECK(configuration.error().find("s.toml") != std::string::npos);
  CHECK(configuration.error().find(word) != std::string::npos);
  CHECK(configuration.error().find('\n') == std::string::npos);
}

TEST_CASE("the shipped profiles can be used") {
  const auto profiles = load_profiles(SPORTELLO_SOURCE "/assets/registers");
  if (!profiles) FAIL(profiles.error());
  REQUIRE(profiles->contains("classeviva"));
  const auto& classeviva = profiles->at("classeviva");
  CHECK(classeviva.user_code_pattern == "G#######@");
  CHECK(classeviva.password == wire::PasswordPolicy{10, 128, true, true, true, true});
  CHECK(classeviva.pin == desk::PinUse::optional);
  CHECK(classeviva.commitments.items.size() == 4);
}

TEST_CASE("a profile with a mistake is told by its file") {
  const Folder folder;
  CHECK_FALSE(load_profiles(folder.path()));
  CHECK_FALSE(load_profiles(folder / "missing"));
  std::ofstream{folder / "axios.toml"} << "name = \"Axios\"\nsurprise = 1\n";
  const auto profiles = load_profiles(folder.path());
  REQUIRE_FALSE(profiles);
  CHECK(profiles.error().find("axios.toml, line 2, key surprise") != std::string::npos);
}
