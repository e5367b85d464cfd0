// One case per kind; what a school lacks is said before anything is served.
#include "service/registers.h"

#include <set>
#include <utility>

#include "service/connectors/csv_files.h"
#include "service/connectors/webhook.h"
#include "service/store/acts/schools.h"
#include "service/store/acts/telling_register.h"

namespace sportello::service {
namespace {

namespace acts = store::acts;

std::expected<std::unique_ptr<connectors::Connector>, std::string> make(const ConnectorConfiguration& wanted,
                                                                        const connectors::Tools& tools) {
  if (wanted.kind == ConnectorConfiguration::Kind::csv) {
    return std::make_unique<connectors::CsvFiles>(
        tools, connectors::CsvOptions{wanted.name, wanted.folder, std::chrono::seconds{wanted.every_s}});
  }
  auto key = signing::SigningKey::load(wanted.key_file);
  if (!key) {
    return std::unexpected("connector " + wanted.name + ": " + key.error() +
                           ": sportello-service connector key makes one");
  }
  auto webhook = connectors::Webhook::make(
      tools, connectors::WebhookOptions{wanted.name, wanted.url, wanted.ca_file, wanted.pin}, std::move(*key));
  if (!webhook) return std::unexpected(webhook.error());
  return std::unique_ptr<connectors::Connector>{std::move(*webhook)};
}

// What would be lost silently otherwise; nothing: all is well.
std::optional<std::string> lacking(const Configuration& configuration, const connectors::Tools& tools) {
  const auto found = store::read_and_wait(tools.store, [&](store::Session& session) -> std::string {
    for (const auto& connector : configuration.connectors) {
      for (const auto& code : connector.schools) {
        if (!acts::find_school(session, code)) {
          return "connector " + connector.name + ": " + acts::no_school(code);
        }
      }
    }
    for (const auto& school : acts::list_schools(session)) {
      if (auto sentence = acts::register_lacks_key(session, tools.office, school.id)) return std::move(*sentence);
    }
    return "";
  });
  if (!found) return found.error().sentence;
  return found->empty() ? std::nullopt : std::optional{*found};
}

}  // namespace

std::expected<ConnectorWorkers, std::string> start_connectors(const Configuration& configuration,
                                                              const connectors::Tools& tools) {
  if (auto sentence = lacking(configuration, tools)) return std::unexpected(std::move(*sentence));
  std::vector<std::unique_ptr<connectors::Connector>> made;
  for (const auto& wanted : configuration.connectors) {
    auto connector = make(wanted, tools);
    if (!connector) return std::unexpected(connector.error());
    made.push_back(std::move(*connector));
  }
  ConnectorWorkers workers;
  for (std::size_t i = 0; i < made.size(); ++i) {
    const auto& schools = configuration.connectors[i].schools;
    workers.push_back(std::make_unique<connectors::Worker>(tools, std::move(made[i]),
                                                           std::set<std::string>{schools.begin(), schools.end()}));
  }
  return workers;
}

}  // namespace sportello::service
