// Rows of kiosk_request and request_day, and what a request causes.
#include "service/store/acts/requests.h"

#include <algorithm>

#include "service/desk/italian_clock.h"
#include "service/desk/request_answer.h"
#include "service/shared/secret/hash.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/counting.h"
#include "service/store/acts/inviting.h"
#include "service/store/acts/outbox.h"
#include "service/store/acts/people.h"
#include "service/store/acts/standing.h"
#include "service/store/acts/wrong_codes.h"

namespace sportello::store::acts {
namespace {

using Way = desk::RequestAnswered::Way;

constexpr int adult_years = 18;

std::optional<OpenedRequest> open(const Office& office, const Device& device, const wire::SealedRequest& request) {
  const auto clear = office.vault.open_request(request.key_id, request.box);
  if (!clear) return std::nullopt;
  auto content = wire::request_content(clear->reveal());
  // A box from another kiosk's disk, or one whose time was put forward to live longer, is nobody's.
  if (!content || content->device != device.id || content->made_at != request.made_at) return std::nullopt;
  auto document = identity::CodiceFiscale::parse(content->document.reveal());
  if (!document) return std::nullopt;
  return OpenedRequest{std::move(*document), content->wish, std::move(content->language), std::move(content->id)};
}

// One person's request, first of its day or not.
class Answering {
 public:
  Answering(Session& session, const Office& office, const Device& device, const DeliveredRequest& request, Time now)
      : session_(session),
        office_(office),
        device_(device),
        request_(request),
        opened_(*request.opened),
        now_(now),
        index_(office.vault.document_index(device.school_id, opened_.document)),
        guardian_(find_guardian(session, office, device.school_id, index_)) {}

  void run() {
    append(session_, office_,
           {device_.school_id, EventName::request_taken, device_.id, "",
            personal_json({{"guardian", guardian_ ? guardian_->id : ""},
                           {"request", opened_.id},
                           {"wish", wire::name_of(opened_.wish)}})},
           now_);
    const auto answered = desk::answer_request(facts());
    switch (answered.way) {
      case Way::link: return send_link();
      case Way::come_back: send_sms(false); return note(EventName::request_called_back, {});
      case Way::nothing:
        if (answered.why != "again") send_sms(true);  // on its way like everybody's, to nobody
        return note(EventName::request_withheld, answered.why);
    }
  }

 private:
  // By the day it was made and by the day it is taken: a kiosk that was three days without a line brings three of
  // the same person at once, and two kiosks bring two of one day on different ones.
  bool is_again() {
    const auto today = desk::italian_day(now_);
    // A clock that went ahead must not begin days that are still to come.
    const auto made = desk::italian_day(std::min(request_.made_at, now_));
    const bool again =
        session_
            .first("SELECT 1 FROM request_day WHERE school_id = $1 AND document_index = $2 AND day IN ($3, $4)",
                   device_.school_id, index_, today, made)
            .has_value();
    if (again) return true;
    for (const auto& day : {today, made}) {
      session_.exec(
          "INSERT INTO request_day (school_id, document_index, day, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT "
          "DO NOTHING",
          device_.school_id, index_, day, now_ + wire::request_life + desk::day);
    }
    return false;
  }

  desk::RequestFacts facts() {
    desk::RequestFacts facts;
    facts.again = is_again();
    if (facts.again) return facts;
    const auto phone_index = guardian_ && guardian_->phone_index
                                 ? *guardian_->phone_index
                                 : office_.vault.decoy_phone_index(device_.school_id, index_);
    // For everybody, also where a mail goes or nothing: counters must not tell who is on file.
    const auto counted = count_send(session_, office_, device_, "", index_, phone_index, now_);
    facts.sms_spent = !counted || counted->phone_spent;
    facts.withheld = withheld();
    if (!guardian_) return facts;
    facts.office_first = standing_of(session_, office_, *guardian_, now_).acts.empty();
    facts.mail = guardian_->mail.has_value();
    look_at_links(facts);
    return facts;
  }

  std::optional<desk::Withheld> withheld() {
    desk::OpeningFacts facts;
    facts.on_file = guardian_.has_value();
    facts.blocked = guardian_ && guardian_->blocked;
    if (guardian_ && guardian_->phone) facts.phone = std::string{guardian_->phone->reveal()};
    facts.locked = locked_until(session_, device_.school_id, index_, now_).has_value();
    const auto age = opened_.document.age(std::chrono::floor<std::chrono::days>(now_));
    facts.minor = age && *age < adult_years;
    facts.pupil = is_pupil(session_, office_, device_.school_id, opened_.document);
    return desk::withhold(facts, office_.sending);
  }

  void look_at_links(desk::RequestFacts& facts) {
    const auto today = Time{desk::day * (now_.time_since_epoch() / desk::day)};
    const auto row = session_.first(
        "SELECT SUM(CASE WHEN redeemed_at IS NULL AND cancelled_at IS NULL AND expires_at > $2 AND code_sent_at > $3 "
        "THEN 1 ELSE 0 END), SUM(CASE WHEN created_at >= $4 AND device_id <> '' THEN 1 ELSE 0 END) FROM invitation "
        "WHERE guardian_id = $1",
        guardian_->id, now_, now_ - desk::page_cookie_life, today);
    if (row->is_null(0)) return;
    facts.link_in_use = row->integer(0) > 0;
    facts.links_spent = row->integer(1) >= desk::invitations_per_person_day;
  }

