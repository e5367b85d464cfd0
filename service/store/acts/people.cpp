// Rows of guardians and pupils.
#include "service/store/acts/people.h"

#include <algorithm>

#include "service/shared/wire/contact.h"
#include "service/store/acts/schools.h"

namespace sportello::store::acts {
namespace {

constexpr std::string_view guardian_columns =
    "SELECT id, school_id, document_index, phone, phone_index, mail, blocked, language, disabled_at FROM guardian ";

Guardian guardian_of(const Office& office, const Row& row) {
  const bool disabled = !row.is_null(8);
  Guardian guardian{row.text(0), row.text(1), row.blob(2), {}, row.optional_blob(4), {}, row.boolean(6) || disabled,
                    disabled,    row.text(7)};
  const auto reveal = [&](std::string_view column, std::size_t at) {
    return office.vault.reveal(Seal::personal, {"guardian", column, guardian.school_id, guardian.id}, row.blob(at));
  };
  if (!row.is_null(3)) guardian.phone = reveal("phone", 3);
  if (!row.is_null(5)) guardian.mail = reveal("mail", 5);
  return guardian;
}

desk::PersonalWords with_school(Session& session, std::string_view school_id, desk::PersonalWords personal) {
  if (const auto school = school_by_id(session, school_id)) {
    personal.words.emplace_back(std::string_view{school->code});
    personal.words.emplace_back(std::string_view{school->name});
  }
  return personal;
}

}  // namespace

std::optional<Guardian> find_guardian(Session& session, const Office& office, std::string_view school_id,
                                      secret::BytesView document_index) {
  const auto row = session.first(std::string{guardian_columns} + "WHERE school_id = $1 AND document_index = $2",
                                 school_id, document_index);
  return row ? std::optional{guardian_of(office, *row)} : std::nullopt;
}

Guardian guardian_by_id(Session& session, const Office& office, std::string_view id) {
  const auto row = session.first(std::string{guardian_columns} + "WHERE id = $1", id);
  if (!row) throw Failure("a visit's guardian is gone");
  return guardian_of(office, *row);
}

GuardianNames names_of(Session& session, const Office& office, const Guardian& guardian) {
  const auto row = session.first("SELECT surname, given_name, document FROM guardian WHERE id = $1", guardian.id);
  if (!row) throw Failure("a visit's guardian is gone");
  const auto reveal = [&](std::string_view column, std::size_t at) {
    return office.vault.reveal(Seal::personal, {"guardian", column, guardian.school_id, guardian.id}, row->blob(at));
  };
  return {reveal("surname", 0), reveal("given_name", 1), reveal("document", 2)};
}

desk::PersonalWords personal_words(Session& session, const Office& office, const Guardian& guardian) {
  auto names = names_of(session, office, guardian);
  return with_school(session, guardian.school_id, {{names.surname, names.given_name, names.document}});
}

desk::PersonalWords personal_words_of_pupil(Session& session, const Office& office, std::string_view school_id,
                                            std::string_view pupil_id) {
  const auto row = session.first("SELECT surname, given_name, pupil_key FROM pupil WHERE id = $1", pupil_id);
  if (!row) throw Failure("an account's pupil is gone");
  const auto reveal = [&](std::string_view column, std::size_t at) {
    return office.vault.reveal(Seal::personal, {"pupil", column, school_id, pupil_id}, row->blob(at));
  };
  return with_school(session, school_id, {{reveal("surname", 0), reveal("given_name", 1), reveal("pupil_key", 2)}});
}

Guardian reach_pupil(Session& session, const Office& office, std::string_view school_id, std::string_view pupil_id) {
  Guardian reached;
  reached.school_id = school_id;
  reached.language = "it";
  const auto row = session.first("SELECT mail FROM pupil WHERE id = $1", pupil_id);
  if (row && !row->is_null(0)) {
    reached.mail = office.vault.reveal(Seal::personal, {"pupil", "mail", school_id, pupil_id}, row->blob(0));
  }
  return reached;
}

bool is_pupil(Session& session, const Office& office, std::string_view school_id,
              const identity::CodiceFiscale& document) {
  return session
      .first("SELECT 1 FROM pupil WHERE school_id = $1 AND key_index = $2 AND left_at IS NULL", school_id,
             office.vault.index(IndexKind::pupil, school_id, document.canonical()))
      .has_value();
}

bool is_pupil(Session& session, const Office& office, const Guardian& guardian) {
  const auto document = identity::CodiceFiscale::parse(names_of(session, office, guardian).document.reveal());
  return document && is_pupil(session, office, guardian.school_id, *document);
}

std::vector<wire::Pupil> pupils_of(Session& session, const Office& office, const Guardian& guardian) {
  std::vector<wire::Pupil> pupils;
  for (const auto& row :
       session.query("SELECT p.id, p.given_name, p.class_name FROM pupil p JOIN guardianship g ON g.pupil_id = p.id "
                     "WHERE g.guardian_id = $1",
                     guardian.id)) {
    const auto reveal = [&](std::string_view column, std::size_t at) {
      return std::string{
          office.vault.reveal(Seal::personal, {"pupil", column, guardian.school_id, row.text(0)}, row.blob(at))
              .reveal()};
    };
    pupils.push_back({reveal("given_name", 1), reveal("class_name", 2)});
  }
  std::ranges::sort(pupils, {}, &wire::Pupil::given_name);
  return pupils;
}

void keep_language(Session& session, const Guardian& guardian, std::string_view language) {
  if (guardian.language == language) return;
  session.exec("UPDATE guardian SET language = $1 WHERE id = $2", language, guardian.id);
}

std::optional<secret::SecretText> user_code_of(Session& session, const Office& office, const Guardian& guardian) {
  const auto row = session.first("SELECT id, user_code FROM account WHERE guardian_id = $1", guardian.id);
  if (!row) return std::nullopt;
  return office.vault.reveal(Seal::personal, {"account", "user_code", guardian.school_id, row->text(0)},
                             row->blob(1));
}

std::string hint_of_mail(const secret::SecretText& mail) {
  const auto text = mail.reveal();
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0) return "…";
  std::size_t first = 1;  // one whole character of UTF-8
  while (first < at && (static_cast<unsigned char>(text[first]) & 0xC0U) == 0x80U) ++first;
  const std::string begin = std::string{text.substr(0, first)} + "…";
  const auto domain = text.substr(at);
  // The masking dots make it longer, and messages carry no longer ones.
  return begin.size() + domain.size() <= wire::longest_mail ? begin + std::string{domain} : begin + "@…";
}

std::string hint_of(const secret::SecretText& phone) {
  const auto text = phone.reveal();
  return std::string{text.substr(text.size() - std::min<std::size_t>(2, text.size()))};
}

}  // namespace sportello::store::acts
