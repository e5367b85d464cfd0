// Statements, values and rows of libpq, in its binary format.
#include "service/store/postgresql/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>

#include "service/store/postgresql/limits.h"

namespace sportello::store::postgresql {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = PostgresqlFailure::Kind;

// The server's numbers of its types (pg_type.dat): they never change.
constexpr Oid type_bool = 16, type_bytes = 17, type_name = 19, type_int8 = 20, type_int2 = 21, type_int4 = 23,
              type_text = 25, type_varchar = 1043, type_numeric = 1700;

// Of a NULL the server finds the type itself.
Oid type_of(const Value& value) {
  if (std::holds_alternative<std::int64_t>(value)) return type_int8;
  if (std::holds_alternative<std::string>(value)) return type_text;
  if (std::holds_alternative<secret::Bytes>(value)) return type_bytes;
  return 0;
}

std::uint64_t big_endian(const char* bytes, int size) {
  std::uint64_t number = 0;
  for (int i = 0; i < size; ++i) number = number << 8 | static_cast<std::uint8_t>(bytes[i]);
  return number;
}

// What SUM answers for whole numbers: digits to the base 10,000 behind count, weight, sign and scale.
std::int64_t whole_number(const char* bytes) {
  const auto part = [&](int at) { return static_cast<std::int16_t>(big_endian(bytes + 2 * at, 2)); };
  const int count = part(0);
  const int weight = part(1);
  const bool is_negative = static_cast<std::uint16_t>(part(2)) == 0x4000;
  if (part(3) != 0 || weight > 4 || (part(2) != 0 && !is_negative)) throw Failure("a number is no whole one");
  std::int64_t number = 0;
  for (int i = 0; i <= weight; ++i) {
    const std::int64_t digits = i < count ? part(4 + i) : 0;
    if (__builtin_mul_overflow(number, std::int64_t{10'000}, &number) ||
        __builtin_sub_overflow(number, digits, &number)) {
      throw Failure("a number is too large");
    }
  }
  return is_negative ? number : -number;
}

Value column(const PGresult* result, int row, int index) {
  if (PQgetisnull(result, row, index) != 0) return std::monostate{};
  const char* bytes = PQgetvalue(result, row, index);
  const int size = PQgetlength(result, row, index);
  switch (PQftype(result, index)) {
    case type_int8: return static_cast<std::int64_t>(big_endian(bytes, 8));
    case type_int4: return std::int64_t{static_cast<std::int32_t>(big_endian(bytes, 4))};
    case type_int2: return std::int64_t{static_cast<std::int16_t>(big_endian(bytes, 2))};
    case type_bool: return std::int64_t{*bytes};
    case type_numeric: return whole_number(bytes);
    case type_text:
    case type_varchar:
    case type_name: return std::string(bytes, static_cast<std::size_t>(size));
    case type_bytes: return secret::Bytes(bytes, bytes + size);
    default: throw Failure("a column holds a kind of value that no table of ours has");
  }
}

// The highest n of $n, or nothing if one below it is missing: the server takes values that no place asks for.
std::optional<std::size_t> places_in(std::string_view sql) {
  std::vector<bool> seen;
  bool quoted = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql[at] == '\'') quoted = !quoted;
    if (quoted || sql[at] != '$') continue;
    std::size_t number = 0;
    while (at + 1 < sql.size() && sql[at + 1] >= '0' && sql[at + 1] <= '9') {
      number = number * 10 + static_cast<std::size_t>(sql[++at] - '0');
    }
    if (number == 0) continue;
    if (seen.size() < number) seen.resize(number);
    seen[number - 1] = true;
  }
  if (std::ranges::find(seen, false) != seen.end()) return std::nullopt;
  return seen.size();
}

// Values in libpq's shape. They live as long as the call.
class Bound {
 public:
  explicit Bound(std::span<const Value> values) : numbers_(values.size()) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& value = values[i];
      if (const auto* number = std::get_if<std::int64_t>(&value)) {
        for (int byte = 0; byte < 8; ++byte) {
          numbers_[i].at(static_cast<std::size_t>(byte)) =
              static_cast<char>(static_cast<std::uint64_t>(*number) >> (56 - 8 * byte));
        }
        add(numbers_[i].data(), 8);
      } else if (const auto* text = std::get_if<std::string>(&value)) {
        if (text->contains('\0')) throw PostgresqlFailure(Kind::statement, "a text with a zero byte cannot be kept");
        add(text->data(), text->size());
      } else if (const auto* bytes = std::get_if<secret::Bytes>(&value)) {
        // A null pointer would mean NULL where empty bytes are meant.
        add(bytes->empty() ? "" : reinterpret_cast<const char*>(bytes->data()), bytes->size());
      } else {
        add(nullptr, 0);
      }
    }
    formats_.assign(values.size(), 1);
  }
  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
  [[nodiscard]] const int* sizes() const { return sizes_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void add(const char* bytes, std::size_t size) {
    pointers_.push_back(bytes);
    sizes_.push_back(static_cast<int>(size));
  }
  std::vector<std::array<char, 8>> numbers_;
  std::vector<const char*> pointers_;
  std::vector<int> sizes_, formats_;
};

