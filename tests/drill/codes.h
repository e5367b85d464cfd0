// Where codes arrive when there is no phone: the demo's spool folder, or the output of Kannel's fake SMS centre.
// Reads what is new since it was made; never what was there before. Any number of threads may wait at once.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "service/shared/secret/secret.h"

namespace sportello::drill {

// Six digits that stand alone in a text; empty when there are none.
std::string digits_in(std::string_view text);

class Codes {
 public:
  // "spool:DIR" or "fakesmsc:LOGFILE". The error is a sentence.
  static std::expected<std::unique_ptr<Codes>, std::string> watch(const std::string& where);
  Codes(const Codes&) = delete;
  Codes& operator=(const Codes&) = delete;
  ~Codes();

  // Before a code is asked for: what this phone got until now is nobody's answer.
  void forget(const std::string& to);
  // The newest code to this phone (or address) since it was forgotten.
  std::optional<secret::SecretText> wait_for(const std::string& to, std::chrono::milliseconds within);
  // The same where only the end of the number is known, as the service's hint tells it. For one visit at a time.
  std::optional<secret::SecretText> wait_for_ending(const std::string& digits, std::chrono::milliseconds within);

 private:
  Codes() = default;
  void take(const std::string& to, std::string_view text);
  void take_file(const std::filesystem::path& file);
  void watch_spool(int descriptor, const std::filesystem::path& folder);
  void watch_log(const std::filesystem::path& file, std::uintmax_t read_until);
  template <class Find>
  std::optional<secret::SecretText> wait(Find find, std::chrono::milliseconds within);

  std::mutex mutex_;  // guards arrived_ and stopping_
  std::condition_variable changed_;
  std::map<std::string, secret::SecretText> arrived_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace sportello::drill
