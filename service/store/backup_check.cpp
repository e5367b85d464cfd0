// Walks the audit of each school by the same rules as `audit verify`, and opens every document and password hash
// once.
#include "service/store/backup_check.h"

#include "service/store/acts/audit_reading.h"
#include "service/store/acts/audit_verify.h"
#include "service/store/acts/schools.h"

namespace sportello::store {
namespace {

constexpr int page_rows = 500;

// "" or where the chain breaks first. `personal`: also what stands beside it, which needs the keys.
std::string audit_mistake(Session& session, const acts::Office& office, const acts::School& school, bool personal) {
  const auto said = [&](const std::string& what) { return "the audit of " + school.code + ": " + what; };
  const auto end = acts::audit_end(session, school.id);
  if (!end) return said(end.error());
  acts::ChainCheck check{{}};
  for (bool more = true; more && !check.broken();) {
    const auto page = acts::audit_page_after(session, office, school.id, check.taken(), personal);
    more = !page.rows.empty() && !page.unreadable;
    for (const auto& row : page.rows) {
      if (!check.take(row.entry, row.hash)) break;
      if (!row.personal) continue;
      const auto& clear = row.personal->clear;
      if (!check.take_personal(row.entry, row.personal->salt,
                               clear ? std::optional{clear->reveal()} : std::nullopt)) {
        break;
      }
    }
    if (page.unreadable) check.refuse(check.taken() + 1, *page.unreadable);
  }
  check.finish(end->sequence, end->hash);
  if (end->orphan_personal >= 0) check.refuse(end->orphan_personal, "is not there, and a personal part of it is");
  return check.broken() ? said(acts::finding_of(*check.broken())) : "";
}

std::int64_t closed_fields(Session& session, const Vault& vault, Seal use, std::string_view table,
                           std::string_view column) {
  std::int64_t closed = 0;
  std::string last;
  for (;;) {
    const auto page = session.query("SELECT id, school_id, " + std::string{column} + " FROM " + std::string{table} +
                                        " WHERE id > $1 ORDER BY id LIMIT $2",
                                    last, page_rows);
    if (page.empty()) return closed;
    for (const auto& row : page) {
      last = row.text(0);
      if (row.is_null(2) || row.blob(2).empty()) continue;
      if (!vault.open(use, {table, column, row.text(1), last}, row.blob(2))) ++closed;
    }
  }
}

}  // namespace

BackupFindings check_backup(const BackupFile& file, const MasterKey* master) {
  BackupFindings findings;
  if (const auto whole = file.check(); !whole) {
    findings.wrong.push_back(whole.error());
    return findings;
  }
  auto& session = file.session();
  try {
    findings.rows = count_rows(session, tables_of(session));
    std::expected<Vault, std::string> vault = Vault::without_keys();
    if (master != nullptr && !Vault::opens(session, *master)) {
      findings.wrong.emplace_back("the master key does not open it");
      master = nullptr;
    }
    if (master != nullptr) vault = Vault::read(session, *master);
    if (!vault) {
      findings.wrong.push_back(vault.error());
      return findings;
    }
    const acts::Office office{std::move(*vault), {}, {}, {}};
    for (const auto& school : acts::list_schools(session)) {
      auto mistake = audit_mistake(session, office, school, master != nullptr);
      if (!mistake.empty()) findings.wrong.push_back(std::move(mistake));
    }
    if (master == nullptr) return findings;
    const auto closed = closed_fields(session, office.vault, Seal::personal, "guardian", "document") +
                        closed_fields(session, office.vault, Seal::pepper, "account", "password");
    if (closed > 0) findings.wrong.push_back(std::to_string(closed) + " sealed fields do not open");
  } catch (const Failure& failure) {
    findings.wrong.push_back("it cannot be read: " + std::string{failure.what()});
  }
  return findings;
}

}  // namespace sportello::store
