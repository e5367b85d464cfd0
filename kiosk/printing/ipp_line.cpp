// libcups, used as a client of one printer: no cupsd, no spool, no settings of this machine.
#include "kiosk/printing/ipp_line.h"

#include <arpa/inet.h>
#include <cups/cups.h>
#include <netinet/in.h>
#include <openssl/x509.h>
#include <sodium.h>

#include <array>

#include "service/shared/secret/bytes.h"

namespace sportello::printing {

namespace {

constexpr const char* user = "sportello";

struct Close {
  void operator()(http_t* http) const { httpClose(http); }
};

bool on_this_machine(const std::string& host) {
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24U == IN_LOOPBACKNET;
  return host == "localhost" || host == "::1" || host == "[::1]";
}

// Asked by libcups whenever it has waited a little: whether to wait on.
struct Patience {
  std::chrono::steady_clock::time_point until;
  const std::stop_token& stop;
};
int wait_on(http_t* /*http*/, void* patience) {
  const auto& with = *static_cast<const Patience*>(patience);
  return !with.stop.stop_requested() && std::chrono::steady_clock::now() < with.until ? 1 : 0;
}

const char* no_password(const char* /*prompt*/, http_t* /*http*/, const char* /*method*/, const char* /*resource*/,
                        void* /*data*/) {
  return nullptr;
}

// As the pins of the service: the SHA-256 of the certificate's public key, so that a renewed certificate may keep it.
std::string pin_of(const http_credential_t& credential) {
  const auto* der = static_cast<const unsigned char*>(credential.data);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate{
      d2i_X509(nullptr, &der, static_cast<long>(credential.datalen)), &X509_free};
  if (!certificate) return "";
  unsigned char* key = nullptr;
  const int length = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &key);
  if (length <= 0) return "";
  secret::ByteArray<crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), key, static_cast<unsigned long long>(length));
  OPENSSL_free(key);
  return "sha256//" + secret::to_base64(digest);
}

bool pinned(http_t* http, const std::string& pin) {
  cups_array_t* credentials = nullptr;
  if (httpCopyCredentials(http, &credentials) != 0 || credentials == nullptr) return false;
  const auto* own = static_cast<const http_credential_t*>(cupsArrayFirst(credentials));
  const bool same = own != nullptr && pin_of(*own) == pin;
  httpFreeCredentials(credentials);
  return same;
}

}  // namespace

std::expected<IppAddress, std::string> IppAddress::of(const std::string& uri, const std::string& pin) {
  std::array<char, 32> scheme{};
  std::array<char, HTTP_MAX_URI> user_of_uri{}, host{}, resource{};
  IppAddress address;
  if (httpSeparateURI(HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), scheme.size(), user_of_uri.data(),
                      user_of_uri.size(), host.data(), host.size(), &address.port, resource.data(),
                      resource.size()) < HTTP_URI_STATUS_OK) {
    return std::unexpected(std::string{"the printer's address cannot be read: write ipps://host:631/ipp/print"});
  }
  const std::string_view kind = scheme.data();
  if (kind != "ipp" && kind != "ipps") {
    return std::unexpected(std::string{"the printer's address begins with ipp:// or ipps://"});
  }
  if (user_of_uri[0] != '\0') {
    return std::unexpected(std::string{"the printer's address names a user: take the name away"});
  }
  address.uri = uri;
  address.host = host.data();
  address.resource = resource.data();
  address.encrypted = kind == "ipps";
  address.pin = pin;
  if (!address.encrypted && !on_this_machine(address.host)) {
    return std::unexpected(std::string{"a slip would cross the network in clear: write ipps:// for this printer"});
  }
  if (!address.encrypted && !pin.empty()) {
    return std::unexpected(std::string{"a pin needs a certificate: write ipps:// for this printer"});
  }
  return address;
}

IppLine::Message IppLine::request(ipp_op_t operation) const {
  Message message{ippNewRequest(operation)};  // with character set and language
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, address_.uri.c_str());
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, user);
  return message;
}

IppLine::Message IppLine::ask(const Message& request, std::string_view document, const std::stop_token& stop) const {
  if (stop.stop_requested()) return nullptr;
  cupsSetPasswordCB2(no_password, nullptr);  // of this thread
  const std::unique_ptr<http_t, Close> http{
      httpConnect2(address_.host.c_str(), address_.port, nullptr, AF_UNSPEC,
                   address_.encrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_NEVER, 1,
                   static_cast<int>(limits_.connect.count()), nullptr)};
  if (!http) return nullptr;
  if (!address_.pin.empty() && !pinned(http.get(), address_.pin)) return nullptr;
  Patience patience{std::chrono::steady_clock::now() + (document.empty() ? limits_.answer : limits_.send), stop};
  constexpr double a_little = 0.1;  // seconds: how soon `stop` is heard
  httpSetTimeout(http.get(), a_little, wait_on, &patience);
  const auto status = cupsSendRequest(http.get(), request.get(), address_.resource.c_str(),
                                      ippLength(request.get()) + document.size());
  if (status != HTTP_STATUS_CONTINUE && status != HTTP_STATUS_OK) return nullptr;
  if (!document.empty() &&
      cupsWriteRequestData(http.get(), document.data(), document.size()) != HTTP_STATUS_CONTINUE) {
    return nullptr;
  }
  return Message{cupsGetResponse(http.get(), address_.resource.c_str())};
}

std::vector<std::string> strings_of(const IppLine::Message& message, const char* name) {
  std::vector<std::string> values;
  auto* attribute = ippFindAttribute(message.get(), name, IPP_TAG_ZERO);
  for (int i = 0; attribute != nullptr && i < ippGetCount(attribute); ++i) {
    if (const char* value = ippGetString(attribute, i, nullptr); value != nullptr) values.emplace_back(value);
  }
  return values;
}

std::optional<int> number_of(const IppLine::Message& message, const char* name) {
  auto* attribute = ippFindAttribute(message.get(), name, IPP_TAG_ZERO);
  if (attribute == nullptr ||
      (ippGetValueTag(attribute) != IPP_TAG_INTEGER && ippGetValueTag(attribute) != IPP_TAG_ENUM)) {
    return std::nullopt;
  }
  return ippGetInteger(attribute, 0);
}

bool went_well(const IppLine::Message& message) {
  return message && ippGetStatusCode(message.get()) <= IPP_STATUS_OK_EVENTS_COMPLETE;
}

}  // namespace sportello::printing
