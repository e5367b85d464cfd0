// A receipt printer behind a pseudo-terminal: reads the bytes as Epson's reference has them, prints rows of dots into
// memory, and can be out of paper, jammed, open, switched off, silent, nonsensical, pulled out.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/printing/picture.h"

namespace sportello::tests {

class FakeEscPos {
 public:
  FakeEscPos();
  FakeEscPos(const FakeEscPos&) = delete;
  FakeEscPos& operator=(const FakeEscPos&) = delete;
  ~FakeEscPos();

  [[nodiscard]] const std::filesystem::path& device() const { return device_; }

  // What it is like; any time.
  struct Trouble {
    bool no_paper = false, cover_open = false, knife_stuck = false, offline = false, too_hot = false;
  };
  void be(const Trouble& trouble);
  void be_when(int rows, const Trouble& trouble);  // once so many rows are printed
  void say_nothing(bool silent) { silent_ = silent; }
  void say_nonsense(bool nonsense) { nonsense_ = nonsense; }
  void hang_up_after(int rows) { hang_up_after_ = rows; }
  void know_forgetting(bool knows) { knows_forgetting_ = knows; }  // DLE DC4 8: cheap ones do not
  void take_a_nap(int ms) { nap_ = ms; }                           // for every row

  // Rows of dots as they came out, without what was fed; and cut how often.
  [[nodiscard]] std::vector<std::vector<std::uint8_t>> rows() const;
  [[nodiscard]] int cuts() const { return cuts_; }
  [[nodiscard]] std::size_t waiting() const;  // bytes of pictures received and not printed
  [[nodiscard]] std::size_t most_waiting() const { return most_waiting_; }
  [[nodiscard]] int obeyed() const { return obeyed_; }               // real-time commands that are no question
  [[nodiscard]] bool shows(const printing::Picture& picture) const;  // these rows and no other

 private:
  void run(const std::stop_token& stop);
  void receive(std::uint8_t byte);
  void answer(std::uint8_t question);
  bool work_off();  // one command, or one row; false: nothing to do
  [[nodiscard]] bool held_up() const {
    return trouble_.no_paper || trouble_.cover_open || trouble_.knife_stuck || trouble_.offline || trouble_.too_hot;
  }
  void say(std::uint8_t byte);

  mutable std::mutex mutex_;
  int master_ = -1, slave_ = -1;
  std::filesystem::path device_;
  Trouble trouble_, later_;
  int later_after_ = -1;
  std::string buffer_;     // received, not worked off
  std::string real_time_;  // the last bytes, in which a real-time command may begin
  int picture_rows_ = 0;   // still to come of the picture being printed
  std::size_t picture_across_ = 0;
  std::vector<std::vector<std::uint8_t>> rows_;
  std::atomic<bool> silent_ = false, nonsense_ = false, knows_forgetting_ = true;
  std::atomic<int> hang_up_after_ = -1, nap_ = 0, cuts_ = 0, obeyed_ = 0;
  std::atomic<std::size_t> most_waiting_ = 0;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace sportello::tests
