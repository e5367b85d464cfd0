// A made-up export of a million rows: families with two guardians and one to three pupils, valid codici fiscali,
// phones and addresses of their own, accents and apostrophes. The same for the same number of rows.
#pragma once

#include <cstdint>
#include <filesystem>

namespace sportello::bench {

// How many rows stand in the file: at least as many as asked for, families are whole.
std::int64_t write_rows(const std::filesystem::path& file, std::int64_t rows);

}  // namespace sportello::bench
