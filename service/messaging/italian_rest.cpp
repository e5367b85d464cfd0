// GET /token, POST /sms, GET /sms/{order_id}.
#include "service/messaging/italian_rest.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "service/messaging/gsm7.h"

namespace sportello::messaging {
namespace {

namespace json = boost::json;
using store::acts::Delivery;

// The member of an object, as text; "" for anything else.
std::string text_of(const json::value& value, std::string_view name) {
  const auto* object = value.if_object();
  const auto* member = object == nullptr ? nullptr : object->if_contains(json::string_view{name.data(), name.size()});
  const auto* text = member == nullptr ? nullptr : member->if_string();
  return text == nullptr ? "" : std::string{*text};
}

json::value parsed(const std::string& body) {
  boost::system::error_code error;
  auto value = json::parse(body, error);
  return error ? json::value{} : value;
}

// Of {"result":"OK","recipients":[{"status":"DLVRD", …}]}; "" if there is none.
std::string status_in(const json::value& answer) {
  const auto* object = answer.if_object();
  const auto* recipients = object == nullptr ? nullptr : object->if_contains("recipients");
  const auto* list = recipients == nullptr ? nullptr : recipients->if_array();
  return list == nullptr || list->empty() ? "" : text_of(list->front(), "status");
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace

ItalianRestGateway::ItalianRestGateway(ItalianRestOptions options) : options_(std::move(options)) {}

// "user_key;access_token"
std::expected<ItalianRestGateway::Token, Refusal> ItalianRestGateway::token() {
  const std::lock_guard lock{mutex_};  // one asks, the others wait: a token asked for twice may end the first
  if (token_) return *token_;
  HttpCall ask;
  ask.url = options_.url + "/token";
  ask.user = options_.username;
  ask.password = options_.password.reveal();
  ask.ca_file = options_.ca_file;
  const auto answer = http_call(ask);
  // Whatever happened, no message was handed over yet.
  if (!answer) return std::unexpected(Refusal{"token_" + answer.error().reason});
  if (answer->status != 200) return std::unexpected(Refusal{"token_http_" + std::to_string(answer->status)});
  const std::string_view body{answer->body};
  const auto middle = body.find(';');
  const auto end = std::min(body.size(), body.find_first_of("\r\n \t"));
  if (middle == std::string_view::npos || middle == 0 || middle + 1 >= end) {
    return std::unexpected(Refusal{"token_unreadable"});
  }
  token_ = Token{secret::SecretText{body.substr(0, middle)},
                 secret::SecretText{body.substr(middle + 1, end - middle - 1)}};
  return *token_;
}

void ItalianRestGateway::forget(const Token& token) {
  const std::lock_guard lock{mutex_};
  if (token_ && token_->access_token == token.access_token) token_.reset();
}

std::expected<HttpAnswer, Refusal> ItalianRestGateway::call(HttpCall call) {
  call.ca_file = options_.ca_file;
  const auto headers = call.headers;
  for (int attempt = 0;; ++attempt) {
    const auto held = token();
    if (!held) return std::unexpected(held.error());
    call.headers = headers;
    call.headers.push_back("user_key: " + std::string{held->user_key.reveal()});
    call.headers.push_back("Access_token: " + std::string{held->access_token.reveal()});
    auto answer = http_call(call);
    if (!answer || answer->status != 401) return answer;
    forget(*held);
    if (attempt > 0) return answer;
  }
}

std::expected<Taken, Refusal> ItalianRestGateway::send(const Parcel& parcel) {
  const auto text = [](std::string_view view) { return json::string(view.data(), view.size()); };
  json::object message{{"message_type", options_.message_type},
                       {"message", text(parcel.text.reveal())},
                       {"recipient", json::array{text(parcel.to.reveal())}},
                       {"sender", options_.sender},
                       {"order_id", parcel.id},
                       {"returnCredits", false}};
  if (!gsm7_length(parcel.text.reveal())) message["encoding"] = "ucs2";
  HttpCall request;
  request.method = "POST";
  request.url = options_.url + "/sms";
  request.headers = {"Content-Type: application/json"};
  request.body = json::serialize(message);
  const auto answer = call(std::move(request));
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 201) {
    // After a 5xx nobody knows whether it was taken before something broke: the order says.
    const auto kind = answer->status >= 500 ? Refusal::Kind::unsure : Refusal::Kind::again;
    return std::unexpected(Refusal{"http_" + std::to_string(answer->status), kind});
  }
  const auto body = parsed(answer->body);
  if (text_of(body, "result") != "OK") return std::unexpected(Refusal{"result_not_ok"});
  const auto* sent = body.as_object().if_contains("total_sent");
  if (sent != nullptr && sent->is_int64() && sent->as_int64() == 0) return std::unexpected(Refusal{"none_sent"});
  const auto order = text_of(body, "order_id");
  return Taken{order.empty() ? parcel.id : order};
}

Known ItalianRestGateway::was_taken(const std::string& id) {
  HttpCall request;
  request.url = options_.url + "/sms/" + percent_encoded(id);
  const auto answer = call(std::move(request));
  if (!answer) return Known::not_yet;
  if (answer->status == 404) return Known::no;
  if (answer->status != 200) return Known::not_yet;
  return text_of(parsed(answer->body), "result") == "OK" ? Known::yes : Known::no;
}

std::optional<Told> ItalianRestGateway::told(const std::string& id, const std::string& receipt) {
  HttpCall request;
  request.url = options_.url + "/sms/" + percent_encoded(receipt.empty() ? id : receipt);
  const auto answer = call(std::move(request));
  if (!answer || answer->status != 200) return std::nullopt;
  return told_by_italian_rest(status_in(parsed(answer->body)));
}

std::optional<Told> told_by_italian_rest(std::string_view status) {
  using enum Delivery;
  if (status == "DLVRD") return Told{delivered, ""};
  for (const auto* underway : {"SCHEDULED", "WAITING", "SENT", "WAIT4DLVR"}) {
    if (status == underway) return Told{accepted, ""};
  }
  for (const auto* end :
       {"ERROR", "TIMEOUT", "TOOM4NUM", "TOOM4USER", "UNKNPFX", "UNKNRCPT", "INVALIDDST", "BLACKLISTED", "KO"}) {
    if (status == end) return Told{bounced, lower(end)};
  }
  return std::nullopt;
}

}  // namespace sportello::messaging
