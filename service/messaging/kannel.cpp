// One POST to smsbox.
#include "service/messaging/kannel.h"

#include <utility>

#include "service/messaging/gsm7.h"
#include "service/messaging/http_call.h"

namespace sportello::messaging {

KannelGateway::KannelGateway(KannelOptions options) : options_(std::move(options)) {}

std::expected<Taken, Refusal> KannelGateway::send(const Parcel& parcel) {
  HttpCall call;
  call.method = "POST";
  call.url = options_.url;
  call.headers = {"X-Kannel-Username: " + options_.username,
                  "X-Kannel-Password: " + std::string{options_.password.reveal()},
                  "X-Kannel-From: " + options_.sender, "X-Kannel-To: " + std::string{parcel.to.reveal()},
                  // GSM-7, or UCS-2 for scripts that it cannot write
                  std::string{"X-Kannel-Coding: "} + (gsm7_length(parcel.text.reveal()) ? "0" : "2"),
                  "X-Kannel-Charset: UTF-8", "Content-Type: text/plain; charset=UTF-8"};
  if (!options_.receipts_url.empty()) {
    call.headers.push_back("X-Kannel-DLR-Mask: 31");
    call.headers.push_back("X-Kannel-DLR-Url: " + options_.receipts_url + "/receipts/kannel/" + parcel.id + "/" +
                           parcel.receipt_token + "/%d");
  }
  call.body = parcel.text.reveal();
  const auto answer = http_call(call);
  if (!answer) return std::unexpected(answer.error());
  if (answer->status != 202) return std::unexpected(Refusal{"http_" + std::to_string(answer->status)});
  return Taken{};
}

Known KannelGateway::was_taken(const std::string& /*id*/) {
  return options_.receipts_url.empty() ? Known::never : Known::not_yet;
}

}  // namespace sportello::messaging
