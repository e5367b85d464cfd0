// The options of each noun's commands. A noun's file holds both: its options and what they do.
#pragma once

#include "service/commands/commands.h"

namespace sportello::commands {

void add_audit_commands(CLI::App& app, CommandLine& line);
void add_retention_commands(CLI::App& app, CommandLine& line);
void add_rights_commands(CLI::App& guardian, CommandLine& line);  // guardian export, erase
void add_alias_commands(CLI::App& app, CommandLine& line);
void add_backup_commands(CLI::App& app, CommandLine& line);  // backup, restore
void add_connector_commands(CLI::App& app, CommandLine& line);
void add_guardian_commands(CLI::App& app, CommandLine& line);
void add_import_command(CLI::App& app, CommandLine& line);
void add_invitation_commands(CLI::App& app, CommandLine& line);
void add_pupil_commands(CLI::App& app, CommandLine& line);
void add_record_commands(CLI::App& app, CommandLine& line);
void add_master_key_commands(CLI::App& key, CommandLine& line);  // rotate, check
void add_message_commands(CLI::App& app, CommandLine& line);
void add_school_settings(CLI::App& school, CommandLine& line);  // school set, show, access

}  // namespace sportello::commands
