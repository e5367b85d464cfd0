// A store of an earlier program, with people, credentials and a message on its way, is brought up to date and loses
// none of them. The old store is made with the old schema's own SQL, so a schema that is edited in place shows here.
#include <array>

#include "service/shared/wire/sealed_request.h"
#include "service/store/acts/people.h"
#include "service_schema.h"
#include "tests/service/store_fixture.h"

namespace sportello::tests {
namespace {

using store::Place;
using store::Seal;

constexpr std::string_view school = "school-of-then";
constexpr std::string_view guardian = "guardian-of-then";
constexpr std::string_view account = "account-of-then";
constexpr std::string_view invitation = "invitation-of-then";
constexpr std::string_view message = "message-of-then";

// What a program of schema 1 had written.
void fill_first(store::Session& connection, const store::Vault& vault) {
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

// What the next program added to it.
void fill_second(store::Session& session, const store::Vault& vault) {
  session.exec(
      "INSERT INTO invitation (id, school_id, guardian_id, purpose, token_hash, batch_id, device_id, visit_id, "
      "language, created_at, expires_at) VALUES ($1, $2, $3, 'recovery', $4, '', '', '', 'it', $5, $6)",
      invitation, school, guardian,
      store::Vault::link_hash(store::LinkKind::invitation,
                              vault.link_token(store::LinkKind::invitation, invitation).reveal()),
      start, start + 24h);
  session.exec("UPDATE account SET frozen_at = $1", start);
  session.exec("UPDATE outbox SET channel = 'mail'");
}

// And the one after that.
void fill_third(store::Session& session) {
  session.exec(
      "INSERT INTO device (id, school_id, public_key, state, enrolled_at) VALUES ('kiosk-of-then', $1, $2, 'active', "
      "$3)",
      school, secret::Bytes(32, 1), start);
}

// A store as the program of schema `version` left it.
std::unique_ptr<store::ScriptedSession> make_old_store(const fakes::TestStore& kept, const store::MasterKey& master,
                                                       int version) {
  auto session = kept.session();
  session->script(store::in_dialect(store::schema_001, kept.dialect()));
  session->script("CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (1);");
  const auto vault = store::Vault::open(*session, master, start);
  REQUIRE(vault);
  fill_first(*session, *vault);
  if (version >= 2) {
    session->script(store::in_dialect(store::schema_002, kept.dialect()));
    session->script("INSERT INTO schema_version VALUES (2);");
    fill_second(*session, *vault);
  } else {
    session->exec("DELETE FROM data_key WHERE use = 'link'");  // no program of then made one
  }
  if (version >= 3) {
    session->script(store::in_dialect(store::schema_003, kept.dialect()));
    session->script("INSERT INTO schema_version VALUES (3);");
    fill_third(*session);
  }
  session->exec("DELETE FROM data_key WHERE use = 'requests'");  // the same
  return session;
}

}  // namespace

TEST_CASE("a store of an earlier schema keeps its people, credentials and messages") {
  secret::start_sodium();
  const int version = GENERATE(1, 2, 3);
  CAPTURE(version);
  const Folder folder;
  const fakes::TestStore kept{folder / "store.sqlite"};
  REQUIRE(store::MasterKey::create(folder / "master-key"));
  const auto master = store::MasterKey::load(folder / "master-key");
  REQUIRE(master);
  make_old_store(kept, *master, version);

  auto opened = kept.open();
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
    CHECK(row->is_null(2) == (version == 1));
    CHECK(office.vault.reveal(Seal::pepper, Place{"account", "password", school, row->text(0)}, row->blob(1))
              .reveal() == "$argon2id$of$then");

    const auto waiting = acts::claim_messages(session, office, 9, start + 1s);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting.front().channel == (version == 1 ? acts::Channel::sms : acts::Channel::mail));
    CHECK(waiting.front().recipient.reveal() == marias_phone);
    CHECK_FALSE(office.vault.link_token(store::LinkKind::freeze, "any").empty());
    CHECK(
        session
            .query("SELECT 1 FROM invitation WHERE token_hash = $1",
                   store::Vault::link_hash(store::LinkKind::invitation,
                                           office.vault.link_token(store::LinkKind::invitation, invitation).reveal()))
            .size() == (version == 1 ? 0U : 1U));
    CHECK(session.query("SELECT 1 FROM device WHERE id = 'kiosk-of-then' AND requests_over = 0").size() ==
          (version == 3 ? 1U : 0U));
    CHECK(office.vault.has_request_key(wire::sealing_key_id(office.vault.request_key())));
    CHECK(session.first("SELECT MAX(version) FROM schema_version")->integer(0) == store::newest_schema);
    return true;
  });
  REQUIRE(done);
  CHECK(kept.open());  // and the next start finds it so
}

TEST_CASE("a store that lost one of its keys is not given another one") {
  secret::start_sodium();
  const Folder folder;
  REQUIRE(store::MasterKey::create(folder / "master-key"));
  const auto master = store::MasterKey::load(folder / "master-key");
  const fakes::TestStore kept{folder / "store.sqlite"};
  const auto session = make_old_store(kept, *master, 1);
  session->exec("DELETE FROM data_key WHERE use = 'pepper'");
  const auto vault = store::Vault::open(*session, *master, start);
  REQUIRE_FALSE(vault);
  CHECK(vault.error() == "the store has no key for pepper");
}

}  // namespace sportello::tests
