// libcurl's SMTP. It answers 55 to a 4xx and to a 5xx alike, so the server's own code is read; what was asked last is
// seen by listening to the commands (their names only: addresses and texts pass here too).
#include "service/messaging/mail/smtp.h"

#include <curl/curl.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "service/messaging/limits.h"

namespace sportello::messaging {
namespace {

struct CurlCleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListCleanup {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

struct Upload {
  std::string text;
  std::size_t sent = 0;
  std::optional<std::chrono::steady_clock::time_point> ended;  // all of it was read: the server may have it
  ~Upload() { sodium_memzero(text.data(), text.size()); }
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  const auto length = std::min(size * count, upload.text.size() - upload.sent);
  std::memcpy(into, upload.text.data() + upload.sent, length);
  upload.sent += length;
  if (length == 0 && !upload.ended) upload.ended = std::chrono::steady_clock::now();
  return length;
}

enum class Stage { before, recipient, data };

int listen(CURL* /*curl*/, curl_infotype type, char* data, std::size_t size, void* into) {
  if (type != CURLINFO_HEADER_OUT) return 0;
  const std::string_view command{data, size};
  if (command.starts_with("RCPT ")) *static_cast<Stage*>(into) = Stage::recipient;
  if (command.starts_with("DATA")) *static_cast<Stage*>(into) = Stage::data;
  return 0;
}

struct Watch {
  const SmtpOptions& options;
  const Upload& upload;
  const std::atomic<bool>& stopping;
  std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();
};

// Asked about once a second; anything but 0 ends the call.
int look(void* with, curl_off_t /*to_get*/, curl_off_t /*got*/, curl_off_t /*to_give*/, curl_off_t /*given*/) {
  const auto& watch = *static_cast<const Watch*>(with);
  const auto now = std::chrono::steady_clock::now();
  const bool late = watch.upload.ended ? now - *watch.upload.ended > watch.options.last_word
                                       : now - watch.began > watch.options.until_text;
  return late || watch.stopping ? 1 : 0;
}

// `ended`: the server has the whole text. Unless it said a word about it, nobody knows whether it keeps it.
Refusal refusal_of(CURL* curl, CURLcode result, Stage stage, bool ended) {
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  const bool no_word = code < 400 || code > 599;
  if (ended && no_word) return {"no_last_word", Refusal::Kind::unsure};
  switch (result) {
    case CURLE_LOGIN_DENIED: return {"login_denied"};
    case CURLE_USE_SSL_FAILED: return {"no_starttls"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_CACERT_BADFILE: return {"certificate"};
    case CURLE_ABORTED_BY_CALLBACK:
    case CURLE_OPERATION_TIMEDOUT: return {"timed_out"};
    default: break;
  }
  if (no_word) return {"unreachable"};
  const bool for_good = code >= 500 && stage != Stage::before;
  const std::string at = stage == Stage::recipient ? "recipient_" : stage == Stage::data ? "text_" : "smtp_";
  return {at + std::to_string(code), for_good ? Refusal::Kind::for_good : Refusal::Kind::again};
}

}  // namespace

SmtpServer::SmtpServer(SmtpOptions options, std::function<std::chrono::sys_seconds()> now)
    : options_(std::move(options)), now_(std::move(now)) {}

std::expected<Taken, Refusal> SmtpServer::send(const Parcel& parcel) {
  if (!is_plain_address(parcel.to.reveal())) {
    return std::unexpected(Refusal{"no_address", Refusal::Kind::for_good});
  }
  const std::unique_ptr<CURL, CurlCleanup> curl{curl_easy_init()};
  if (!curl) return std::unexpected(Refusal{"out_of_memory"});
  Upload upload{letter(parcel, options_.sender, now_())};
  const std::unique_ptr<curl_slist, ListCleanup> to{
      curl_slist_append(nullptr, ("<" + std::string{parcel.to.reveal()} + ">").c_str())};
  const auto from = "<" + envelope_sender(options_.sender, parcel.id) + ">";
  const std::string password{options_.password.reveal()};
  Stage stage = Stage::before;
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, options_.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_USE_SSL, options_.starttls ? long{CURLUSESSL_ALL} : long{CURLUSESSL_NONE});
  if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
  if (!options_.pin.empty()) set(CURLOPT_PINNEDPUBLICKEY, options_.pin.c_str());
  if (!options_.username.empty()) {
    set(CURLOPT_USERNAME, options_.username.c_str());
    set(CURLOPT_PASSWORD, password.c_str());
  }
  set(CURLOPT_MAIL_FROM, from.c_str());
  set(CURLOPT_MAIL_RCPT, to.get());
  set(CURLOPT_UPLOAD, 1L);
  set(CURLOPT_READFUNCTION, give);
  set(CURLOPT_READDATA, static_cast<void*>(&upload));
  set(CURLOPT_VERBOSE, 1L);
  set(CURLOPT_DEBUGFUNCTION, listen);
  set(CURLOPT_DEBUGDATA, static_cast<void*>(&stage));
  set(CURLOPT_CONNECTTIMEOUT_MS, long{smtp_connect.count()});
  // `look` keeps the two times; these are only above them (libcurl's own for an answer would be two minutes).
  const auto longest = options_.until_text + options_.last_word + std::chrono::seconds{2};
  set(CURLOPT_TIMEOUT_MS, long{longest.count()});
  set(CURLOPT_SERVER_RESPONSE_TIMEOUT, long{std::chrono::ceil<std::chrono::seconds>(longest).count()});
  Watch watch{options_, upload, stopping_};
  set(CURLOPT_FORBID_REUSE,
      1L);  // else libcurl says QUIT at the end without `look`, and waits two minutes for a reply
  set(CURLOPT_NOPROGRESS, 0L);
  set(CURLOPT_XFERINFOFUNCTION, look);
  set(CURLOPT_XFERINFODATA, static_cast<void*>(&watch));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_PROXY, "");
  const auto result = curl_easy_perform(curl.get());
  long code = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
  if (result == CURLE_OK || (upload.ended && code == 250)) return Taken{};  // whatever broke after its word
  return std::unexpected(refusal_of(curl.get(), result, stage, upload.ended.has_value()));
}

}  // namespace sportello::messaging
