// A CSV file per batch of events, for a register that fetches files: whole or not there, each event in one file, each
// file once, however often this program is killed, and whoever takes the files away.
//
// A file is written in FOLDER/.staging, the store notes it as staged and in which folder, then it is renamed into
// FOLDER. A staged batch whose file is not in the .staging of that folder any more has therefore been published. A
// school has one batch at a time, of one process; another one takes it over when its claim has run out.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "service/connectors/connector.h"
#include "service/connectors/csv_folder.h"

namespace sportello::connectors {

struct CsvOptions {
  using Step = CsvStep;
  std::string name;
  std::filesystem::path folder;  // marked
  std::chrono::seconds every{};  // at most one file a school in this time
  CsvFolder::After after = {};
};

class CsvFiles final : public Connector {
 public:
  CsvFiles(Tools tools, CsvOptions options) : tools_(std::move(tools)), options_(std::move(options)) {}
  bool work(const Customer& school) override;

 private:
  void reached(CsvStep step) const;
  // The batch that is ours to bring.
  std::optional<store::acts::EventBatch> begin(const Customer& school, const CsvFolder& folder, Time now) const;
  // "" or a short fixed reason.
  std::string stage(const Customer& school, const CsvFolder& folder, const store::acts::EventBatch& batch) const;
  bool note_staged(const Customer& school, const CsvFolder& folder, const store::acts::EventBatch& batch) const;
  std::string publish(const Customer& school, const CsvFolder& folder, std::int64_t number) const;
  void refuse(const Customer& school, std::int64_t number, const std::string& word) const;
  void tell_waits(const Customer& school, std::int64_t number, const std::string& word) const;

  Tools tools_;
  CsvOptions options_;
  std::map<std::string, Time> last_;  // a school's last file
  Time folder_rests_until_{};
};

}  // namespace sportello::connectors
