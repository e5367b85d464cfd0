// The catalogue of log events: a line is what the catalogue says, a field too few does not compile, nothing that
// somebody typed passes for an id, and a catalogue with a mistake is refused by line.
#include <unistd.h>

#include <boost/json/parse.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "service/shared/log/log.h"
#include "tests/catch.h"
#include "tests/fakes/temp_folder.h"

using namespace sportello;

namespace {

template <class Event>
concept WithoutFields = requires { Event{}; };
template <class Event>
concept WithoutGateway = requires { Event{.message = "m", .attempt = 1}; };
template <class Event>
concept WithAll = requires { Event{.message = "m", .gateway = "g", .attempt = 1}; };
template <class Event>
concept WithForeign = requires { Event{.message = "m", .gateway = "g", .attempt = 1, .person = "p"}; };
static_assert(WithAll<log::MessageSent>);
static_assert(!WithoutFields<log::MessageSent>, "every field is needed");
static_assert(!WithoutGateway<log::MessageSent>, "every field is needed");
static_assert(!WithForeign<log::MessageSent>, "a field that is not in the catalogue does not compile");
static_assert(!std::is_constructible_v<log::GatewayAsked::Taken, std::string_view>, "a word is of its list");

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in{file};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// What `say` writes to stderr, as JSON.
template <class Say>
boost::json::object line_of(Say say) {
  const fakes::TempFolder folder;
  const auto file = folder / "line";
  std::fflush(stderr);
  const int kept = ::dup(2);
  REQUIRE(std::freopen(file.c_str(), "w", stderr) != nullptr);
  say();
  std::fflush(stderr);
  ::dup2(kept, 2);
  ::close(kept);
  const auto text = content_of(file);
  REQUIRE(text.ends_with('\n'));
  REQUIRE(text.find('\n') + 1 == text.size());
  return boost::json::parse(text).as_object();
}

// Exit code and words of the generator over this catalogue.
std::pair<int, std::string> generate(const std::string& catalogue) {
  const fakes::TempFolder folder;
  std::ofstream{folder / "events.toml"} << catalogue;
  const auto command = std::string{MAKE_LOG_EVENTS} + " header " + (folder / "events.toml").string() + " " +
                       (folder / "out.h").string() + " 2>" + (folder / "said").string();
  const int status = std::system(command.c_str());
  return {WEXITSTATUS(status), content_of(folder / "said")};
}

std::string event_with(const std::string& fields) {
  return "[[event]]\nname = \"a_thing\"\nprogram = \"service\"\nlevel = \"info\"\nmeaning = \"It happened.\"\n"
         "act = \"Nothing.\"\nfields = [" +
         fields + "]\n";
}

}  // namespace

TEST_CASE("an event is one JSON line with the catalogue's name, level and fields") {
  const auto line =
      line_of([] { log::event(log::MessageSent{.message = "m-1_A", .gateway = "a \"name\"", .attempt = 3}); });
  CHECK(line.size() == 6);
  CHECK(line.at("event") == "message_sent");
  CHECK(line.at("level") == "info");
  CHECK(line.at("at_ms").as_int64() > 1'700'000'000'000);
  CHECK(line.at("message") == "m-1_A");
  CHECK(line.at("gateway") == "a \"name\"");
  CHECK(line.at("attempt") == 3);
}

TEST_CASE("a word is written as it stands in its list") {
  const auto line = line_of([] {
    log::event(log::GatewayAsked{.message = "m", .gateway = "g", .taken = log::GatewayAsked::Taken::unknown});
  });
  CHECK(line.at("taken") == "unknown");
}

TEST_CASE("what does not look like an id or a name is not written") {
  for (const std::string stranger : {"Mario Rossi", "mario@example.org", "+393331234567", "a/b", "x\ny",
                                     "01234567890123456789012345678901234567890123456789012345678901234"}) {
    const auto line = line_of([&] { log::event(log::HandlerThrew{.request = stranger}); });
    CHECK(line.at("request").as_string().starts_with("(left out"));
  }
  const auto line = line_of([] { log::event(log::Screen{.name = std::string_view{"two\nlines"}}); });
  CHECK(line.at("name").as_string().starts_with("(left out"));
}

TEST_CASE("a long sentence is cut") {
  const auto line = line_of([] { log::event(log::AcceptFailed{.error = std::string(5000, 'x')}); });
  CHECK(line.at("error").as_string().size() == 512);
}

TEST_CASE("a catalogue with a mistake is refused, by its line") {
  const std::string field = R"({ name = "count", kind = "number", meaning = "how many" })";
  REQUIRE(generate(event_with(field)).first == 0);
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {event_with(field) + event_with(field), "line 8: a_thing is there twice"},
      {event_with(field + ", " + field), "the field is there twice"},
      {event_with(R"({ name = "count", kind = "person", meaning = "who" })"), "line 7: kind may not be person"},
      {event_with(R"({ name = "count", kind = "number" })"), "needs the text meaning"},
      {event_with(R"({ name = "at_ms", kind = "number", meaning = "when" })"), "every line has at_ms already"},
      {event_with(R"({ name = "which", kind = "word", meaning = "one" })"), "a list of words"},
      {event_with(field) + "colour = \"red\"\n", "line 8: the key colour is not known"},
      {std::regex_replace(event_with(field), std::regex{"info"}, "debug"), "level may not be debug"},
      {std::regex_replace(event_with(field), std::regex{"a_thing"}, "A Thing"), "a name is lower case"},
      {std::regex_replace(event_with(field), std::regex{"act = [^\n]*\n"}, ""), "needs the text act"},
      {"", "there is no [[event]]"},
      {"[[event]\n", "line 1"},
  };
  for (const auto& [catalogue, words] : wrong) {
    const auto [code, said] = generate(catalogue);
    INFO(catalogue << said);
    CHECK(code == 1);
    CHECK(said.contains(words));
  }
}

TEST_CASE("every event of the catalogue is said somewhere") {
  std::string sources;
  for (const std::string folder : {"service", "kiosk"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string{SPORTELLO_SOURCE} + "/" + folder)) {
      const auto extension = entry.path().extension();
      if (extension == ".cpp" || extension == ".h") sources += content_of(entry.path());
    }
  }
  const auto header = content_of(LOG_EVENTS_HEADER);
  const std::regex pattern{R"(\nstruct (\w+) \{)"};
  std::size_t count = 0;
  for (auto match = std::sregex_iterator{header.begin(), header.end(), pattern}; match != std::sregex_iterator{};
       ++match, ++count) {
    const std::string name = (*match)[1];
    INFO(name << " is in the catalogue and nobody says it");
    CHECK(sources.contains("log::" + name + "{"));
  }
  CHECK(count > 20);
}
