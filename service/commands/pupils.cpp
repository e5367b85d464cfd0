// pupils credentials: a class's own credentials, on letters to cut or by mail. What is made here is shown nowhere
// else.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <thread>

#include "service/commands/italian.h"
#include "service/commands/one_write.h"
#include "service/commands/trees.h"
#include "service/desk/made_password.h"
#include "service/hashing/argon2id.h"
#include "service/paper/letters_pdf.h"
#include "service/paper/private_file.h"
#include "service/store/acts/pupil_credentials.h"
#include "service/store/acts/schools.h"

namespace sportello::commands {
namespace {

namespace acts = store::acts;

struct Options {
  std::string school, language = "it";
  std::filesystem::path letters;
  acts::PupilsWish wish;
};

struct Planned {
  acts::School school;
  acts::SchoolSettings settings;
  acts::PupilsPlan plan;
};

acts::Told<Planned> plan(Ground& ground, const Options& options) {
  auto read = store::read_and_wait(*ground.store, [&, at = now()](store::Session& session) -> acts::Told<Planned> {
    const auto school = acts::find_school(session, options.school);
    if (!school) return std::unexpected(acts::no_school(options.school));
    auto planned = acts::plan_pupils(session, *ground.office, school->id, options.wish, at);
    if (!planned) return std::unexpected(planned.error());
    return Planned{*school, acts::school_settings(session, school->id), std::move(*planned)};
  });
  if (!read) return std::unexpected(read.error().sentence);
  return std::move(*read);
}

acts::Told<desk::CommonPasswords> common_passwords(const CommandLine& line) {
  const auto configuration = load_configuration(line.configuration);
  if (!configuration) return std::unexpected(configuration.error());
  std::ifstream in{configuration->common_passwords, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  if (!in.is_open()) {
    return std::unexpected(configuration->common_passwords.string() +
                           " cannot be read: name a list under service.common_passwords");
  }
  return desk::CommonPasswords::from_lines(text);
}

// A password and its hash for each, on every core.
acts::Told<std::vector<acts::MadePassword>> make_passwords(const acts::PupilsPlan& plan,
                                                           const desk::CommonPasswords& common) {
  std::vector<acts::MadePassword> made;
  for (const auto& pupil : plan.pupils) {
    made.push_back(
        {pupil.id, desk::make_password(plan.profile.password, common, pupil.personal, acts::system_random()), {}});
  }
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> good = true;
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
      threads.emplace_back([&] {
        for (auto at = next++; at < made.size(); at = next++) {
          auto hash = hashing::hash(secret::Secret{made[at].password.reveal()});
          if (hash) made[at].hash = secret::SecretText{std::move(*hash)};
          if (!hash) good = false;
        }
      });
    }
  }
  if (!good) return std::unexpected(std::string{"cannot hash a password: give the process 64 MiB more of memory"});
  return made;
}

std::string last_day(store::Time ends_at) {
  const auto day = italian_iso(ends_at - std::chrono::seconds{1});  // 2027-02-15T…
  return day.substr(8, 2) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4);
}

bool print(const Options& options, const Planned& planned, const acts::PupilsGiven& given, paper::PrivateFile& file) {
  if (!file.start_over()) return false;  // a write may be carried out twice
  if (given.pupils.empty()) return true;
  const auto& contact = planned.settings.contact;
  const paper::Sender sender{planned.school.name,
                             planned.settings.login_url,
                             last_day(given.ends_at),
                             contact.name,
                             contact.phone,
                             contact.mail,
                             contact.hours};
  const auto words = paper::letter_words(options.language, sender);
  if (!words) return false;
  std::vector<paper::Letter> letters;
  for (const auto& pupil : given.pupils) {
    letters.push_back({pupil.given_name, pupil.surname, pupil.class_name, pupil.user_code, pupil.password});
  }
  const paper::Sink sink = [&](std::string_view bytes) { return file.write(bytes); };
  return paper::write_letters(letters, sender, *words, sink) && file.flush();
}

