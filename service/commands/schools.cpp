// school add, school list, master-key create.
#include <ostream>

#include "service/commands/run.h"
#include "service/commands/with_ground.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {

namespace acts = store::acts;

int add_school(const CommandLine& line, const std::string& code, const std::string& name,
               const std::string& profile) {
  return write_one(
      line,
      [&](auto& session, const auto& office, auto at) {
        return acts::add_school(session, office, code, name, profile, at);
      },
      [&](const auto& school) { *line.out << "school " << school->code << " added\n"; });
}

int list_schools(const CommandLine& line) {
  return with_ground(line, [&](Ground& ground) {
    const auto schools =
        store::read_and_wait(*ground.store, [](store::Session& session) { return acts::list_schools(session); });
    if (!schools) return failed(line, schools.error().sentence);
    for (const auto& school : *schools) {
      *line.out << school.code << "  " << school.profile << "  " << school.name << '\n';
    }
    return 0;
  });
}

int create_master_key(const CommandLine& line, const std::filesystem::path& file) {
  if (const auto created = store::MasterKey::create(file); !created) return failed(line, created.error());
  *line.out << "master key written to " << file.string() << ": keep a copy where no backup of the store goes\n";
  return 0;
}

}  // namespace sportello::commands
