// One page, written from top to bottom. Colours stand on the elements, because some readers drop the style sheet; the
// sheet only adds the night's.
#include "service/messaging/mail_page.h"

#include <toml++/toml.h>

#include <array>

#include "service/escaped.h"
#include "service/messaging/built_in_texts.h"

namespace sportello::messaging {
namespace {

constexpr std::array<std::string_view, 7> used = {"bg", "surface", "ink", "ink2", "accent", "on_accent", "line"};
// The page with room to spare, also in letters of three bytes: growing would leave copies of its link.
constexpr std::size_t enough = 16384;

// What stands alone to be copied: a code, not a sentence.
bool is_code(std::string_view paragraph) {
  return paragraph.size() == 6 && paragraph.find_first_not_of("0123456789") == std::string_view::npos;
}

bool right_to_left(std::string_view language) { return language == "ar" || language == "ur"; }

std::string night(const Theme& theme) {
  const auto colour = [&](std::string_view name) { return theme.dark.find(name)->second; };
  return "@media (prefers-color-scheme:dark){.page{background:" + colour("bg") +
         "!important}.sheet{background:" + colour("surface") + "!important;border-color:" + colour("line") +
         "!important}.ink{color:" + colour("ink") + "!important}.soft{color:" + colour("ink2") +
         "!important}.button{background:" + colour("accent") + "!important;color:" + colour("on_accent") +
         "!important}.link{color:" + colour("accent") + "!important}}";
}

}  // namespace

Theme Theme::built_in() {
  const auto table = toml::parse(built_in_theme());
  Theme theme;
  for (const auto& name : used) {
    theme.light.emplace(name, table["colours"]["light"][name].value<std::string>().value_or("#000000"));
    theme.dark.emplace(name, table["colours"]["dark"][name].value<std::string>().value_or("#FFFFFF"));
  }
  return theme;
}

std::string mail_html(const MailPage& page, const Theme& theme) {
  const auto colour = [&](std::string_view name) { return theme.light.find(name)->second; };
  const auto line_style = "margin:0 0 16px;font-size:18px;line-height:1.5;color:" + colour("ink");
  std::string html;
  html.reserve(enough + page.link.size() * 4);
  html += "<!DOCTYPE html>\n<html lang=\"" + escaped(page.language) +
          (right_to_left(page.language) ? "\" dir=\"rtl" : "") +
          "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
          "initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>" +
          escaped(page.title) + "</title><style>" + night(theme) + "</style></head>\n";
  html += "<body class=\"page\" style=\"margin:0;padding:24px 12px;background:" + colour("bg") +
          ";font-family:'Noto Sans',system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif\">\n";
  html += "<main class=\"sheet\" style=\"max-width:560px;margin:0 auto;padding:28px 24px;background:" +
          colour("surface") + ";border:1px solid " + colour("line") + ";border-radius:18px\">\n";
  html += "<p class=\"soft\" style=\"margin:0 0 8px;font-size:16px;color:" + colour("ink2") + "\">" +
          escaped(page.school) + "</p>\n";
  html += "<h1 class=\"ink\" style=\"margin:0 0 20px;font-size:26px;line-height:1.25;color:" + colour("ink") + "\">" +
          escaped(page.title) + "</h1>\n";
  for (const auto& paragraph : page.paragraphs) {
    const std::string big =
        is_code(paragraph) ? ";font-size:34px;font-weight:bold;letter-spacing:6px;font-family:monospace" : "";
    html += "<p class=\"ink\" style=\"" + line_style + big + "\">" + escaped(paragraph) + "</p>\n";
  }
  if (!page.link.empty()) {
    const auto link = escaped(page.link);
    html += "<p style=\"margin:24px 0\"><a class=\"button\" href=\"" + link +
            "\" style=\"display:inline-block;padding:16px 28px;border-radius:12px;font-size:20px;font-weight:bold;"
            "text-decoration:none;background:" +
            colour("accent") + ";color:" + colour("on_accent") + "\">" + escaped(page.button) + "</a></p>\n";
    html += "<p class=\"soft\" style=\"margin:0 0 16px;font-size:16px;line-height:1.5;color:" + colour("ink2") +
            "\">" + escaped(page.copy_link) + "<br><a class=\"link\" dir=\"ltr\" href=\"" + link +
            "\" style=\"word-break:break-all;color:" + colour("accent") + "\">" + link + "</a></p>\n";
  }
  html += "</main>\n<footer style=\"max-width:560px;margin:16px auto 0;padding:0 24px\">\n";
  for (const auto& line : page.foot) {
    html += "<p class=\"soft\" style=\"margin:0 0 6px;font-size:16px;line-height:1.5;color:" + colour("ink2") +
            "\">" + escaped(line) + "</p>\n";
  }
  html += "</footer>\n</body></html>\n";
  return html;
}

}  // namespace sportello::messaging
