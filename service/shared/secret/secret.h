// A piece of memory that must not be copied, printed or left behind.
// Refuses: copying, comparing in variable time, conversion to a string without saying so.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace sportello::secret {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text);
  Secret(Secret&&) noexcept;
  Secret& operator=(Secret&&) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  // The clear bytes. The name makes every reading of a secret easy to find.
  [[nodiscard]] std::string_view reveal() const;
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] Secret clone() const;

  // Constant time in the content; the lengths may show.
  [[nodiscard]] bool equals(const Secret& other) const;
  [[nodiscard]] bool equals(std::string_view other) const;

 private:
  void wipe() noexcept;
  std::vector<char> bytes_;
};

// A shared handle to one secret: a value that can stand in a state and be handed on without copying the
// bytes. The last holder wipes them.
class SecretText {
 public:
  SecretText();
  explicit SecretText(std::string_view text);
  explicit SecretText(Secret secret);

  [[nodiscard]] std::string_view reveal() const { return secret_->reveal(); }
  [[nodiscard]] std::size_t size() const { return secret_->size(); }
  [[nodiscard]] bool empty() const { return secret_->empty(); }
  [[nodiscard]] SecretText appended(std::string_view more) const;
  [[nodiscard]] SecretText without_last() const;  // one UTF-8 character shorter
  [[nodiscard]] bool operator==(const SecretText& other) const { return secret_->equals(*other.secret_); }

 private:
  std::shared_ptr<const Secret> secret_;
};

}  // namespace sportello::secret
