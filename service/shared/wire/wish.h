// What a guardian asks for who leaves a sealed request. Apart from sealed_request.h, for those who only decide.
#pragma once

#include <array>
#include <string_view>

namespace sportello::wire {

// What the guardian wants. Both are answered alike, by what is on file; the office can read which it was.
enum class Wish {
  first_issue,  // credentials for the first time
  recovery,     // password or user code forgotten
};
inline constexpr std::array<Wish, 2> wishes = {Wish::first_issue, Wish::recovery};
std::string_view name_of(Wish wish);

}  // namespace sportello::wire
