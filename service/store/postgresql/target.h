// Which PostgreSQL server a configuration means: libpq's own words, judged. Refuses a password among them (it has a
// file of its own) and a way over the network that does not prove the server.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "service/shared/secret/secret.h"

namespace sportello::store::postgresql {

class Target {
 public:
  // `words`: "host=… dbname=… user=… sslmode=verify-full", or a postgresql:// address. The error is one sentence that
  // holds no value of it.
  static std::expected<Target, std::string> parse(std::string_view words);

  [[nodiscard]] const std::map<std::string, std::string>& words() const { return words_; }
  [[nodiscard]] std::string name() const;  // for people: database and hosts
  bool operator==(const Target&) const = default;

 private:
  std::map<std::string, std::string> words_;
};

}  // namespace sportello::store::postgresql