  void send_link() {
    // With its own event. It cannot refuse: there is an address, and whoever is a pupil was withheld.
    const auto invited =
        invite(session_, office_, *guardian_, {"", device_.id, "", opened_.language, std::nullopt}, now_);
    if (!invited) throw Failure("a request's invitation was refused");
  }

  void send_sms(bool withheld) {
    Message message;
    message.school_id = device_.school_id;
    message.kind = MessageKind::come_back;
    message.language = opened_.language;
    message.recipient = withheld ? secret::SecretText{nobodys_phone} : *guardian_->phone;
    message.withheld = withheld;
    if (!withheld) message.not_before = desk::out_of_the_night(now_);
    message.not_after = message.not_before.value_or(now_) + desk::notice_life;
    enqueue(session_, office_, message, now_);
  }

  void note(EventName name, std::string_view why) {
    append(session_, office_,
           {device_.school_id, name, device_.id, "",
            personal_json({{"guardian", guardian_ ? guardian_->id : ""}, {"request", opened_.id}, {"why", why}})},
           now_);
  }

  Session& session_;
  const Office& office_;
  const Device& device_;
  const DeliveredRequest& request_;
  const OpenedRequest& opened_;
  const Time now_;
  const secret::Bytes index_;
  const std::optional<Guardian> guardian_;
};

struct Known {
  secret::Bytes box_hash;
  wire::RequestOutcome outcome = wire::RequestOutcome::taken;
};
std::optional<Known> known_of(Session& session, const Device& device, std::int64_t sequence) {
  const auto row = session.first("SELECT box_hash, outcome FROM kiosk_request WHERE device_id = $1 AND sequence = $2",
                                 device.id, sequence);
  if (!row) return std::nullopt;
  const auto* const found =
      std::ranges::find(wire::request_outcomes, row->text(1), [](auto outcome) { return wire::name_of(outcome); });
  if (found == wire::request_outcomes.end()) throw Failure("a request has an outcome that nobody knows");
  return Known{row->blob(0), *found};
}

// New ones alone count: a repeat costs nothing.
Outcome<void> count_new(Session& session, const Device& device, const std::vector<DeliveredRequest>& requests,
                        Time now) {
  const auto fresh = std::ranges::count_if(requests, [&](const DeliveredRequest& request) {
    return request.signed_rightly && !known_of(session, device, request.sequence);
  });
  return count_delivered(session, device, "request", fresh, desk::requests_per_kiosk_day, now);
}

wire::RequestOutcome take_new(Session& session, const Office& office, const Device& device,
                              const DeliveredRequest& request, Time now) {
  using enum wire::RequestOutcome;
  // Its row may be gone by its age: then it was answered, or skipped, long ago.
  const auto over = session.first("SELECT requests_over FROM device WHERE id = $1", device.id);
  if (request.sequence <= over->integer(0)) return too_old;
  auto outcome = request.opened ? taken : unreadable;
  if (request.made_at + wire::request_life <= now) outcome = too_old;
  session.exec(
      "INSERT INTO kiosk_request (device_id, sequence, school_id, box_hash, outcome, delivered_at) VALUES ($1, $2, "
      "$3, $4, $5, $6)",
      device.id, request.sequence, device.school_id, request.box_hash, wire::name_of(outcome), now);
  if (outcome == taken) {
    Answering{session, office, device, request, now}.run();
  } else {
    append(session, office,
           {device.school_id, EventName::request_dropped, device.id, "",
            personal_json({{"why", wire::name_of(outcome)}})},
           now);
  }
  return outcome;
}

TakenRequest take_one(Session& session, const Office& office, const Device& device, const DeliveredRequest& request,
                      Time now) {
  using enum wire::RequestOutcome;
  if (!request.signed_rightly) return {{request.sequence, not_signed}};
  const auto known = known_of(session, device, request.sequence);
  if (!known) return {{request.sequence, take_new(session, office, device, request, now)}};
  if (known->box_hash == request.box_hash) return {{request.sequence, known->outcome}, true};
  // Said in the audit once, or a kiosk that asks again and again would fill it.
  const bool first =
      session.exec(
          "UPDATE kiosk_request SET contested = 1 WHERE device_id = $1 AND sequence = $2 AND contested "
          "= 0",
          device.id, request.sequence) == 1;
  if (first) append(session, office, {device.school_id, EventName::request_refused, device.id, "", ""}, now);
  return {{request.sequence, number_taken}};
}

}  // namespace

std::vector<DeliveredRequest> look_into(Session& session, const Office& office, const Device& device,
                                        const std::vector<wire::SealedRequest>& requests) {
  std::vector<DeliveredRequest> all;
  std::optional<bool> current;
  for (const auto& request : requests) {
    DeliveredRequest one{request.sequence, Time{std::chrono::seconds{request.made_at}}, secret::hash(request.box),
                         wire::is_signed_rightly(request, device.id, device.key), std::nullopt};
    if (one.signed_rightly) {
      if (!office.vault.has_request_key(request.key_id)) {
        if (!current) current = office.vault.is_current(session);
        if (!*current) throw UnknownKey("a request is sealed to a key that came later");
      }
      one.opened = open(office, device, request);
    }
    all.push_back(std::move(one));
  }
  return all;
}

Outcome<std::vector<TakenRequest>> take_requests(Session& session, const Office& office, const Device& device,
                                                 const std::vector<DeliveredRequest>& requests, Time now) {
  if (const auto within = count_new(session, device, requests, now); !within) return std::unexpected(within.error());
  std::vector<TakenRequest> taken;
  taken.reserve(requests.size());
  for (const auto& request : requests) taken.push_back(take_one(session, office, device, request, now));
  return taken;
}

}  // namespace sportello::store::acts
