// As a register's login page: proves that what a visit gave opens the register.
#pragma once

#include <string>

namespace sportello::drill {

struct LoginWish {
  std::string url;
  std::string pin;
  std::string key_file;
  std::string key_id;
  std::string credentials;        // a file as the kiosk's --reveal and `act` write it
  std::string password_file;      // "-": standard input
  std::string new_password_file;  // not empty: change it, the old one being right
};

// Exit codes, as main returns them.
int make_key(const std::string& file);
int login(const LoginWish& wish);

int complain(const std::string& sentence, int status);
// A file's first line, or standard input's; without the end of the line.
std::string read_secret(const std::string& file);

inline constexpr int exit_failed = 1;
inline constexpr int exit_misuse = 2;

}  // namespace sportello::drill
