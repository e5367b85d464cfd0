// Pupils, guardians, what binds them, the end. Each is planned on threads and written by the store's own.
#include "service/importing/importing.h"

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <thread>

#include "service/import/pipeline.h"
#include "service/importing/planning.h"
#include "service/importing/short_writes.h"

namespace sportello::importing {
namespace {

namespace acts = store::acts;

constexpr std::uint32_t piece_people = 2048;  // a megabyte or two of sealed rows
// Pieces are planned while the writer is busy with the bonds of a stretch.
constexpr std::size_t pieces_ahead = 10;
constexpr std::size_t stretch_bonds = 65'536;  // see write_bonds

class Import {
 public:
  Import(store::Store& store, const acts::Office& office, const Wish& wish, const import::Read& read)
      : store_(store),
        office_(office),
        wish_(wish),
        read_(read),
        rows_(wish.file, read.form, read.header, wish.layout),
        threads_(threads_beside()) {
    auto pupils = std::async(std::launch::async, [this] { return read_.census.pupils_by_key(); });
    guardians_ = read_.census.guardians_by_key();
    pupils_ = pupils.get();
  }

  Findings run() {
    found_.on_file =
        read_from(store_, [&](store::Session& session) { return acts::count_on_file(session, wish_.school_id); });
    // What is known only after all is held against the store is known before anything is written.
    if (!wish_.write || wish_.close_missing || !wish_.layout.names_pupils) {
      hold_against_store(false);
      if (!wish_.write || !found_.problems.empty()) return std::move(found_);
      if (wish_.close_missing) refuse_too_much();
      const auto on_file = found_.on_file;
      found_ = {};
      found_.on_file = on_file;
      pupil_ids_.clear();
      guardian_ids_.clear();
    }
    write_all();
    return std::move(found_);
  }

 private:
  void progress(std::string_view what, std::int64_t done, std::int64_t of) const {
    if (wish_.progress) wish_.progress(what, done, of);
  }

  void write_all() {
    const ManyWrites many{store_};
    const auto begun = writes_.one(
        [&](store::Session& session) { return acts::begin_import(session, office_, wish_.school_id, wish_.now); });
    found_.last_was_interrupted = begun.last_was_interrupted;
    hold_against_store(true);
    if (wish_.close_missing) close_missing();
    let_in_again(begun);
    many.end();  // this last one is durable, and all before it
    writes_.one([&](store::Session& session) {
      acts::finish_import(session, office_, wish_.school_id, begun.id, read_.report.rows, found_.counts,
                          found_.closed, wish_.now);
      return true;
    });
  }

  void hold_against_store(bool write) {
    const Ground ground{store_, office_,   wish_.school_id, read_.census,
                        rows_,  wish_.now, write,           wish_.confirmed == acts::ConfirmedMail::replace};
    pupils(ground);
    if (wish_.layout.names_guardians && found_.problems.empty()) guardians(ground);
    std::ranges::sort(found_.changes, {}, [](const LineChange& one) { return std::pair{one.line, one.change}; });
  }

  template <class Plan, class Take>
  void plan(const std::vector<std::uint32_t>& numbers, std::string_view what, Plan plan, Take take) {
    std::uint32_t next = 0;
    bool any = false;
    const auto produce = [&]() -> std::optional<Piece> {
      // One piece also for nobody: who is on file is missing then.
      if (next == numbers.size() && any) return std::nullopt;
      any = true;
      const auto end = std::min(next + piece_people, static_cast<std::uint32_t>(numbers.size()));
      const Piece piece{numbers, next, end};
      next = end;
      return piece;
    };
    std::int64_t done = 0;
    import::pipeline(threads_, pieces_ahead, produce, plan, [&](auto&& made) {
      take(made);
      done += made.piece.end - made.piece.begin;
      progress(what, done, static_cast<std::int64_t>(numbers.size()));
      return true;
    });
  }

  void pupils(const Ground& ground) {
    const auto& numbers = pupils_;
    const OrderedIds ids{wish_.now};
    for (std::size_t i = 0; i < numbers.size(); ++i) pupil_ids_.add();
    std::vector<std::string> not_missing;
    plan(
        numbers, "pupils", [&](const Piece& piece) { return plan_pupils(ground, ids, piece); },
        [&](PupilPlan& made) {
          for (auto i = made.piece.begin; i < made.piece.end; ++i) {
            pupil_ids_[numbers[i]] = made.ids[i - made.piece.begin];
          }
          add(found_.changes, made.changes);
          if (wish_.layout.names_pupils) add(found_.missing.pupils, made.missing);
          add(not_missing, made.not_missing);
          for (const auto line : made.unknown) {
            found_.problems.push_back(
                {line, std::string{import::column_names[static_cast<std::size_t>(import::Column::pupil_key)]},
                 "is of a pupil who is on no file, and this layout names none: import the list of pupils first "
                 "(--layout pupils)"});
          }
          found_.counts.new_pupils += made.created;
          if (!ground.write) {
            found_.counts.changed_pupils += static_cast<std::int64_t>(made.changed.size());
            return;
          }
          write(std::move(made.inserts), acts::insert_pupils);
          changed(std::move(made.changed),
                  [&](store::Session& session, const import::GuardianRow& row, acts::ImportCounts& counts) {
                    acts::import_pupil(session, office_, wish_.school_id, row, counts, wish_.now);
                  });
        });
    for (const auto& id : not_missing) std::erase(found_.missing.pupils, id);
  }

