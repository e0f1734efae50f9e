"""Files → Dataset: every file in a named graph of its own.

What is true of all files: owl:imports are not followed and nothing is ever fetched, so that a build depends on nothing
but the files named. Relative IRIs are refused (`IriError`) unless the file sets a base itself: what an IRI means must
not change with the place a file lies in. Blank nodes of different files are different.
"""

from __future__ import annotations

from edukg.load.dataset import Dataset, SourceFile, load_files, load_shipped, to_rdflib
from edukg.load.parse import read_syntax

__all__ = ["Dataset", "SourceFile", "load_files", "load_shipped", "read_syntax", "to_rdflib"]
