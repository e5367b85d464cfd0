// Accounts of pupils. A pupil's set never touches a guardian's.
#include "service/store/acts/pupil_credentials.h"

#include <algorithm>

#include "service/desk/access.h"
#include "service/desk/italian_clock.h"
#include "service/store/acts/accounts.h"
#include "service/store/acts/aliases.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/outbox.h"
#include "service/store/acts/people.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/telling_register.h"

namespace sportello::store::acts {
namespace {

struct OneClass {
  const desk::Profile* profile = nullptr;
  std::vector<ClassPupil> pupils;
};

Told<OneClass> one_class(Session& session, const Office& office, std::string_view school_id, const PupilsWish& wish,
                         Time now) {
  OneClass found{&profile_of(session, office, school_id), pupils_in(session, office, school_id, wish.classes)};
  if (found.profile->pupil_user_code_pattern.empty()) {
    return std::unexpected("the register profile " + found.profile->id + " gives pupils no credentials of their own");
  }
  const auto settings = school_settings(session, school_id);
  if (desk::access_on(desk::italian_day(now), desk::pupil_role, settings.access, found.profile->access) ==
      wire::Access::digital_identity) {
    return std::unexpected("pupils of this school enter by the digital identity today: see school access");
  }
  if (found.pupils.empty()) {
    return std::unexpected("no pupil is in a class like \"" + wish.classes + "\": write it as the school does");
  }
  const auto other = std::ranges::find_if(
      found.pupils, [&](const ClassPupil& pupil) { return pupil.class_name != found.pupils.front().class_name; });
  if (other != found.pupils.end()) {
    return std::unexpected("one class at a time: \"" + wish.classes + "\" means " + found.pupils.front().class_name +
                           " and " + other->class_name);
  }
  if (auto lacking = register_lacks_key(session, office, school_id)) return std::unexpected(std::move(*lacking));
  if (wish.by_mail && settings.mail_domain.empty()) {
    return std::unexpected("the school has no mail domain yet: name it by school set --mail-domain");
  }
  return found;
}

Told<std::string> mail_of(Session& session, const Office& office, std::string_view school_id, const ClassPupil& pupil,
                          Time now) {
  if (pupil.mail) return std::string{pupil.mail->reveal()};
  return assign_pupil_alias(session, office, school_id, pupil.id, now);
}

bool is_homonym(Session& session, std::string_view pupil_id) {
  return session.first("SELECT 1 FROM homonym WHERE holder_id = $1", pupil_id).has_value();
}

Told<void> send(Session& session, const Office& office, std::string_view school_id, const ClassPupil& pupil,
                const std::string& account, const GivenPupil& given, Time ends_at, Time now) {
  const auto mail = mail_of(session, office, school_id, pupil, now);
  if (!mail) return std::unexpected(mail.error());
  Message message;
  message.school_id = school_id;
  message.kind = MessageKind::pupil_credentials;
  message.channel = Channel::mail;
  message.subject = account;  // so that it goes with the pupil
  message.language = "it";    // pupils have none on file
  message.recipient = secret::SecretText{std::string_view{*mail}};
  message.parameters = {{"name", given.given_name},
                        {"user_code", std::string{given.user_code.reveal()}},
                        {"password", std::string{given.password.reveal()}},
                        {"ends", std::to_string(ends_at.time_since_epoch().count())}};
  message.not_after = ends_at;
  enqueue(session, office, message, now);
  return {};
}

}  // namespace

Told<PupilsPlan> plan_pupils(Session& session, const Office& office, std::string_view school_id,
                             const PupilsWish& wish, Time now) {
  const auto found = one_class(session, office, school_id, wish, now);
  if (!found) return std::unexpected(found.error());
  PupilsPlan plan{*found->profile, {}};
  for (const auto& pupil : found->pupils) {
    if (!wish.renew && account_of_pupil(session, office, pupil.id)) continue;
    plan.pupils.push_back({pupil.id, personal_words_of_pupil(session, office, school_id, pupil.id)});
  }
  return plan;
}

Told<PupilsGiven> give_pupils(Session& session, const Office& office, std::string_view school_id,
                              const PupilsWish& wish, const std::vector<MadePassword>& made, Time now) {
  const auto found = one_class(session, office, school_id, wish, now);
  if (!found) return std::unexpected(found.error());
  PupilsGiven result;
  result.ends_at = now + desk::made_password_life;
  for (const auto& pupil : found->pupils) {
    const auto password = std::ranges::find(made, pupil.id, &MadePassword::pupil_id);
    if (password == made.end() || (!wish.renew && account_of_pupil(session, office, pupil.id))) {
      ++result.had_one;
      continue;
    }
    const auto before = account_of_pupil(session, office, pupil.id);
    const auto set = give_set(
        session, office, {HolderKind::pupil, pupil.id, std::string{school_id}, {pupil.surname, pupil.given_name}},
        found->profile->pupil_user_code_pattern, {password->hash, true, result.ends_at}, std::nullopt, now);
    if (!set) {
      return std::unexpected("the user codes of the profile " + found->profile->id +
                             " have run out: nothing was changed; let its pupil_pattern draw more characters");
    }
    const auto& account = *set;
    tell_register(session, office, {RegisterEvent::credentials_issued, account.id, password->password}, now);
    GivenPupil given{std::string{pupil.surname.reveal()}, std::string{pupil.given_name.reveal()}, pupil.class_name,
                     account.user_code, password->password};
    if (before && before->frozen) {
      append(session, office,
             {std::string{school_id}, EventName::credentials_unfrozen, "", "",
              personal_json({{"pupil", pupil.id}, {"account", account.id}})},
             now);
    }
    if (wish.by_mail) {
      if (const auto sent = send(session, office, school_id, pupil, account.id, given, result.ends_at, now); !sent) {
        return std::unexpected(sent.error());
      }
    }
    given.homonym = is_homonym(session, pupil.id);
    append(session, office,
           {std::string{school_id}, EventName::pupil_credentials_issued, "", "",
            personal_json({{"pupil", pupil.id}, {"by", wish.by_mail ? "mail" : "letter"}})},
           now);
    result.pupils.push_back(std::move(given));
  }
  return result;
}

}  // namespace sportello::store::acts
