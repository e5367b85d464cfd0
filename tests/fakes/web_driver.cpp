// chromedriver as a child, HTTP and JSON to it (W3C WebDriver, and Chromium's own additions for log and pictures).
#include "tests/fakes/web_driver.h"

#include <boost/json.hpp>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "service/shared/secret/bytes.h"
#include "tests/fakes/files.h"
#include "tests/fakes/https.h"
#include "tests/fakes/process.h"
#include "tests/fakes/temp_folder.h"

namespace sportello::fakes {
namespace {

namespace json = boost::json;
constexpr auto start_within = std::chrono::seconds{30};

json::object capabilities(const BrowserOptions& options, const std::filesystem::path& folder) {
  json::array arguments = {"--headless=new", "--no-sandbox",  // root in a container has no other way
                           "--disable-dev-shm-usage",         // small in a container
                           "--disable-gpu", "--no-first-run", "--disable-background-networking",
                           "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
                           // Nothing but the service under test has an address.
                           "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"};
  const auto add = [&](const std::string& argument) { arguments.emplace_back(argument); };
  add("--user-data-dir=" + (folder / "profile").string());
  add("--window-size=" + std::to_string(options.width) + "," + std::to_string(options.height));
  if (options.dark) add("--blink-settings=preferredColorScheme=0");
  json::object preferences{{"intl.accept_languages", options.language}};
  json::object chrome{{"args", arguments},
                      {"prefs", preferences},
                      {"perfLoggingPrefs", json::object{{"enableNetwork", true}, {"enablePage", false}}}};
  if (options.phone) {
    chrome["mobileEmulation"] = json::object{
        {"deviceMetrics",
         json::object{{"width", options.width}, {"height", options.height}, {"pixelRatio", 2.0}, {"touch", true}}}};
  }
  return {{"capabilities",
           json::object{{"alwaysMatch",
                         json::object{{"browserName", "chrome"},
                                      {"acceptInsecureCerts", true},
                                      {"goog:loggingPrefs", json::object{{"browser", "ALL"}, {"performance", "ALL"}}},
                                      {"goog:chromeOptions", chrome}}}}}};
}

}  // namespace

struct WebDriver::Parts {
  TempFolder folder;
  std::optional<Process> driver;
  HttpsClient http{"/dev/null"};
  std::string base;
  std::string session;
  bool script = true;

