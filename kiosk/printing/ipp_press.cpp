// A job is made first and filled then: where the line breaks, its number is known and it can be taken back.
#include "kiosk/printing/ipp_press.h"

#include <cups/pwg.h>

#include <algorithm>
#include <array>
#include <thread>

#include "kiosk/printing/ipp_reasons.h"

namespace sportello::printing {

namespace {

constexpr const char* pdf_format = "application/pdf";
constexpr double hundredths_of_mm_an_inch = 2540;
constexpr double narrowest_page = 100 * points_an_inch / 25.4;  // 10 cm: what is narrower is a roll

bool lists(const std::vector<std::string>& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

// False when `stop` was asked meanwhile.
bool rest(std::chrono::milliseconds time, const std::stop_token& stop) {
  constexpr std::chrono::milliseconds slice{50};
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
    if (stop.stop_requested()) return false;
    std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(slice, time));
  }
  return !stop.stop_requested();
}

// Whether one of its trays says that it has this paper.
bool holds(const IppLine::Message& answer, const std::string& media) {
  const auto* size = pwgMediaForPWG(media.c_str());
  auto* trays = ippFindAttribute(answer.get(), "printer-input-tray", IPP_TAG_STRING);
  for (int i = 0; size != nullptr && trays != nullptr && i < ippGetCount(trays); ++i) {
    int length = 0;
    const auto* tray = static_cast<const char*>(ippGetOctetString(trays, i, &length));
    if (tray != nullptr && tray_holds({tray, static_cast<std::size_t>(length)}, size->width, size->length))
      return true;
  }
  return false;
}

std::optional<Sheet> sheet_of(const std::string& media) {
  const auto* size = pwgMediaForPWG(media.c_str());
  if (size == nullptr || size->width <= 0) return std::nullopt;
  const double width = size->width * points_an_inch / hundredths_of_mm_an_inch;
  const double height = size->length * points_an_inch / hundredths_of_mm_an_inch;
  if (width >= narrowest_page) return page(width, height);
  constexpr double margin = 9;  // 3 mm: what printers of rolls cannot reach
  return Sheet{width, height, margin, margin, 1};
}

}  // namespace

struct IppPress::About {
  Condition condition = Condition::unknown;
  bool takes_pdf = false;
  bool spools = false;
  bool forgets = false;  // a document can be asked not to be kept
  bool covers = false;   // it may add a cover sheet, unless told not to
  std::string media;     // what a slip would be printed on; empty: there is none of it
};

struct IppPress::Job {
  ipp_jstate_t state = IPP_JSTATE_PENDING;
  bool began = false;  // something may be on paper
  bool known = true;   // false: the printer has none of this number any more
  [[nodiscard]] bool over() const { return state >= IPP_JSTATE_CANCELED; }
};

IppPress::IppPress(Options options, std::shared_ptr<const Painter> painter, const Limits& limits)
    : options_(std::move(options)), painter_(std::move(painter)), limits_(limits), line_(options_.address, limits) {}

std::optional<IppPress::About> IppPress::ask_printer(const std::stop_token& stop) const {
  const auto request = line_.request(IPP_OP_GET_PRINTER_ATTRIBUTES);
  // One a line: each is a question of its own.
  constexpr std::array wanted = {"printer-state",               // idle, processing, stopped
                                 "printer-state-reasons",       // why
                                 "printer-is-accepting-jobs",   //
                                 "document-format-supported",   // PDF?
                                 "media-ready",                 // what paper it has
                                 "media-default",               // where it does not say
                                 "printer-input-tray",          // and how much of it
                                 "job-sheets-supported",        // cover sheets?
                                 "job-retain-until-supported",  // can be told to forget?
                                 "cups-version"};               // a spooler?
  ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(wanted.size()), nullptr, wanted.data());
  const auto answer = line_.ask(request, {}, stop);
  if (!went_well(answer)) return std::nullopt;
  About about;
  about.takes_pdf = lists(strings_of(answer, "document-format-supported"), pdf_format);
  about.spools = !strings_of(answer, "cups-version").empty();
  about.forgets = lists(strings_of(answer, "job-retain-until-supported"), "none");
  about.covers = lists(strings_of(answer, "job-sheets-supported"), "none");
  const auto ready = strings_of(answer, "media-ready");  // a printer may keep it to itself
  const auto usual = strings_of(answer, "media-default");
  about.media = options_.media;
  if (about.media.empty() && !ready.empty()) about.media = ready.front();
  if (about.media.empty() && !usual.empty()) about.media = usual.front();
  auto reasons = strings_of(answer, "printer-state-reasons");
  if (holds(answer, about.media)) {
    std::erase_if(reasons, [](const auto& reason) { return condition_of_reason(reason) == Condition::out_of_paper; });
  }
  if (!ready.empty() && !lists(ready, about.media)) about.media.clear();
  auto* accepting = ippFindAttribute(answer.get(), "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  if (const auto state = number_of(answer, "printer-state")) {
    about.condition = condition_of(static_cast<IppState>(*state),
                                   accepting == nullptr || ippGetBoolean(accepting, 0) != 0, reasons);
  }
  return about;
}

