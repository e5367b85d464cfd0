// GET /token, POST /sms, GET /sms/{order_id}.
#include "tests/fakes/italian_gateway.h"

#include <boost/json.hpp>

namespace sportello::fakes {
namespace {

namespace json = boost::json;
const std::string base = "/API/v1.0/REST";
const std::string basic = "Basic c2N1b2xhOnVuYS1wcm92YQ==";  // scuola:una-prova

std::string header(const HttpRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

}  // namespace

ItalianGateway::ItalianGateway() : server_([this](const HttpRequest& request) { return answer(request); }) {
  server_.on_connect([] {});
}

std::vector<AcceptedSms> ItalianGateway::accepted() const {
  const std::lock_guard lock{mutex_};
  return accepted_;
}
std::vector<std::string> ItalianGateway::mistakes() const {
  const std::lock_guard lock{mutex_};
  return mistakes_;
}
void ItalianGateway::end_tokens() {
  const std::lock_guard lock{mutex_};
  access_token_.clear();
}
void ItalianGateway::set_state(const std::string& state) {
  const std::lock_guard lock{mutex_};
  state_ = state;
}
void ItalianGateway::mistake(const std::string& what) {
  const std::lock_guard lock{mutex_};
  mistakes_.push_back(what);
}
void ItalianGateway::at(Step step, std::function<void()> act) {
  const std::lock_guard lock{mutex_};
  acts_[step] = std::move(act);
}
void ItalianGateway::reach(Step step) {
  std::function<void()> act;
  {
    const std::lock_guard lock{mutex_};
    if (const auto found = acts_.find(step); found != acts_.end()) act = found->second;
  }
  if (act) act();
}

bool ItalianGateway::knows(const HttpRequest& request) {
  const std::lock_guard lock{mutex_};
  return !access_token_.empty() && header(request, "user_key") == "chiave" &&
         header(request, "access_token") == access_token_;
}

std::optional<GatewayAnswer> ItalianGateway::answer(const HttpRequest& request) {
  if (request.target == base + "/token" && request.method == "GET") {
    if (header(request, "authorization") != basic) return GatewayAnswer{404, ""};
    const std::lock_guard lock{mutex_};
    access_token_ = "gettone-" + std::to_string(++tokens_);
    return GatewayAnswer{200, "chiave;" + access_token_};
  }
  if (request.target == base + "/sms" && request.method == "POST") {
    reach(Step::connected);
    return take(request);
  }
  if (request.target.starts_with(base + "/sms/") && request.method == "GET") {
    if (!knows(request)) return GatewayAnswer{401, ""};
    const auto order = request.target.substr(base.size() + 5);
    const std::lock_guard lock{mutex_};
    for (const auto& sms : accepted_) {
      if (sms.order_id != order) continue;
      json::object recipient{{"status", state_}, {"destination", sms.to}};
      return GatewayAnswer{
          200, json::serialize(
                   json::object{{"result", "OK"}, {"recipient_number", 1}, {"recipients", json::array{recipient}}})};
    }
    return GatewayAnswer{404, ""};
  }
  mistake(request.method + " " + request.target);
  return GatewayAnswer{404, ""};
}

std::optional<GatewayAnswer> ItalianGateway::take(const HttpRequest& request) {
  if (!knows(request)) return GatewayAnswer{401, ""};
  reach(Step::read);
  boost::system::error_code error;
  const auto body = json::parse(request.body, error);
  const auto* sms = error ? nullptr : body.if_object();
  const auto text = [&](const char* name) {
    const auto* member = sms == nullptr ? nullptr : sms->if_contains(name);
    const auto* value = member == nullptr ? nullptr : member->if_string();
    if (value == nullptr) mistake(std::string{"no "} + name);
    return value == nullptr ? "" : std::string{*value};
  };
  AcceptedSms accepted{text("order_id"), "", text("message"), text("sender")};
  text("message_type");
  const auto* recipients = sms == nullptr ? nullptr : sms->if_contains("recipient");
  if (recipients == nullptr || !recipients->is_array() || recipients->get_array().size() != 1) {
    mistake("recipient is no list of one");
    return GatewayAnswer{400, ""};
  }
  accepted.to = recipients->get_array().front().as_string().c_str();
  if (!sms->if_contains("returnCredits")) mistake("no returnCredits");
  bool accept = true;
  std::optional<GatewayAnswer> other;
  if (misbehave) other = misbehave(accept);
  if (accept) {
    const std::lock_guard lock{mutex_};
    accepted_.push_back(accepted);
  }
  reach(Step::accepted);
  reach(Step::answered);
  if (misbehave) return other;
  return GatewayAnswer{
      201, json::serialize(json::object{{"result", "OK"}, {"order_id", accepted.order_id}, {"total_sent", 1}})};
}

}  // namespace sportello::fakes
