// guardian export (GDPR 15) and guardian erase (GDPR 17). Who is meant is read from standard input, or named by --id.
#include <boost/json.hpp>
#include <filesystem>
#include <memory>
#include <ostream>

#include "service/commands/trees.h"
#include "service/commands/who.h"
#include "service/commands/with_ground.h"
#include "service/paper/private_file.h"
#include "service/store/acts/audit.h"
#include "service/store/acts/erasing.h"
#include "service/store/acts/person_export.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;
namespace json = boost::json;

struct Options {
  std::string school, id;
  std::filesystem::path out;
  bool readable = false, confirm = false, with_pupils = false;
};

// What each part is called where people read it.
constexpr std::pair<std::string_view, std::string_view> titles[] = {
    {"person", "Dati della persona"},
    {"pupils", "Alunni"},
    {"roles", "Ruolo verso gli alunni"},
    {"credentials", "Credenziali (la password non si può leggere)"},
    {"commitments", "Impegni accettati"},
    {"visits", "Visite al totem"},
    {"invitations", "Inviti"},
    {"mail_changes", "Cambi di indirizzo in attesa"},
    {"reports", "Segnalazioni di dati errati"},
    {"second_set_requests", "Richieste di una seconda coppia di credenziali"},
    {"homonyms", "Nomi già presi da altri"},
    {"messages", "Messaggi (destinatario e testo non si conservano)"},
    {"register_events", "Comunicazioni al registro elettronico"},
    {"wrong_codes", "Codici errati"},
    {"wrong_logins", "Accessi errati"},
    {"audit", "Registro delle operazioni"},
};

std::string plain(const json::value& value) {
  if (value.is_null()) return "–";
  if (const auto* text = value.if_string()) return {text->data(), text->size()};
  return json::serialize(value);
}

std::string readable(const json::object& told) {
  std::string text;
  for (const auto& [name, title] : titles) {
    text += std::string{title} + "\n";
    const auto* part = told.if_contains(json::string_view{name.data(), name.size()});
    if (part == nullptr || part->as_array().empty()) {
      text += "  nessuno\n\n";
      continue;
    }
    for (const auto& row : part->as_array()) {
      for (const auto& member : row.as_object()) {
        text += "  " + std::string{member.key()} + ": " + plain(member.value()) + "\n";
      }
      text += "\n";
    }
  }
  return text;
}

std::string as_text(const json::object& told, bool for_people) {
  if (for_people) return readable(told);
  std::string text = "{\n";
  for (const auto& member : told) {
    const bool last = &member == &*(told.end() - 1);
    text += "  " + json::serialize(member.key()) + ": " + json::serialize(member.value()) + (last ? "\n" : ",\n");
  }
  return text + "}\n";
}

// The person who is meant.
acts::Told<acts::Footprint> found(Ground& ground, const Options& options, const std::string& sought) {
  using Found = acts::Told<acts::Footprint>;
  auto result = store::read_and_wait(*ground.store, [&, at = now()](store::Session& session) -> Found {
    const auto school = acts::find_school(session, options.school);
    if (!school) return std::unexpected(acts::no_school(options.school));
    const auto id = meant(session, *ground.office, school->id, options.id, sought, at);
    if (!id) return std::unexpected(id.error());
    auto footprint = acts::footprint_of(session, *ground.office, school->id, *id);
    if (!footprint) return std::unexpected("nobody found: look with sportello-service guardian find");
    return std::move(*footprint);
  });
  if (!result) return std::unexpected(result.error().sentence);
  return std::move(*result);
}

std::string sought_of(const CommandLine& line, const Options& options) {
  return options.id.empty() ? typed(line) : std::string{};
}

int nobody_named(const CommandLine& line) {
  return failed(line, "nobody was named: add --id from guardian find, or type or pipe a codice fiscale");
}

int give(const CommandLine& line, const std::filesystem::path& out, const std::string& text) {
  if (out.empty()) {
    *line.out << text << std::flush;
    return *line.out ? 0 : failed(line, "the export cannot be written");
  }
  auto file = paper::PrivateFile::create(out);
  if (!file) return failed(line, file.error());
  if (!file->write(text) || !file->flush() || !file->publish()) {
    return failed(line, out.string() + ": cannot be written: is the disk full?");
  }
  *line.out << "written to " << out.string() << ", for nobody but you to read\n";
  return 0;
}

