// A box holds JSON, filled up to one size; JSON of the call as in messages.cpp.
#include "service/shared/wire/sealed_request.h"

#include <sodium.h>

#include "service/shared/secret/hash.h"
#include "service/shared/signing/key.h"
#include "service/shared/wire/reading.h"

namespace sportello::wire {
namespace {

constexpr std::string_view mark = "sportello-request-1";
constexpr std::size_t clear_size = sealed_request_size - crypto_box_SEALBYTES;
constexpr char filling = ' ';  // what JSON ends with means nothing
constexpr std::size_t key_id_bytes = 9;
constexpr std::size_t key_id_length = key_id_bytes / 3 * 4;
constexpr std::size_t id_bytes = 16;
constexpr std::size_t longest_document = 16;
constexpr std::size_t longest_language = 8;
constexpr std::size_t longest_device = 64;

// The whole of a base64url text of so many bytes.
constexpr std::size_t base64_length(std::size_t bytes) { return (bytes * 4 + 2) / 3; }

secret::Bytes read_bytes(Fields& fields, std::string_view name, std::size_t size) {
  auto bytes = secret::from_base64url(fields.text(name, base64_length(size)));
  if (!bytes || bytes->size() != size) {
    fields.refuse("field \"" + std::string{name} + "\" must be " + std::to_string(size) + " bytes as base64url");
    return secret::Bytes(size);
  }
  return std::move(*bytes);
}

std::optional<Wish> wish_named(std::string_view name) {
  for (const auto wish : wishes) {
    if (name == name_of(wish)) return wish;
  }
  return std::nullopt;
}

bool is_plain(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

// Plain letters: no store and no message may stumble over what was once taken.
bool has_bounds(const RequestContent& content) {
  const auto id = secret::from_base64url(content.id);
  return is_plain(content.document.reveal(), longest_document) && is_plain(content.language, longest_language) &&
         is_plain(content.device, longest_device) && content.made_at >= 0 && content.made_at <= latest_second && id &&
         id->size() == id_bytes;
}

SealedRequest read_request(Fields& fields) {
  SealedRequest request;
  request.sequence = fields.integer("sequence", 1, highest_number);
  request.made_at = fields.integer("made_at", 0, latest_second);
  request.key_id = fields.text("key_id", key_id_length);
  const auto id = secret::from_base64url(request.key_id);
  if (!id || id->size() != key_id_bytes) fields.refuse("field \"key_id\" must be 9 bytes as base64url");
  request.box = read_bytes(fields, "box", sealed_request_size);
  const auto signature = read_bytes(fields, "signature", request.signature.size());
  std::ranges::copy(signature, request.signature.begin());
  return request;
}

}  // namespace

std::string_view name_of(Wish wish) { return wish == Wish::first_issue ? "first_issue" : "recovery"; }

std::string_view name_of(RequestOutcome outcome) {
  switch (outcome) {
    case RequestOutcome::taken: return "taken";
    case RequestOutcome::too_old: return "too_old";
    case RequestOutcome::unreadable: return "unreadable";
    case RequestOutcome::not_signed: return "not_signed";
    case RequestOutcome::number_taken: return "number_taken";
  }
  return {};
}

std::string sealing_key_id(const secret::SealPublicKey& key) {
  const auto hash = secret::hash(key);
  return secret::to_base64url(secret::BytesView{hash}.first(key_id_bytes));
}

std::string signed_text(const SealedRequest& request, std::string_view device) {
  return std::string{mark} + " " + std::string{device} + " " + std::to_string(request.sequence) + " " +
         std::to_string(request.made_at) + " " + request.key_id + " " +
         secret::to_base64url(secret::hash(request.box));
}

bool is_signed_rightly(const SealedRequest& request, std::string_view device, const signing::PublicKey& key) {
  return signing::verifies(request.signature, signed_text(request, device), key);
}

SealedRequest numbered(SealedRequest request, std::int64_t sequence, std::string_view device,
                       const signing::SigningKey& device_key) {
  request.sequence = sequence;
  request.signature = device_key.sign(signed_text(request, device));
  return request;
}

std::optional<SealedRequest> seal_request(const RequestContent& content, std::int64_t sequence,
                                          const secret::SealPublicKey& to, const signing::SigningKey& device_key) {
  if (!has_bounds(content) || sequence < 1 || sequence > highest_number) return std::nullopt;
  auto clear = json::serialize(json::object{{"document", text(content.document)},
                                            {"wish", text(name_of(content.wish))},
                                            {"language", text(content.language)},
                                            {"made_at", content.made_at},
                                            {"id", text(content.id)},
                                            {"device", text(content.device)}});
  // A shorter text would tell by its box what is in it.
  const bool fits = clear.size() <= clear_size;
  SealedRequest request;
  if (fits) {
    clear.resize(clear_size, filling);
    request = {0, content.made_at, sealing_key_id(to), secret::seal(clear, to), {}};
  }
  sodium_memzero(clear.data(), clear.size());
  if (!fits) return std::nullopt;
  return numbered(std::move(request), sequence, content.device, device_key);
}

std::optional<RequestContent> request_content(std::string_view clear) {
  auto content = read_message<RequestContent>(clear, [](Fields& fields) {
    RequestContent content;
    content.document = fields.secret_text("document", longest_document);
    const auto wish = wish_named(fields.text("wish", 32));
    if (!wish) fields.refuse("field \"wish\" holds a name this API does not know");
    content.wish = wish.value_or(Wish::first_issue);
    content.language = fields.text("language", longest_language);
    content.made_at = fields.integer("made_at", 0, latest_second);
    content.id = fields.text("id", base64_length(id_bytes));
    content.device = fields.text("device", longest_device);
    return content;
  });
  if (!content || !has_bounds(*content)) return std::nullopt;
  return std::move(*content);
}

std::string to_json(const RequestDelivery& message) {
  json::array requests;
  for (const auto& request : message.requests) {
    requests.emplace_back(json::object{{"sequence", request.sequence},
                                       {"made_at", request.made_at},
                                       {"key_id", text(request.key_id)},
                                       {"box", text(secret::to_base64url(request.box))},
                                       {"signature", text(secret::to_base64url(request.signature))}});
  }
  return json::serialize(json::object{{"requests", std::move(requests)}});
}

template <>
Parsed<RequestDelivery> parse(std::string_view body) {
  return read_message<RequestDelivery>(body, [](Fields& fields) {
    RequestDelivery message;
    message.requests =
        read_list<SealedRequest>(fields, "requests", most_requests_at_once, [&](const json::value& value) {
          SealedRequest request;
          read_inner(fields, &value, [&](Fields& inner) { request = read_request(inner); });
          return request;
        });
    if (message.requests.empty()) fields.refuse("field \"requests\" must hold one at least");
    return message;
  });
}

std::string to_json(const RequestsAnswer& message) {
  json::array answers;
  for (const auto& answer : message.answers) {
    answers.emplace_back(json::object{{"sequence", answer.sequence}, {"outcome", text(name_of(answer.outcome))}});
  }
  return json::serialize(json::object{{"answers", std::move(answers)}});
}

template <>
Parsed<RequestsAnswer> parse(std::string_view body) {
  return read_message<RequestsAnswer>(body, [](Fields& fields) {
    RequestsAnswer message;
    message.answers =
        read_list<RequestAnswer>(fields, "answers", most_requests_at_once, [&](const json::value& value) {
          RequestAnswer answer;
          read_inner(fields, &value, [&](Fields& inner) {
            answer.sequence = inner.integer("sequence", 1, highest_number);
            const auto name = inner.text("outcome", 32);
            const auto* const found =
                std::ranges::find(request_outcomes, name, [](auto one) { return name_of(one); });
            if (found == request_outcomes.end())
              inner.refuse("field \"outcome\" holds a name this API does not know");
            if (found != request_outcomes.end()) answer.outcome = *found;
          });
          return answer;
        });
    return message;
  });
}

}  // namespace sportello::wire
