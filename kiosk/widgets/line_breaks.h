// Where the lines of a text break: what belongs together stays so while it can, and no word stands alone below a
// title. Never breaks a word, and never gives a text more lines than it needs.
#pragma once

#include "kiosk/widgets/ui.h"

typedef struct _PangoLayout PangoLayout;

namespace sportello::widgets {

// Where an address may be parted (U+200B) and what a no-break space holds together are wishes: they are kept while
// the text fits, and given up where one line would stick out. Returns nothing when there are none.
std::optional<Words> kept_together(const Words& words);
std::optional<Words> parted(const Words& words);

// Whether a line reaches beyond the width that was set.
bool sticks_out(PangoLayout* layout);

// Narrows the layout to lines that are about as long as each other, with no more of them than before. `even`: a
// title, a centred sentence; else only where the last line is one word.
void balance(PangoLayout* layout, bool even);

}  // namespace sportello::widgets
