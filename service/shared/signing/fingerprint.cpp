// BLAKE2b of the key, one word a byte.
#include "service/shared/signing/fingerprint.h"

#include <sodium.h>

namespace sportello::signing {
namespace {

constexpr std::array<std::string_view, 256> words = {
    "abete",  "acqua",  "aereo",  "alba",   "amaca",  "aorta",  "arco",   "asino",  "atomo",  "avena", "baco",
    "banco",  "barca",  "basso",  "bello",  "benda",  "bivio",  "bocca",  "bolla",  "bordo",  "bosco", "brina",
    "bruno",  "burro",  "calma",  "cane",   "carta",  "cedro",  "cena",   "cesto",  "cima",   "circo", "citta",
    "clima",  "cobra",  "coda",   "colle",  "conca",  "corda",  "cosmo",  "crema",  "croce",  "cubo",  "culla",
    "cuore",  "dado",   "dama",   "danza",  "data",   "dente",  "desco",  "diga",   "disco",  "dolce", "dono",
    "dote",   "drago",  "duna",   "duomo",  "ebano",  "echi",   "edera",  "elica",  "elmo",   "epoca", "erba",
    "etica",  "falco",  "fame",   "fango",  "fata",   "fava",   "felce",  "ferro",  "festa",  "fiaba", "fico",
    "filo",   "firma",  "fiume",  "fondo",  "forno",  "fumo",   "fungo",  "fuoco",  "gallo",  "gamba", "gara",
    "gatto",  "gemma",  "gesso",  "ghiro",  "globo",  "gomma",  "gonna",  "grano",  "gufo",   "gusto", "idea",
    "igloo",  "iris",   "isola",  "lago",   "lampo",  "lana",   "lardo",  "latte",  "legno",  "lente", "lepre",
    "libro",  "lima",   "linea",  "lira",   "luce",   "luna",   "lupo",   "mais",   "malva",  "mano",  "mare",
    "mela",   "menta",  "mese",   "miele",  "mirto",  "molo",   "monte",  "mora",   "mucca",  "muro",  "museo",
    "nave",   "neve",   "nido",   "noce",   "nonno",  "norma",  "nota",   "nube",   "nuoto",  "oasi",  "olio",
    "ombra",  "onda",   "opera",  "orso",   "orto",   "ovest",  "pace",   "palma",  "pane",   "parco", "pasta",
    "pecora", "penna",  "pera",   "pesce",  "petalo", "piano",  "pietra", "pino",   "piuma",  "poeta", "ponte",
    "porta",  "posta",  "prato",  "prima",  "pulce",  "punto",  "quadro", "quota",  "radice", "ragno", "rame",
    "rana",   "rapa",   "razzo",  "regalo", "remo",   "resina", "rete",   "riccio", "riga",   "rima",  "riso",
    "rosa",   "rotta",  "rubino", "ruota",  "sabbia", "sacco",  "sale",   "sapone", "sasso",  "scala", "sedia",
    "seme",   "sera",   "seta",   "sfera",  "siepe",  "sirena", "slitta", "sole",   "sonno",  "sorso", "spiga",
    "stella", "strada", "suono",  "tappo",  "tasca",  "tavolo", "tazza",  "tegola", "tela",   "tempo", "tenda",
    "terra",  "testa",  "tigre",  "timo",   "tinta",  "tiro",   "topo",   "torre",  "trave",  "treno", "tromba",
    "tubo",   "turno",  "ulivo",  "unico",  "uovo",   "urna",   "valle",  "vapore", "vaso",   "vela",  "vento",
    "verde",  "veste",  "viale",  "vigna",  "viola",  "visita", "vite",   "voce",   "volpe",  "zaino", "zampa",
    "zebra",  "zolla",  "zucca"};

}  // namespace

Fingerprint fingerprint(const PublicKey& key) {
  static_assert(crypto_generichash_BYTES_MIN <= 16);
  secret::ByteArray<16> hash{};
  crypto_generichash(hash.data(), hash.size(), key.data(), key.size(), nullptr, 0);
  Fingerprint result;
  for (std::size_t i = 0; i < result.size(); ++i) result.at(i) = words.at(hash.at(i));
  return result;
}

std::string fingerprint_text(const PublicKey& key) {
  std::string text;
  for (const auto word : fingerprint(key)) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

}  // namespace sportello::signing
