// A disk that keeps, at a power cut, what was flushed, and of the rest whatever it likes: stands below SQLite for the
// whole program, and remembers of every file what a flush has made safe.
#pragma once

#include <filesystem>
#include <random>

namespace sportello::tests {

// Once, before the first file is opened.
void stand_below_sqlite();

// As the disk could be if the power went now: every file of `from`, into `to`. Of what was written since its last
// flush each sector is there or is not.
void cut_power(const std::filesystem::path& from, const std::filesystem::path& to, std::mt19937& random);

// How many bytes were written and never flushed, in the files of this folder.
std::size_t unflushed(const std::filesystem::path& folder);

}  // namespace sportello::tests
