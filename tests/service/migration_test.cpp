// A store of an earlier program, with people, credentials and a message on its way, is brought up to date and loses
// none of them. The old store is made with the old schema's own SQL, so a schema that is edited in place shows here.
#include <array>

#include "service/store/acts/people.h"
#include "service/store/sqlite/connection.h"
#include "service_schema.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {
namespace {

using store::Place;
using store::Seal;

constexpr std::string_view school = "school-of-then";
constexpr std::string_view guardian = "guardian-of-then";
constexpr std::string_view account = "account-of-then";
constexpr std::string_view message = "message-of-then";

// What a program of schema 1 had written.
void fill_first(store::Connection& connection, const store::Vault& vault) {
  const auto personal = [&](std::string_view table, std::string_view column, std::string_view id,
                            std::string_view clear) {
    return vault.seal(Seal::personal, {table, column, school, id}, clear);
  };
  connection.exec("INSERT INTO school (id, code, name, profile, created_at) VALUES ($1, $2, $3, $4, $5)", school,
                  "RMIC817009", "Istituto Colle Sereno", "classeviva", start);
  connection.exec(
      "INSERT INTO guardian (id, school_id, document_index, document, surname, given_name, phone_index, phone, "
      "created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
      guardian, school, vault.document_index(school, document(maria)),
      personal("guardian", "document", guardian, maria), personal("guardian", "surname", guardian, "D'Angelo"),
      personal("guardian", "given_name", guardian, "Maria Antonietta"),
      vault.index(store::IndexKind::phone, school, marias_phone),
      personal("guardian", "phone", guardian, marias_phone), start);
  connection.exec(
      "INSERT INTO account (id, school_id, guardian_id, user_code_index, user_code, password, change_due, issued_at, "
      "password_set_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $7)",
      account, school, guardian, vault.index(store::IndexKind::user_code, school, "G4827163K"),
      personal("account", "user_code", account, "G4827163K"),
      vault.seal(Seal::pepper, {"account", "password", school, account}, "$argon2id$of$then"), start);
  connection.exec(
      "INSERT INTO outbox (id, school_id, kind, visit_id, issue, code_key_version, language, phone, parameters, "
      "withheld, state, attempts, next_at, not_after, created_at, last_word) "
      "VALUES ($1, $2, 'password_changed', '', 0, 0, 'it', $3, $4, 0, 'queued', 0, $5, $6, $5, '')",
      message, school, personal("outbox", "phone", message, marias_phone),
      personal("outbox", "parameters", message, "{}"), start, start + 24h);
}

// A file as the program of schema `version` left it.
void make_old_store(const std::filesystem::path& file, const store::MasterKey& master) {
  store::Connection connection{file, store::Connection::Access::write, 1s};
  connection.script(store::schema_001);
  connection.script("CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (1);");
  const auto vault = store::Vault::open(connection, master, start);
  REQUIRE(vault);
  fill_first(connection, *vault);
  connection.exec("DELETE FROM data_key WHERE use = 'link'");  // no program of then made one
}

}  // namespace

TEST_CASE("a store of the first schema keeps its people, credentials and messages") {
  secret::start_sodium();
  const Folder folder;
  REQUIRE(store::MasterKey::create(folder / "master-key"));
  const auto master = store::MasterKey::load(folder / "master-key");
  REQUIRE(master);
  make_old_store(folder / "store.sqlite", *master);

  auto opened = store::open_sqlite({folder / "store.sqlite"});
  REQUIRE(opened);
  const auto done = store::write_and_wait(**opened, [&](store::Session& session) {
    auto vault = store::Vault::open(session, *master, start);
    REQUIRE(vault);
    const acts::Office office{std::move(*vault), profiles(), {}};
    const auto found =
        acts::find_guardian(session, office, school, office.vault.document_index(school, document(maria)));
    REQUIRE(found);
    CHECK(found->phone->reveal() == marias_phone);
    CHECK(acts::user_code_of(session, office, *found)->reveal() == "G4827163K");
    const auto row = session.first("SELECT id, password, frozen_at FROM account WHERE guardian_id = $1", guardian);
    REQUIRE(row);
    CHECK(row->is_null(2));
    CHECK(office.vault.reveal(Seal::pepper, Place{"account", "password", school, row->text(0)}, row->blob(1))
              .reveal() == "$argon2id$of$then");

    const auto waiting = acts::claim_messages(session, office, 9, start + 1s);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting.front().channel == acts::Channel::sms);
    CHECK(waiting.front().recipient.reveal() == marias_phone);
    CHECK_FALSE(office.vault.link_token(store::LinkKind::freeze, "any").empty());
    return true;
  });
  REQUIRE(done);
}

TEST_CASE("a store that lost one of its keys is not given another one") {
  secret::start_sodium();
  const Folder folder;
  REQUIRE(store::MasterKey::create(folder / "master-key"));
  const auto master = store::MasterKey::load(folder / "master-key");
  make_old_store(folder / "store.sqlite", *master);
  store::Connection connection{folder / "store.sqlite", store::Connection::Access::write, 1s};
  connection.exec("DELETE FROM data_key WHERE use = 'pepper'");
  const auto vault = store::Vault::open(connection, *master, start);
  REQUIRE_FALSE(vault);
  CHECK(vault.error() == "the store has no key for pepper");
}

}  // namespace sportello::tests
