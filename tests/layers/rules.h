// The dependency rule: who may include whom, and what the pure folders do without.
// Each rule answers with its violations, one sentence each, and knows nothing of files on a disk.
#pragma once

#include <string>
#include <vector>

#include "tests/layers/source_tree.h"

namespace sportello::layers {

using Violations = std::vector<std::string>;

// A quoted include names a file of ours by its path from the repository's root; everything else is <bracketed>.
Violations includes_from_the_root(const SourceTree& tree);

// kiosk -> service/shared and firmware-config; service -> never the kiosk; firmware-config -> service/shared at most;
// service/shared -> itself; nothing that is delivered includes tests.
Violations allowed_neighbours(const SourceTree& tree);

// Every folder of service/shared is included from both ends, directly or through another header.
// What only one end needs belongs to that end.
Violations shared_is_shared(const SourceTree& tree);

// kiosk/visit and service/desk: no window, network, database, threads, files, clock or randomness, not even through
// a header of ours.
Violations pure_folders(const SourceTree& tree);

// A translation unit of Beast costs 30 s and 1.4 GB: at most two.
Violations few_units_of_beast(const SourceTree& tree);

// A file holds one noun and fits a reader's head: at most 400 lines, unless it is listed with its reason.
Violations short_files(const SourceTree& tree);

}  // namespace sportello::layers
