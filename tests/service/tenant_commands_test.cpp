// The office's commands under another school's code: ids, references and people of ours are answered as made-up ones
// and nothing of ours changes. A command without its line here fails.
#include <CLI/CLI.hpp>
#include <map>

#include "tests/service/command_fixture.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

constexpr std::string_view theirs = "MIIC80400A";

struct Line {
  std::vector<std::string> arguments;  // beside --school; % stands for the id
  std::string id;                      // which of ours: a key of Ours::ids; "" when the command takes none
  bool typed = false;                  // the id comes on standard input
};

// Every command that acts for one school.
const std::map<std::string, Line>& of_a_school() {
  static const std::map<std::string, Line> all = {
      {"guardian find", {{}, "person", true}},
      {"guardian block", {{"--id", "%"}, "guardian"}},
      {"guardian unblock", {{"--id", "%"}, "guardian"}},
      {"guardian unlock", {{"--id", "%"}, "guardian"}},
      {"guardian unfreeze", {{"--id", "%"}, "guardian"}},
      {"guardian second-set", {{"--id", "%", "--reference", "prot. 1"}, "guardian"}},
      {"reports close", {{"%"}, "report"}},
      {"invitations report", {{"--batch", "%"}, "batch"}},
      {"reports list", {{"--all"}, ""}},
      {"commitments export", {{}, ""}},
      {"homonyms list", {{"--all"}, ""}},
      {"homonyms seen", {{}, ""}},
      {"aliases", {{"--for", "guardians"}, ""}},
      {"pupils credentials", {{"--class", "2B", "--mail"}, ""}},
      {"invite", {{"--class", "*"}, ""}},
      {"messages list", {{}, ""}},
      {"device list", {{}, ""}},
      {"device enrol-code", {{}, ""}},
      {"login-page add", {{"--public-key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}, ""}},
      {"school set", {{"--contact-name", "Segreteria"}, ""}},
      {"school show", {{}, ""}},
      {"school access", {{"--role", "pupil", "--from", "2030-09-01", "--access", "both"}, ""}},
      {"import", {{"theirs.csv"}, ""}},
      {"guardian export", {{"--id", "%"}, "guardian"}},
      {"guardian erase", {{"--id", "%", "--confirm"}, "guardian"}},
      {"audit verify", {{}, ""}},
      {"audit export", {{"--personal"}, ""}},
      {"audit head", {{}, ""}},
      {"connector list", {{}, ""}},
      {"connector retry", {{"%"}, "event"}},
  };
  return all;
}

// These name no school: they are the machine's administrator's, who holds every school's store and its key.
const std::map<std::string, std::string>& of_the_machine() {
  static const std::map<std::string, std::string> all = {
      {"school add", "makes a school"},
      {"school list", "all schools"},
      {"device approve", "proves itself by the eight words of that device"},
      {"device revoke", "shuts out, lets nobody in"},
      {"device journal", "what a device did: no person stands in it"},
      {"device journal-restart", "of one kiosk; nothing of any person is told or changed"},
      {"messages bounced", "the mail server's pipe: the id stands in the address that bounced"},
      {"master-key create", "before there is a school"},
      {"master-key rotate", "the whole store's"},
      {"master-key check", "the whole store's"},
      {"backup", "the whole store"},
      {"backup verify", "the whole store's copy"},
      {"restore", "the whole store"},
      {"retention show", "one rule for all schools"},
      {"retention run", "one rule for all schools"},
      {"connector key", "a file of ours"},
      {"connector folder", "a folder of ours"},
      {"audit acknowledge", "of one kiosk; nothing of any person is told or changed"},
      {"connector show", "what became of an event: no person stands in it"},
  };
  return all;
}

void collect(const CLI::App& app, const std::string& prefix, std::map<std::string, bool>& leaves) {
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    const auto name = prefix.empty() ? command->get_name() : prefix + " " + command->get_name();
    if (command->get_subcommands([](const CLI::App*) { return true; }).empty()) {
      leaves[name] = command->get_option_no_throw("--school") != nullptr;
    } else {
      collect(*command, name, leaves);
    }
  }
}

std::string without(std::string text, const std::string& id) {
  for (auto at = text.find(id); at != std::string::npos; at = text.find(id)) text.replace(at, id.size(), "%");
  return text;
}

// The school of the fixture is ours: it has one of everything. Theirs has a family of its own.
struct Ours : OfficeDesk {
  Ours() {
    REQUIRE(run({"school", "add", "--code", std::string{theirs}, "--name", "IC Manzoni", "--profile", "classeviva"})
                .code == 0);
    std::ofstream{folder / "theirs.csv"}
        << "guardian_cf;guardian_surname;guardian_name;phone;mail;pupil_key;pupil_surname;pupil_name;class\n"
           "REXLAX71C01H501L;Re;Al;3402222201;al@example.org;Q1;Re;Bea;2B\n";
    REQUIRE(run({"import", "--school", std::string{theirs}, folder / "theirs.csv"}).code == 0);
    const auto invited = run({"invite", "--school", std::string{school}, "--class", "*"});
    REQUIRE(invited.code == 0);
    ids["batch"] = {invited.out.substr(6, invited.out.find(':') - 6), "AAAABBBBCCCCDDDDEEEEFF"};
    ids["guardian"] = {text("SELECT guardian.id FROM guardian JOIN school ON school.id = guardian.school_id "
                            "WHERE school.code = $1 AND mail IS NOT NULL ORDER BY guardian.id LIMIT 1"),
                       "AAAABBBBCCCCDDDDEEEEFF"};
    ids["person"] = {"DNGMNT85T71F205Y", "LDRBLL79E07Z330P"};
    ids["event"] = {"our-event", "AAAABBBBCCCCDDDDEEEEFF"};
    ids["report"] = {"our-report", "AAAABBBBCCCCDDDDEEEEFF"};
    look([&](store::Session& session) {
      session.exec(
          "INSERT INTO report (id, school_id, guardian_id, visit_id, reference, what, note, created_at) "
          "SELECT $1, school_id, id, 'v', 'K7-4M2', 'phone', document, created_at FROM guardian WHERE id = $2",
          ids["report"].first, ids["guardian"].first);
      session.exec(
          "INSERT INTO connector_event (id, school_id, kind, account_id, sequence, content, state, attempts, "
          "next_at, "
          "not_after, created_at, last_word) SELECT $1, school_id, 'credentials_issued', 'a', 1, document, 'failed', "
          "1, "
          "created_at, created_at, created_at, 'http_400' FROM guardian WHERE id = $2",
          ids["event"].first, ids["guardian"].first);
      return true;
    });
  }

  std::string text(const std::string& sql) {
    return look([&](store::Session& session) { return session.first(sql, school)->text(0); });
  }
  // Every row of ours that an office's command could touch, as text.
  std::string rows() {
    return look([&](store::Session& session) {
      std::string all;
      const auto id = session.first("SELECT id FROM school WHERE code = $1", school)->text(0);
      for (const auto* of :
           {"school WHERE id = $1 AND contact_name = ''", "guardian WHERE school_id = $1 AND blocked = 0",
            "audit WHERE school_id = $1", "outbox WHERE school_id = $1",
            "invitation WHERE school_id = $1 AND cancelled_at IS NULL", "device WHERE school_id = $1",
            "login_page WHERE school_id = $1", "access_rule WHERE school_id = $1",
            "authorisation WHERE school_id = $1", "report WHERE school_id = $1 AND closed_at IS NULL",
            "connector_event WHERE school_id = $1 AND state = 'failed'", "person_guard WHERE school_id = $1",
            "account WHERE school_id = $1"}) {
        all += std::string{of} + " " +
               std::to_string(session.first("SELECT COUNT(*) FROM " + std::string{of}, id)->integer(0)) + "\n";
      }
      return all;
    });
  }
  Ran ask(const std::string& name, const Line& line, const std::string& id) {
    std::vector<std::string> words;
    std::istringstream parts{name};
    for (std::string word; parts >> word;) words.push_back(word);
    words.insert(words.end(), {"--school", std::string{theirs}});
    for (auto argument : line.arguments) {
      if (argument == "theirs.csv") argument = folder / argument;
      words.push_back(argument == "%" ? id : argument);
    }
    return run(words, line.typed ? id + "\n" : "");
  }

  std::map<std::string, std::pair<std::string, std::string>> ids;  // ours, made up
};

}  // namespace

TEST_CASE("every command is known here: of one school, or of the machine") {
  std::ostringstream nowhere;
  commands::CommandLine line{{}, &nowhere, &nowhere, 0};
  CLI::App app{"test", "sportello-service"};
  commands::add_commands(app, line);
  std::map<std::string, bool> leaves;
  collect(app, "", leaves);
  CHECK(leaves.size() > 20);
  for (const auto& [name, takes_school] : leaves) {
    CAPTURE(name);
    CHECK((of_a_school().contains(name) || of_the_machine().contains(name)));
    if (takes_school && name != "device list") CHECK(of_a_school().contains(name));
  }
  for (const auto& [name, row] : of_a_school()) {
    CAPTURE(name);
    CHECK(leaves.contains(name));
  }
}

TEST_CASE("under another school's code our ids are unknown ones, nothing of ours is told and nothing changes") {
  Ours at;
  const auto before = at.rows();
  for (const auto& [name, line] : of_a_school()) {
    CAPTURE(name);
    if (line.id.empty()) {
      const auto said = at.ask(name, line, "");
      for (const auto* of_ours : {"Angelo", "Rossi", "Verdi", "K7-4M2", "our-report"}) {
        CHECK_FALSE((said.out + said.err).contains(of_ours));
      }
      CHECK_FALSE((said.out + said.err).contains(at.ids.at("guardian").first));
    } else {
      const auto& [ours, made_up] = at.ids.at(line.id);
      const auto unknown = at.ask(name, line, made_up);
      const auto known = at.ask(name, line, ours);
      CHECK(known.code == unknown.code);
      CHECK(without(known.out, ours) == without(unknown.out, made_up));
      CHECK(without(known.err, ours) == without(unknown.err, made_up));
      CHECK((known.code == 1 || line.typed));  // who looks for somebody and finds nobody did nothing wrong
    }
    CHECK(at.rows() == before);
  }
  const auto find = [&](const std::string& typed) {
    return at.ask("guardian find", of_a_school().at("guardian find"), typed);
  };
  const auto nobody = find("Nessuno");
  for (const auto* typed : {"3331234567", "maria@example.org", "D'Angelo", "K7-4M2"}) {
    CAPTURE(typed);
    CHECK(find(typed).out == nobody.out);
    CHECK(find(typed).err == nobody.err);
  }
  CHECK(find("Re").out.contains("Al"));  // theirs is found
}

TEST_CASE("under our own code the same ids are found, and what is counted moves") {
  Ours at;
  const auto& guardian = at.ids.at("guardian").first;
  const auto before = at.rows();
  CHECK(at.run({"guardian", "block", "--school", std::string{Ours::school}, "--id", guardian}).code == 0);
  CHECK(at.run({"reports", "close", "--school", std::string{Ours::school}, at.ids.at("report").first}).code == 0);
  CHECK(at.run({"invitations", "report", "--school", std::string{Ours::school}, "--batch", at.ids.at("batch").first})
            .code == 0);
  CHECK(at.rows() != before);
}
