// Prints tests/demo/families.csv: `make_families > tests/demo/families.csv` after a change in families.cpp.
#include <iostream>

#include "tests/demo/families.h"

int main() { std::cout << sportello::demo::csv(); }
