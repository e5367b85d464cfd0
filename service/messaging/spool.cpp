// Write beside, then rename.
#include "service/messaging/spool.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>

#include "service/shared/secret/bytes.h"

namespace sportello::messaging {

SpoolGateway::SpoolGateway(std::filesystem::path directory) : directory_(std::move(directory)) {}

std::expected<void, Refusal> SpoolGateway::send(const Sms& sms) {
  namespace json = boost::json;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  const auto text = [](std::string_view view) { return json::string(view.data(), view.size()); };
  const json::object message{
      {"to", text(sms.to.reveal())}, {"text", text(sms.text.reveal())}, {"at", milliseconds / 1000}};
  const auto name = std::to_string(milliseconds) + "-" + secret::to_hex(secret::random_bytes(4));
  const auto partial = directory_ / ("." + name + ".part");

  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  std::ofstream out{partial};
  out << json::serialize(message) << "\n";
  out.close();
  if (!out) return std::unexpected(Refusal{"spool_not_writable"});
  std::filesystem::rename(partial, directory_ / (name + ".json"), error);
  if (error) return std::unexpected(Refusal{"spool_not_writable"});
  return {};
}

}  // namespace sportello::messaging
