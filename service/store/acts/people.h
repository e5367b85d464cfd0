// Guardians and their pupils, opened for one act. Finds by index only; hands out what the act needs and no more.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/desk/password_policy.h"
#include "service/shared/identity/codice_fiscale.h"
#include "service/shared/wire/credentials.h"
#include "service/store/acts/office.h"

namespace sportello::store::acts {

struct Guardian {
  std::string id;
  std::string school_id;
  secret::Bytes document_index;
  std::optional<secret::SecretText> phone;  // E.164
  std::optional<secret::Bytes> phone_index;
  std::optional<secret::SecretText> mail;
  bool blocked = false;   // shut out: by the office, or because disabled
  bool disabled = false;  // no pupil of theirs is at this school any more
  std::string language;   // of the last visit whose code was right
};
std::optional<Guardian> find_guardian(Session& session, const Office& office, std::string_view school_id,
                                      secret::BytesView document_index);
Guardian guardian_by_id(Session& session, const Office& office, std::string_view id);

struct GuardianNames {
  secret::SecretText surname, given_name, document;
};
GuardianNames names_of(Session& session, const Office& office, const Guardian& guardian);

// What a new password of theirs must not contain: names, document, the school's code and name. A user code is added
// by whoever knows it.
desk::PersonalWords personal_words(Session& session, const Office& office, const Guardian& guardian);

desk::PersonalWords personal_words_of_pupil(Session& session, const Office& office, std::string_view school_id,
                                            std::string_view pupil_id);
// A pupil as somebody who is told of what happens to their credentials: by the school's address for them, if any.
Guardian reach_pupil(Session& session, const Office& office, std::string_view school_id, std::string_view pupil_id);

// A pupil of this school today: a grown-up pupil is nobody's guardian here, whatever else the file says.
bool is_pupil(Session& session, const Office& office, std::string_view school_id,
              const identity::CodiceFiscale& document);
// The same, of a guardian on file.
bool is_pupil(Session& session, const Office& office, const Guardian& guardian);

// First names and classes, in the order of the alphabet.
std::vector<wire::Pupil> pupils_of(Session& session, const Office& office, const Guardian& guardian);

// Kept for mails that no visit causes.
void keep_language(Session& session, const Guardian& guardian, std::string_view language);

// The user code, if there are credentials.
std::optional<secret::SecretText> user_code_of(Session& session, const Office& office, const Guardian& guardian);

// The last two digits, as a screen shows them.
std::string hint_of(const secret::SecretText& phone);
// "a…@example.org".
std::string hint_of_mail(const secret::SecretText& mail);

}  // namespace sportello::store::acts
