// Guardians and their pupils, opened for one act. Finds by index only; hands out what the act needs and no more.
#pragma once

#include <optional>
#include <string>
#include <vector>

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
  bool blocked = false;
  std::string language;  // of the last visit whose code was right
};
std::optional<Guardian> find_guardian(Session& session, const Office& office, std::string_view school_id,
                                      secret::BytesView document_index);
Guardian guardian_by_id(Session& session, const Office& office, std::string_view id);

struct GuardianNames {
  secret::SecretText surname, given_name, document;
};
GuardianNames names_of(Session& session, const Office& office, const Guardian& guardian);

// First names and classes, in the order of the alphabet.
std::vector<wire::Pupil> pupils_of(Session& session, const Office& office, const Guardian& guardian);

// The user code, if there are credentials.
std::optional<secret::SecretText> user_code_of(Session& session, const Office& office, const Guardian& guardian);

// The last two digits, as a screen shows them.
std::string hint_of(const secret::SecretText& phone);
// "a…@example.org".
std::string hint_of_mail(const secret::SecretText& mail);

}  // namespace sportello::store::acts
