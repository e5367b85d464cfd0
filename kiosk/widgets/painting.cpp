#include "kiosk/widgets/painting.h"

#include <GL/gl.h>
#include <imgui_impl_opengl3.h>

#include "kiosk/widgets/imgui.h"

namespace sportello::widgets {

bool begin_painting(const char* glsl_version) {
  ImGui::CreateContext();
  prepare_imgui();
  if (!ImGui_ImplOpenGL3_Init(glsl_version) || !ImGui_ImplOpenGL3_CreateDeviceObjects()) return false;
  // Every shape takes its white from one pixel of ImGui's own picture of letters, of which we show none. Blending
  // four pixels into that white is most of a frame's time where there is no graphics card.
  const auto white = static_cast<GLuint>(reinterpret_cast<std::uintptr_t>(ImGui::GetIO().Fonts->TexID));
  glBindTexture(GL_TEXTURE_2D, white);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  return true;
}

void clear_to(ImDrawList& list, std::uint32_t colour) {
  // The list carries a pointer for its callback: the colour is it.
  list.AddCallback(
      [](const ImDrawList*, const ImDrawCmd* command) {
        const auto packed = reinterpret_cast<std::uintptr_t>(command->UserCallbackData);
        const auto part = [&](unsigned shift) { return static_cast<float>((packed >> shift) & 0xFFU) / 255; };
        glDisable(GL_SCISSOR_TEST);
        glClearColor(part(IM_COL32_R_SHIFT), part(IM_COL32_G_SHIFT), part(IM_COL32_B_SHIFT), 1);
        glClear(GL_COLOR_BUFFER_BIT);
        glEnable(GL_SCISSOR_TEST);
      },
      reinterpret_cast<void*>(static_cast<std::uintptr_t>(colour)));  // NOLINT(performance-no-int-to-ptr)
}

void end_painting() {
  if (ImGui::GetCurrentContext() == nullptr) return;
  if (ImGui::GetIO().BackendRendererUserData != nullptr) ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
}

}  // namespace sportello::widgets