  void guardians(const Ground& ground) {
    const auto& numbers = guardians_;
    const OrderedIds ids{wish_.now};
    for (std::size_t i = 0; i < numbers.size(); ++i) guardian_ids_.add();
    std::vector<std::uint32_t> bonds;  // whose guardians are written
    std::vector<std::uint32_t> pupil_ranks(pupils_.size());
    for (std::uint32_t i = 0; i < pupils_.size(); ++i) pupil_ranks[pupils_[i]] = i;
    plan(
        numbers, "guardians",
        [&](const Piece& piece) {
          return plan_guardians(ground, ids, pupil_ids_, read_.header.has(import::Column::role), piece);
        },
        [&](GuardianPlan& made) {
          for (auto i = made.piece.begin; i < made.piece.end; ++i) {
            guardian_ids_[numbers[i]] = made.ids[i - made.piece.begin];
          }
          add(found_.changes, made.changes);
          add(found_.missing.guardians, made.missing.guardians);
          add(found_.missing.bonds, made.missing.bonds);
          found_.missing.bonds_of_missing += made.missing.bonds_of_missing;
          found_.counts.new_guardians += made.created;
          found_.counts.new_guardianships += static_cast<std::int64_t>(made.new_bonds.size());
          if (!ground.write) {
            found_.counts.changed_guardians += static_cast<std::int64_t>(made.changed.size());
            return;
          }
          write(std::move(made.inserts), acts::insert_guardians);
          changed(std::move(made.changed),
                  [&](store::Session& session, const import::GuardianRow& row, acts::ImportCounts& counts) {
                    acts::import_guardian(session, office_, wish_.school_id, row, counts, wish_.now, wish_.confirmed);
                  });
          write(std::move(made.roles), [](store::Session& session, std::span<const RoleChange> roles) {
            for (const auto& one : roles) {
              acts::change_role(session, {one.guardian_id, one.pupil_id, one.role});
            }
          });
          add(bonds, made.new_bonds);
          if (bonds.size() >= stretch_bonds || made.piece.end == numbers.size()) write_bonds(bonds, pupil_ranks);
        });
  }

  // act(session, a stretch of the rows): they are held until the last is written.
  template <class Row, class Act>
  void write(std::vector<Row> rows, Act act) {
    const auto kept = std::make_shared<const std::vector<Row>>(std::move(rows));
    writes_.many(kept->size(), [kept, act](store::Session& session, std::size_t begin, std::size_t end) {
      act(session, std::span{*kept}.subspan(begin, end - begin));
    });
  }

  // A write may run twice, so each counts by itself.
  template <class Act>
  void changed(std::vector<import::GuardianRow> rows, Act act) {
    const auto counts = std::make_shared<std::map<const import::GuardianRow*, acts::ImportCounts>>();
    write(std::move(rows), [counts, act](store::Session& session, std::span<const import::GuardianRow> stretch) {
      auto& count = (*counts)[stretch.data()] = {};
      for (const auto& row : stretch) act(session, row, count);
    });
    writes_.settle();
    for (auto& [begin, count] : *counts) found_.counts.add(std::move(count));
  }

  // A bond stands in two indexes, in the order of guardians and in that of pupils, and a file's families are in
  // neither. Written in the order of one, every write would touch the whole of the other: so a stretch of guardians
  // at a time is written in the order of pupils, and each write touches a stretch of both.
  void write_bonds(std::vector<std::uint32_t>& bonds, const std::vector<std::uint32_t>& pupil_ranks) {
    struct Placed {
      std::uint32_t rank, number;
    };
    std::vector<Placed> placed(bonds.size());
    std::ranges::transform(bonds, placed.begin(), [&](std::uint32_t number) {
      return Placed{pupil_ranks[read_.census.bond(number).pupil], number};
    });
    bonds.clear();
    std::ranges::sort(placed, {}, &Placed::rank);
    write(std::move(placed), [this](store::Session& session, std::span<const Placed> stretch) {
      std::vector<acts::NewBond> made;
      made.reserve(stretch.size());
      for (const auto& one : stretch) {
        const auto& bond = read_.census.bond(one.number);
        made.push_back(
            {guardian_ids_[bond.guardian].view(), pupil_ids_[bond.pupil].view(), read_.census.role(bond.role)});
      }
      acts::insert_bonds(session, wish_.school_id, made);
    });
  }