// Parameters that decide how fast a dead server is noticed and what it may do; the configuration's own come before.
std::map<std::string, std::string> all_words(const Target& target, const secret::SecretText& password) {
  std::map<std::string, std::string> words{
      {"application_name", "sportello-service"},
      {"connect_timeout", std::to_string(connect_timeout_s)},
      {"keepalives_idle", std::to_string(keepalive_idle_s)},
      {"keepalives_interval", std::to_string(keepalive_interval_s)},
      {"keepalives_count", std::to_string(keepalive_count)},
      {"tcp_user_timeout", std::to_string(unacknowledged_ms)},
  };
  for (const auto& [word, value] : target.words()) {
    if (!value.empty()) words[word] = value;
  }
  words["target_session_attrs"] = "read-write";
  words["client_encoding"] = "UTF8";
  if (!password.empty()) words["password"] = std::string{password.reveal()};
  return words;
}

// libpq's sentence about a connection that could not be made: hosts, users and reasons, no value. Its last line.
std::string reason_of(PGconn* connection) {
  std::string text = PQerrorMessage(connection);
  while (text.ends_with('\n')) text.pop_back();
  std::ranges::replace(text, '\n', ' ');
  return text;
}

std::string settings() {
  const auto ms = [](std::chrono::milliseconds time) { return std::to_string(time.count()); };
  // The parameters of a statement that fails must not reach the server's log.
  return "SET statement_timeout = " + ms(statement_time) + "; SET lock_timeout = " + ms(lock_wait) +
         "; SET idle_in_transaction_session_timeout = " + ms(idle_in_transaction) +
         "; SET log_parameter_max_length_on_error = 0; SET client_min_messages = warning;";
}

Kind kind_of(std::string_view state) {
  if (state == "40001" || state == "40P01") return Kind::conflict;
  if (state == "55P03") return Kind::busy;
  if (state == "25006") return Kind::read_only;
  // The server is being stopped, was killed, or is not ready yet.
  if (state == "57P01" || state == "57P02" || state == "57P03") return Kind::lost;
  return Kind::statement;
}

}  // namespace

void Connection::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }
void Connection::Clear::operator()(pg_result* result) const { PQclear(result); }

Connection::Connection(const Target& target, const secret::SecretText& password) {
  const auto words = all_words(target, password);
  std::vector<const char*> names, values;
  for (const auto& [word, value] : words) {
    names.push_back(word.c_str());
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  connection_.reset(PQconnectdbParams(names.data(), values.data(), 0));
  if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) {
    throw PostgresqlFailure(Kind::lost, "no server takes writes: " + reason_of(connection_.get()));
  }
  PQsetNoticeReceiver(
      connection_.get(),
      [](void* self, const PGresult* notice) {
        const char* severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
        if (severity != nullptr && std::string_view{severity} == "WARNING") {
          static_cast<Connection*>(self)->warned_ = true;
        }
      },
      this);
  script(settings());
  const auto durable = first("SELECT setting FROM pg_settings WHERE name = 'synchronous_commit'");
  // local: the standby that takes over may not have what was acknowledged, and no warning says so.
  if (durable && (durable->text(0) == "off" || durable->text(0) == "local")) {
    throw PostgresqlFailure(Kind::statement, "the server's synchronous_commit is " + durable->text(0) +
                                                 ": it would lose what it acknowledged; set it on");
  }
}

bool Connection::in_transaction() const { return PQtransactionStatus(connection_.get()) != PQTRANS_IDLE; }

void Connection::script(const std::string& sql) {
  if (PQsendQuery(connection_.get(), sql.c_str()) == 0) refuse(nullptr, sql);
  answer(sql);
}

