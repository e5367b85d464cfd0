#include "kiosk/widgets/layout_record.h"

#include <boost/json.hpp>
#include <cmath>

namespace sportello::widgets {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::text: return "text";
    case Role::title: return "title";
    case Role::image: return "image";
    case Role::panel: return "panel";
    case Role::banner: return "banner";
    case Role::cell: return "cell";
    case Role::progress: return "progress";
    case Role::button: return "button";
    case Role::key: return "key";
    case Role::checkbox: return "checkbox";
    case Role::choice: return "choice";
  }
  return "";
}

bool is_control(Role role) {
  switch (role) {
    case Role::text:
    case Role::title:
    case Role::image:
    case Role::panel:
    case Role::banner:
    case Role::cell:
    case Role::progress: return false;
    case Role::button:
    case Role::key:
    case Role::checkbox:
    case Role::choice: return true;
  }
  return false;
}

void LayoutRecord::clear(std::string_view screen, float width, float height) {
  screen_ = screen;
  width_ = width;
  height_ = height;
  next_focus_ = 0;
  entries_.clear();
  smallest_ = {};
}

void LayoutRecord::wrote(float size, std::string_view words) {
  if (smallest_.size > 0 && size >= smallest_.size) return;
  smallest_ = {size, std::string(words)};
}

void LayoutRecord::add(Recorded entry) {
  entry.focus = is_control(entry.role) && entry.enabled ? next_focus_++ : -1;
  entries_.push_back(std::move(entry));
}

const Recorded* LayoutRecord::find(std::string_view id) const {
  for (const auto& entry : entries_) {
    if (entry.id == id) return &entry;
  }
  return nullptr;
}

std::vector<const Recorded*> LayoutRecord::controls() const {
  std::vector<const Recorded*> controls;
  for (const auto& entry : entries_) {
    if (is_control(entry.role)) controls.push_back(&entry);
  }
  return controls;
}

namespace {
int whole(float value) { return static_cast<int>(std::lround(value)); }
}  // namespace

std::string LayoutRecord::to_text() const {
  std::string text = screen_ + " " + std::to_string(whole(width_)) + "x" + std::to_string(whole(height_)) + "\n";
  for (const auto& e : entries_) {
    text += e.id + " | " + std::string(name_of(e.role)) + " | " + std::to_string(whole(e.box.x)) + " " +
            std::to_string(whole(e.box.y)) + " " + std::to_string(whole(e.box.w)) + " " +
            std::to_string(whole(e.box.h)) + " |";
    if (e.focus >= 0) text += " focus " + std::to_string(e.focus);
    if (is_control(e.role) && !e.enabled) text += " off";
    if (e.primary) text += " primary";
    if (e.selected) text += " selected";
    if (!e.fits) text += " CUT";
    text += " | " + e.label + "\n";
  }
  return text;
}

std::string LayoutRecord::to_json() const {
  boost::json::array entries;
  for (const auto& e : entries_) {
    entries.push_back(boost::json::object{{"id", e.id},
                                          {"label", e.label},
                                          {"role", name_of(e.role)},
                                          {"box", {whole(e.box.x), whole(e.box.y), whole(e.box.w), whole(e.box.h)}},
                                          {"enabled", e.enabled},
                                          {"primary", e.primary},
                                          {"selected", e.selected},
                                          {"focus", e.focus},
                                          {"fits", e.fits}});
  }
  return boost::json::serialize(boost::json::object{
      {"screen", screen_}, {"width", whole(width_)}, {"height", whole(height_)}, {"entries", std::move(entries)}});
}

}  // namespace sportello::widgets
