// Where a test keeps its store: a SQLite file in its folder, or a database of its own on the throw-away cluster that
// $SPORTELLO_TEST_POSTGRESQL names in libpq's words. The database goes with the object: let it outlive the store.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "service/store/postgresql/connection.h"
#include "service/store/postgresql/postgresql_store.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/sqlite_store.h"

namespace sportello::fakes {

class TestStore {
 public:
  explicit TestStore(std::filesystem::path file) : file_(std::move(file)) {
    const char* cluster = std::getenv("SPORTELLO_TEST_POSTGRESQL");
    if (cluster == nullptr || *cluster == '\0') return;
    cluster_ = cluster;
    database_ = "t_" + secret::to_hex(secret::random_bytes(8));
    session_on("postgres")->script("CREATE DATABASE " + database_);
  }
  TestStore(const TestStore&) = delete;
  TestStore& operator=(const TestStore&) = delete;
  ~TestStore() {
    if (database_.empty()) return;
    try {
      session_on("postgres")->script("DROP DATABASE " + database_ + " WITH (FORCE)");
    } catch (const store::Failure&) {
      // It goes with its cluster.
    }
  }

  [[nodiscard]] bool is_postgresql() const { return !database_.empty(); }
  [[nodiscard]] store::Dialect dialect() const {
    return is_postgresql() ? store::Dialect::postgresql : store::Dialect::sqlite;
  }
  // For service.toml, after the last table.
  [[nodiscard]] std::string toml() const {
    if (!is_postgresql()) return {};
    return "\n[store]\nkind = \"postgresql\"\nconnection = \"" + words(database_) + "\"\n";
  }
  [[nodiscard]] std::expected<std::unique_ptr<store::Store>, std::string> open(std::size_t queue = 4096) const {
    if (is_postgresql()) {
      store::PostgresqlOptions options;
      options.target = target(database_);
      options.queue = queue;
      return store::open_postgresql(std::move(options));
    }
    store::SqliteOptions options;
    options.file = file_;
    options.queue = queue;
    return store::open_sqlite(options);
  }
  // Beside the store, as another program's.
  [[nodiscard]] std::unique_ptr<store::ScriptedSession> session() const {
    if (is_postgresql()) return session_on(database_);
    return std::make_unique<store::Connection>(file_, store::Connection::Access::write, std::chrono::seconds{10});
  }
  // While a session holds the turn, nobody else writes. It ends with COMMIT or ROLLBACK.
  void hold(store::ScriptedSession& session) const {
    session.script(is_postgresql()
                       ? "BEGIN; SELECT pg_advisory_xact_lock(" + std::to_string(store::postgresql::turn_lock) + ")"
                       : std::string{"BEGIN IMMEDIATE"});
  }

 private:
  [[nodiscard]] std::string words(const std::string& database) const { return cluster_ + " dbname=" + database; }
  [[nodiscard]] store::postgresql::Target target(const std::string& database) const {
    auto target = store::postgresql::Target::parse(words(database));
    if (!target) throw std::runtime_error("SPORTELLO_TEST_POSTGRESQL " + target.error());
    return *target;
  }
  [[nodiscard]] std::unique_ptr<store::ScriptedSession> session_on(const std::string& database) const {
    return std::make_unique<store::postgresql::Connection>(target(database), secret::SecretText{});
  }

  std::filesystem::path file_;
  std::string cluster_, database_;
};

}  // namespace sportello::fakes
