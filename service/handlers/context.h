// What every handler may use, and what it is called with. Owns nothing: service.cpp does, and outlives it. Each
// request has a copy of its own, which ends with it.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "service/desk/password_policy.h"
#include "service/handlers/rates.h"
#include "service/hashing/pool.h"
#include "service/http/message.h"
#include "service/invitation/site.h"
#include "service/shared/secret/secret.h"
#include "service/shared/signing/http_signature.h"
#include "service/store/acts/devices.h"
#include "service/store/acts/office.h"
#include "service/store/store.h"

namespace sportello::handlers {

using store::Time;

struct Context {
  store::Store& store;
  const store::acts::Office& office;
  hashing::Pool& pool;
  const desk::CommonPasswords& common;
  const std::set<std::string, std::less<>>&
      authorities;                        // host[:port], lower case: the names under which we are asked
  const secret::Secret& hash_of_nothing;  // compared where there is no account, so that it costs the same
  std::function<Time()> now;
  std::function<void()> wake_worker;            // after a commit: a message may wait
  const invitation::Site* site = nullptr;       // words and files of the web pages
  Rates* rates = nullptr;                       // nullptr: none
  const std::atomic<bool>* draining = nullptr;  // set: the service is about to stop and says so to who asks
  std::string request = {};                     // the id of the request that is being answered, for the log
};

// Who asks, proved. Exactly one of device and login page, but for enrolment (neither).
struct Caller {
  std::optional<store::acts::Device> device;
  std::optional<store::acts::LoginPage> login_page;
  signing::SignatureParameters signature;
};

struct Route;

// One call of a route's handler. Lives in the dispatcher until the answer is there.
struct Call {
  Context& context;
  const http::Request& request;
  const Route& route;
  const Caller& caller;
  Time now;
};

}  // namespace sportello::handlers