int export_person(const CommandLine& line, const Options& options) {
  const auto sought = sought_of(line, options);
  if (options.id.empty() && sought.empty()) return nobody_named(line);
  return with_ground(line, [&](Ground& ground) {
    const auto footprint = found(ground, options, sought);
    if (!footprint) return failed(line, footprint.error());
    // Noted before anything is shown, so that the export holds its own event.
    const auto noted = store::write_and_wait(*ground.store, [&, at = now()](store::Session& session) {
      acts::append(session, *ground.office,
                   {footprint->school_id, acts::EventName::guardian_exported, "", "",
                    acts::personal_json({{"guardian", footprint->guardian_id}})},
                   at);
      return true;
    });
    if (!noted) return failed(line, noted.error().sentence);
    const auto told = store::read_and_wait(
        *ground.store, [&](store::Session& session) { return acts::told_of(session, *ground.office, *footprint); });
    if (!told) return failed(line, told.error().sentence);
    return give(line, options.out, as_text(*told, options.readable));
  });
}

void show_what_goes(const CommandLine& line, const acts::Footprint& of, bool with_pupils) {
  auto& out = *line.out;
  const auto goes = [&](std::size_t count, std::string_view what) {
    if (count > 0) out << "  " << count << " " << what << '\n';
  };
  out << "Goes:\n  the person: codice fiscale, names, phone, mail\n";
  goes(of.accounts.size(), "set of credentials: no login from then on");
  goes(of.visits.size(), "visits");
  goes(of.invitations.size(), "invitations");
  goes(of.messages.size(), "messages");
  goes(of.reports.size(), "reports of wrong data");
  goes(of.authorisations.size(), "requests of a second set, by their reference");
  out << "  acceptances of commitments: export them first, if the school needs them\n"
         "  what stands beside the audit about them, in whatever act\n";
  if (with_pupils) goes(of.lone_pupils.size(), "pupils who have no other guardian, with their credentials");
  out << "Stays:\n"
         "  the events of the audit, without who was concerned: the chain must hold\n";
  if (const auto stay = of.pupils.size() - (with_pupils ? of.lone_pupils.size() : 0); stay > 0) {
    out << "  " << stay << " pupils: they are the school's";
    if (!with_pupils && !of.lone_pupils.empty()) {
      out << "; " << of.lone_pupils.size() << " of them have no other guardian (--with-pupils erases those)";
    }
    out << '\n';
  }
  out << "  backups and files that were exported, until they are deleted; the register, which is asked by itself\n";
  if (!of.pupils.empty()) {
    out << "Mind: their pupils are at the school. As long as it must reach them, the right to be erased does not "
           "apply (GDPR 17.3 b).\n";
  }
  if (of.blocked) out << "Mind: they are blocked. A later import would bring them back, not blocked.\n";
  out << "Mind: if the next import names them, they come back, as somebody new.\n";
}

int erase_person(const CommandLine& line, const Options& options) {
  const auto sought = sought_of(line, options);
  if (options.id.empty() && sought.empty()) return nobody_named(line);
  return with_ground(line, [&](Ground& ground) {
    const auto footprint = found(ground, options, sought);
    if (!footprint) return failed(line, footprint.error());
    if (!options.confirm) {
      show_what_goes(line, *footprint, options.with_pupils);
      *line.out << "Nothing was erased. To do it, add --confirm.\n";
      return 0;
    }
    const auto erased = acts::forget(*ground.store, *ground.office,
                                     {footprint->school_id, {footprint->guardian_id}, options.with_pupils}, now());
    if (!erased) return failed(line, erased.error().sentence);
    for (const auto& [what, rows] : *erased) *line.out << what << ": " << rows << '\n';
    *line.out << "guardian " << footprint->guardian_id << " erased\n";
    return 0;
  });
}

}  // namespace

void add_rights_commands(CLI::App& guardian, CommandLine& line) {
  auto options = std::make_shared<Options>();
  const auto add_who = [&](CLI::App* command) {
    command->add_option("--school", options->school, "The school's code")->required();
    command->add_option("--id", options->id,
                        "From guardian find; without it, who is meant is read from standard input");
    return command;
  };
  auto* give_out = add_who(guardian.add_subcommand(
      "export", "Everything that is held about one guardian, as JSON, to hand over when they ask for it"));
  give_out->add_flag("--readable", options->readable, "As text for people, in Italian");
  give_out->add_option("--out", options->out, "Into a new file that nobody else can read, in place of the screen");
  give_out->footer(
      "Example: sportello-service guardian export --school RMIC817009 --id ID --readable --out person.txt");
  give_out->callback([&line, options] { line.exit_code = export_person(line, *options); });
  auto* erase = add_who(guardian.add_subcommand(
      "erase", "Show what of a guardian goes and what must stay; with --confirm, erase it for good"));
  erase->add_flag("--confirm", options->confirm, "Erase");
  erase->add_flag("--with-pupils", options->with_pupils, "Also pupils who have no other guardian");
  erase->footer("Example: sportello-service guardian erase --school RMIC817009 --id ID");
  erase->callback([&line, options] { line.exit_code = erase_person(line, *options); });
}

}  // namespace sportello::commands
