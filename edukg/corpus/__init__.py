"""Texts of any number and size: checked on all cores, or on Spark, into one table and a ledger of who uses what.

sources.py  files and folders → texts        units.py    texts → units of work, long ones in pieces
rows.py     a unit → rows of the table       engines.py  one process, several, or Spark
run.py      the run, its journal, the table  ledger.py   rows → RDF
"""

from __future__ import annotations

from edukg.corpus.engines import Engine, alone, processes, settle, spark
from edukg.corpus.rows import About, read_metadata
from edukg.corpus.run import Run, Summary, check_corpus
from edukg.corpus.sources import Source, read, sources

__all__ = [
    "About",
    "Engine",
    "Run",
    "Source",
    "Summary",
    "alone",
    "check_corpus",
    "processes",
    "read",
    "read_metadata",
    "settle",
    "sources",
    "spark",
]
