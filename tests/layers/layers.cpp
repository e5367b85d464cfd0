// Holds the sources to the dependency rule, and the rule to a made-up tree that breaks it: it can fail.
#include <string>

#include "tests/catch.h"
#include "tests/layers/rules.h"

using namespace sportello::layers;

namespace {

const SourceTree& sources() {
  static const SourceTree tree = read_sources(SPORTELLO_SOURCE_DIR, {"kiosk", "service", "firmware-config", "tests"});
  return tree;
}

// A small tree that keeps every rule; each case below breaks one.
SourceTree good() {
  return {
      {"service/shared/wire/message.h", "#pragma once\n#include <string>\n"},
      {"service/shared/wire/message.cpp", "#include \"service/shared/wire/message.h\"\n"},
      {"service/http/server.cpp", "#include <boost/beast/http.hpp>\n#include \"service/shared/wire/message.h\"\n"},
      {"service/desk/limits.h", "#pragma once\n#include <chrono>\n// never asks system_clock::now()\n"},
      {"kiosk/visit/next.h", "#pragma once\n#include \"service/shared/wire/message.h\"\n"},
      {"kiosk/main.cpp", "#include \"kiosk/visit/next.h\"\n#include \"firmware-config/schema.h\"\n"},
      {"firmware-config/schema.h", "#pragma once\n"},
      {"tests/visit/next_test.cpp", "#include \"kiosk/visit/next.h\"\n#include \"service/http/server.cpp\"\n"},
  };
}

SourceTree with(const std::string& path, const std::string& text) {
  SourceTree tree = good();
  tree[path] = text;
  return tree;
}

bool mentions(const Violations& found, const std::string& words) {
  return found.size() == 1 && found.front().find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("includes are written from the repository's root") {
  CHECK(includes_from_the_root(sources()) == Violations{});
}
TEST_CASE("each end includes only its neighbours") { CHECK(allowed_neighbours(sources()) == Violations{}); }
TEST_CASE("what is shared is included from both ends") { CHECK(shared_is_shared(sources()) == Violations{}); }
TEST_CASE("pure folders stay pure") { CHECK(pure_folders(sources()) == Violations{}); }
TEST_CASE("Beast is compiled at most twice") { CHECK(few_units_of_beast(sources()) == Violations{}); }
TEST_CASE("files stay short") { CHECK(short_files(sources()) == Violations{}); }

TEST_CASE("a tree that keeps the rules is not accused") {
  for (const auto& rule :
       {includes_from_the_root, allowed_neighbours, shared_is_shared, pure_folders, few_units_of_beast, short_files})
    CHECK(rule(good()) == Violations{});
}

TEST_CASE("every broken rule is found, by file and line") {
  SECTION("an include beside the file") {
    CHECK(mentions(includes_from_the_root(with("kiosk/app.cpp", "\n#include \"app.h\"\n")), "kiosk/app.cpp:2"));
  }
  SECTION("the kiosk includes the desk") {
    CHECK(mentions(allowed_neighbours(with("kiosk/app.cpp", "#include \"service/desk/limits.h\"\n")),
                   "kiosk/app.cpp:1"));
  }
  SECTION("the service includes the kiosk") {
    CHECK(mentions(allowed_neighbours(with("service/main.cpp", "#  include \"kiosk/visit/next.h\"\n")), "never"));
  }
  SECTION("the schema includes an end") {
    CHECK(
        mentions(allowed_neighbours(with("firmware-config/a.h", "#include \"kiosk/visit/next.h\"\n")), "below both"));
  }
  SECTION("shared code stands on an end") {
    CHECK(mentions(allowed_neighbours(with("service/shared/wire/b.h", "#include \"service/desk/limits.h\"\n")),
                   "itself"));
  }
  SECTION("a program includes a test") {
    CHECK(mentions(allowed_neighbours(with("service/main.cpp", "#include \"tests/visit/next_test.cpp\"\n")),
                   "includes no test"));
  }
  SECTION("shared code that one end does not use") {
    CHECK(mentions(shared_is_shared(with("kiosk/visit/next.h", "#pragma once\n")), "the kiosk includes nothing"));
    CHECK(mentions(shared_is_shared(with("service/http/server.cpp", "\n")), "the service includes nothing"));
  }
  SECTION("a pure folder takes a thread, a file, a window, directly or through a header") {
    for (const std::string name :
         {"thread", "mutex", "fstream", "filesystem", "imgui.h", "curl/curl.h", "sqlite3.h"}) {
      CHECK(mentions(pure_folders(with("kiosk/visit/turn.h", "#include <" + name + ">\n")), name));
      SourceTree tree = with("service/shared/wire/hidden.h", "#include <" + name + ">\n");
      tree["service/desk/limits.h"] = "#include \"service/shared/wire/hidden.h\"\n";
      CHECK(mentions(pure_folders(tree), name));
    }
  }
  SECTION("a pure folder asks the clock") {
    CHECK(mentions(pure_folders(with("kiosk/visit/turn.h", "\nauto t = std::chrono::steady_clock::now();\n")),
                   "kiosk/visit/turn.h:2"));
    CHECK(mentions(pure_folders(with("service/desk/code.cpp", "auto t = time(nullptr);\n")), "arguments here"));
    CHECK(pure_folders(with("kiosk/visit/turn.h", "/* Clock::now() */ auto s = \"Clock::now()\"; // Clock::now()\n"))
              .empty());
    CHECK(mentions(pure_folders(with("kiosk/visit/turn.h", "auto n = 1'000; auto t = Clock::now();\n")), "now"));
  }
  SECTION("Beast in a third unit, through a header") {
    SourceTree tree = with("service/http/heavy.h", "#include <boost/beast/core.hpp>\n");
    tree["service/a.cpp"] = "#include \"service/http/heavy.h\"\n";
    CHECK(few_units_of_beast(tree).empty());
    tree["service/b.cpp"] = "#include \"service/http/heavy.h\"\n";
    CHECK(mentions(few_units_of_beast(tree), "service/b.cpp"));
  }
  SECTION("a long file") {
    std::string text;
    for (int line = 0; line < 401; ++line) text += "\n";
    CHECK(mentions(short_files(with("kiosk/long.cpp", text)), "kiosk/long.cpp: 401 lines"));
  }
}