IppLine::Message IppPress::about_job(ipp_op_t operation, int id) const {
  auto request = line_.request(operation);
  // After printer-uri, which request() wrote, as RFC 8011 orders them.
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
  return request;
}

std::optional<IppPress::Job> IppPress::ask_job(int id, const std::stop_token& stop) const {
  const auto answer = line_.ask(about_job(IPP_OP_GET_JOB_ATTRIBUTES, id), {}, stop);
  if (!answer) return std::nullopt;
  if (ippGetStatusCode(answer.get()) == IPP_STATUS_ERROR_NOT_FOUND) return Job{IPP_JSTATE_COMPLETED, true, false};
  const auto state = number_of(answer, "job-state");
  if (!state) return std::nullopt;
  return Job{static_cast<ipp_jstate_t>(*state), number_of(answer, "job-impressions-completed").value_or(0) > 0};
}

Condition IppPress::look(const std::stop_token& stop) {
  settle();
  const auto about = ask_printer(stop);
  return about ? about->condition : Condition::offline;
}

Outcome IppPress::print(const Slip& slip, const Tell& tell, const std::stop_token& stop) {
  tell(Phase::preparing);
  if (!settle()) return {End::not_printed, Condition::offline};
  const auto about = ask_printer(stop);
  if (stop.stop_requested()) return {End::cancelled};
  if (!about) return {End::not_printed, Condition::offline};
  if (about->condition != Condition::ready) return {End::not_printed, about->condition};
  if (!about->takes_pdf) return {End::not_printed, Condition::unknown};
  spools_ = about->spools;
  const auto sheet = sheet_of(about->media);
  if (!sheet) return {End::not_printed, Condition::wrong_media};
  const auto document = painter_->pdf(slip, *sheet);
  if (document.empty()) return {End::not_printed, Condition::wrong_media};  // too small for it

  tell(Phase::sending);
  const auto [id, otherwise] = make_job(*about, stop);
  if (id == 0) return otherwise;
  const auto request = about_job(IPP_OP_SEND_DOCUMENT, id);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr, pdf_format);
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document", 1);
  const auto answer = line_.ask(request, document.view(), stop);
  Outcome outcome;
  if (went_well(answer)) {
    tell(Phase::printing);
    outcome = watch(id, stop);
  } else if (stop.stop_requested()) {
    outcome = give_up(id, Condition::ready, false);
  } else {
    outcome = give_up(id, answer ? Condition::unknown : Condition::offline, false);
  }
  if (std::ranges::find(owed_, id) == owed_.end()) forget(id);
  return outcome;
}

