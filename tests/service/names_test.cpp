// Names as plain letters, and numbers where a name is taken.
#include "service/desk/names.h"

#include <set>

#include "tests/catch.h"

using namespace sportello;
using namespace sportello::desk;

namespace {

Names names(std::string_view surname, std::string_view given) {
  return {secret::SecretText{surname}, secret::SecretText{given}};
}

std::uint32_t zero(std::uint32_t) { return 0; }

}  // namespace

TEST_CASE("names become plain small letters") {
  CHECK(plain_letters("Rossi") == "rossi");
  CHECK(plain_letters("D'Angelo") == "dangelo");
  CHECK(plain_letters("De’ Niccolò") == "deniccolo");
  CHECK(plain_letters("Müller-Lüdenscheidt") == "mullerludenscheidt");
  CHECK(plain_letters("Ștefănescu") == "stefanescu");
  CHECK(plain_letters("Çela Ëngjëll") == "celaengjell");
  CHECK(plain_letters("Łukasz Strauß Ærø") == "lukaszstraussaero");
  CHECK(plain_letters("Nguyễn Thị") == "nguyenthi");
  CHECK(plain_letters("Nicolo\u0300") == "nicolo");  // a mark that stands by itself
  CHECK(plain_letters("王") == "x");
  CHECK(plain_letters("") == "x");
  CHECK(plain_letters(std::string(100, 'A')).size() == 24);
  CHECK(plain_letters("\xC3") == "x");  // cut UTF-8 reads nothing beyond its end
}

TEST_CASE("patterns are filled with names, and the rest is drawn") {
  const auto who = names("D'Angelo", "Maria Antonietta");
  CHECK(fill_user_code("{given_name}.{surname}", who, zero) == "mariaantonietta.dangelo");
  CHECK(fill_user_code("G###{surname}@", who, zero) == "G000dangeloA");
  CHECK(fill_mail("{surname}.fam", who, "scuola.example") == "dangelo.fam@scuola.example");
  CHECK(uses_names("x.{surname}"));
  CHECK_FALSE(uses_names("G#######@"));
  CHECK(draws("G#"));
  CHECK_FALSE(draws("{surname}"));
}

TEST_CASE("a homonym gets the lowest free number, before the @ of an address") {
  std::set<std::string> taken = {"rossi.mario"};
  const auto is_taken = [&](const std::string& name) { return taken.contains(name); };
  CHECK(resolve("bianchi.ada", is_taken).given == "bianchi.ada");
  CHECK_FALSE(resolve("bianchi.ada", is_taken).homonym);
  CHECK(resolve("rossi.mario", is_taken).given == "rossi.mario2");
  CHECK(resolve("rossi.mario", is_taken).homonym);
  taken.insert("rossi.mario3");
  CHECK(resolve("rossi.mario", is_taken).given == "rossi.mario2");
  taken.insert("rossi.mario2");
  CHECK(resolve("rossi.mario", is_taken).given == "rossi.mario4");
  CHECK(numbered("rossi@scuola.example", 2) == "rossi2@scuola.example");
  CHECK(numbered("rossi", 1) == "rossi");
}

TEST_CASE("patterns that cannot work are refused") {
  CHECK_FALSE(mistake_in_user_code("G#######@"));
  CHECK_FALSE(mistake_in_user_code("{surname}.{given_name}"));
  CHECK(mistake_in_user_code("G###"));
  CHECK(mistake_in_user_code("{surname}{class}"));
  CHECK(mistake_in_user_code("######## "));
  CHECK(mistake_in_user_code(std::string(33, '#')));
  CHECK_FALSE(mistake_in_mail("{surname}.fam"));
  CHECK(mistake_in_mail("fam"));
  CHECK(mistake_in_mail("{surname}@x"));
  CHECK(mistake_in_mail("{surname}..{given_name}"));
  CHECK(mistake_in_mail(".{surname}"));
}
