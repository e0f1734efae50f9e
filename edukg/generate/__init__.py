"""Made-up data of any size that look like real ones, with known faults: what benches and load tests run on.

    words.toml         the words that names are made of, in three languages
    draft.py           a stretch of data before it is written
    neighbourhood.py   one district with its cluster, its people, programmes, innovations and sources
    faults.py          what can be planted, and which shape finds it
    writing.py         district after district into a file, in flat memory

The same seed and size give the same bytes, whatever the machine.
"""

from __future__ import annotations

from edukg.generate.faults import FAULTS, Fault
from edukg.generate.writing import Generated, generate

__all__ = ["FAULTS", "Fault", "Generated", "generate"]
