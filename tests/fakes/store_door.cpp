// What every store answers, and the acts of the product.
#include "tests/fakes/store_door.h"

#include <stdexcept>

#include "service/store/acts/inviting.h"
#include "service/store/acts/schools.h"
#include "tests/fakes/every_row.h"

namespace sportello::fakes {
namespace {

namespace acts = store::acts;

Ground opened(const ServiceFixture& service) {
  const auto configuration = load_configuration(service.configuration_file());
  if (!configuration) throw std::runtime_error(configuration.error());
  auto ground = open_ground(*configuration);
  if (!ground) throw std::runtime_error(ground.error());
  return std::move(*ground);
}

}  // namespace

StoreDoor::StoreDoor(const ServiceFixture& service) : ground_(opened(service)), dialect_(service.kept().dialect()) {}

std::string StoreDoor::everything() {
  return act([this](store::Session& session) { return every_row(session, dialect_); });
}

std::int64_t StoreDoor::count(const std::string& from_and_where) {
  return act(
      [&](store::Session& session) { return session.first("SELECT COUNT(*) FROM " + from_and_where)->integer(0); });
}

std::string StoreDoor::guardian(const std::string& school, const std::string& document) {
  return act([&](store::Session& session) {
    const auto of = acts::find_school(session, school);
    const auto code = identity::CodiceFiscale::parse(document);
    return acts::find_guardian(session, office(), of->id, office().vault.document_index(of->id, *code))->id;
  });
}

std::string StoreDoor::invite(const std::string& guardian, store::Time now) {
  const auto id = act([&](store::Session& session) {
    const auto whom = acts::guardian_by_id(session, office(), guardian);
    return acts::invite(session, office(), whom, {"", "", "", "it", {}}, now).value().id;
  });
  return std::string{office().vault.link_token(store::LinkKind::invitation, id).reveal()};
}

std::string StoreDoor::freeze_token() {
  return act([&](store::Session& session) {
    const auto link = session.first("SELECT id FROM freeze_link ORDER BY created_at DESC, id LIMIT 1");
    return std::string{office().vault.link_token(store::LinkKind::freeze, link->text(0)).reveal()};
  });
}

std::string StoreDoor::code(const std::string& guardian) {
  return act([&](store::Session& session) {
    const auto row = session.first(
        "SELECT id, code_key_version, code_issue FROM invitation WHERE guardian_id = $1 "
        "ORDER BY created_at DESC, cancelled_at IS NOT NULL LIMIT 1",
        guardian);
    return std::string{office()
                           .vault
                           .one_time_code(static_cast<int>(row->integer(1)), row->text(0),
                                          desk::CodePurpose::invitation, static_cast<int>(row->integer(2)))
                           .reveal()};
  });
}

}  // namespace sportello::fakes
