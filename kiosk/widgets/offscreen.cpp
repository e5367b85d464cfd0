#include "kiosk/widgets/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <GL/gl.h>
#include <cairo.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>

#include "kiosk/widgets/imgui.h"
#include "kiosk/widgets/painting.h"

namespace sportello::widgets {

std::vector<std::uint8_t> read_pixels(int width, int height) {
  const auto stride = static_cast<std::size_t>(width) * 4;
  const auto rows = static_cast<std::size_t>(height);
  std::vector<std::uint8_t> pixels(stride * rows);
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glReadPixels(0, 0, width, height, GL_BGRA, GL_UNSIGNED_BYTE, pixels.data());
  for (std::size_t y = 0; y < rows / 2; ++y) {
    const auto upper = pixels.begin() + static_cast<std::ptrdiff_t>(y * stride);
    std::swap_ranges(upper, upper + static_cast<std::ptrdiff_t>(stride),
                     pixels.begin() + static_cast<std::ptrdiff_t>((rows - 1 - y) * stride));
  }
  return pixels;
}

std::expected<void, std::string> save_png(const std::filesystem::path& file, int width, int height) {
  auto pixels = read_pixels(width, height);
  cairo_surface_t* image =
      cairo_image_surface_create_for_data(pixels.data(), CAIRO_FORMAT_RGB24, width, height, width * 4);
  const auto status = cairo_surface_write_to_png(image, file.c_str());
  cairo_surface_destroy(image);
  if (status != CAIRO_STATUS_SUCCESS) {
    return std::unexpected("cannot write " + file.string() + ": " + cairo_status_to_string(status));
  }
  return {};
}

std::expected<std::unique_ptr<Offscreen>, std::string> Offscreen::open(int width, int height) {
  std::unique_ptr<Offscreen> off(new Offscreen);
  off->width_ = width;
  off->height_ = height;
  const auto get_display =
      reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  EGLDisplay display =
      get_display != nullptr ? get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr) : nullptr;
  if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr)) {
    return std::unexpected("no OpenGL without a display here: install libegl1 and libgl1-mesa-dri");
  }
  off->display_ = display;
  eglBindAPI(EGL_OPENGL_API);
  const EGLint wanted[] = {EGL_SURFACE_TYPE,
                           EGL_PBUFFER_BIT,
                           EGL_RENDERABLE_TYPE,
                           EGL_OPENGL_BIT,
                           EGL_RED_SIZE,
                           8,
                           EGL_GREEN_SIZE,
                           8,
                           EGL_BLUE_SIZE,
                           8,
                           EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (!eglChooseConfig(display, wanted, &config, 1, &count) || count == 0) {
    return std::unexpected("this machine's OpenGL offers no picture without a window");
  }
  const EGLint size[] = {EGL_WIDTH, width, EGL_HEIGHT, height, EGL_NONE};
  off->surface_ = eglCreatePbufferSurface(display, config, size);
  const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3, EGL_NONE};
  off->context_ = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
  if (off->surface_ == EGL_NO_SURFACE || off->context_ == EGL_NO_CONTEXT ||
      !eglMakeCurrent(display, off->surface_, off->surface_, off->context_)) {
    return std::unexpected("this machine offers no OpenGL 3.3");
  }
  if (!begin_painting("#version 330 core")) return std::unexpected("OpenGL 3.3 refused our shaders");
  return off;
}

Offscreen::~Offscreen() {
  end_painting();
  if (display_ == nullptr) return;
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  if (context_ != nullptr) eglDestroyContext(display_, context_);
  if (surface_ != nullptr) eglDestroySurface(display_, surface_);
  eglTerminate(display_);
}

void Offscreen::frame(const std::function<void(ImDrawList*)>& draw) {
  ImGui::GetIO().DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
  ImGui::GetIO().DeltaTime = 1.0F / 60;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  draw(ImGui::GetBackgroundDrawList());
  ImGui::Render();
  glViewport(0, 0, width_, height_);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glFinish();
}

std::expected<void, std::string> Offscreen::save(const std::filesystem::path& file) const {
  return save_png(file, width_, height_);
}

}  // namespace sportello::widgets
