// events -> next() -> effects -> draw when something changed.
#include "kiosk/app.h"

#include <algorithm>
#include <fstream>

#include "kiosk/screens/draw.h"
#include "service/shared/log/log.h"

namespace sportello::kiosk {

App::App(visit::Visit visit, Ports ports, Stage& stage, LatestFrame& latest)
    : visit_(std::move(visit)), ports_(ports), stage_(stage), latest_(latest) {}

void App::handle(const visit::Event& event, visit::TimePoint now) {
  const auto was = visit::name_of(visit_);
  auto step = visit::next(visit_, event, now);
  visit_ = std::move(step.visit);
  for (const auto& effect : step.effects) carry_out(effect, ports_);
  const auto wiped = [](const visit::Effect& effect) { return std::holds_alternative<visit::Wipe>(effect); };
  if (voice_ != nullptr && std::ranges::any_of(step.effects, wiped)) voice_->end_visit();
  // That somebody listens is no news to the eye.
  if (!std::holds_alternative<visit::Speaking>(event)) changed_ = true;
  if (const auto is = visit::name_of(visit_); is != was) log::event(log::Screen{.name = is});
}

void App::pass_time(visit::TimePoint now) {
  const auto due = [&] {
    const auto deadline = visit::next_deadline(visit_);
    return deadline && now >= *deadline;
  };
  if (due() && voice_ != nullptr && voice_->speaking()) handle(visit::Speaking{}, now);
  if (due()) handle(visit::Tick{}, now);
  if (redraw_at_ && now >= *redraw_at_) changed_ = true;
}

void App::draw(const widgets::Input& input, visit::TimePoint now) {
  changed_ = false;
  if (voice_ != nullptr && input.down && !pointer_.down) voice_->hush();
  pointer_ = input;
  pointer_.now = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
  pointer_.focus_step = 0;
  pointer_.arrow = widgets::Arrow::none;
  pointer_.activate = false;
  std::optional<visit::Event> event;
  const auto [frame, sequence] = latest_.get();
  stage_.frame([&](ImDrawList* list, int width, int height) {
    ports_.ui.preview.reset();
    if (frame) ports_.ui.preview = widgets::GreyFrame{frame->pixels, frame->width, frame->height, sequence};
    widgets::Input timed = input;
    timed.now = pointer_.now;
    ports_.ui.begin(width, height, timed, list);
    event = screens::draw(visit_, now, ports_.ui);
    ports_.ui.preview.reset();
  });
  const auto again = ports_.ui.redraw_after();
  redraw_at_ = again ? std::optional{now + *again} : std::nullopt;
  write_layout();
  if (voice_ != nullptr) voice_->follow(visit_, ports_.ui, now);
  if (event) handle(*event, now);
}

void App::settle(visit::TimePoint now) {
  // A step may lead to another (a release, then the new screen): three are more than any screen needs.
  for (int frames = 0; changed_ && frames < 3; ++frames) draw(pointer_, now);
}

std::optional<visit::Duration> App::quiet_for(visit::TimePoint now) const {
  const auto deadline = visit::next_deadline(visit_);
  std::optional<visit::TimePoint> first = deadline;
  if (redraw_at_ && (!first || *redraw_at_ < *first)) first = redraw_at_;
  if (!first) return std::nullopt;
  return std::max(visit::Duration{0}, *first - now);
}

std::expected<void, std::string> App::save_picture(const std::filesystem::path& file, visit::TimePoint now) {
  ports_.ui.conceal = true;
  draw(pointer_, now);
  auto saved = stage_.save(file);
  ports_.ui.conceal = false;
  changed_ = true;
  return saved;
}

void App::write_layout() {
  if (layout_file_.empty()) return;
  auto json = ports_.ui.record().to_json();
  if (json == layout_written_) return;
  const auto temporary = layout_file_.string() + ".new";
  {
    std::ofstream out{temporary};
    out << json;
  }
  std::error_code error;
  std::filesystem::rename(temporary, layout_file_, error);
  if (error) log::event(log::LayoutNotWritten{.why = error.message()});
  layout_written_ = std::move(json);
}

}  // namespace sportello::kiosk
