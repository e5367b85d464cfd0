// Reads a file piece by piece: threads judge the rows, the caller's own keeps them in order and lets them agree.
#include "service/import/guardians.h"

#include <algorithm>
#include <array>

#include "service/import/layout_files.h"
#include "service/import/pipeline.h"

namespace sportello::import {
namespace {

constexpr std::size_t pieces_ahead = 8;
constexpr std::size_t piece_rows = 512;  // long enough to hand over rarely, short enough to stay in a core's cache

std::string sentence_for(CsvProblem problem) {
  switch (problem) {
    case CsvProblem::unterminated_quote: return "a quote is opened and never closed: close it or double it";
    case CsvProblem::text_after_quote: return "text stands behind a closing quote: double the quotes inside a field";
    case CsvProblem::too_long: return "the row is longer than 1 MiB: look for a quote that is never closed";
    case CsvProblem::wrong_letters:
      return "has a letter that is neither UTF-8 nor Windows-1252: type it anew, or save the file as \"CSV UTF-8\"";
  }
  return {};
}

struct RecordOrProblem {
  CsvRecord record;
  std::optional<CsvProblem> problem;
};
struct RowSeen {
  std::int64_t line = 0;
  bool is_row = true;
  bool is_good = false;
  Judged judged;
  RowPrint print;
};

// Rows of a family stand together: what was hashed for one of the last rows is not hashed anew. Of one thread.
class LastKeys {
 public:
  // `make()` where none of the last was of this text.
  template <class Make>
  const Key& of(std::string_view text, Make make) {
    for (const auto& one : last_) {
      if (one.text == text && !text.empty()) return one.key;
    }
    auto& one = last_.at(next_++ % last_.size());
    one.key = make();
    one.text = text;
    return one.key;
  }

 private:
  struct One {
    std::string text;
    Key key{};
  };
  std::array<One, 2> last_;
  std::size_t next_ = 0;
};

class Reader {
 public:
  Reader(std::istream& stream, const Reading& reading) : stream_(stream), reading_(reading) {}

  Read run() {
    if (reading_.encoding) {
      read_.report.encoding = *reading_.encoding;
    } else {
      const auto encoding = encoding_of(stream_);
      if (!encoding) {
        refuse(encoding.error().line, "", encoding.error().sentence);
        return std::move(read_);
      }
      read_.report.encoding = *encoding;
      stream_.clear();
      stream_.seekg(0);
    }
    CsvReader csv{stream_, {0, read_.report.encoding}};
    const auto header = csv.next();
    if (!header) {
      refuse(csv.line(), "", csv.problem() ? sentence_for(*csv.problem()) : "the file is empty: export it again");
      return std::move(read_);
    }
    read_.form = csv.form();
    if (read_columns(*header)) read_rows(csv);
    return std::move(read_);
  }

 private:
  static void add(std::vector<Problem>& into, std::int64_t& more, std::int64_t line, std::string_view column,
                  std::string sentence) {
    if (into.size() < most_problems) {
      into.push_back({line, std::string{column}, std::move(sentence)});
    } else {
      ++more;
    }
  }
  void refuse(std::int64_t line, std::string_view column, std::string sentence) {
    add(read_.report.problems, read_.report.more_problems, line, column, std::move(sentence));
  }
  void warn(std::int64_t line, std::string_view column, std::string sentence) {
    add(read_.report.warnings, read_.report.more_warnings, line, column, std::move(sentence));
  }

  bool read_columns(const CsvRecord& record) {
    auto header = read_header(record, reading_.layout);
    for (auto& problem : header.problems) refuse(record.line, problem.column, std::move(problem.sentence));
    read_.header = header.header;
    read_.report.ignored = std::move(header.ignored);
    return read_.report.problems.empty();
  }

