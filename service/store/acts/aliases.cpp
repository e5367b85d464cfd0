// Addresses are taken by whoever has them, guardian or pupil: one mail server knows both.
#include "service/store/acts/aliases.h"

#include <algorithm>
#include <set>

#include "service/desk/names.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

struct Table {
  std::string_view name, key_column, gone_column;  // whoever is gone needs no address
};
Table table_of(HolderKind kind) {
  return kind == HolderKind::guardian ? Table{"guardian", "document", "disabled_at"}
                                      : Table{"pupil", "pupil_key", "left_at"};
}

struct Person {
  std::string id;
  secret::SecretText key;
  desk::Names names;
};

Person person_of(const Office& office, const Table& table, std::string_view school_id, const Row& row) {
  const auto reveal = [&](std::string_view column, std::size_t at) {
    return office.vault.reveal(Seal::personal, {table.name, column, school_id, row.text(0)}, row.blob(at));
  };
  return {row.text(0), reveal(table.key_column, 1), {reveal("surname", 2), reveal("given_name", 3)}};
}

std::string select(const Table& table, std::string_view where) {
  return "SELECT id, " + std::string{table.key_column} + ", surname, given_name FROM " + std::string{table.name} +
         " WHERE school_id = $1 AND mail_index IS NULL AND " + std::string{table.gone_column} + " IS NULL" +
         std::string{where};
}

struct Rule {
  std::string pattern, domain;
};
Told<Rule> rule_of(Session& session, const Office& office, std::string_view school_id, HolderKind kind) {
  const auto& profile = profile_of(session, office, school_id);
  Rule rule{kind == HolderKind::guardian ? profile.guardian_mail_pattern : profile.pupil_mail_pattern,
            school_settings(session, school_id).mail_domain};
  if (rule.pattern.empty()) {
    return std::unexpected("the school's register profile has no pattern for these addresses: add [mail] " +
                           std::string{name_of(kind)} + "_pattern to it");
  }
  if (rule.domain.empty()) {
    return std::unexpected("the school has no mail domain yet: name it by school set --mail-domain");
  }
  return rule;
}

class Maker {
 public:
  Maker(Session& session, const Office& office, std::string_view school_id, HolderKind kind, Rule rule)
      : session_(session), office_(office), school_id_(school_id), kind_(kind), rule_(std::move(rule)) {}

  Alias make(const Person& person, bool assign, Time now) {
    Alias alias{person.id,
                person.names.surname,
                person.names.given_name,
                {},
                desk::fill_mail(rule_.pattern, person.names, rule_.domain)};
    alias.address = desk::resolve(alias.wanted, [&](const std::string& mail) { return is_taken(mail); }).given;
    given_.insert(alias.address);
    if (assign) write(alias, now);
    return alias;
  }

 private:
  [[nodiscard]] secret::Bytes index(std::string_view mail) const {
    return office_.vault.index(IndexKind::mail, school_id_, mail);
  }
  bool is_taken(const std::string& mail) {
    return given_.contains(mail) || session_.first(
                                        "SELECT 1 FROM guardian WHERE school_id = $1 AND mail_index = $2 "
                                        "UNION SELECT 1 FROM pupil WHERE school_id = $1 AND mail_index = $2",
                                        school_id_, index(mail));
  }
  void write(const Alias& alias, Time now) {
    const std::string table{table_of(kind_).name};
    session_.exec("UPDATE " + table + " SET mail_index = $1, mail = $2, changed_at = $3 WHERE id = $4",
                  index(alias.address),
                  office_.vault.seal(Seal::personal, {table, "mail", school_id_, alias.holder_id}, alias.address),
                  now, alias.holder_id);
    if (alias.address == alias.wanted) return;
    note_homonym(session_, office_,
                 {school_id_, HomonymKind::mail, kind_, alias.holder_id, alias.wanted, alias.address}, now);
  }

  Session& session_;
  const Office& office_;
  std::string school_id_;
  HolderKind kind_;
  Rule rule_;
  std::set<std::string> given_;
};

