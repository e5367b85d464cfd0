// The order of a slip. Words come from the texts; what is missing leaves no gap.
#include "kiosk/printing/slip.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace sportello::printing {

namespace {

using widgets::TextKey;
using namespace widgets::literals;

TextKey title_of(wire::Act act) {
  switch (act) {
    case wire::Act::issue: return "slip.issue"_t;
    case wire::Act::reset_password: return "slip.reset_password"_t;
    case wire::Act::change_password: return "slip.change_password"_t;
    case wire::Act::recover_user_code: return "slip.recover_user_code"_t;
    case wire::Act::renew_pin: return "slip.renew_pin"_t;
    case wire::Act::remove_pin: return "slip.remove_pin"_t;
  }
  return "slip.issue"_t;
}

// A two or three digit text would be found in any address by chance.
constexpr std::size_t least_to_look_for = 4;

bool holds(std::string_view address, const secret::SecretText& what) {
  return what.size() >= least_to_look_for && address.find(what.reveal()) != std::string_view::npos;
}

// 22/11/2026, as everybody in the country writes it, whatever their language.
std::string day_of(const Moment& when) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%02d/%02d/%04d", when.day, when.month, when.year);
  return text.data();
}
std::string time_of(const Moment& when) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", when.hour, when.minute);
  return text.data();
}

std::string without_scheme(const std::string& address) { return address.substr(address.find("://") + 3); }

}  // namespace

std::string address_on_paper(const Slip& slip) {
  const std::string& url = slip.login_url;
  if (!url.starts_with("https://") && !url.starts_with("http://")) return "";
  const auto from = url.find("://") + 3;
  const auto authority = std::string_view{url}.substr(from, url.find_first_of("/?#", from) - from);
  if (authority.empty() || authority.find('@') != std::string_view::npos) return "";
  if (std::ranges::any_of(url, [](unsigned char c) { return c <= 0x20 || c == 0x7F; })) return "";
  if (holds(url, slip.user_code) || (slip.pin && holds(url, *slip.pin))) return "";
  return url;
}

std::vector<Block> blocks_of(const Slip& slip, const widgets::Texts& texts) {
  return blocks_of(
      slip, [&](TextKey key, widgets::Arguments arguments) { return texts.get(slip.language, key, arguments); });
}

std::vector<Block> blocks_of(const Slip& slip, const Say& words_of) {
  std::vector<Block> blocks;
  const auto say = [&](TextKey key, widgets::Arguments arguments = {}) { return words_of(key, arguments); };
  const auto line = [&](Look look, widgets::Words words) {
    if (!widgets::flat(words).empty()) blocks.emplace_back(Line{look, std::move(words)});
  };
  line(Look::school, widgets::plain(slip.school));
  line(Look::title, say(title_of(slip.act)));
  blocks.emplace_back(Rule{});
  if (!slip.user_code.empty()) {
    line(Look::label, say("slip.user_code"_t));
    blocks.emplace_back(Hidden{slip.user_code});
  }
  if (slip.pin && !slip.pin->empty()) {
    line(Look::label, say("slip.pin"_t));
    blocks.emplace_back(Hidden{*slip.pin});
  }
  line(Look::sentence, say("slip.password"_t));
  if (const auto address = address_on_paper(slip); !address.empty()) {
    blocks.emplace_back(Rule{});
    line(Look::label, say("slip.where"_t));
    line(Look::strong, widgets::plain(without_scheme(address)));
    line(Look::sentence, say("slip.scan"_t));
    blocks.emplace_back(Square{address});
  }
  blocks.emplace_back(Rule{});
  line(Look::strong, say("slip.keep"_t));
  const auto& office = slip.office;
  const auto& contact = slip.contact;
  if (!office.name.empty() || !office.place.empty() || !office.hours.empty() || !office.phone.empty()) {
    line(Look::label, say("slip.office"_t));
    for (const auto& text : {office.name, office.place, office.hours, office.phone}) {
      line(Look::small, widgets::plain(text));
    }
  }
  if (!contact.name.empty()) {
    line(Look::label, say("slip.contact"_t));
    for (const auto& text : {contact.name, contact.phone, contact.mail, contact.hours}) {
      line(Look::small, widgets::plain(text));
    }
  }
  if (slip.when.year == 0) return blocks;
  blocks.emplace_back(Rule{});
  line(Look::small, say("slip.when"_t, {{"date", day_of(slip.when)}, {"time", time_of(slip.when)}}));
  return blocks;
}

}  // namespace sportello::printing