  void read_rows(CsvReader& csv) {
    const auto produce = [&]() -> std::optional<std::vector<RecordOrProblem>> {
      std::vector<RecordOrProblem> piece;
      piece.reserve(piece_rows);
      while (!csv.ended() && piece.size() < piece_rows) {
        auto& one = piece.emplace_back();
        one.record.fields.reserve(read_.header.width);
        if (csv.next(one.record)) continue;
        one.problem = csv.problem();
        one.record.line = csv.line();
        if (!one.problem) piece.pop_back();
      }
      return piece.empty() ? std::nullopt : std::optional{std::move(piece)};
    };
    const auto work = [&](std::vector<RecordOrProblem>& piece) {
      std::vector<RowSeen> seen(piece.size());
      LastKeys guardians;
      LastKeys pupils;
      const Keys keys{[&](const identity::CodiceFiscale& document) {
                        return guardians.of(document.text(), [&] { return reading_.keys.guardian(document); });
                      },
                      [&](std::string_view canonical) {
                        return pupils.of(canonical, [&] { return reading_.keys.pupil(canonical); });
                      }};
      for (std::size_t i = 0; i < piece.size(); ++i) {
        seen[i].line = piece[i].record.line;
        if (piece[i].problem) {
          seen[i].is_row = false;
          seen[i].judged.problems.push_back({"", sentence_for(*piece[i].problem)});
          continue;
        }
        seen[i].judged = judge_row(piece[i].record, read_.header, reading_.layout);
        auto& row = seen[i].judged.row;
        if (!row) continue;
        seen[i].print = print_of(*row, piece[i].record, keys);
        seen[i].is_good = true;
        if (!reading_.sink) row.reset();  // here, for this thread made it: the other one has enough to do
      }
      return seen;
    };
    const auto consume = [&](std::vector<RowSeen>&& seen) {
      for (auto& one : seen) take(one);
      if (reading_.progress) reading_.progress(read_.report.rows);
      if (read_.report.rows <= static_cast<std::int64_t>(most_rows)) return true;
      refuse(seen.back().line, "", "the file has more than " + std::to_string(most_rows) + " rows: split it");
      return false;
    };
    pipeline(reading_.threads, pieces_ahead, produce, work, consume);
    if (read_.report.rows == 0 && read_.report.problems.empty()) {
      refuse(csv.line(), "", "there is no row below the header: export the file again");
    }
    for (const auto& shared : read_.census.close(most_problems)) {
      const auto column = column_names.at(static_cast<std::size_t>(shared.column));
      warn(shared.line, column,
           "is also that of another guardian, line " + std::to_string(shared.first_line) +
               ": each should have their own");
    }
    std::ranges::stable_sort(read_.report.warnings, {}, &Problem::line);
    read_.report.guardians = static_cast<std::int64_t>(read_.census.guardians());
    read_.report.pupils = static_cast<std::int64_t>(read_.census.pupils());
  }

  void take(RowSeen& seen) {
    if (seen.is_row) ++read_.report.rows;
    if (seen.judged.left_out) ++read_.report.left_out;
    for (auto& problem : seen.judged.problems) refuse(seen.line, problem.column, std::move(problem.sentence));
    for (auto& warning : seen.judged.warnings) warn(seen.line, warning.column, std::move(warning.sentence));
    if (!seen.is_good) return;
    auto problems = read_.census.add(seen.print);
    const bool agrees = problems.empty();
    for (auto& problem : problems) refuse(seen.line, problem.column, std::move(problem.sentence));
    if (agrees && reading_.sink) reading_.sink(*seen.judged.row);
  }

  std::istream& stream_;
  const Reading& reading_;
  Read read_;
};

}  // namespace

std::string to_text(const Problem& problem) {
  return "line " + std::to_string(problem.line) + (problem.column.empty() ? "" : ", column " + problem.column) +
         ": " + problem.sentence;
}

Read read_guardians(std::istream& stream, const Reading& reading) { return Reader{stream, reading}.run(); }

Report read_guardians(std::istream& stream, const std::function<void(const GuardianRow&)>& sink) {
  Reading reading;
  reading.layout = built_in_layouts().find(plain_layout)->second;
  reading.keys = plain_keys();
  reading.sink = sink;
  return read_guardians(stream, reading).report;
}

}  // namespace sportello::import
