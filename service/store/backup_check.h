// Whether a backup can be trusted: its file, its chain of acts, and, with a master key, what is sealed in it. Reads
// only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/store/sqlite/backup_file.h"

namespace sportello::store {

class MasterKey;

struct BackupFindings {
  RowCounts rows;
  std::vector<std::string> wrong;  // a sentence each; empty: it can be restored
};
// `master` may be nullptr: then nobody looks at what is sealed.
BackupFindings check_backup(const BackupFile& file, const MasterKey* master);

}  // namespace sportello::store
