"""In which sense does a text use a term: mentions, readings with evidence, findings for the writer.

Everything works offline on what one release says. `Checker` is made from the `Knowledge` of a release; `check` of
`KnowledgeBase` is the usual way in.
"""

from __future__ import annotations

from edukg.usage.checker import Checker
from edukg.usage.knowledge import Knowledge, gather, read
from edukg.usage.weights import TABLE as WEIGHTS

__all__ = ["WEIGHTS", "Checker", "Knowledge", "gather", "read"]
