// Layouts out of TOML.
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "service/import/built_in_layouts.h"
#include "service/import/layout_files.h"
#include "service/toml_reader.h"

namespace sportello::import {
namespace {

void read_names(TomlReader& reader, std::size_t column, std::set<std::string>& taken, const toml::table* table,
                Layout& layout) {
  const auto key = column_names.at(column);
  std::vector<std::string> names;
  reader.read(key, names);
  for (const auto& name : names) {
    const auto folded = header_name(name);
    if (folded.empty() || !taken.insert(folded).second) {
      reader.refuse(key, table->get(key), "names no header, or one that another column has");
    }
    layout.headers.at(column).push_back(folded);
  }
  if (layout.needs(static_cast<Column>(column)) && names.empty()) {
    reader.refuse(key, table, "is missing: say which header holds it");
  }
}

}  // namespace

std::expected<Layout, std::string> parse_layout(std::string_view text, const std::filesystem::path& file) {
  const auto table = parse_toml(text, file);
  if (!table) return std::unexpected(table.error());
  Layout layout;
  layout.name = file.stem().string();
  TomlReader reader{&*table, file, ""};
  reader.require("title", layout.title);
  reader.read("names_guardians", layout.names_guardians);
  reader.read("names_pupils", layout.names_pupils);
  if (!layout.names_guardians && !layout.names_pupils) {
    reader.refuse("names_pupils", table->get("names_pupils"), "must be true where no guardian is named");
  }
  const auto* columns = reader.table("columns");
  const auto* guardian = reader.table("guardian");
  const auto* phone = reader.table("phone");
  if (columns == nullptr) reader.refuse("columns", &*table, "is missing");
  if (const auto error = reader.finish()) return std::unexpected(*error);

  TomlReader guardian_reader{guardian, file, "guardian"};
  guardian_reader.read("left_out_without_cf", layout.skips_without_cf);
  if (const auto error = guardian_reader.finish()) return std::unexpected(*error);

  TomlReader phone_reader{phone, file, "phone"};
  phone_reader.read("country", layout.country);
  phone_reader.read("separators", layout.phone_separators);
  if (layout.country.empty() || layout.country.size() > 3 ||
      layout.country.find_first_not_of("0123456789") != std::string::npos || layout.country.front() == '0') {
    phone_reader.refuse("country", phone->get("country"), "must be a country's prefix without plus, such as \"39\"");
  }
  if (const auto error = phone_reader.finish()) return std::unexpected(*error);

  TomlReader column_reader{columns, file, "columns"};
  std::set<std::string> taken;
  for (std::size_t column = 0; column < column_count; ++column) {
    read_names(column_reader, column, taken, columns, layout);
  }
  if (const auto error = column_reader.finish()) return std::unexpected(*error);
  return layout;
}

const Layouts& built_in_layouts() {
  static const Layouts layouts = [] {
    Layouts all;
    for (const auto& one : layouts_as_built()) {
      auto layout = parse_layout(one.toml, std::string{one.name} + ".toml");
      if (!layout) throw std::runtime_error(layout.error());  // a mistake of the build's, which a test sees
      all.emplace(one.name, std::move(*layout));
    }
    return all;
  }();
  return layouts;
}

std::expected<Layouts, std::string> load_layouts(const std::filesystem::path& folder) {
  auto layouts = built_in_layouts();
  if (folder.empty()) return layouts;
  std::error_code error;
  for (std::filesystem::directory_iterator at{folder, error}, end; !error && at != end; at.increment(error)) {
    if (at->path().extension() != ".toml") continue;
    std::ifstream stream{at->path(), std::ios::binary};
    std::ostringstream text;
    text << stream.rdbuf();
    auto layout = parse_layout(text.str(), at->path());
    if (!layout) return std::unexpected(layout.error());
    const auto name = layout->name;
    layouts.insert_or_assign(name, std::move(*layout));
  }
  if (error) return std::unexpected(folder.string() + ": cannot be read: name the folder of the import layouts");
  return layouts;
}

}  // namespace sportello::import