  json::value call(const std::string& method, const std::string& path, const json::object& body = {}) {
    const auto sends = method == "POST";
    const auto answer =
        http.send(method, base + session + path, {}, sends ? std::optional{json::serialize(body)} : std::nullopt);
    boost::system::error_code error;
    auto whole = json::parse(answer.body, error);
    if (error || !whole.is_object()) throw std::runtime_error("chromedriver gave no answer to " + path);
    auto value = whole.as_object()["value"];
    if (answer.status != 200) throw std::runtime_error("chromedriver: " + json::serialize(value).substr(0, 600));
    return value;
  }
  std::optional<std::string> find(const std::string& selector) {
    const auto found = call("POST", "/elements", {{"using", "css selector"}, {"value", selector}}).as_array();
    if (found.empty()) return std::nullopt;
    return std::string{found.at(0).as_object().begin()->value().as_string()};
  }
  std::string element(const std::string& selector) {
    std::optional<std::string> found;
    eventually([&] { return (found = find(selector)).has_value(); });
    if (!found) throw std::runtime_error("the page has no " + selector);
    return "/element/" + *found;
  }
  void cdp(std::string_view command, const json::object& parameters) {
    call("POST", "/goog/cdp/execute", {{"cmd", command}, {"params", parameters}});
  }
  // WebDriver's own click waits for ever where scripts are off: so the mouse itself.
  void press(const std::string& selector) {
    element(selector);
    const auto at = call("POST", "/execute/sync",
                         {{"script",
                           "const e = document.querySelector(arguments[0]); e.scrollIntoView({block: 'center'});"
                           "const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]"},
                          {"args", json::array{json::string{selector}}}})
                        .as_array();
    for (const auto* kind : {"mousePressed", "mouseReleased"}) {
      cdp("Input.dispatchMouseEvent",
          {{"type", kind}, {"x", at.at(0)}, {"y", at.at(1)}, {"button", "left"}, {"clickCount", 1}});
    }
  }
  json::array log(const std::string& type) { return call("POST", "/se/log", {{"type", type}}).as_array(); }
};

WebDriver::WebDriver(const BrowserOptions& options) : parts_(std::make_unique<Parts>()) {
  auto& all = *parts_;
  all.script = options.script;
  const auto output = all.folder / "chromedriver.log";
  const auto port = free_port();
  all.driver.emplace(std::vector<std::string>{"chromedriver", "--port=" + std::to_string(port)}, output,
                     all.folder.path());
  all.base = "http://127.0.0.1:" + std::to_string(port);
  const bool ready =
      eventually([&] { return all.http.send("GET", all.base + "/status").status == 200 || !all.driver->running(); },
                 start_within);
  if (!ready || !all.driver->running()) {
    throw std::runtime_error("chromedriver did not start: install chromium-driver. " + read_file(output));
  }
  const auto session = all.call("POST", "/session", capabilities(options, all.folder.path())).as_object();
  all.session = "/session/" + std::string{session.at("sessionId").as_string()};
  if (!options.phone) {
    all.call("POST", "/window/rect", {{"width", options.width}, {"height", options.height}});
  }
  if (!options.script) {
    all.cdp("Emulation.setScriptExecutionDisabled", {{"value", true}});
  }
  json::array features;
  if (options.dark) features.push_back(json::object{{"name", "prefers-color-scheme"}, {"value", "dark"}});
  if (options.high_contrast) features.push_back(json::object{{"name", "prefers-contrast"}, {"value", "more"}});
  if (!features.empty()) {
    all.cdp("Emulation.setEmulatedMedia", {{"features", features}});
  }
}

WebDriver::~WebDriver() {
  try {
    if (!parts_->session.empty()) parts_->call("DELETE", "");
  } catch (const std::exception&) {  // it may be gone: the driver ends its browser
  }
  parts_->driver->signal(SIGTERM);
  parts_->driver->wait(std::chrono::seconds{10});
}

void WebDriver::open(const std::string& url) { parts_->call("POST", "/url", {{"url", url}}); }
void WebDriver::reload() { parts_->call("POST", "/refresh"); }
std::string WebDriver::url() { return std::string{parts_->call("GET", "/url").as_string()}; }
std::string WebDriver::title() { return std::string{parts_->call("GET", "/title").as_string()}; }

bool WebDriver::has(const std::string& selector) { return parts_->find(selector).has_value(); }

bool WebDriver::waits_for(const std::string& selector) {
  return eventually([&] { return has(selector); }, std::chrono::seconds{20});
}

bool WebDriver::shows(const std::string& selector) {
  const auto found = parts_->find(selector);
  return found && parts_->call("GET", "/element/" + *found + "/displayed").as_bool();
}

void WebDriver::click(const std::string& selector) {
  if (!parts_->script) return parts_->press(selector);
  parts_->call("POST", parts_->element(selector) + "/click");
}

void WebDriver::type(const std::string& selector, const std::string& text) {
  if (!parts_->script) {
    parts_->press(selector);
    return parts_->cdp("Input.insertText", {{"text", text}});
  }
  const auto element = parts_->element(selector);
  parts_->call("POST", element + "/clear");
  parts_->call("POST", element + "/value", {{"text", text}});
}

std::string WebDriver::text(const std::string& selector) {
  return std::string{parts_->call("GET", parts_->element(selector) + "/text").as_string()};
}

std::string WebDriver::attribute(const std::string& selector, const std::string& name) {
  const auto value = parts_->call("GET", parts_->element(selector) + "/attribute/" + name);
  return value.is_string() ? std::string{value.as_string()} : std::string{};
}

std::string WebDriver::run(const std::string& body) {
  return json::serialize(parts_->call("POST", "/execute/sync", {{"script", body}, {"args", json::array{}}}));
}

void WebDriver::picture(const std::filesystem::path& file) {
  const auto taken = parts_->call("POST", "/goog/cdp/execute",
                                  {{"cmd", "Page.captureScreenshot"},
                                   {"params", json::object{{"format", "png"}, {"captureBeyondViewport", true}}}});
  const auto bytes = secret::from_base64(taken.as_object().at("data").as_string());
  write_file(file, secret::as_text(bytes.value()));
}

std::vector<std::string> WebDriver::console() {
  std::vector<std::string> lines;
  for (const auto& entry : parts_->log("browser")) lines.emplace_back(entry.as_object().at("message").as_string());
  return lines;
}

std::vector<std::string> WebDriver::requested() {
  std::vector<std::string> urls;
  for (const auto& entry : parts_->log("performance")) {
    const auto event = json::parse(entry.as_object().at("message").as_string()).as_object().at("message").as_object();
    if (event.at("method").as_string() != "Network.requestWillBeSent") continue;
    urls.emplace_back(event.at("params").as_object().at("request").as_object().at("url").as_string());
  }
  return urls;
}

}  // namespace sportello::fakes
