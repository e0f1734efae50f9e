"""Reads documents that could be traps in a process of its own, which may use only so much time and memory.

A DOCX, an ODT or a PDF is a program for its reader: nested, compressed, and with sizes of its own claiming. What it may
cost is therefore bounded from outside. The process gets the bytes on its standard input and answers in JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

from edukg.errors import InputError, UnknownFormatError

SECONDS: Final = 60
MEMORY: Final = 1_500_000_000
"""Bytes of address space, where the system can bound it."""
MAX_CHARACTERS: Final = 20_000_000

BROKEN: Final = "Open it in the program that made it and save it again, or give its plain text."


def text(data: bytes, kind: str, name: str) -> str:
    """The text of a document of this kind. Raises `InputError` when it is damaged, or costs too much to read."""
    command = [sys.executable, "-m", "edukg.documents.reader", kind, name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise InputError(f"{name} took longer than {SECONDS} seconds to read.", advice=BROKEN) from None
    if done.returncode != 0 or not done.stdout:
        raise InputError(f"{name} could not be read: it needs more memory than a document may.", advice=BROKEN)
    told = json.loads(done.stdout)
    if "error" in told:
        kind_of_error = UnknownFormatError if told["error"] == "UnknownFormatError" else InputError
        raise kind_of_error(told["message"], advice=told["advice"])
    found: str = told["text"]
    if len(found) > MAX_CHARACTERS:
        raise InputError(
            f"{name} holds {len(found):,} characters; at most {MAX_CHARACTERS:,} are read.", advice="Split it."
        )
    return found
