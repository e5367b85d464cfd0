// What an office keeps away from the service: exports and heads. They verify without store and keys, and tell of a
// store that was replaced.
#include <algorithm>

#include "service/shared/signing/key.h"
#include "service/store/acts/audit.h"
#include "tests/service/command_fixture.h"

namespace sportello::tests {
namespace {

struct Keeper : OfficeDesk {
  Ran audit(std::vector<std::string> words) {
    words.insert(words.begin(), "audit");
    return run(std::move(words));
  }
  std::string kept(const std::string& name, const std::string& text) {
    std::ofstream{folder / name, std::ios::binary} << text;
    return folder / name;
  }
  std::string exported(bool personal = false) {
    auto words = std::vector<std::string>{"export", "--school", std::string{school}};
    if (personal) words.emplace_back("--personal");
    const auto ran = audit(words);
    REQUIRE(ran.code == 0);
    return ran.out;
  }
  std::string head() { return audit({"head", "--school", std::string{school}}).out; }
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

}  // namespace

TEST_CASE("the store holds; its export holds by itself, and holds its own event") {
  Keeper keeper;
  const auto verified = keeper.audit({"verify"});
  CHECK(verified.code == 0);
  CHECK(verified.out.starts_with("RMIC817009: "));
  const bool personal = GENERATE(false, true);
  const auto text = keeper.exported(personal);
  CHECK((text.find("\"personal\"") != std::string::npos) == personal);
  CHECK(text.find("audit.exported") != std::string::npos);
  const auto file = keeper.kept("audit.jsonl", text);
  const auto key = keeper.audit({"head", "--public-key"}).out;
  // Without the service's folder: no store, no keys.
  const auto ran =
      run_command("nowhere.toml", {"audit", "verify", "--from", file, "--public-key", key.substr(0, key.size() - 1)});
  CAPTURE(ran.err);
  CHECK(ran.code == 0);
  const auto stranger = secret::to_base64url(signing::SigningKey::generate().public_key());
  const auto other = run_command("nowhere.toml", {"audit", "verify", "--from", file, "--public-key", stranger});
  CHECK(other.code == 1);
  CHECK(other.err.find("another key") != std::string::npos);
}

TEST_CASE("an export that was touched says where") {
  Keeper keeper;
  auto lines = lines_of(keeper.exported(true));
  REQUIRE(lines.size() > 4);
  std::string finding;
  SECTION("edited") {
    lines[2] = replaced(lines[2], "\"at\":1", "\"at\":2");
    finding = "event 2 was edited";
  }
  SECTION("swapped") {
    std::swap(lines[1], lines[2]);
    finding = "event 1 is not there";
  }
  SECTION("swapped, with their numbers") {
    const std::string one = "\"sequence\":1,";
    const std::string two = "\"sequence\":2,";
    lines[1] = replaced(lines[1], one, two);
    lines[2] = replaced(lines[2], two, one);
    std::swap(lines[1], lines[2]);
    finding = "event 1 was swapped: what stands there was written as event 2";
  }
  SECTION("cut in the middle") {
    lines.erase(lines.begin() + 2);
    finding = "event 2 is not there: event 2 cut out of the middle";
  }
  SECTION("the tail cut") {
    lines.pop_back();
    lines.pop_back();
    finding = "the tail of the file is cut";
  }
  SECTION("the tail cut before the head") {
    lines.erase(lines.end() - 2);
    finding = "is not there: the tail is cut";
  }
  SECTION("no event") {
    lines[2] = "{\"sequence\":2}";
    finding = "event 2 was edited: line 3 is no event";
  }
  SECTION("a line without end") {
    lines[2] = std::string(300'000, 'x');
    finding = "event 2 was edited: line 3 is no event";
  }
  SECTION("the head edited") {
    lines.back() = replaced(lines.back(), "RMIC817009 ", "RMIC817009 1");
    finding = "the head's signature is wrong";
  }
  SECTION("more behind the head") {
    lines.push_back(lines[1]);
    finding = "goes on behind its head";
  }
  SECTION("what stands beside") {
    const auto with = std::ranges::find_if(lines, [](const auto& line) { return line.contains("\"personal\""); });
    REQUIRE(with != lines.end());
    *with = replaced(*with, "\"personal\":\"{", "\"personal\":\"{ ");
    finding = "has a personal part that was altered";
  }
  const auto ran = run_command("nowhere.toml", {"audit", "verify", "--from", keeper.kept("x.jsonl", joined(lines))});
  CAPTURE(ran.err);
  CHECK(ran.code == 1);
  CHECK(one_line(ran.err));
  CHECK(ran.err.find(finding) != std::string::npos);
}

TEST_CASE("of two exports the later one must hold the earlier one's head") {
  Keeper keeper;
  const auto first = keeper.kept("first.jsonl", keeper.exported());
  const auto second = keeper.kept("second.jsonl", keeper.exported());
  CHECK(keeper.audit({"verify", "--from", second, first}).code == 0);
  Keeper another;
  for (int i = 0; i < 4; ++i) another.exported();
  const auto strange = another.kept("strange.jsonl", another.exported());
  const auto ran = keeper.audit({"verify", "--from", first, strange});
  CHECK(ran.code == 1);
  CHECK(ran.err.find("with another hash") != std::string::npos);
}

TEST_CASE("heads that were kept elsewhere tell of a store that is not the one") {
  Keeper keeper;
  keeper.exported();
  const auto head = keeper.kept("head", keeper.head());
  CHECK(keeper.audit({"verify", "--head", head}).code == 0);
  const auto kiosk = keeper.kept("kiosk", "sportello-witness-1 lobby - -\n" + keeper.head());
  CHECK(keeper.audit({"verify", "--witnesses", kiosk}).code == 0);

  const auto last = "saw event " + std::to_string(keeper.count("audit"));
  SECTION("an older copy of the store in its place") {
    keeper.look([](store::Session& session) {
      session.exec("DELETE FROM audit_personal WHERE sequence > 2");
      session.exec("DELETE FROM audit WHERE sequence > 2");
      return session.exec(
          "UPDATE audit_head SET sequence = 2, hash = (SELECT a.hash FROM audit a WHERE a.sequence = 2)");
    });
    CHECK(keeper.audit({"verify"}).code == 0);
    const auto ran = keeper.audit({"verify", "--witnesses", kiosk});
    CHECK(ran.code == 1);
    CHECK(one_line(ran.err));
    CHECK(ran.err.find("kiosk lobby " + last + ", which is not there") != std::string::npos);
  }
  SECTION("another store in its place") {
    Keeper another;
    another.exported();
    const auto ran = another.audit({"verify", "--witnesses", kiosk});
    CHECK(ran.code == 1);
    CHECK(ran.err.find("kiosk lobby keeps a head that another key signed") != std::string::npos);
    CHECK(ran.err.find("kiosk lobby " + last + " with another hash") != std::string::npos);
  }
  SECTION("a store without the school") {
    const auto line = replaced(keeper.head(), "RMIC817009", "RMIC000000");
    const auto changed = keeper.audit({"verify", "--head", keeper.kept("other", line)});
    CHECK(changed.code == 1);
    CHECK(changed.err.find("the signature of this head is wrong") != std::string::npos);
  }
  SECTION("a kiosk that refused") {
    const auto refused = keeper.kept("refused", "sportello-witness-1 lobby - went_back\n" + keeper.head());
    const auto ran = keeper.audit({"verify", "--witnesses", refused});
    CHECK(ran.code == 1);
    CHECK(ran.err.find("kiosk lobby refused newer heads: went_back") != std::string::npos);
  }
  SECTION("no heads") {
    for (const std::string text : {"", "nonsense\n", "sportello-head-1 RMIC817009 1 1 x y z\n"}) {
      const auto ran = keeper.audit({"verify", "--witnesses", keeper.kept("none", text)});
      CHECK(ran.code == 1);
      CHECK(one_line(ran.err));
    }
  }
}

TEST_CASE("a school that is not there, and options that do not go together") {
  Keeper keeper;
  CHECK(keeper.audit({"verify", "--school", "RMIC000000"}).code == 1);
  CHECK(keeper.audit({"export", "--school", "RMIC000000"}).code == 1);
  CHECK(keeper.audit({"head", "--school", "RMIC000000"}).code == 1);
  CHECK(keeper.audit({"verify", "--school", "RMIC817009", "--from", "x"}).code == 2);
  CHECK(keeper.audit({"verify", "--from", "/nonexistent"}).code == 1);
  CHECK(keeper.audit({"verify", "--from", keeper.kept("none", "{}\n")}).code == 1);
}

}  // namespace sportello::tests
