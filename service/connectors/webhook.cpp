// libcurl's easy interface, one handle for all events, so that the line stays open.
#include "service/connectors/webhook.h"

#include <curl/curl.h>
#include <sodium.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "service/metrics/instruments.h"
#include "service/shared/log/log.h"
#include "service/shared/signing/http_signature.h"

namespace sportello::connectors {
namespace {

namespace acts = store::acts;

struct UrlCleanup {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string result{text};
  curl_free(text);
  return result;
}

// As both ends sign it: host in small letters, the port unless it is 443.
std::string authority_of(CURLU* url) {
  auto host = part_of(url, CURLUPART_HOST);
  for (auto& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto port = part_of(url, CURLUPART_PORT);
  return port.empty() || port == "443" ? host : host + ":" + port;
}

std::string target_of(CURLU* url) {
  const auto query = part_of(url, CURLUPART_QUERY);
  return part_of(url, CURLUPART_PATH) + (query.empty() ? "" : "?" + query);
}

// Counts what comes and keeps none of it.
std::size_t skip(char* /*data*/, std::size_t size, std::size_t count, void* seen) {
  auto& so_far = *static_cast<std::size_t*>(seen);
  so_far += size * count;
  return so_far > longest_answer ? 0 : size * count;
}

int watch(void* giving_up, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::atomic<bool>*>(giving_up)->load() ? 1 : 0;
}

// The register means what it says: the same again would be refused again. 409 is what a receiver answers that is
// still busy with this Idempotency-Key.
bool is_final(long status) {
  return status >= 400 && status < 500 && status != 408 && status != 409 && status != 425 && status != 429;
}

std::chrono::seconds wait_before(int attempt, std::chrono::seconds first) {
  const auto doubled = std::min<std::chrono::seconds>(first * (1 << std::clamp(attempt - 1, 0, 12)), longest_wait);
  // A quarter less to a quarter more, so that the schools of one register do not all come back at once.
  const auto ms = std::chrono::milliseconds{doubled}.count();
  const auto jitter = static_cast<std::int64_t>(randombytes_uniform(static_cast<std::uint32_t>(ms / 2 + 1)));
  return std::max<std::chrono::seconds>(
      1s, std::chrono::duration_cast<std::chrono::seconds>(std::chrono::milliseconds{ms - ms / 4 + jitter}));
}

}  // namespace

struct Webhook::Line {
  struct Cleanup {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  std::unique_ptr<CURL, Cleanup> curl{curl_easy_init()};
};

Webhook::Webhook(Tools tools, WebhookOptions options, signing::SigningKey key)
    : tools_(std::move(tools)), options_(std::move(options)), key_(std::move(key)), line_(std::make_unique<Line>()) {}

Webhook::~Webhook() = default;

std::expected<std::unique_ptr<Webhook>, std::string> Webhook::make(Tools tools, WebhookOptions options,
                                                                   signing::SigningKey key) {
  const std::unique_ptr<CURLU, UrlCleanup> url{curl_url()};
  if (!url || curl_url_set(url.get(), CURLUPART_URL, options.url.c_str(), 0) != CURLUE_OK ||
      part_of(url.get(), CURLUPART_SCHEME) != "https" || !part_of(url.get(), CURLUPART_USER).empty()) {
    return std::unexpected("connector.url: write https:// and where the register listens");
  }
  std::unique_ptr<Webhook> webhook{new Webhook{std::move(tools), std::move(options), std::move(key)}};
  if (!webhook->line_->curl) return std::unexpected(std::string{"out of memory"});
  webhook->authority_ = authority_of(url.get());
  webhook->target_ = target_of(url.get());
  return webhook;
}

Webhook::Answer Webhook::post(const std::string& id, std::string_view body) {
  auto* const curl = line_->curl.get();
  curl_easy_reset(curl);  // options go, the open line stays
  const auto digest = signing::content_digest(body);
  const auto created = tools_.now().time_since_epoch().count();
  const auto signature =
      signing::sign({"POST", target_, authority_, digest, id, {}},
                    {created, secret::to_base64url(secret::random_bytes(18)), options_.name}, key_);
  curl_slist* headers = nullptr;
  for (const auto& header :
       {std::string{"Content-Type: application/json"}, "Content-Digest: " + digest, "Idempotency-Key: " + id,
        "Signature-Input: " + signature.input, "Signature: " + signature.signature, std::string{"Expect:"},
        std::string{"User-Agent: Sportello"}}) {
    headers = curl_slist_append(headers, header.c_str());
  }
  std::size_t seen = 0;
  curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
  if (!options_.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
  if (!options_.pin.empty()) curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, options_.pin.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, skip);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &seen);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &giving_up_);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, long{options_.connect.count()});
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, long{options_.total.count()});
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");  // an environment's proxy would learn whom we tell
  const auto result = curl_easy_perform(curl);
  curl_slist_free_all(headers);
  Answer answer;
  // An answer that is too long is one all the same: its first line said what there was to say.
  if (result == CURLE_OK || result == CURLE_WRITE_ERROR)
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  if (answer.status != 0) {
    curl_off_t after = 0;
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &after);
    if (after > 0)
      answer.retry_after = std::min<std::chrono::seconds>(std::chrono::seconds{after}, longest_retry_after);
    answer.word = "http_" + std::to_string(answer.status);
    return answer;
  }
  switch (result) {
    case CURLE_OPERATION_TIMEDOUT: answer.word = "timed_out"; break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CACERT_BADFILE: answer.word = "certificate"; break;
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST: answer.word = "unreachable"; break;
    default: answer.word = "cut_off";
  }
  return answer;
}

