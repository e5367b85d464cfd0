// The folder that files for a register go to, held open: every step names its files within that one folder, whatever
// is mounted over its path meanwhile. It is marked once, by `connector folder`: .staging with the folder's id in it.
// Refuses a folder without its mark: an empty mount point looks like a folder whose files were all fetched. Makes no
// folder that a register looks into.
#pragma once

#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sportello::connectors {

class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_;
};

enum class CsvStep { begun, written, synced, staged_file, staged, published, synced_folder };

class CsvFolder {
 public:
  using After = std::function<void(CsvStep)>;  // what tests put in place of a death
  enum class Published { yes, name_taken, not_written };

  // True: it had no mark before. The error is a sentence: it is not there, or cannot be written.
  static std::expected<bool, std::string> mark(const std::filesystem::path& folder);
  // Nothing: it is not there, or has no mark.
  static std::optional<CsvFolder> open(const std::filesystem::path& folder);

  [[nodiscard]] const std::string& id() const { return id_; }
  // As long as this lives. False: another process of this machine works on the folder, or it cannot be written.
  bool lock();
  // Whole and flushed, under its name in .staging, in place of an older one.
  [[nodiscard]] bool stage(const std::string& name, std::string_view text, const After& after) const;
  // What stands in .staging under that name.
  [[nodiscard]] std::optional<std::string> staged(const std::string& name) const;
  // From .staging into the folder. One that is not in .staging any more was published before.
  [[nodiscard]] Published publish(const std::string& name, const After& after) const;
  // Deletes a school's files in .staging but `kept`: what dead runs began, and batches that are no more.
  void tidy(std::string_view school, std::string_view kept) const;

 private:
  CsvFolder(Descriptor folder, Descriptor staging, std::string id)
      : folder_(std::move(folder)), staging_(std::move(staging)), id_(std::move(id)) {}

  Descriptor folder_, staging_, lock_;
  std::string id_;
};

// SCHOOL-00000001.csv
std::string csv_name(std::string_view school, std::int64_t number);

}  // namespace sportello::connectors
