// Reads a line; finds one person.
#include "service/commands/who.h"

#include <unistd.h>

#include <iostream>

#include "service/store/acts/guardians.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {

namespace acts = store::acts;

std::string typed(const CommandLine& line) {
  if (line.in == &std::cin && ::isatty(STDIN_FILENO) == 1) {
    *line.err << "codice fiscale, mail, phone, reference of a visit, or surname: " << std::flush;
  }
  std::string text;
  if (line.in != nullptr) std::getline(*line.in, text);
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

acts::Told<std::string> meant(store::Session& session, const acts::Office& office, const std::string& school_id,
                              const std::string& id, const std::string& sought, store::Time at) {
  if (!id.empty()) {
    const auto one = acts::guardian_of_school(session, office, school_id, id, at);
    return one ? acts::Told<std::string>{one->id} : std::unexpected(one.error());
  }
  const auto found = acts::find_guardians(session, office, school_id, sought, at);
  if (found.empty()) return std::unexpected("nobody found: look with sportello-service guardian find");
  if (found.size() > 1) {
    return std::unexpected(std::to_string(found.size()) +
                           " people found: see sportello-service guardian find, and name one by --id");
  }
  return found.front().id;
}

acts::Told<void> note_shown(Ground& ground, const std::string& school, std::string_view by,
                            const std::vector<std::string>& guardians) {
  const auto noted = store::write_and_wait(*ground.store, [&, at = now()](store::Session& session) {
    const auto found = acts::find_school(session, school);
    if (found) acts::note_looked_up(session, *ground.office, found->id, by, guardians, at);
    return true;
  });
  if (!noted) return std::unexpected(noted.error().sentence);
  return {};
}

}  // namespace sportello::commands
