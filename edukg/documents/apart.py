"""Opens documents that could be traps in a process of its own, which may use only so much time and memory.

A DOCX, an ODT or a PDF is a program for its reader: nested, compressed, and with sizes of its own claiming. What it may
cost is therefore bounded from outside. The process gets the bytes on its standard input and answers on its output: in
JSON when it reads or fails, with the bytes of a document when it writes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

from edukg.errors import InputError, UnknownFormatError

SECONDS: Final = 60
MEMORY: Final = 1_500_000_000
"""Bytes of address space, where the system can bound it."""
MAX_CHARACTERS: Final = 20_000_000

BROKEN: Final = "Open it in the program that made it and save it again, or give its plain text."


def text(data: bytes, kind: str, name: str) -> str:
    """The text of a document of this kind. Raises `InputError` when it is damaged, or costs too much to read."""
    told = json.loads(_asked(["read", kind, name], data, name))
    if "error" in told:
        _refuse(told)
    found: str = told["text"]
    if len(found) > MAX_CHARACTERS:
        raise InputError(
            f"{name} holds {len(found):,} characters; at most {MAX_CHARACTERS:,} are read.", advice="Split it."
        )
    return found


def with_comments(data: bytes, notes: list[dict[str, Any]], author: str, name: str) -> bytes:
    """A DOCX with comments at spans of the text that `text` gives for it; raises as that does."""
    header = json.dumps({"notes": notes, "author": author}).encode() + b"\n"
    answer = _asked(["comment", ".docx", name], header + data, name)
    if answer.startswith(b"{"):
        _refuse(json.loads(answer))
    return answer


def _asked(task: list[str], given: bytes, name: str) -> bytes:
    command = [sys.executable, "-m", "edukg.documents.reader", *task]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise InputError(f"{name} took longer than {SECONDS} seconds to read.", advice=BROKEN) from None
    if done.returncode != 0 or not done.stdout:
        raise InputError(f"{name} could not be read: it needs more memory than a document may.", advice=BROKEN)
    return done.stdout


def _refuse(told: dict[str, str]) -> None:
    kind_of_error = UnknownFormatError if told["error"] == "UnknownFormatError" else InputError
    raise kind_of_error(told["message"], advice=told["advice"])
