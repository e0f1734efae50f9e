"""Tables in and out: sheets that people fill in ↔ RDF, by a declared mapping.

    mapping.json, mapping.py   which sheet and column says what (metadata of CSV on the Web)
    rules.toml, findings.py    what reading can find, in three languages
    grids.py, child.py         files → cells, guarded
    rows.py                    cells → rows of declared sheets
    vocabulary.py              names → things, with the nearest ones
    dates.py, letters.py       dates, years, scripts as people write them
    converting.py              rows → statements
    loading.py                 files of both kinds → one data set
    reports.py                 places in the table for what the shapes say
    workbook.py                the workbook, empty or filled
    exporting.py               statements → rows
    exchange.py                what the command line and the site offer

What is read goes into a data set beside files of RDF; what could not be read is told in the same form as what the
shapes find, with sheet, row, column and what could be written instead.
"""

from __future__ import annotations

from edukg.tables.grids import SUFFIXES, is_table
from edukg.tables.loading import Loaded, Table, load_data, read_table
from edukg.tables.mapping import read_mapping
from edukg.tables.reports import complete

__all__ = ["SUFFIXES", "Loaded", "Table", "complete", "is_table", "load_data", "read_mapping", "read_table"]
