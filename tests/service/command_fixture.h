// The command line on a store of its own: what tests of the office's commands stand on.
#pragma once

#include <fstream>
#include <sstream>

#include "tests/service/run_command.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {

inline bool one_line(const std::string& text) { return text.ends_with('\n') && text.find('\n') == text.size() - 1; }

// A school with two families: Maria Antonietta (with mail; pupils in 2B and 1A), Mario (without; a pupil in 1A).
class OfficeDesk {
 public:
  static constexpr std::string_view school = "RMIC817009";

  OfficeDesk() {
    secret::start_sodium();
    std::filesystem::create_directory(folder / "registers");
    std::ofstream{folder / "registers/classeviva.toml"}
        << "name = \"ClasseViva\"\nuser_code = { pattern = \"G#######@\", pupil_pattern = \"S#######@\" }\n"
           "password = { min_length = 10, lower = true, upper = true, digit = true }\n"
           "mail = { guardian_pattern = \"{surname}.fam\", pupil_pattern = \"{surname}.{given_name}\" }\n"
           "pin = { use = \"optional\", digits = 6 }\ncommitments = { version = \"1\", items = [\"absences\"] }\n";
    std::ofstream{folder / "service.toml"} << "[service]\ncertificate = \"c\"\nprivate_key = \"k\"\n"
                                              "data_directory = \"data\"\nmaster_key_file = \"master-key\"\n"
                                              "profiles_directory = \"registers\"\n"
                                           << kept.toml();
    REQUIRE(run({"master-key", "create", folder / "master-key"}).code == 0);
    REQUIRE(run({"school", "add", "--code", std::string{school}, "--name", "Istituto Colle Sereno", "--profile",
                 "classeviva"})
                .code == 0);
    import(
        "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;maria@example.org;P1;Verdi;Zoe;2B\n"
        "DNGMNT85T71F205Y;D'Angelo;Maria Antonietta;3331234567;maria@example.org;P2;Verdi;Ugo;1A\n"
        "RSSMRA80A01H501U;Rossi;Mario;;;P3;Rossi;Ugo;1A\n");
  }

  void import(const std::string& rows) {
    std::ofstream{folder / "families.csv"}
        << "guardian_cf;guardian_surname;guardian_name;phone;mail;pupil_key;pupil_surname;pupil_name;class\n"
        << rows;
    const auto result = run({"import", "--school", std::string{school}, folder / "families.csv"});
    CAPTURE(result.err);
    REQUIRE(result.code == 0);
  }

  Ran run(std::vector<std::string> arguments, const std::string& typed = {}) {
    return run_command(folder / "service.toml", std::move(arguments), typed);
  }

  // Beside the commands, as `serve` holds the store.
  template <class Act>
  auto look(Act what) {
    const auto opened = kept.open();
    REQUIRE(opened);
    auto result = store::write_and_wait(**opened, std::move(what));
    if (!result) FAIL(result.error().sentence);
    return std::move(*result);
  }
  std::int64_t count(const std::string& what) {
    return look([&](store::Session& session) { return session.first("SELECT COUNT(*) FROM " + what)->integer(0); });
  }

  Folder folder;
  fakes::TestStore kept{folder / "data/sportello.sqlite"};
};

}  // namespace sportello::tests