void Connection::commit(const std::string& sql) {
  warned_ = false;
  if (PQsendQuery(connection_.get(), sql.c_str()) == 0) refuse(nullptr, sql);
  const auto result = answer(sql);
  // A transaction that has failed answers COMMIT by ROLLBACK, and calls that a success.
  if (std::string_view{PQcmdStatus(result.get())} != "COMMIT") throw Failure("the store ended the transaction");
  if (warned_) throw PostgresqlFailure(Kind::lost, "a commit was not confirmed by the standby");
}

void Connection::wait_for_server(short events, Clock::time_point until) {
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd descriptor{PQsocket(connection_.get()), events, 0};
  if (left <= 0 || descriptor.fd < 0) throw PostgresqlFailure(Kind::lost, "the database does not answer");
  ::poll(&descriptor, 1, static_cast<int>(left));
}

Connection::Result Connection::answer(std::string_view sql) {
  auto* const raw = connection_.get();
  const auto until = Clock::now() + answer_time;
  for (int left = PQflush(raw); left != 0; left = PQflush(raw)) {
    if (left < 0) refuse(nullptr, sql);
    wait_for_server(POLLIN | POLLOUT, until);
    if (PQconsumeInput(raw) == 0) refuse(nullptr, sql);
  }
  Result last, refused;
  while (true) {
    while (PQisBusy(raw) != 0) {
      wait_for_server(POLLIN, until);
      if (PQconsumeInput(raw) == 0) refuse(nullptr, sql);
    }
    Result one{PQgetResult(raw)};
    if (!one) break;
    const auto status = PQresultStatus(one.get());
    const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
    (fine ? last : refused) = std::move(one);
  }
  if (refused || !last) refuse(refused.get(), sql);
  return last;
}

void Connection::refuse(const PGresult* result, std::string_view sql) {
  const char* field = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string state = field == nullptr ? "" : field;
  if (PQstatus(connection_.get()) == CONNECTION_BAD) {
    throw PostgresqlFailure(Kind::lost, "the connection to the database broke");
  }
  const auto kind = kind_of(state);
  if (kind == Kind::busy) throw PostgresqlFailure(kind, "another process keeps the store too long");
  std::string sentence = "the database refused a statement (SQLSTATE " + (state.empty() ? "unknown" : state) + ")";
  // The text of a statement is ours and holds no value, and this class of error is a mistake of ours: show it.
  if (state.starts_with("42") || state.starts_with("08")) sentence += " in: " + std::string{sql};
  throw PostgresqlFailure(kind, sentence);
}

const std::string& Connection::prepared(std::string_view sql, std::span<const Value> values) {
  std::string key{sql};
  for (const auto& value : values) key += static_cast<char>('0' + value.index());
  if (const auto found = statements_.find(key); found != statements_.end()) return found->second;
  const auto places = places_in(sql);
  if (!places || *places < values.size()) {
    throw Failure("a statement has fewer places than values: " + std::string{sql});
  }
  if (*places > values.size()) throw Failure("a statement has more places than values: " + std::string{sql});
  std::vector<Oid> types;
  for (const auto& value : values) types.push_back(type_of(value));
  const auto name = "s" + std::to_string(statements_.size());
  if (PQsendPrepare(connection_.get(), name.c_str(), std::string{sql}.c_str(), static_cast<int>(types.size()),
                    types.data()) == 0) {
    refuse(nullptr, sql);
  }
  answer(sql);
  return statements_.emplace(std::move(key), name).first->second;
}

std::int64_t Connection::run(std::string_view sql, std::span<const Value> values, std::vector<Row>* rows) {
  const auto& name = prepared(sql, values);
  const Bound bound{values};
  if (PQsendQueryPrepared(connection_.get(), name.c_str(), bound.count(), bound.pointers(), bound.sizes(),
                          bound.formats(), 1) == 0) {
    refuse(nullptr, sql);
  }
  const auto result = answer(sql);
  const int count = PQntuples(result.get());
  const int columns = PQnfields(result.get());
  for (int row = 0; rows != nullptr && row < count; ++row) {
    std::vector<Value> cells;
    cells.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) cells.push_back(column(result.get(), row, i));
    rows->emplace_back(std::move(cells));
  }
  const std::string_view changed = PQcmdTuples(result.get());
  return changed.empty() ? 0 : std::stoll(std::string{changed});
}

}  // namespace sportello::store::postgresql
