// The tables of a store, and which version of them it has. Brings an older store up to date, refuses a newer one.
// Knows both dialects, which differ in one word; begins and ends no transaction: the store does, in its own words.
#pragma once

#include <expected>
#include <string>

#include "service/store/session.h"

namespace sportello::store {

inline constexpr std::int64_t newest_schema = 4;

enum class Dialect { sqlite, postgresql };

// A session that also takes several statements at once, without values.
class ScriptedSession : public Session {
 public:
  virtual void script(const std::string& sql) = 0;
};

// A script of store/schema/ in the words of a dialect.
std::string in_dialect(std::string script, Dialect dialect);

// Inside a transaction that no other program can be in at the same time; whoever began it rolls back on an error.
// The error is one sentence for an administrator. Throws Failure when the store itself fails.
std::expected<void, std::string> bring_up_to_date(ScriptedSession& session, Dialect dialect);

}  // namespace sportello::store
