// Every class name of the school is opened, the rest only where it is meant.
#include "service/store/acts/class_pupils.h"

#include <algorithm>
#include <tuple>

#include "service/desk/classes.h"

namespace sportello::store::acts {

std::vector<ClassPupil> pupils_in(Session& session, const Office& office, std::string_view school_id,
                                  std::string_view pattern) {
  std::vector<ClassPupil> pupils;
  for (const auto& row : session.query("SELECT id, class_name, pupil_key, surname, given_name, mail FROM pupil WHERE "
                                       "school_id = $1 AND left_at IS NULL",
                                       school_id)) {
    const auto reveal = [&](std::string_view column, std::size_t at) {
      return office.vault.reveal(Seal::personal, {"pupil", column, school_id, row.text(0)}, row.blob(at));
    };
    const auto class_name = reveal("class_name", 1);
    if (!desk::class_matches(pattern, class_name.reveal())) continue;
    pupils.push_back({row.text(0), std::string{class_name.reveal()}, reveal("pupil_key", 2), reveal("surname", 3),
                      reveal("given_name", 4), row.is_null(5) ? std::nullopt : std::optional{reveal("mail", 5)}});
  }
  std::ranges::sort(pupils, {}, [](const ClassPupil& one) {
    return std::tuple{one.surname.reveal(), one.given_name.reveal(), one.key.reveal()};
  });
  return pupils;
}

}  // namespace sportello::store::acts
