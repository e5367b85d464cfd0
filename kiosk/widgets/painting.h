// ImGui's OpenGL part, begun and ended for whoever holds the current context: the window or the picture in memory.
#pragma once

#include <cstdint>

struct ImDrawList;

namespace sportello::widgets {

// Needs a current context; false when it refuses our shaders.
bool begin_painting(const char* glsl_version);
// Before the context goes; also when begin_painting failed or never was.
void end_painting();
// The whole picture in one colour (as ImGui packs it), in place of whatever was drawn before: where there is no
// graphics card, clearing costs a fiftieth of filling.
void clear_to(ImDrawList& list, std::uint32_t colour);

}  // namespace sportello::widgets