void note_assigned(Session& session, const Office& office, std::string_view school_id, HolderKind kind,
                   std::size_t count, Time now) {
  append(session, office,
         {std::string{school_id}, EventName::aliases_assigned, "", "",
          personal_json({{"for", name_of(kind)}, {"count", std::to_string(count)}})},
         now);
}

}  // namespace

Told<std::vector<Alias>> make_aliases(Session& session, const Office& office, std::string_view school_id,
                                      HolderKind kind, bool assign, Time now) {
  auto rule = rule_of(session, office, school_id, kind);
  if (!rule) return std::unexpected(rule.error());
  const auto table = table_of(kind);
  std::vector<Person> people;
  for (const auto& row : session.query(select(table, ""), school_id)) {
    people.push_back(person_of(office, table, school_id, row));
  }
  std::ranges::sort(people, {}, [](const Person& one) { return one.key.reveal(); });
  Maker maker{session, office, school_id, kind, std::move(*rule)};
  std::vector<Alias> aliases;
  for (const auto& person : people) aliases.push_back(maker.make(person, assign, now));
  if (assign && !aliases.empty()) note_assigned(session, office, school_id, kind, aliases.size(), now);
  return aliases;
}

Told<std::string> assign_pupil_alias(Session& session, const Office& office, std::string_view school_id,
                                     std::string_view pupil_id, Time now) {
  auto rule = rule_of(session, office, school_id, HolderKind::pupil);
  if (!rule) return std::unexpected(rule.error());
  const auto table = table_of(HolderKind::pupil);
  const auto row = session.first(select(table, " AND id = $2"), school_id, pupil_id);
  if (!row) throw Failure("a pupil has an address already, or is gone");
  Maker maker{session, office, school_id, HolderKind::pupil, std::move(*rule)};
  const auto alias = maker.make(person_of(office, table, school_id, *row), true, now);
  note_assigned(session, office, school_id, HolderKind::pupil, 1, now);
  return alias.address;
}

std::vector<HomonymLine> list_homonyms(Session& session, const Office& office, std::string_view school_id, bool all) {
  std::vector<HomonymLine> lines;
  for (const auto& row : session.query(
           "SELECT id, kind, holder, holder_id, wanted, given, created_at, seen_at FROM homonym WHERE school_id = $1 "
           "AND ($2 = 1 OR seen_at IS NULL) ORDER BY created_at DESC, id",
           school_id, all)) {
    const auto& holder = row.text(2);
    const bool guardian = holder == name_of(HolderKind::guardian);
    const auto person =
        session.first(guardian ? "SELECT surname, given_name FROM guardian WHERE id = $1 AND school_id = $2"
                               : "SELECT surname, given_name FROM pupil WHERE id = $1 AND school_id = $2",
                      row.text(3), school_id);
    if (!person) continue;
    const auto reveal = [&](std::string_view table, std::string_view column, std::string_view id, const Row& of,
                            std::size_t at) {
      return office.vault.reveal(Seal::personal, {table, column, school_id, id}, of.blob(at));
    };
    lines.push_back({row.text(0), row.text(1), holder, reveal(holder, "surname", row.text(3), *person, 0),
                     reveal(holder, "given_name", row.text(3), *person, 1),
                     reveal("homonym", "wanted", row.text(0), row, 4),
                     reveal("homonym", "given", row.text(0), row, 5), row.time(6), !row.is_null(7)});
  }
  return lines;
}

std::int64_t see_homonyms(Session& session, const Office& office, std::string_view school_id, Time now) {
  const auto seen =
      session.exec("UPDATE homonym SET seen_at = $1 WHERE school_id = $2 AND seen_at IS NULL", now, school_id);
  if (seen > 0) {
    append(
        session, office,
        {std::string{school_id}, EventName::homonym_seen, "", "", personal_json({{"count", std::to_string(seen)}})},
        now);
  }
  return seen;
}

}  // namespace sportello::store::acts
