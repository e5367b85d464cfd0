// Dear ImGui as Debian 12 (1.86) and Debian 13 (1.90) have it. We use its input and its draw lists, none of its
// widgets. Everything that differs between the two stands here.
#pragma once

#include <imgui.h>

#include <cstdint>

namespace sportello::widgets {

inline ImTextureID texture_id(std::uint32_t name) {
  // ImGui carries an OpenGL name in what is a pointer on 1.86.
  return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(name));  // NOLINT(performance-no-int-to-ptr)
}

// Once, after ImGui::CreateContext().
inline void prepare_imgui() {
  auto& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // nothing is kept between visits
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  auto& style = ImGui::GetStyle();
  style.CircleTessellationMaxError = 0.1F;  // corners are large here: half a pixel would show
  style.AntiAliasedLinesUseTex = false;
}

}  // namespace sportello::widgets
