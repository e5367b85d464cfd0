// A file that holds secrets: only its owner may read it, and under its name it is whole or not there.
// Never writes over a file: what stands in it may be known nowhere else.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace sportello::paper {

class PrivateFile {
 public:
  // Makes FILE.part. The error is one sentence: FILE is there, FILE.part is left of a run that was interrupted, or
  // the folder cannot be written.
  static std::expected<PrivateFile, std::string> create(const std::filesystem::path& file);
  PrivateFile(PrivateFile&& other) noexcept;
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;
  PrivateFile& operator=(PrivateFile&&) = delete;
  ~PrivateFile();  // one that was neither published nor kept is deleted

  [[nodiscard]] bool write(std::string_view bytes);
  [[nodiscard]] bool start_over();  // empty again: whoever writes it was asked to do so anew
  [[nodiscard]] bool flush();       // to the disk, still under its passing name
  // Gives it its name. False: it keeps the passing one, which part() tells.
  [[nodiscard]] bool publish();
  void keep() { kept_ = true; }  // under its passing name: what it holds may count
  [[nodiscard]] const std::filesystem::path& part() const { return part_; }

 private:
  PrivateFile(int descriptor, std::filesystem::path file, std::filesystem::path part)
      : descriptor_(descriptor), file_(std::move(file)), part_(std::move(part)) {}
  int descriptor_ = -1;
  bool kept_ = false;
  std::filesystem::path file_, part_;
};

}  // namespace sportello::paper
