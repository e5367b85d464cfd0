// Debian's Chromium, driven by the WebDriver protocol: a real browser that clicks what a parent would. Reaches no
// host but the service under test.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sportello::fakes {

struct BrowserOptions {
  int width = 390;
  int height = 844;
  bool phone = true;  // touch, two pixels a point; else a window on a desktop
  std::string language = "it";
  bool script = true;
  bool dark = false;
  bool high_contrast = false;
};

class WebDriver {
 public:
  explicit WebDriver(const BrowserOptions& options);
  WebDriver(const WebDriver&) = delete;
  WebDriver& operator=(const WebDriver&) = delete;
  ~WebDriver();

  void open(const std::string& url);
  void reload();
  [[nodiscard]] std::string url();
  [[nodiscard]] std::string title();

  // By CSS selector. What is not there in time, or not to be seen, throws.
  [[nodiscard]] bool has(const std::string& selector);
  [[nodiscard]] bool waits_for(const std::string& selector);  // until the page that a click leads to is there
  [[nodiscard]] bool shows(const std::string& selector);
  void click(const std::string& selector);
  void type(const std::string& selector, const std::string& text);
  [[nodiscard]] std::string text(const std::string& selector);
  [[nodiscard]] std::string attribute(const std::string& selector, const std::string& name);

  // The result of a function's body, as JSON. Works with the page's own scripts off, too.
  std::string run(const std::string& body);
  // The whole page, also what lies below the window.
  void picture(const std::filesystem::path& file);
  // Everything the console said, and every address that was asked for, since the last call.
  [[nodiscard]] std::vector<std::string> console();
  [[nodiscard]] std::vector<std::string> requested();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace sportello::fakes
