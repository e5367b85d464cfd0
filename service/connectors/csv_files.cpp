// What stands in a file, and the order of the steps; the store is told between.
#include "service/connectors/csv_files.h"

#include <array>

#include "service/connectors/limits.h"
#include "service/metrics/instruments.h"
#include "service/shared/log/log.h"

namespace sportello::connectors {
namespace {

namespace acts = store::acts;
using Step = CsvStep;

constexpr std::array<std::string_view, 9> content_columns = {
    "at", "holder", "user_code", "surname", "given_name", "state", "change_due", "sealed_password", "sealed_pin"};

std::string quoted(const std::string& field) {
  if (field.find_first_of(";\"\r\n") == std::string::npos) return field;
  std::string result = "\"";
  for (const char c : field) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

std::string text_of(const std::string& school, const acts::EventBatch& batch) {
  std::string text = "sequence;id;school;event;account";
  for (const auto column : content_columns) text += ";" + std::string{column};
  text += '\n';
  for (const auto& event : batch.events) {
    text += std::to_string(event.sequence) + ';' + event.id + ';' + school + ';' + event.kind + ';' + event.account;
    for (const auto column : content_columns) text += ";" + quoted(field_of(event, column));
    text += '\n';
  }
  return text;
}

}  // namespace

void CsvFiles::reached(Step step) const {
  if (options_.after) options_.after(step);
}

std::optional<acts::EventBatch> CsvFiles::begin(const Customer& school, const CsvFolder& folder, Time now) const {
  const acts::BatchTaker taker{tools_.process, folder.id(), now + batch_life, now + folder_rest};
  auto begun = store::write_and_wait(tools_.store,
                                     [&office = tools_.office, id = school.id, taker, now](store::Session& session) {
                                       return acts::begin_batch(session, office, id, taker, batch_rows, now);
                                     });
  if (!begun || !*begun) return std::nullopt;
  for (const auto& id : (*begun)->unreadable) {
    metrics::connector_results.add({options_.name, "refused"});
    log::event(log::RegisterRefused{
        .told = id, .connector = options_.name, .reason = std::string{acts::unreadable}, .attempt = 1});
  }
  if ((*begun)->elsewhere) {
    tell_waits(school, (*begun)->number, std::string{acts::in_other_folder});
    return std::nullopt;
  }
  if ((*begun)->events.empty()) return std::nullopt;
  return std::move(*begun);
}

std::string CsvFiles::stage(const Customer& school, const CsvFolder& folder, const acts::EventBatch& batch) const {
  const auto name = csv_name(school.code, batch.number);
  folder.tidy(school.code, name);
  const auto text = text_of(school.code, batch);
  if (batch.staged) {
    // Written already, by somebody who died or who could not name it. Since then a person may have been erased.
    const auto written = folder.staged(name);
    if (!written || *written == text) return "";
  }
  return folder.stage(name, text, options_.after) ? "" : "folder_not_written";
}

bool CsvFiles::note_staged(const Customer& school, const CsvFolder& folder, const acts::EventBatch& batch) const {
  const auto noted = store::write_and_wait(tools_.store, [batch, id = school.id, process = tools_.process,
                                                          folder_id = folder.id()](store::Session& session) {
    return acts::batch_staged(session, batch, id, process, folder_id);
  });
  return noted && *noted;
}

std::string CsvFiles::publish(const Customer& school, const CsvFolder& folder, std::int64_t number) const {
  switch (folder.publish(csv_name(school.code, number), options_.after)) {
    case CsvFolder::Published::yes: return "";
    case CsvFolder::Published::name_taken: return "name_taken";
    case CsvFolder::Published::not_written: break;
  }
  return "folder_not_written";
}

void CsvFiles::tell_waits(const Customer& school, std::int64_t number, const std::string& word) const {
  metrics::connector_results.add({options_.name, "put_off"});
  log::event(
      log::RegisterFileWaits{.connector = options_.name, .school = school.code, .batch = number, .reason = word});
}

void CsvFiles::refuse(const Customer& school, std::int64_t number, const std::string& word) const {
  const auto again = tools_.now() + folder_rest;
  // Not written: it is due when the claim has run out.
  static_cast<void>(store::write_and_wait(
      tools_.store, [id = school.id, process = tools_.process, number, word, again](store::Session& session) {
        acts::batch_refused(session, id, process, number, word, again);
        return true;
      }));
  tell_waits(school, number, word);
}

bool CsvFiles::work(const Customer& school) {
  const auto now = tools_.now();
  if (const auto last = last_.find(school.id); last != last_.end() && now < last->second + options_.every)
    return false;
  if (now < folder_rests_until_) return false;
  auto folder = CsvFolder::open(options_.folder);
  if (!folder) {
    folder_rests_until_ = now + folder_rest;
    log::event(log::RegisterFolderMissing{.connector = options_.name});
    return false;
  }
  if (!folder->lock()) return false;  // another process of this machine works on the folder: it will do
  const auto batch = begin(school, *folder, now);
  if (!batch) return false;
  reached(Step::begun);
  if (const auto word = stage(school, *folder, *batch); !word.empty()) {
    refuse(school, batch->number, word);
    return false;
  }
  if (!batch->staged) {
    if (!note_staged(school, *folder, *batch)) return false;  // it is begun anew
    reached(Step::staged);
  }
  if (const auto word = publish(school, *folder, batch->number); !word.empty()) {
    refuse(school, batch->number, word);
    return false;
  }
  const auto noted = store::write_and_wait(
      tools_.store, [id = school.id, number = batch->number, folder_id = folder->id(), now](store::Session& session) {
        acts::batch_delivered(session, id, number, folder_id, now);
        return true;
      });
  last_[school.id] = now;
  if (noted)
    metrics::connector_results.add({options_.name, "delivered"}, static_cast<std::int64_t>(batch->events.size()));
  log::event(log::RegisterFileWritten{
      .connector = options_.name, .school = school.code, .batch = batch->number, .events = batch->events.size()});
  return noted.has_value();
}

}  // namespace sportello::connectors
