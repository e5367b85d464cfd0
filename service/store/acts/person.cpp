// Fills the message from the standing.
#include "service/store/acts/person.h"

#include "service/store/acts/standing.h"

namespace sportello::store::acts {

wire::Person person_of(Session& session, const Office& office, const Guardian& guardian, Time now) {
  auto standing = standing_of(session, office, guardian, now);
  wire::Person person;
  person.given_name = names_of(session, office, guardian).given_name.reveal();
  person.pupils = pupils_of(session, office, guardian);
  person.has_credentials = standing.account.has_value();
  person.has_pin = standing.account && standing.account->has_pin;
  person.acts = std::move(standing.acts);
  person.office_first = standing.office_first;
  person.access = standing.access;
  person.login_url = std::move(standing.settings.login_url);
  person.password_chosen = standing.profile->password_chosen;
  person.pin = standing.pin;
  person.pin_at_login = desk::asks_at_login(standing.profile->pin);
  if (guardian.mail) person.mail_hint = hint_of_mail(*guardian.mail);
  person.policy = standing.profile->password;
  person.commitments = standing.profile->commitments;
  return person;
}

}  // namespace sportello::store::acts