IppPress::Made IppPress::make_job(const About& about, const std::stop_token& stop) const {
  const auto until = std::chrono::steady_clock::now() + limits_.busy;
  while (true) {
    const auto request = line_.request(IPP_OP_CREATE_JOB);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, "slip");
    ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, about.media.c_str());
    if (about.covers) ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_NAME, "job-sheets", nullptr, "none");
    if (about.forgets) ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-retain-until", nullptr, "none");
    const auto answer = line_.ask(request, {}, stop);
    if (went_well(answer)) {
      if (const auto id = number_of(answer, "job-id")) return {*id, {}};
    }
    if (stop.stop_requested()) return {0, {End::cancelled}};
    // Nothing was sent: a job that the printer made nevertheless is empty, and it gives it up by itself.
    if (!answer) return {0, {End::not_printed, Condition::offline}};
    switch (ippGetStatusCode(answer.get())) {
      case IPP_STATUS_ERROR_BUSY:
      case IPP_STATUS_ERROR_TEMPORARY:
      case IPP_STATUS_ERROR_TOO_MANY_JOBS: break;  // somebody else's page is coming out
      case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
      case IPP_STATUS_ERROR_PRINTER_IS_DEACTIVATED: return {0, {End::not_printed, Condition::offline}};
      default: return {0, {End::not_printed, Condition::unknown}};
    }
    if (std::chrono::steady_clock::now() >= until) return {0, {End::not_printed, Condition::unknown}};
    if (!rest(limits_.look_again, stop)) return {0, {End::cancelled}};
  }
}

Outcome IppPress::watch(int id, const std::stop_token& stop) {
  const auto until = std::chrono::steady_clock::now() + limits_.job;
  int seen = 0;  // looks in a row that saw a misfortune
  bool began = false;
  while (true) {
    const auto job = ask_job(id, stop);
    const auto about = job ? ask_printer(stop) : std::nullopt;  // nobody waits twice for one that is silent
    if (job) began = began || job->began;
    const auto condition = job && about ? about->condition : Condition::offline;
    if (job && job->state == IPP_JSTATE_COMPLETED) {
      // One that keeps no list of what it printed, and has no trouble, printed it.
      if (job->known || condition == Condition::ready) return {End::printed};
      return {End::unsure, condition};
    }
    if (job && job->over()) {  // by the printer, or by a hand at its panel
      const auto why = condition == Condition::ready ? Condition::unknown : condition;
      return {began || why == Condition::jam ? End::unsure : End::not_printed, why};
    }
    if (stop.stop_requested()) return give_up(id, Condition::ready, began);
    seen = condition == Condition::ready ? 0 : seen + 1;
    if (seen >= limits_.looks) return give_up(id, condition, began);
    if (std::chrono::steady_clock::now() >= until) return give_up(id, Condition::unknown, began);
    rest(limits_.look_again, stop);
  }
}

Outcome IppPress::give_up(int id, Condition why, bool began) {
  switch (take_back(id)) {
    case Taken::too_late: return {End::printed};
    case Taken::owed:
      if (owed_.size() < limits_.most_owed) owed_.push_back(id);
      return {End::unsure, why == Condition::ready ? Condition::unknown : why};
    case Taken::gone: break;
  }
  if (why == Condition::ready) return {End::cancelled};
  return {began || why == Condition::jam ? End::unsure : End::not_printed, why};
}

IppPress::Taken IppPress::take_back(int id) const {
  const std::stop_token none;  // also when the kiosk ends: bounded by its own limit
  const auto until = std::chrono::steady_clock::now() + limits_.take_back;
  bool asked = false;
  do {
    // Refused where the job is over already: the next question tells how.
    if (!asked) asked = line_.ask(about_job(IPP_OP_CANCEL_JOB, id), {}, none) != nullptr;
    if (!asked) return Taken::owed;  // it is silent
    const auto job = ask_job(id, none);
    if (job && job->over()) return job->known && job->state == IPP_JSTATE_COMPLETED ? Taken::too_late : Taken::gone;
    rest(std::min(limits_.look_again, limits_.take_back), none);
  } while (std::chrono::steady_clock::now() < until);
  return Taken::owed;
}

bool IppPress::settle() {
  while (!owed_.empty()) {
    if (take_back(owed_.front()) == Taken::owed) return false;
    forget(owed_.front());
    owed_.erase(owed_.begin());
  }
  return true;
}

// CUPS keeps a job's document for a day; its own extension of Cancel-Job deletes the document of a job that is over.
void IppPress::forget(int id) const {
  if (!spools_) return;
  const auto request = about_job(IPP_OP_CANCEL_JOB, id);
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "purge-job", 1);
  (void)line_.ask(request, {}, {});
}

}  // namespace sportello::printing
