// Who is meant: read from standard input, for the list of processes is everybody's to read; or named by id.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/commands/commands.h"
#include "service/ground.h"
#include "service/store/acts/office.h"

namespace sportello::commands {

// The first line, without spaces around it; "" for none.
std::string typed(const CommandLine& line);
// The guardian of that id, or the one who was typed, if that is one person.
store::acts::Told<std::string> meant(store::Session& session, const store::acts::Office& office,
                                     const std::string& school_id, const std::string& id, const std::string& sought,
                                     store::Time at);

// Before people are shown: that they are, and by what (`find` notes what kind of words was sought), stands in the
// audit.
store::acts::Told<void> note_shown(Ground& ground, const std::string& school, std::string_view by,
                                   const std::vector<std::string>& guardians = {});

}  // namespace sportello::commands
