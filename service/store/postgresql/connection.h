// One connection to a PostgreSQL server: a thin wrapper over libpq, with a cache of prepared statements. Used by one
// thread at a time. Its errors say SQLSTATE and our own words, never what the server says: that holds bound values.
#pragma once

#include <chrono>
#include <memory>
#include <unordered_map>
#include <vector>

#include "service/shared/secret/secret.h"
#include "service/store/postgresql/target.h"
#include "service/store/schema.h"

// libpq's own, so that its header is needed by nobody else.
struct pg_conn;
struct pg_result;

namespace sportello::store::postgresql {

// A Failure that says what may be done about it.
class PostgresqlFailure : public Failure {
 public:
  enum class Kind {
    statement,  // refused: asking again would be refused again
    conflict,   // with another transaction: the same group may succeed now
    busy,       // another process keeps the turn too long
    read_only,  // the server became a standby, or a query tried to write
    lost,       // the connection: connect again, perhaps to another server
  };
  PostgresqlFailure(Kind kind, const std::string& sentence) : Failure(sentence), kind_(kind) {}
  [[nodiscard]] Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

class Connection final : public ScriptedSession {
 public:
  // Only to a server that takes writes. Throws PostgresqlFailure: lost when none can be reached, statement when there
  // is one that must not be used, such as one that may lose what it acknowledged.
  Connection(const Target& target, const secret::SecretText& password);

  void script(const std::string& sql) override;
  // Several statements of which the last must be the commit that they ask for. Throws lost too when the server
  // committed but could not tell its standby: that commit may be gone after a switch-over.
  void commit(const std::string& sql);
  [[nodiscard]] bool in_transaction() const;

 private:
  std::int64_t run(std::string_view sql, std::span<const Value> values, std::vector<Row>* rows) override;

  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  struct Clear {
    void operator()(pg_result* result) const;
  };
  using Result = std::unique_ptr<pg_result, Clear>;
  Result answer(std::string_view sql);
  void wait_for_server(short events, std::chrono::steady_clock::time_point until);
  [[noreturn]] void refuse(const pg_result* result, std::string_view sql);
  const std::string& prepared(std::string_view sql, std::span<const Value> values);

  std::unique_ptr<pg_conn, Finish> connection_;
  bool warned_ = false;
  // The server's name of a statement, by its text and the kinds of its values: a NULL has another kind than a number.
  std::unordered_map<std::string, std::string> statements_;
};

}  // namespace sportello::store::postgresql
