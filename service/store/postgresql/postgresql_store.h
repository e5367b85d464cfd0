// The store for several processes: one PostgreSQL database, in each process one writer thread that commits in groups,
// and a pool of readers. Refuses a database of a newer program, and a server that may lose what it acknowledged.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "service/shared/secret/secret.h"
#include "service/store/postgresql/limits.h"
#include "service/store/postgresql/target.h"
#include "service/store/store.h"

namespace sportello::store {

struct PostgresqlOptions {
  postgresql::Target target;
  secret::SecretText password;  // empty: none is asked for
  int readers = 4;              // a reader waits for the network, not for a core
  std::size_t queue = 4096;     // commands waiting; then busy
  std::size_t group = 256;      // commands per commit: as many as on SQLite
  std::chrono::milliseconds patience = postgresql::patience;
};

// Makes the tables if they are missing. The error is one sentence for an administrator.
std::expected<std::unique_ptr<Store>, std::string> open_postgresql(PostgresqlOptions options);

}  // namespace sportello::store
