// Page after page through the check; then the end, and what witnesses say.
#include "service/store/acts/audit_verify.h"

#include <algorithm>

#include "service/store/acts/audit_gone.h"

namespace sportello::store::acts {
namespace {

// The same break, told better: an entry that stands under another number than its own was moved.
void name_move(std::vector<std::string>& findings, const ChainBreak& broken, const AuditRow& row, std::int64_t last) {
  const auto was = written_as(row.entry, row.hash, last);
  findings.push_back(was ? "event " + std::to_string(broken.sequence) +
                               " was swapped: what stands there was written as event " + std::to_string(*was)
                         : finding_of(broken));
}

// The first of them by number; thousands would hide what else was found.
void name_lost(std::vector<std::string>& findings, const std::vector<Entry>& lost) {
  constexpr std::size_t most = 10;
  for (std::size_t at = 0; at < std::min(lost.size(), most); ++at) {
    findings.push_back("event " + std::to_string(lost[at].sequence) +
                       " lost what stood beside it: neither retention nor an erasing took it");
  }
  if (lost.size() > most) findings.push_back("and " + std::to_string(lost.size() - most) + " more events, the same");
}

}  // namespace

std::string finding_of(const ChainBreak& broken) {
  return "event " + std::to_string(broken.sequence) + " " + broken.what;
}

std::expected<Verified, StoreError> verify_audit(Store& store, const Office& office, std::string_view school_id,
                                                 std::string_view school_code, std::vector<Testimony> told) {
  struct Begin {
    std::expected<AuditEnd, std::string> end;
    std::vector<Testimony> told;
    Gone gone;
  };
  const std::string school{school_id};
  auto begin = read_and_wait(store, [&](Session& session) {
    return Begin{audit_end(session, school), testimonies(session, school, school_code),
                 gone_of(session, office, school)};
  });
  if (!begin) return std::unexpected(begin.error());
  Verified result;
  if (!begin->end) {
    result.findings.push_back(begin->end.error());
    return result;
  }
  told.insert(told.end(), begin->told.begin(), begin->told.end());
  const auto end = *begin->end;
  ChainCheck check{told};
  std::vector<Entry> lost;
  // As far as the head reached when we began: what others write meanwhile is the next verification's.
  bool more = true;
  while (more && check.taken() < end.sequence) {
    const auto page = read_and_wait(store, [&, after = check.taken()](Session& session) {
      return audit_page_after(session, office, school, after, true);
    });
    if (!page) return std::unexpected(page.error());
    more = !page->rows.empty() && !page->unreadable;
    for (const auto& row : page->rows) {
      if (row.entry.sequence > end.sequence) {
        more = false;
        break;
      }
      if (check.take(row.entry, row.hash)) {
        if (row.personal) {
          const auto& clear = row.personal->clear;
          check.take_personal(row.entry, row.personal->salt, clear ? std::optional{clear->reveal()} : std::nullopt);
        } else if (!row.entry.commitment.empty() && !begin->gone.explains(row.entry)) {
          lost.push_back(row.entry);
        }
      } else if (check.broken()->sequence == row.entry.sequence) {
        name_move(result.findings, *check.broken(), row, end.sequence);
      }
      if (check.broken()) break;
    }
    if (!check.broken() && page->unreadable) check.refuse(check.taken() + 1, *page->unreadable);
    more = more && !check.broken();
  }
  if (!check.broken()) check.finish(end.sequence, end.hash);
  if (!check.broken() && end.behind_head > 0) {
    check.refuse(end.behind_head, "stands behind the head, which names event " + std::to_string(end.sequence));
  }
  if (!check.broken() && end.orphan_personal >= 0) {
    check.refuse(end.orphan_personal, "is not there, and a personal part of it is");
  }
  if (!lost.empty()) {
    // Retention may have gone on while we read.
    const auto gone = read_and_wait(store, [&](Session& session) { return gone_of(session, office, school); });
    if (!gone) return std::unexpected(gone.error());
    std::erase_if(lost, [&](const Entry& entry) { return gone->explains(entry); });
  }
  if (check.broken() && result.findings.empty()) result.findings.push_back(finding_of(*check.broken()));
  name_lost(result.findings, lost);
  for (auto& one : check.contradictions()) result.findings.push_back(std::move(one));
  result.events = check.taken();
  return result;
}

}  // namespace sportello::store::acts
