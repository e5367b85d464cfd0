// What every act stands on, and what every act answers with. An act is a function over one session: it reads, decides
// by the rules of desk/, writes, answers. It runs inside one transaction and commits also when it refuses: a refusal
// often spends a try. Acts hash no password and send nothing.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "service/desk/opening.h"
#include "service/desk/profile.h"
#include "service/shared/secret/sealed.h"
#include "service/shared/wire/problem.h"
#include "service/store/at_rest.h"
#include "service/store/session.h"

namespace sportello::store::acts {

// A register that is told of a school's credentials.
struct ToldRegister {
  std::optional<secret::SealPublicKey> key;  // passwords are sealed to it, if they leave at all
  std::string connector = {};                // its name, from the configuration
};

// Lives as long as the store; acts hold it by reference.
struct Office {
  Vault vault;
  desk::Profiles profiles;
  desk::SendingRules sending;
  std::map<std::string, ToldRegister, std::less<>> registers = {};  // by the school's code; from [[connector]]
};

template <class T>
using Outcome = std::expected<T, wire::Problem>;

// An act of the command line: a sentence for the office on refusal.
template <class T>
using Told = std::expected<T, std::string>;

inline std::unexpected<wire::Problem> refused(wire::Code code, std::string detail = {}) {
  return std::unexpected(wire::Problem{code, std::move(detail), {}, {}, {}});
}

// 16 random bytes as base64url: ids are made before the row, because sealed fields are bound to them. Begins with a
// letter or a digit: people paste ids into command lines, where a dash would begin an option.
std::string new_id();
// Chance for the desk's rules, which are pure: libsodium's, without bias.
desk::Random system_random();

}  // namespace sportello::store::acts
