"""Search over labels: English, Russian and Uzbek in both scripts as one, with the reason of each match.

The index is one SQLite file that the build writes beside the store, since a scan of labels is what graph stores are
slowest at. Every label is folded: case, accents of stress, dashes, every kind of apostrophe, and Uzbek Cyrillic turned
into Latin. What was written and how it was folded are both kept, so that a hit can say why it matched.
"""

from __future__ import annotations

from edukg.search.folding import fold, to_latin
from edukg.search.index import FACETS, Index
from edukg.search.writing import VERSION, Around, Label, around, labels_of, write_index

__all__ = ["FACETS", "VERSION", "Around", "Index", "Label", "around", "fold", "labels_of", "to_latin", "write_index"]
