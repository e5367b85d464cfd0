// A school with its store in a folder of its own: what tests of acts stand on. No network, no clock.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "service/store/acts/credentials.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/import.h"
#include "service/store/acts/outbox.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/sending.h"
#include "service/store/acts/visits.h"
#include "tests/catch.h"
#include "tests/fakes/test_store.h"

namespace sportello::tests {

using namespace std::chrono_literals;
namespace acts = store::acts;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "sportello-test-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline constexpr store::Time start{std::chrono::seconds{1'790'000'000}};
inline constexpr std::string_view maria = "DNGMNT85T71F205Y";     // D'Angelo Maria Antonietta, on file
inline constexpr std::string_view mario = "RSSMRA80A01H501U";     // on file without a phone
inline constexpr std::string_view stranger = "REXLAX71C01H501L";  // on no file
inline constexpr std::string_view marias_phone = "+393331234567";

inline identity::CodiceFiscale document(std::string_view text) {
  return identity::CodiceFiscale::parse(text).value();
}

inline desk::Profiles profiles() {
  desk::Profile profile;
  profile.id = "classeviva";
  profile.name = "ClasseViva";
  profile.user_code_pattern = "G#######@";
  profile.password = {10, 128, true, true, true, true};
  profile.pin = desk::PinUse::optional;
  profile.pin_digits = 6;
  profile.commitments = {"2026-09", {"absences", "child"}};
  return {{"classeviva", profile}};
}

inline import::GuardianRow guardian_row(std::string_view code, std::string_view surname, std::string_view name,
                                        std::string_view phone, std::string_view pupil) {
  return {document(code),
          std::string{surname},
          std::string{name},
          phone.empty() ? std::nullopt : identity::Phone::parse(phone),
          std::nullopt,
          "MADRE",
          std::string{pupil},
          std::string{surname},
          "Alunno " + std::string{pupil},
          "2B"};
}

class Desk {
 public:
  explicit Desk(desk::SendingRules sending = {}) {
    secret::start_sodium();
    REQUIRE(store::MasterKey::create(folder / "master-key"));
    auto opened = kept.open();
    REQUIRE(opened);
    store = std::move(*opened);
    const auto master = store::MasterKey::load(folder / "master-key");
    REQUIRE(master);
    std::optional<store::Vault> vault;
    act([&](store::Session& session) {
      vault = store::Vault::open(session, *master, start).value();
      return true;
    });
    office = std::make_unique<acts::Office>(acts::Office{std::move(*vault), profiles(), std::move(sending)});
    school = add_school("RMIC817009");
    device = add_device(school);
    import(guardian_row(maria, "D'Angelo", "Maria Antonietta", marias_phone, "PUPIL1"));
    import(guardian_row(mario, "Rossi", "Mario", "", "PUPIL2"));
  }

  // One write, waited for.
  template <class Act>
  std::invoke_result_t<Act&, store::Session&> act(Act what) {
    auto result = store::write_and_wait(*store, std::move(what));
    if (!result) FAIL(result.error().sentence);
    return std::move(*result);
  }
  acts::School add_school(const std::string& code) {
    return act([&](auto& session) {
      return acts::add_school(session, *office, code, "Istituto Colle Sereno", "classeviva", start).value();
    });
  }
  acts::Device add_device(const acts::School& of, const signing::SigningKey& key = signing::SigningKey::generate()) {
    return act([&](auto& session) {
      const auto code = acts::make_enrol_code(session, *office, of.code, start).value();
      const auto enrolled = acts::enrol_device(session, *office, code.reveal(), key.public_key(), start).value();
      session.exec("UPDATE device SET state = 'active' WHERE id = $1", enrolled.device);
      return *acts::find_device(session, enrolled.device);
    });
  }
  acts::ImportCounts import(const import::GuardianRow& row, std::string school_id = {}) {
    return act([&](auto& session) {
      acts::ImportCounts counts;
      acts::import_row(session, *office, school_id.empty() ? school.id : school_id, row, counts, start);
      return counts;
    });
  }
  auto open(std::string_view code, store::Time now = start) {
    return act([&](auto& session) {
      return acts::open_visit(session, *office, {device, document(code), "it", reply_keys.public_key()}, now);
    });
  }
  auto resend(const std::string& visit, store::Time now) {
    return act([&](auto& session) { return acts::resend_code(session, *office, device, visit, now); });
  }
  auto check(const std::string& visit, const secret::SecretText& code, store::Time now = start) {
    return act([&](auto& session) { return acts::check_code(session, *office, device, visit, code, now); });
  }
  // The digits that stand in the visit's last message, as the worker derives them.
  secret::SecretText code_of(const std::string& visit) {
    return act([&](auto& session) {
      const auto row = session.first("SELECT code_key_version, code_issue FROM visit WHERE id = $1", visit);
      return office->vault.one_time_code(static_cast<int>(row->integer(0)), visit, desk::CodePurpose::visit,
                                         static_cast<int>(row->integer(1)));
    });
  }
  secret::SecretText wrong_code_of(const std::string& visit) {
    std::string code{code_of(visit).reveal()};
    code[0] = code[0] == '9' ? '0' : static_cast<char>(code[0] + 1);
    return secret::SecretText{code};
  }
  std::int64_t count(const std::string& what) {
    return act([&](auto& session) { return session.first("SELECT COUNT(*) FROM " + what)->integer(0); });
  }

  Folder folder;
  fakes::TestStore kept{folder / "store.sqlite"};
  std::unique_ptr<acts::Office> office;
  std::unique_ptr<store::Store> store;
  acts::School school;
  acts::Device device;
  secret::SealKeyPair reply_keys = secret::SealKeyPair::generate();
};

}  // namespace sportello::tests
