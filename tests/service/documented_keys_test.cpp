// The two documents of keys, service.example.toml and profile.example.toml, against the readers: they load, every key
// that a reader knows is documented and every documented key is known, bounds and defaults are what they say.
#include <algorithm>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>

#include "service/asked_keys.h"
#include "service/configuration.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;

namespace {

struct Key {
  std::string name, comment, line;
  bool left_out = false;
};
// One table of the document, with what stands before the next one.
struct Block {
  std::string name;       // "service", "gateway"; "" before the first
  bool repeated = false;  // [[…]]
  std::vector<Key> keys;
  std::vector<std::string> lines;  // with its heading
};

std::vector<Block> blocks_of(const std::filesystem::path& file) {
  static const std::regex heading{R"(#?(\[\[?)([a-z_]+)\]\]?)"};
  static const std::regex key{R"((#?)([a-z_0-9]+) = .*)"};
  std::ifstream in{file};
  std::vector<Block> blocks(1);
  std::string line, comment;
  bool free_keys = false;  // of a table whose keys are the administrator's own
  while (std::getline(in, line)) {
    std::smatch match;
    if (std::regex_match(line, match, heading)) {
      blocks.push_back({match[2], match[1] == "[[", {}, {}});
      free_keys = false;
      comment.clear();
    } else if (line.starts_with("#[gateway.body]")) {
      blocks.back().keys.push_back({"body", comment, line, true});
      free_keys = true;
    } else if (!free_keys && std::regex_match(line, match, key)) {
      blocks.back().keys.push_back({match[2], comment, line, match[1] == "#"});
      comment.clear();
    } else if (line.starts_with("# ")) {
      comment += line.substr(1);
    } else if (line.empty()) {
      comment.clear();
    }
    blocks.back().lines.push_back(line);
  }
  REQUIRE(in.eof());
  return blocks;
}

std::string text_of(const std::vector<std::string>& lines, const std::function<bool(const std::string&)>& put_in) {
  std::string text;
  for (const auto& line : lines) {
    const bool is_left_out = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    text += (is_left_out && put_in(line) ? line.substr(1) : line) + "\n";
  }
  return text;
}

// The document with everything of `wanted` put in, but for the line `without`; another table of its name left out.
std::string with_all_of(const std::vector<Block>& blocks, const Block& wanted, const std::string& without = "") {
  std::string text;
  for (const auto& block : blocks) {
    if (&block == &wanted) {
      text += text_of(block.lines, [&](const std::string& line) { return line != without; });
    } else if (block.name != wanted.name || wanted.repeated) {
      text += text_of(block.lines, [](const std::string&) { return false; });
    }
  }
  return text;
}

template <class Result>
using Load = std::function<std::expected<Result, std::string>(const std::string& text)>;

template <class Result>
void hold_against_readers(const std::filesystem::path& file, const Load<Result>& load) {
  const auto blocks = blocks_of(file);
  REQUIRE(blocks.size() > 4);
  AskedKeys asked;
  AskedKeys::listener() = &asked;
  std::set<std::pair<std::string, std::string>> documented;
  for (const auto& block : blocks) {
    if (!block.name.empty()) documented.insert({"", block.name});
    const auto text = with_all_of(blocks, block);
    const auto whole = load(text);
    INFO(file.string() << ", with all of [" << block.name << "]");
    if (!whole) {
      AskedKeys::listener() = nullptr;
      FAIL(whole.error());
    }
    for (const auto& key : block.keys) {
      INFO("key " << key.name << ":" << key.comment);
      documented.insert({block.name, key.name});
      const bool is_default = key.comment.contains(" Default.");
      CHECK((is_default || key.comment.contains(" Required") || key.comment.contains(" Left out: ")));
      if (!is_default) continue;
      CHECK(key.left_out);
      const auto without = load(with_all_of(blocks, block, key.line));
      CHECK(without);
      if (without) CHECK(*without == *whole);
    }
  }
  AskedKeys::listener() = nullptr;
  for (const auto& [key, bounds] : asked.keys) {
    INFO("the reader knows the key " << key.second << " of [" << key.first << "]");
    CHECK(documented.contains(key));
    if (!bounds) continue;
    for (const auto& block : blocks) {
      for (const auto& told : block.keys) {
        if (block.name != key.first || told.name != key.second) continue;
        const auto words = std::to_string(bounds->first) + " to " + std::to_string(bounds->second);
        INFO("its comment should say " << words << " and says" << told.comment);
        CHECK(told.comment.contains(words));
      }
    }
  }
  for (const auto& key : documented) {
    INFO("the document knows the key " << key.second << " of [" << key.first << "]");
    CHECK(asked.keys.contains(key));
  }
}

std::expected<desk::Profile, std::string> load_one_profile(const std::string& text) {
  const fakes::TempFolder folder;
  std::ofstream{folder / "example.toml"} << text;
  auto profiles = load_profiles(folder.path());
  if (!profiles) return std::unexpected(profiles.error());
  return profiles->at("example");
}

const std::filesystem::path source{SPORTELLO_SOURCE};

}  // namespace

