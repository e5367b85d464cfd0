// Every screen × language × text size × upright or not × page: the rules hold, and nothing moved unnoticed. One entry
// of ctest for each language.
#include <pango/pango.h>

#include <fstream>
#include <map>
#include <sstream>

#include "tests/accessibility/clause.h"
#include "tests/screens/headless.h"
#include "tests/screens/rules.h"

using namespace sportello;
using namespace sportello::tests;

namespace {

constexpr int most_pages = 12;  // of one screen: more would be a book

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::string hex(std::uint64_t value) {
  std::ostringstream out;
  out << std::hex << value;
  return out.str();
}

// The record without its numbers: what is there, in which order, saying what.
std::string without_places(const widgets::LayoutRecord& record) {
  std::string text = record.screen();
  for (const auto& e : record.entries()) {
    text += "\n" + e.id + "|" + std::string(widgets::name_of(e.role)) + "|" + e.label + "|";
    text += {e.enabled ? '1' : '0', e.primary ? '1' : '0', e.selected ? '1' : '0', e.fits ? '1' : '0'};
  }
  return text;
}

// Goldens of all combinations, one line each: a name, a hash of what is there, a hash of where it stands. Places are
// compared only by the version of Pango that made them: another one rounds otherwise.
class Digest {
 public:
  explicit Digest(visit::Language language)
      : file_(std::filesystem::path(SPORTELLO_GOLDENS) / "digests" /
              (std::string(visit::code_of(language)) + ".txt")) {
    std::ifstream in(file_);
    std::getline(in, made_by_);
    for (std::string name, words, places; in >> name >> words >> places;) golden_[name] = {words, places};
  }

  void add(const std::string& name, const widgets::LayoutRecord& record) {
    now_[name] = {hex(hash_of(without_places(record))), hex(hash_of(record.to_text()))};
  }

  // Writes them, or says what is not as it was.
  std::vector<std::string> settle() const {
    const std::string maker = std::string("Pango ") + pango_version_string();
    if (std::getenv("SPORTELLO_UPDATE_GOLDENS") != nullptr) {
      std::filesystem::create_directories(file_.parent_path());
      std::ofstream out(file_);
      out << maker << "\n";
      for (const auto& [name, line] : now_) out << name << " " << line.first << " " << line.second << "\n";
      return {};
    }
    std::vector<std::string> changed;
    for (const auto& [name, line] : now_) {
      const auto was = golden_.find(name);
      if (was == golden_.end()) {
        changed.push_back(name + ": not in " + file_.filename().string());
      } else if (was->second.first != line.first) {
        changed.push_back(name + ": says something else");
      } else if (made_by_ == maker && was->second.second != line.second) {
        changed.push_back(name + ": stands elsewhere");
      }
    }
    for (const auto& [name, line] : golden_) {
      if (!now_.contains(name)) changed.push_back(name + ": is gone");
    }
    return changed;
  }

 private:
  std::filesystem::path file_;
  std::string made_by_;
  std::map<std::string, std::pair<std::string, std::string>> golden_, now_;
};

struct Layout {
  std::string_view name;
  Window window;
};
constexpr std::array layouts = {Layout{"landscape", {1280, 800}}, Layout{"portrait", {1080, 1920}}};

// Calls with the name of each combination of this language, once it is drawn.
template <class Do>
void draw_all(visit::Language language, std::vector<std::string>& found, Do&& then) {
  for (const auto theme : {visit::Theme::light, visit::Theme::contrast_dark}) {
    for (const auto size : widgets::all_sizes) {
      for (auto& preview : screens::previews({language, size, theme})) {
        for (const auto& layout : layouts) {
          int pages = 1;
          for (int page = 0; page < pages; ++page) {
            const std::string name = preview.name + "/" + std::string(widgets::name_of(size)) + "/" +
                                     std::string(layout.name) + "/" + std::string(widgets::name_of(theme)) + "/" +
                                     std::to_string(preview.visit.page + page + 1);
            auto visit = preview;
            visit.visit.page += page;
            draw(visit, layout.window);
            if (page == 0) pages = headless().pages() - headless().page();
            if (pages > most_pages) found.push_back(name + ": " + std::to_string(pages) + " pages");
            then(name, headless().page() == 0);
          }
        }
      }
    }
  }
}

// The least of all that was seen, and where.
struct Least {
  double mm = 1000;
  std::string where;
  void look(double now, const std::string& place) {
    if (now >= mm) return;
    mm = now;
    where = place;
  }
};

// Controls in millimetres of a display that is as large as its window stands for. In low reach all is smaller, by the
// guardian's choice.
void measure(const std::string& name, Least& side, Least& gap) {
  const double per_mm = scale_now() * design_dots_per_mm;
  const auto controls = headless().record().controls();
  for (std::size_t i = 0; i < controls.size(); ++i) {
    const auto& a = *controls[i];
    side.look(std::min(a.box.w, a.box.h) / per_mm, name + " " + a.id);
    for (std::size_t j = i + 1; j < controls.size(); ++j) {
      gap.look(distance(a.box, controls[j]->box) / per_mm, name + " " + a.id + " and " + controls[j]->id);
    }
  }
}

void check(visit::Language language) {
  Digest digest(language);
  Least side, gap;
  std::vector<std::string> found;
  draw_all(language, found, [&](const std::string& name, bool first) {
    for (const auto& fault : faults(headless().record(), {.scale = scale_now(), .first_page = first})) {
      found.push_back(name + " " + fault);
    }
    digest.add(name, headless().record());
    if (!headless().comfort().low_reach) measure(name, side, gap);
  });
  {
    INFO("the smallest: " << side.where << "; the nearest: " << gap.where);
    clause("VVSG", "smallest control, mm, on every screen in every language and size", side.mm, ">=", 12.7);
    clause("VVSG", "least gap between controls, mm, likewise", gap.mm, ">=", 2.54);
  }
  INFO(found.size() << " faults:" << joined(found));
  CHECK(found.empty());
  const auto changed = digest.settle();
  INFO("Not what is drawn now. If it should be: SPORTELLO_UPDATE_GOLDENS=1" << joined(changed));
  CHECK(changed.empty());
}

}  // namespace

TEST_CASE("it", "[it]") { check(visit::Language::it); }
TEST_CASE("en", "[en]") { check(visit::Language::en); }
TEST_CASE("ro", "[ro]") { check(visit::Language::ro); }
TEST_CASE("sq", "[sq]") { check(visit::Language::sq); }
TEST_CASE("ar", "[ar]") { check(visit::Language::ar); }
TEST_CASE("zh", "[zh]") { check(visit::Language::zh); }
TEST_CASE("uk", "[uk]") { check(visit::Language::uk); }
TEST_CASE("fr", "[fr]") { check(visit::Language::fr); }
TEST_CASE("es", "[es]") { check(visit::Language::es); }
TEST_CASE("ur", "[ur]") { check(visit::Language::ur); }
TEST_CASE("bn", "[bn]") { check(visit::Language::bn); }
TEST_CASE("pa", "[pa]") { check(visit::Language::pa); }
