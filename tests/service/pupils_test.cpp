// A class's own credentials: letters are read back as a pupil would read them, and a password from one logs in.
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <regex>

#include "tests/catch.h"
#include "tests/fakes/files.h"
#include "tests/fakes/service_fixture.h"

using namespace sportello;
using namespace sportello::fakes;

namespace {

// The first school of the fixture has five pupils in 2A.
std::string text_of(const std::filesystem::path& pdf) {
  FILE* pipe = ::popen(("pdftotext -layout '" + pdf.string() + "' -").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  while (const auto got = std::fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), got);
  REQUIRE(::pclose(pipe) == 0);
  return text;
}

struct Handed {
  std::string user_code, password;
};
std::vector<Handed> letters_of(const std::filesystem::path& pdf) {
  const auto text = text_of(pdf);
  static const std::regex pair{R"((S\d{7}[A-Z])\s+(\S{12,}))"};
  std::vector<Handed> all;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), pair); at != std::sregex_iterator(); ++at) {
    all.push_back({(*at)[1], (*at)[2]});
  }
  return all;
}

std::optional<wire::LoginAnswer> login(ServiceFixture& service, const Handed& handed) {
  auto page = service.login_page();
  const wire::LoginRequest request{handed.user_code, wire::SecretText{std::string_view{handed.password}}, {}};
  const auto answer = page.call("POST", "/v1/login", wire::to_json(request));
  if (answer.status != 200) return std::nullopt;
  return wire::parse<wire::LoginAnswer>(answer.body).value();
}

bool refuses(ServiceFixture& service, const std::vector<std::string>& words, const std::string& because) {
  try {
    service.command(words);
    return false;
  } catch (const std::runtime_error& error) {
    CAPTURE(error.what());
    CHECK(std::string{error.what()}.find(because) != std::string::npos);
    return true;
  }
}

std::vector<std::string> credentials(const std::filesystem::path& file, std::vector<std::string> more = {}) {
  more.insert(more.begin(),
              {"pupils", "credentials", "--school", school_code, "--class", "2A", "--letters", file.string()});
  return more;
}

}  // namespace

TEST_CASE("letters for a class: each pupil has a set that works, beside a running service") {
  ServiceFixture service;
  const auto file = service.folder() / "2A.pdf";
  const auto said = service.command(credentials(file));
  const auto handed = letters_of(file);
  CAPTURE(said);
  REQUIRE(handed.size() == families().size());
  CHECK(said.find(std::to_string(families().size()) + " pupils have new credentials") != std::string::npos);
  struct stat status{};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600);
  for (const auto& one : handed) {
    CHECK(said.find(one.password) == std::string::npos);  // on the letters and nowhere else
    CHECK(said.find(one.user_code) == std::string::npos);
  }
  const auto answer = login(service, handed.front());
  REQUIRE(answer);
  CHECK(answer->change_due);
  CHECK_FALSE(login(service, {handed.front().user_code, handed.back().password}));

  // Once more: those who have a set keep it, and no empty letters are written.
  const auto again = service.command(credentials(service.folder() / "again.pdf"));
  CHECK(again.find("0 pupils have new credentials") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(service.folder() / "again.pdf"));
  CHECK_FALSE(std::filesystem::exists(service.folder() / "again.pdf.part"));
  CHECK(login(service, handed.front()));

  // Renewed: the old password is over.
  service.command(credentials(service.folder() / "new.pdf", {"--renew"}));
  const auto renewed = letters_of(service.folder() / "new.pdf");
  REQUIRE(renewed.size() == handed.size());
  CHECK_FALSE(login(service, handed.front()));
  CHECK(login(service, renewed.front()));
}

TEST_CASE("what cannot be done changes nothing and is told") {
  ServiceFixture service{{.start = false}};
  write_file(service.folder() / "there.pdf", "something");
  const auto file = service.folder() / "a.pdf";
  const auto wish = [&](const std::string& class_name) {
    return std::vector<std::string>{"pupils",  "credentials", "--school",  school_code,
                                    "--class", class_name,    "--letters", file.string()};
  };
  CHECK(refuses(service, credentials(service.folder() / "there.pdf"), "is there already"));
  CHECK(refuses(service, credentials(service.folder() / "nowhere" / "a.pdf"), "cannot be written"));
  CHECK(refuses(service, wish("9Z"), "no pupil"));
  CHECK(refuses(service, {"pupils", "credentials", "--school", school_code, "--class", "2A"}, "--letters"));
  CHECK(refuses(service, {"pupils", "credentials", "--school", school_code, "--class", "2A", "--mail"},
                "--mail-domain"));
  CHECK(refuses(service, credentials(file, {"--mail"}), "--mail"));
  service.command({"school", "access", "--school", school_code, "--role", "pupil", "--from", "2020-01-01", "--access",
                   "digital_identity"});
  CHECK(refuses(service, credentials(file), "digital identity"));
  service.command(
      {"school", "access", "--school", school_code, "--role", "pupil", "--from", "2020-01-01", "--remove"});
  CHECK_FALSE(std::filesystem::exists(file));
  CHECK(read_file(service.folder() / "there.pdf") == "something");
  service.command(credentials(file));
  CHECK(letters_of(file).size() == families().size());
}

TEST_CASE("one class at a time") {
  ServiceFixture service{{.extra_guardians = 1, .start = false}};
  CHECK(refuses(service,
                {"pupils", "credentials", "--school", school_code, "--class", "*", "--letters",
                 (service.folder() / "a.pdf").string()},
                "one class at a time"));
}
