// Mails: how they are written, and what a real SMTP server makes of them.
#include <thread>

#include "service/messaging/mail/letter.h"
#include "service/messaging/mail/smtp.h"
#include "tests/catch.h"
#include "tests/fakes/service_fixture.h"
#include "tests/fakes/smtp.h"

using namespace sportello;
using namespace sportello::fakes;
using namespace sportello::messaging;
using secret::SecretText;
using Tls = SmtpServerOptions::Tls;

namespace {

Parcel mail_to_somebody(const std::string& to, const std::string& subject = "IC Verdi: è pronto") {
  return {"Aid-1_x", SecretText{to},
          SecretText{"Già fatto.\n.\nuna riga = molto lunga " + std::string(120, 'x') + "\n"},
          MailParts{subject, "IC Verdi, Roma", "it", SecretText{"<p>Già fatto.</p>\n"}}, ""};
}

SmtpOptions options_for(const SmtpServerProcess& server, const std::string& scheme = "smtp://") {
  SmtpOptions options;
  options.url = scheme + server.address();
  options.starttls = false;
  options.sender = {"sportello@verdi.example", "", "ritorni@verdi.example"};
  return options;
}

std::expected<Taken, Refusal> send(SmtpOptions options, const Parcel& parcel) {
  return SmtpServer{std::move(options), [] { return std::chrono::sys_seconds{std::chrono::seconds{1'790'000'000}}; }}
      .send(parcel);
}

// Reads what was written, as a mail reader would.
std::string decoded(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto is_hex = [&](std::size_t digit) {
      return digit < text.size() && std::isxdigit(static_cast<unsigned char>(text[digit])) != 0;
    };
    if (text[at] != '=' || (text.substr(at, 3) != "=\r\n" && !(is_hex(at + 1) && is_hex(at + 2)))) {
      result += text[at];  // also the boundary's, which is in no body
    } else if (text.substr(at, 3) == "=\r\n") {
      at += 2;
    } else {
      result += static_cast<char>(std::stoi(std::string{text.substr(at + 1, 2)}, nullptr, 16));
      at += 2;
    }
  }
  return result;
}

}  // namespace

TEST_CASE("a header is encoded where it must be, folded, and never begins another one") {
  CHECK(encoded_header("plain words") == "plain words");
  CHECK(encoded_header("è") == "=?UTF-8?B?w6g=?=");
  CHECK(encoded_header("a\r\nBcc: x@y.example") == "a  Bcc: x@y.example");
  CHECK(encoded_header("=?UTF-8?B?w6g=?=").starts_with("=?UTF-8?B?PT9V"));
  std::string lengthy;
  for (int i = 0; i < 60; ++i) lengthy += "à€";
  const auto folded = encoded_header(lengthy);
  std::size_t begin = 0;
  while (begin < folded.size()) {
    const auto end = std::min(folded.find("\r\n", begin), folded.size());
    CHECK(end - begin <= 76);
    begin = end + 2;
  }
  CHECK(quoted_printable("a=b è \nend ") == "a=3Db =C3=A8=20\r\nend=20");
  for (const auto* wrong : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nRCPT", "<a@b>", "a@b,c@d"}) {
    CAPTURE(wrong);
    CHECK_FALSE(is_plain_address(wrong));
  }
  CHECK(is_plain_address("d'angelo.maria+scuola@example.org"));
}

TEST_CASE("a letter has what a letter needs, and the same one again has the same Message-ID") {
  const Sender sender{"sportello@verdi.example", "", "ritorni@verdi.example"};
  const auto at = std::chrono::sys_seconds{std::chrono::seconds{1'790'000'000}};
  const auto text = letter(mail_to_somebody("mario@example.org", "IC Verdi: è\r\nBcc: x@y.example"), sender, at);
  const ReceivedMail mail{"", "", text, false, false};
  CHECK(mail.header("From") == "\"IC Verdi, Roma\" <sportello@verdi.example>");
  CHECK(mail.header("To") == "<mario@example.org>");
  CHECK(mail.header("Bcc").empty());
  CHECK(mail.header("Date") == "Mon, 21 Sep 2026 14:13:20 +0000");
  CHECK(mail.header("Message-ID") == "<Aid-1_x@verdi.example>");
  CHECK(mail.header("Auto-Submitted") == "auto-generated");
  CHECK(mail.header("Content-Language") == "it");
  CHECK(mail.header("Content-Type").starts_with("multipart/alternative; boundary="));
  CHECK(decoded(text).contains("<p>Già fatto.</p>"));
  CHECK(letter(mail_to_somebody("mario@example.org"), sender, at + std::chrono::hours{1})
            .contains("Message-ID: <Aid-1_x@verdi.example>"));
  CHECK(envelope_sender(sender, "Aid-1_x") == "ritorni+Aid-1_x@verdi.example");
  CHECK(envelope_sender({"a@b.example", "", ""}, "x") == "a@b.example");
}

TEST_CASE("a real server takes a mail, refuses, defers, takes its time, and hangs up") {
  const SmtpServerProcess server;
  const auto options = options_for(server);
  REQUIRE(send(options, mail_to_somebody("mario@example.org")));
  const auto mail = server.received().at(0);
  CHECK(mail.envelope_from == "ritorni+Aid-1_x@verdi.example");
  CHECK(mail.to == "mario@example.org");
  CHECK(decoded(mail.data).contains("Già fatto.\r\n.\r\nuna riga = molto lunga xxx"));

  const auto refusal = [&](const std::string& to, SmtpOptions with) {
    return send(std::move(with), mail_to_somebody(to)).error();
  };
  using Kind = Refusal::Kind;
  CHECK(refusal("reject@example.org", options).reason == "recipient_550");
  CHECK(refusal("reject@example.org", options).kind == Kind::for_good);
  CHECK(refusal("defer@example.org", options).reason == "recipient_451");
  CHECK(refusal("defer@example.org", options).kind == Kind::again);
  CHECK(refusal("spam@example.org", options).kind == Kind::for_good);
  CHECK(refusal("no address", options).reason == "no_address");
  auto unknown = options;
  unknown.sender = {"nobody@verdi.example", "", ""};  // our fault, not the recipient's
  CHECK(refusal("mario@example.org", unknown).kind == Kind::again);
  CHECK(send(options, mail_to_somebody("slow@example.org")));
  CHECK(refusal("cut@example.org", options).kind == Kind::unsure);
  auto nowhere = options;
  nowhere.url = "smtp://127.0.0.1:" + std::to_string(free_port());
  CHECK(refusal("mario@example.org", nowhere).reason == "unreachable");
  auto wanting = options;
  wanting.starttls = true;  // not offered: nothing leaves in clear
  CHECK(refusal("mario@example.org", wanting).reason == "no_starttls");
  CHECK(server.received().size() == 3);
}

TEST_CASE(
    "a server that looks long at a text is waited for; one that never answers may have it, one that is slow before "
    "not") {
  const SmtpServerProcess server;
  auto options = options_for(server);
  options.until_text = std::chrono::milliseconds{1500};
  CHECK(send(options, mail_to_somebody("filter@example.org")));
  const auto slow = send(options, mail_to_somebody("slow@example.org"));
  CHECK(slow.error().reason == "timed_out");
  CHECK(slow.error().kind == Refusal::Kind::again);
  options.last_word = std::chrono::milliseconds{500};
  const auto silent = send(options, mail_to_somebody("filter@example.org"));
  CHECK(silent.error().reason == "no_last_word");
  CHECK(silent.error().kind == Refusal::Kind::unsure);
}

TEST_CASE("a service that ends does not wait for a mail server's last word") {
  const SmtpServerProcess server;
  SmtpServer smtp{options_for(server), [] { return std::chrono::sys_seconds{}; }};
  const auto began = std::chrono::steady_clock::now();
  std::thread ending{[&] {
    eventually([&] { return !server.received().empty(); });
    smtp.give_up();
  }};
  CHECK(smtp.send(mail_to_somebody("filter@example.org")).error().kind == Refusal::Kind::unsure);
  ending.join();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{4});
}

TEST_CASE("TLS by STARTTLS and from the start: the server is verified, and only then hears our password") {
  const TempFolder folder;
  const auto certificate = make_certificate(folder.path());
  const auto tls = GENERATE(Tls::starttls, Tls::smtps);
  const SmtpServerProcess server{{tls, certificate, tls == Tls::starttls ? "scuola:parola" : ""}};
  auto options = options_for(server, tls == Tls::smtps ? "smtps://" : "smtp://");
  options.starttls = tls == Tls::starttls;
  CHECK(send(options, mail_to_somebody("mario@example.org")).error().reason == "certificate");
  options.ca_file = certificate.certificate;
  if (tls == Tls::starttls) {
    options.username = "scuola";
    options.password = SecretText{"sbagliata"};
    CHECK(send(options, mail_to_somebody("mario@example.org")).error().reason == "login_denied");
    options.password = SecretText{"parola"};
  }
  REQUIRE(send(options, mail_to_somebody("mario@example.org")));
  CHECK(server.received().at(0).tls);
  CHECK(server.received().at(0).login == (tls == Tls::starttls));
  options.pin = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  CHECK(send(options, mail_to_somebody("mario@example.org")).error().reason == "certificate");
  CHECK(server.received().size() == 1);
}

TEST_CASE(
    "a whole service sends its mails by SMTP, in the visit's language; a bounce is known to the office, at once and "
    "later") {
  const SmtpServerProcess server;
  FixtureOptions options;
  options.mail = "\n[mail]\nkind = \"smtp\"\nurl = \"smtp://" + server.address() +
                 "\"\nstarttls = \"off\"\nfrom = \"sportello@verdi.example\"\nbounce_address = "
                 "\"ritorni@verdi.example\"\n";
  ServiceFixture service{options};
  auto kiosk = service.kiosk();
  const auto visit = kiosk.open(families().at(0).document, "zh");
  REQUIRE(visit);
  const auto person = kiosk.check(visit->visit, service.sms_to(families().at(0).phone)->code());
  REQUIRE(person);
  REQUIRE(kiosk.set_credentials(visit->visit, *person, wire::Act::issue, good_password));
  REQUIRE(eventually([&] { return server.received().size() == 1; }));
  const auto mail = server.received().at(0);
  CHECK(mail.to == families().at(0).mail);
  const auto text = decoded(mail.data);
  CHECK(text.contains(public_url + "/not-me/"));
  CHECK(text.contains("<html lang=\"zh\">"));
  const auto month = text.find("月");  // as that language writes a date, filled in on both sides
  REQUIRE(month != std::string::npos);
  CHECK(text.find_first_of("0123456789", month - 2) == month - 2);
  CHECK(text.find_first_of("0123456789", month) == month + std::string_view{"月"}.size());
  const auto id = mail.header("Message-ID").substr(1, mail.header("Message-ID").find('@') - 1);
  CHECK(mail.envelope_from == "ritorni+" + id + "@verdi.example");
  REQUIRE(
      eventually([&] { return service.command({"messages", "list", "--school", school_code}).contains("smtp"); }));
  CHECK(service.command({"messages", "list", "--school", school_code, "--failed"}) == "no message failed");
  service.command({"messages", "bounced", id});
  const auto listed = service.command({"messages", "list", "--school", school_code, "--failed", "--csv"});
  CHECK(listed.contains(id));
  CHECK(listed.contains("bounced"));
  CHECK_FALSE(listed.contains("example.org"));
  CHECK_THROWS(service.command({"messages", "bounced", "nothing"}));
}
