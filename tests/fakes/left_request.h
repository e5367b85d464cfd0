// A request as a kiosk would make it when a guardian leaves one: for tests of whoever opens it.
#pragma once

#include <stdexcept>
#include <string>

#include "service/shared/signing/key.h"
#include "service/shared/wire/sealed_request.h"
#include "service/store/session.h"

namespace sportello::fakes {

struct Left {
  std::string document;
  store::Time made_at{};
  wire::Wish wish = wire::Wish::first_issue;
  std::string language = "it";
};

inline wire::SealedRequest left_request(const Left& left, std::int64_t sequence, const std::string& device,
                                        const signing::SigningKey& key, const secret::SealPublicKey& to) {
  const wire::RequestContent content{secret::SecretText{left.document},
                                     left.wish,
                                     left.language,
                                     left.made_at.time_since_epoch().count(),
                                     secret::to_base64url(secret::random_bytes(16)),
                                     device};
  auto request = wire::seal_request(content, sequence, to, key);
  if (!request) throw std::runtime_error("the test's request does not fit its bounds");
  return std::move(*request);
}

}  // namespace sportello::fakes
