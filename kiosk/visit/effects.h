// What the world must do, as values. A port carries each out and answers with an event.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kiosk/visit/states.h"

namespace sportello::visit {

// Questions to the service.
struct Identify {
  SecretText document;
  Language language = Language::it;
};
struct SendCode {
  std::string visit;
};
struct CheckCode {
  std::string visit;
  SecretText code;
};
struct MakeCredentials {
  std::string visit;
  SecretText grant;
  wire::Act act = wire::Act::issue;
  std::optional<SecretText> password;
  std::string commitments_version;
  std::optional<SecretText> current_password;
  bool with_pin = true;
};
struct AssociateMail {  // again with the same address: the code again
  std::string visit;
  SecretText grant;
  SecretText mail;
};
struct CheckMail {
  std::string visit;
  SecretText grant;
  SecretText code;
};
struct SendInvitation {
  std::string visit;
  SecretText grant;
};
struct SendReport {
  std::string visit;
  SecretText grant;
  std::vector<wire::WrongData> what;
};
struct CloseVisit {
  std::string visit;
};
struct ProbeLine {};
using Question = std::variant<Identify, SendCode, CheckCode, MakeCredentials, AssociateMail, CheckMail,
                              SendInvitation, SendReport, CloseVisit, ProbeLine>;

struct Ask {
  VisitId visit = 0;
  RequestId request = 0;  // one idempotency key each
  Question question;
};
struct OpenCamera {};
struct CloseCamera {};
struct Wipe {  // forget everything of this visit: keys, textures, frames, answers on their way
  VisitId visit = 0;
};

struct PrintSlip {
  VisitId visit = 0;
  RequestId request = 0;
  Language language = Language::it;
  wire::Act act = wire::Act::issue;
  SecretText user_code;
  std::optional<SecretText> pin;  // only where the guardian chose it
  std::string login_url;
};
struct CancelPrint {};
struct LookAtPrinter {};  // somebody may want it soon: what is it like?
struct KeepRequest {      // sealed at once; nobody can read it here again
  VisitId visit = 0;
  RequestId request = 0;
  SecretText document;
  wire::Wish wish = wire::Wish::first_issue;
  Language language = Language::it;
};

using Effect = std::variant<Ask, OpenCamera, CloseCamera, PrintSlip, CancelPrint, LookAtPrinter, KeepRequest, Wipe>;

}  // namespace sportello::visit
