// Write beside, then rename.
#include "service/messaging/spool.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>

namespace sportello::messaging {
namespace {

boost::json::string text(std::string_view view) { return boost::json::string{view.data(), view.size()}; }

}  // namespace

SpoolGateway::SpoolGateway(std::filesystem::path directory, std::string name)
    : directory_(std::move(directory)), name_(std::move(name)) {}

std::expected<Taken, Refusal> SpoolGateway::send(const Parcel& parcel) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  boost::json::object message{
      {"to", text(parcel.to.reveal())}, {"text", text(parcel.text.reveal())}, {"at", milliseconds / 1000}};
  if (parcel.mail) {
    message["subject"] = text(parcel.mail->subject);
    message["language"] = text(parcel.mail->language);
    message["html"] = text(parcel.mail->html.reveal());
  }
  const auto name = std::to_string(milliseconds) + "-" + parcel.id;
  const auto partial = directory_ / ("." + name + ".part");

  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  std::ofstream out{partial};
  out << boost::json::serialize(message) << "\n";
  out.close();
  if (!out) return std::unexpected(Refusal{"spool_not_writable"});
  std::filesystem::rename(partial, directory_ / (name + ".json"), error);
  if (error) return std::unexpected(Refusal{"spool_not_writable"});
  return Taken{};
}

Known SpoolGateway::was_taken(const std::string& id) {
  std::error_code error;
  std::filesystem::directory_iterator files{directory_, error};
  for (; !error && files != std::filesystem::directory_iterator{}; files.increment(error)) {
    const auto name = files->path().filename().string();
    if (!name.starts_with('.') && name.ends_with("-" + id + ".json")) return Known::yes;
  }
  return Known::no;
}

}  // namespace sportello::messaging