bool Webhook::work(const Customer& school) {
  const auto now = tools_.now();
  const auto claimed = store::write_and_wait(tools_.store, [&office = tools_.office, id = school.id,
                                                            process = tools_.process, now](store::Session& session) {
    return acts::claim_event(session, office, id, process, now, now + sending_life);
  });
  if (!claimed || !*claimed) return false;
  const auto& event = **claimed;
  if (event.content.empty()) {
    metrics::connector_results.add({options_.name, "refused"});
    log::event(log::RegisterRefused{.told = event.id,
                                    .connector = options_.name,
                                    .reason = std::string{acts::unreadable},
                                    .attempt = event.attempt});
    return true;
  }
  const auto body = body_of(event, school.code);
  note(event, post(event.id, body.reveal()));
  return true;
}

void Webhook::note(const acts::ClaimedEvent& event, const Answer& answer) {
  const auto now = tools_.now();
  const bool taken = answer.status >= 200 && answer.status < 300;
  std::optional<Time> again;
  if (!taken && !is_final(answer.status)) {
    again = now + std::max(wait_before(event.attempt, options_.first_wait), answer.retry_after.value_or(0s));
    if (*again >= event.not_after) again.reset();
  }
  const auto written = store::write_and_wait(
      tools_.store,
      [id = event.id, attempt = event.attempt, word = answer.word, taken, again, now](store::Session& session) {
        taken ? acts::event_delivered(session, id, attempt, now)
              : acts::event_refused(session, id, attempt, word, again, now);
        return true;
      });
  // Not written: due again when the claim has run out; the register knows the id.
  if (!written) log::event(log::RegisterNotNoted{.told = event.id});
  const auto& name = options_.name;
  metrics::connector_results.add({name, taken ? "delivered" : again ? "put_off" : "refused"});
  if (taken) {
    log::event(log::RegisterTold{.told = event.id, .connector = name, .attempt = event.attempt});
  } else if (again) {
    log::event(
        log::RegisterWaits{.told = event.id, .connector = name, .reason = answer.word, .attempt = event.attempt});
  } else {
    log::event(
        log::RegisterRefused{.told = event.id, .connector = name, .reason = answer.word, .attempt = event.attempt});
  }
}

}  // namespace sportello::connectors