  void refuse_too_much() const {
    const auto& missing = found_.missing;
    const auto too_much = [&](std::size_t gone, std::int64_t of, std::string_view what) {
      const auto count = static_cast<std::int64_t>(gone);
      if (count == 0 || count * 100 <= of * wish_.close_share) return;
      throw store::Failure(std::to_string(count) + " of " + std::to_string(of) + " " + std::string{what} +
                           " on file are not in this file, more than " + std::to_string(wish_.close_share) +
                           " %: nothing was imported; check that the file is whole, or allow it by "
                           "--close-missing-share");
    };
    too_much(missing.guardians.size(), found_.on_file.guardians, "guardians");
    too_much(missing.pupils.size(), found_.on_file.pupils, "pupils");
    too_much(missing.bonds.size() + static_cast<std::size_t>(missing.bonds_of_missing), found_.on_file.bonds,
             "guardianships");
  }

  void close_missing() {
    const auto& missing = found_.missing;
    const auto close = [&](const auto& gone, auto act) {
      writes_.many(gone.size(), [&gone, act](store::Session& session, std::size_t begin, std::size_t end) {
        act(session, std::span{gone}.subspan(begin, end - begin));
      });
    };
    close(missing.bonds,
          [this](auto& session, auto bonds) { acts::close_bonds(session, office_, bonds, wish_.now); });
    close(missing.pupils, [this](auto& session, auto ids) { acts::close_pupils(session, office_, ids, wish_.now); });
    close(missing.guardians, [this](auto& session, auto ids) {
      acts::close_guardians(session, office_, wish_.school_id, ids, wish_.now);
    });
    writes_.settle();
    found_.closed = {static_cast<std::int64_t>(missing.guardians.size()),
                     static_cast<std::int64_t>(missing.pupils.size()),
                     static_cast<std::int64_t>(missing.bonds.size()) + missing.bonds_of_missing};
  }

  // Guardians stand without pupils until their bonds are written: whoever was disabled for that meanwhile comes back.
  void let_in_again(const acts::BegunImport& begun) {
    writes_.settle();
    auto ids = read_from(store_, [&](store::Session& session) {
      return acts::disabled_with_pupils(session, wish_.school_id, begun, wish_.now);
    });
    write(std::move(ids), [this](store::Session& session, std::span<const std::string> stretch) {
      for (const auto& id : stretch) acts::let_in(session, office_, id, wish_.now);
    });
    writes_.settle();
  }

  template <class T>
  static void add(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  }

  store::Store& store_;
  const acts::Office& office_;
  const Wish& wish_;
  const import::Read& read_;
  FileRows rows_;
  unsigned threads_;
  std::vector<std::uint32_t> guardians_, pupils_;  // of the file, in the order of their keys
  Findings found_;
  import::Chunks<ShortId> pupil_ids_, guardian_ids_;
  ShortWrites writes_{store_, wish_.somebody_serves};  // the last: what is under way uses the rest
};

}  // namespace

import::Keys keys_of(const acts::Office& office, std::string_view school_id) {
  const auto key_of = [](const store::Vault::IndexBytes& index) {
    import::Key key{};
    std::copy_n(index.begin(), key.size(), key.begin());
    return key;
  };
  const std::string school{school_id};
  return {[&office, school, key_of](const identity::CodiceFiscale& document) {
            return key_of(office.vault.index_bytes(store::IndexKind::document, school, document.canonical()));
          },
          [&office, school, key_of](std::string_view canonical) {
            return key_of(office.vault.index_bytes(store::IndexKind::pupil, school, canonical));
          }};
}

unsigned threads_beside() { return std::clamp(std::thread::hardware_concurrency(), 1U, 4U); }

std::expected<Findings, std::string> import_file(store::Store& store, const acts::Office& office, const Wish& wish,
                                                 const import::Read& read) {
  try {
    return Import{store, office, wish, read}.run();
  } catch (const FileChanged&) {
    return std::unexpected("the file changed while it was imported: import it again");
  } catch (const Interrupted& interrupted) {
    return std::unexpected("the import was interrupted (" + interrupted.why +
                           "): what was written stays; import the same file again to complete it");
  } catch (const store::Failure& failure) {
    return std::unexpected(failure.what());
  }
}

}  // namespace sportello::importing
