// Builds the body from its template, reads success from the answer.
#include "service/messaging/generic_http.h"

#include <boost/json.hpp>
#include <utility>

#include "service/messaging/filling.h"

namespace sportello::messaging {
namespace {

namespace json = boost::json;
using Auth = GenericHttpOptions::Auth;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

// Puts `value` at "a.b" or "a[]".
void put(json::object& into, std::string_view path, std::string_view value) {
  const auto dot = path.find('.');
  if (dot != std::string_view::npos) {
    auto& inner = into[view(path.substr(0, dot))];
    if (!inner.is_object()) inner = json::object{};
    return put(inner.get_object(), path.substr(dot + 1), value);
  }
  if (path.ends_with("[]")) {
    into[view(path.substr(0, path.size() - 2))] = json::array{json::value(view(value))};
  } else {
    into[view(path)] = view(value);
  }
}

// The member at "a.b", as text; numbers and truths too. Nothing: it is not there.
std::optional<std::string> member(const std::string& body, std::string_view path) {
  boost::system::error_code error;
  const auto whole = json::parse(body, error);
  if (error) return std::nullopt;
  const auto* at = &whole;
  while (true) {
    const auto dot = path.find('.');
    const auto* object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains(view(path.substr(0, dot)));
    if (at == nullptr) return std::nullopt;
    if (dot == std::string_view::npos) break;
    path.remove_prefix(dot + 1);
  }
  if (const auto* text = at->if_string()) return std::string{*text};
  return json::serialize(*at);
}

}  // namespace

GenericHttpGateway::GenericHttpGateway(GenericHttpOptions options) : options_(std::move(options)) {}

HttpCall GenericHttpGateway::prepared(std::string method, std::string url) const {
  HttpCall call;
  call.method = std::move(method);
  call.url = std::move(url);
  call.ca_file = options_.ca_file;
  if (options_.auth == Auth::basic) {
    call.user = options_.username;
    call.password = options_.secret.reveal();
  } else if (options_.auth == Auth::header) {
    call.headers.push_back(options_.auth_field + ": " + std::string{options_.secret.reveal()});
  }
  return call;
}

bool GenericHttpGateway::succeeded(const HttpAnswer& answer) const {
  if (answer.status != options_.success_status) return false;
  return options_.success_field.empty() || member(answer.body, options_.success_field) == options_.success_value;
}

std::expected<Taken, Refusal> GenericHttpGateway::send(const Parcel& parcel) {
  Values values;
  values.others.emplace("to", parcel.to);
  values.others.emplace("text", parcel.text);
  values.others.emplace("id", secret::SecretText{parcel.id});
  values.others.emplace("sender", secret::SecretText{options_.sender});
  auto fields = options_.body;
  for (auto& [name, value] : fields) value = filled(value, values);
  if (options_.auth == Auth::body) fields[options_.auth_field] = options_.secret.reveal();

  auto call = prepared(options_.method, options_.url);
  if (options_.encoding == GenericHttpOptions::Encoding::json) {
    json::object object;
    for (const auto& [name, value] : fields) put(object, name, value);
    call.body = json::serialize(object);
    call.headers.emplace_back("Content-Type: application/json");
  } else {
    for (const auto& [name, value] : fields) {
      call.body += (call.body.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    }
    call.headers.emplace_back("Content-Type: application/x-www-form-urlencoded; charset=UTF-8");
  }
  const auto answer = http_call(call);
  if (!answer) return std::unexpected(answer.error());
  if (!succeeded(*answer)) {
    const bool status = answer->status != options_.success_status;
    return std::unexpected(Refusal{status ? "http_" + std::to_string(answer->status) : "answer_not_ok",
                                   answer->status >= 500 ? Refusal::Kind::unsure : Refusal::Kind::again});
  }
  return Taken{options_.id_field.empty() ? "" : member(answer->body, options_.id_field).value_or("")};
}

Known GenericHttpGateway::was_taken(const std::string& id) {
  if (options_.state_url.empty()) return Known::never;
  Values values;
  values.others.emplace("id", secret::SecretText{percent_encoded(id)});
  const auto answer = http_call(prepared("GET", filled(options_.state_url, values)));
  if (!answer || answer->status >= 500) return Known::not_yet;
  return succeeded(*answer) ? Known::yes : Known::no;
}

}  // namespace sportello::messaging
