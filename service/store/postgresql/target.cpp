// Reads libpq's connection words by libpq.
#include "service/store/postgresql/target.h"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <memory>
#include <sstream>

namespace sportello::store::postgresql {
namespace {

constexpr std::array<std::string_view, 2> secret_words = {"password", "sslpassword"};

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

bool is_here(std::string_view host) {
  return host.empty() || host.front() == '/' || host.front() == '@' || host == "localhost" || host == "::1" ||
         host.starts_with("127.");
}

// Every one of a list with commas.
bool all_here(const std::string& hosts) {
  std::istringstream list{hosts};
  for (std::string host; std::getline(list, host, ',');) {
    if (!is_here(host)) return false;
  }
  return true;
}

}  // namespace

std::expected<Target, std::string> Target::parse(std::string_view words) {
  char* trouble = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options{PQconninfoParse(std::string{words}.c_str(), &trouble)};
  // libpq's own sentence quotes what it read: a password, perhaps.
  if (trouble != nullptr) PQfreemem(trouble);
  if (!options) {
    return std::unexpected(
        R"(is not what libpq reads: write it as "host=db.example dbname=sportello user=sportello sslmode=verify-full")");
  }
  Target target;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr && *option->val != '\0') target.words_[option->keyword] = option->val;
  }
  const auto has = [&](std::string_view word) { return target.words_.contains(std::string{word}); };
  if (std::ranges::any_of(secret_words, has)) {
    return std::unexpected("must hold no password: put it into a file and name that as password_file");
  }
  if (has("service")) return std::unexpected("must name host and dbname itself, not a service of libpq's own file");
  if (!has("dbname")) return std::unexpected("must name a database: dbname=sportello");
  const bool here = all_here(target.words_["host"]) && all_here(target.words_["hostaddr"]);
  if (!here && target.words_["sslmode"] != "verify-full") {
    return std::unexpected("leads to another machine: it must say sslmode=verify-full, so that the server is proved");
  }
  return target;
}

std::string Target::name() const {
  const auto of = [&](const char* word) {
    const auto found = words_.find(word);
    return found == words_.end() ? std::string{} : found->second;
  };
  const auto host = of("host").empty() ? of("hostaddr") : of("host");
  return "the PostgreSQL database " + of("dbname") + (host.empty() ? std::string{} : " at " + host);
}

}  // namespace sportello::store::postgresql
