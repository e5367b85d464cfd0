// One function per alternative of a variant: std::visit(Match{[](A) {…}, [](B) {…}}, v).
// A new alternative that is forgotten does not compile.
#pragma once

namespace sportello::visit {

template <class... Handlers>
struct Match : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Match(Handlers...) -> Match<Handlers...>;

}  // namespace sportello::visit
