"""References to an entry of the knowledge base: in the styles that authors are asked for, and as files for their tools.

The formatting is our own. There is one kind of entry, a dated one of a reference work on the web, and each style needs
one line for it; a processor of CSL would bring thousands of styles under a share-alike licence and read their XML for
each page.
"""

from __future__ import annotations

from edukg.citing.files import FILES, CitationFile
from edukg.citing.styles import AUTHOR, STYLES, Style, plain

__all__ = ["AUTHOR", "FILES", "STYLES", "CitationFile", "Style", "plain"]