TEST_CASE("service.example.toml loads as it stands") {
  const auto configuration = load_configuration(source / "service/service.example.toml");
  if (!configuration) FAIL(configuration.error());
  CHECK(configuration->gateways.size() == 1);
}

TEST_CASE("service.example.toml documents what the reader knows, and nothing else") {
  hold_against_readers<Configuration>(source / "service/service.example.toml", [](const std::string& text) {
    return parse_configuration(text, "/etc/sportello/service.toml");
  });
}

TEST_CASE("profile.example.toml documents what the reader knows, and nothing else") {
  hold_against_readers<desk::Profile>(source / "service/profile.example.toml", load_one_profile);
}

// A key that is read only in a case which the document does not show would slip through the test above.
TEST_CASE("every key that stands in the source of a reader is documented") {
  const std::regex asked{R"(\b[a-z_]*(?:reader|top)\w*\.(?:read|require|table|tables)\("([a-z_0-9]+)\")"};
  std::set<std::string> documented;
  for (const std::string name : {"service.example.toml", "profile.example.toml"}) {
    for (const auto& block : blocks_of(source / "service" / name)) {
      documented.insert(block.name);
      for (const auto& key : block.keys) documented.insert(key.name);
    }
  }
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{source / "service"}) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream in{entry.path()};
    std::ostringstream whole;
    whole << in.rdbuf();
    const auto text = whole.str();
    for (auto match = std::sregex_iterator{text.begin(), text.end(), asked}; match != std::sregex_iterator{};
         ++match, ++count) {
      INFO(entry.path().string() << " reads " << (*match)[1]);
      CHECK(documented.contains((*match)[1]));
    }
  }
  CHECK(count > 50);
}

TEST_CASE("a name that is not known is answered with the nearest that is") {
  const std::string service =
      "[service]\ncertificate = \"c\"\nprivate_key = \"k\"\ndata_directory = \"d\"\nprofiles_directory = \"p\"\n";
  const std::string kannel =
      "[[gateway]]\nkind = \"kannel\"\nurl = \"http://127.0.0.1/\"\nusername = \"u\"\npassword_file = \"p\"\n"
      "sender = \"S\"\n";
  const auto [text, words] = GENERATE_COPY(table<std::string, std::string>({
      {service + "lisen = \"x\"\n", "line 6, key service.lisen: is not known: did you mean listen?"},
      {service + "master_key = \"x\"\n", "did you mean master_key_file?"},
      {service + "public_ulr = \"x\"\n", "did you mean public_url?"},
      {service + "[limit]\n", "line 6, key limit: is not known: did you mean limits?"},
      {service + "[[gatway]]\nkind = \"kannel\"\n", "did you mean gateway?"},
      {service + "[limits]\nsms_per_shool_day = 1\n", "did you mean sms_per_school_day?"},
      {service + kannel + "user = \"x\"\n", "did you mean username?"},
      {service + kannel + "pasword_file = \"x\"\n", "did you mean password_file?"},
      {service + "[mail]\nkind = \"smtp\"\nurl = \"smtp://127.0.0.1\"\nfrom = \"a@b\"\nform_name = \"x\"\n",
       "did you mean from_name?"},
      {service + "colour = \"x\"\n", "[service] may hold authorities, "},
      {service + "listen = 8443\n", "must be a text in quotes"},
      {service + "[limits]\nsms_per_school_day = \"7\"\n", "must be a whole number, without quotes"},
      {service + "[limits]\nsms_per_school_day = 1000001\n", "must be from 1 to 1000000"},
      {service + "authorities = \"a\"\n", "must be a list of texts"},
  }));
  const auto configuration = parse_configuration(text, "s.toml");
  CAPTURE(text);
  REQUIRE_FALSE(configuration);
  CAPTURE(configuration.error());
  CHECK(configuration.error().contains(words));
  CHECK_FALSE(configuration.error().contains('\n'));
}

TEST_CASE("a profile's unknown name is answered with the nearest too, and a flag says what it takes") {
  const std::string good =
      "name = \"N\"\n[user_code]\npattern = \"########\"\n[commitments]\nversion = \"1\"\nitems = "
      "[\"absences\"]\n";
  const auto wrong = load_one_profile(good + "[password]\nminlength = 9\n");
  REQUIRE_FALSE(wrong);
  CHECK(
      wrong.error().contains("example.toml, line 8, key password.minlength: is not known: did you mean min_length?"));
  const auto flag = load_one_profile(good + "[password]\nlower = \"yes\"\n");
  REQUIRE_FALSE(flag);
  CHECK(flag.error().contains("must be true or false, without quotes"));
}
