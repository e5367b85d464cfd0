// What is on the disk when the power goes: whole writes, flushed folders, files that are replaced at once or not.
// Knows nothing of what the bytes mean.
#pragma once

#include <filesystem>
#include <string_view>

namespace sportello::files {

// All of it, however often the system takes only a part.
bool write_all(int descriptor, std::string_view bytes);
// The name itself: a file that was made or renamed is there after a power cut only when its folder was flushed.
bool sync_folder_of(const std::filesystem::path& file);
// In place of whatever has that name; only its owner may read it. Passes through FILE.part.
bool replace_private(const std::filesystem::path& file, std::string_view text);
// Never in place of anything, also when two programs try at once: what has that name stays, and nothing is written.
// Only its owner may read it. The name appears when all of it is on the disk.
enum class Created { yes, exists, no };
Created create_private(const std::filesystem::path& file, std::string_view text);

}  // namespace sportello::files
