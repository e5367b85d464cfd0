// Each command as a function: what it needs in, an exit code out. 0 done, 1 refused or failed with the reason on err.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

#include "service/commands/commands.h"

namespace sportello::commands {

int add_school(const CommandLine& line, const std::string& code, const std::string& name, const std::string& profile);
int list_schools(const CommandLine& line);
int make_enrol_code(const CommandLine& line, const std::string& school);
int list_devices(const CommandLine& line, const std::string& school);
int approve_device(const CommandLine& line, const std::string& device, const std::string& words);
int revoke_device(const CommandLine& line, const std::string& device);
int show_journal(const CommandLine& line, const std::string& device);
int restart_journal(const CommandLine& line, const std::string& device);
int add_login_page(const CommandLine& line, const std::string& school, const std::string& public_key);
int create_master_key(const CommandLine& line, const std::filesystem::path& file);

}  // namespace sportello::commands
