// Enrolment: key first, then the code, then the id. A step that fails can be taken again.
#include "kiosk/register/enrolment.h"

#include <filesystem>
#include <fstream>

#include "kiosk/register/signed_client.h"
#include "kiosk/register/witness.h"
#include "service/shared/signing/fingerprint.h"
#include "service/shared/wire/messages.h"

namespace sportello::reg {
namespace {

constexpr std::string_view key_id_before_enrolment = "enrol";  // as the service expects of a key it does not know

std::filesystem::path key_file(const config::DeviceConfiguration& configuration) {
  return configuration.device_directory / "device.key";
}
std::filesystem::path id_file(const config::DeviceConfiguration& configuration) {
  return configuration.device_directory / "device.id";
}

std::expected<void, std::string> write_id(const std::filesystem::path& file, const std::string& id) {
  const auto temporary = file.string() + ".new";
  {
    std::ofstream out{temporary};
    out << id << "\n";
    if (!out.flush())
      return std::unexpected("cannot write " + file.string() + ": check the disk and the folder's rights");
  }
  std::error_code error;
  std::filesystem::rename(temporary, file, error);
  if (error) return std::unexpected("cannot write " + file.string() + ": " + error.message());
  return {};
}

}  // namespace

std::expected<DeviceIdentity, std::string> load_identity(const config::DeviceConfiguration& configuration) {
  std::string id;
  std::ifstream in{id_file(configuration)};
  if (!(in >> id)) {
    return std::unexpected(
        "this device is not enrolled: run sportello-kiosk enrol --code CODE with the code of the "
        "enrolment sheet");
  }
  auto key = signing::SigningKey::load(key_file(configuration));
  if (!key) return std::unexpected(key.error());
  return DeviceIdentity{std::move(*key), std::move(id)};
}

std::expected<Enrolled, std::string> enrol(const config::DeviceConfiguration& configuration,
                                           const std::string& code) {
  std::error_code error;
  std::filesystem::create_directories(configuration.device_directory, error);
  if (std::filesystem::exists(id_file(configuration))) {
    return std::unexpected("this device is enrolled already: to enrol it anew, move " +
                           configuration.device_directory.string() + " away");
  }
  if (!std::filesystem::exists(key_file(configuration))) {
    if (auto saved = signing::SigningKey::generate().save(key_file(configuration)); !saved) {
      return std::unexpected(saved.error());
    }
  }
  auto key = signing::SigningKey::load(key_file(configuration));
  if (!key) return std::unexpected(key.error());
  const auto public_key = key->public_key();

  SignedClient client{configuration.service_url, configuration.service_pins, std::move(*key),
                      std::string{key_id_before_enrolment}};
  const auto response =
      client.send({"POST", "/v1/device/enrol", to_json(wire::EnrolRequest{code, public_key}), std::nullopt, {}});
  if (!response) return std::unexpected(response.error().sentence + ": check [service] url and the network");
  if (response->status >= 400) {
    const auto problem = wire::problem_from_json(response->body);
    if (problem && problem->code == wire::Code::enrolment_refused) {
      return std::unexpected(
          "the service refused the code: it is used, older than 72 hours or mistyped; ask for a new "
          "one with sportello-service device enrol-code");
    }
    return std::unexpected("the service refused the enrolment" +
                           (problem ? ": " + problem->detail : " with status " + std::to_string(response->status)));
  }
  const auto answer = wire::parse<wire::EnrolAnswer>(response->body);
  if (!answer) return std::unexpected("the service's answer: " + answer.error().sentence);
  if (answer->audit_key) {
    auto witness = Witness::load(Witness::file_of(configuration), answer->device);
    if (auto learned = witness.learn(*answer->audit_key); !learned) return std::unexpected(learned.error());
  }
  if (auto written = write_id(id_file(configuration), answer->device); !written) {
    return std::unexpected(written.error());
  }
  return Enrolled{answer->device, signing::fingerprint_text(public_key), answer->school_name};
}

}  // namespace sportello::reg