int tell(const CommandLine& line, const Options& options, const acts::PupilsGiven& given) {
  const auto count = given.pupils.size();
  const auto homonyms = std::ranges::count_if(given.pupils, &acts::GivenPupil::homonym);
  *line.out << count << (count == 1 ? " pupil has" : " pupils have") << " new credentials";
  if (count > 0) {
    *line.out << (options.wish.by_mail ? ", on their way by mail" : ", on letters in " + options.letters.string())
              << "; the passwords work until " << last_day(given.ends_at);
  }
  *line.out << '\n';
  if (given.had_one > 0) *line.out << given.had_one << " had some already (--renew replaces them)\n";
  if (homonyms > 0) *line.out << homonyms << " with a number, for a homonym: see homonyms list\n";
  return 0;
}

int give(const CommandLine& line, const Options& options, std::optional<paper::PrivateFile> file) {
  return with_ground(line, [&](Ground& ground) {
    const auto planned = plan(ground, options);
    if (!planned) return failed(line, planned.error());
    const auto common = common_passwords(line);
    if (!common) return failed(line, common.error());
    const auto made = make_passwords(planned->plan, *common);
    if (!made) return failed(line, made.error());
    // The letters are on the disk before the passwords begin to work, and get their name afterwards: whatever
    // happens between, no pupil has a password that stands nowhere.
    bool perhaps_kept = false;
    const auto given = write_or_undo<acts::PupilsGiven>(
        ground,
        [&](store::Session& session, const acts::Office& office, store::Time at) {
          return acts::give_pupils(session, office, planned->school.id, options.wish, *made, at);
        },
        [&](const acts::PupilsGiven& result) { return !file || print(options, *planned, result, *file); },
        options.letters.string() + " could not be written: nothing was changed; is there space on the disk?",
        &perhaps_kept);
    if (!given && perhaps_kept && file) {
      file->keep();
      return failed(line, given.error() + ". The letters stand in " + file->part().string() +
                              ": try one of their passwords; if it works, they all do, else run the command again "
                              "without that file");
    }
    if (!given) return failed(line, given.error());
    if (file && !given->pupils.empty() && !file->publish()) {
      return failed(line, "the letters could not be named " + options.letters.string() + ": they stand in " +
                              file->part().string() + ", and their passwords work");
    }
    return tell(line, options, *given);
  });
}

int credentials(const CommandLine& line, const Options& options) {
  if (options.wish.by_mail) return give(line, options, {});
  auto file = paper::PrivateFile::create(options.letters);
  if (!file) return failed(line, file.error());
  return give(line, options, std::move(*file));
}

}  // namespace

void add_pupil_commands(CLI::App& app, CommandLine& line) {
  auto options = std::make_shared<Options>();
  auto* pupils = app.add_subcommand("pupils", "Pupils' own credentials");
  pupils->require_subcommand(1);
  auto* command = pupils->add_subcommand(
      "credentials", "Give the pupils of one class user codes and first passwords, on letters to cut or by mail");
  command->add_option("--school", options->school, "The school's code")->required();
  command->add_option("--class", options->wish.classes, "One class, such as 2B")->required();
  auto* letters = command->add_option("--letters", options->letters, "The PDF to write: two letters a page");
  auto* mail = command->add_flag("--mail", options->wish.by_mail, "To the school's own address of each pupil");
  letters->excludes(mail);
  command->add_option("--language", options->language, "Of the letters")
      ->check(CLI::IsMember(paper::letter_languages()))
      ->capture_default_str();
  command->add_flag("--renew", options->wish.renew, "Also those who have credentials: they are replaced");
  command->footer("Example: sportello-service pupils credentials --school RMIC817009 --class 2B --letters 2B.pdf");
  command->callback([&line, options] {
    if (!options->wish.by_mail && options->letters.empty()) throw CLI::RequiredError("--letters or --mail");
    line.exit_code = credentials(line, *options);
  });
}

}  // namespace sportello::commands
