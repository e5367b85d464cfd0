// The options of each noun's commands. A noun's file holds both: its options and what they do.
#pragma once

#include "service/commands/commands.h"

namespace sportello::commands {

void add_alias_commands(CLI::App& app, CommandLine& line);
void add_guardian_commands(CLI::App& app, CommandLine& line);
void add_invitation_commands(CLI::App& app, CommandLine& line);
void add_pupil_commands(CLI::App& app, CommandLine& line);
void add_record_commands(CLI::App& app, CommandLine& line);
void add_message_commands(CLI::App& app, CommandLine& line);
void add_school_settings(CLI::App& school, CommandLine& line);  // school set, show, access

}  // namespace sportello::commands
