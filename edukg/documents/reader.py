"""The process that opens one document for another (`edukg.documents.apart`), under a bound on time and memory."""

from __future__ import annotations

import json
import sys
import zipfile
from typing import Any

from lxml.etree import LxmlError

from edukg.documents import comments, markup, office, pages
from edukg.documents.apart import BROKEN, MEMORY, SECONDS
from edukg.errors import InputError

if sys.platform != "win32":
    import resource


def _bound() -> None:
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _read(kind: str, name: str, data: bytes) -> bytes:
    if kind == ".pdf":
        found = pages.pdf_text(data, name)
    elif kind == ".html":
        found = markup.text(data, name)
    else:
        found = office.docx_text(data) if kind == ".docx" else office.odt_text(data)
    return _told({"text": found})


def _comment(given: bytes) -> bytes:
    header, _, data = given.partition(b"\n")
    asked = json.loads(header)
    notes = [(note["start"], note["end"], note["text"]) for note in asked["notes"]]
    return comments.write(data, notes, asked["author"])


def _told(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode()


def _main() -> int:
    _bound()
    task, kind, name = sys.argv[1:4]
    given = sys.stdin.buffer.read()
    try:
        answer = _comment(given) if task == "comment" else _read(kind, name, given)
    except InputError as error:
        answer = _told({"error": type(error).__name__, "message": error.message, "advice": error.advice})
    except (MemoryError, RecursionError):
        return 3
    except (LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError, OSError) as error:
        # The libraries let what they stumble over in a damaged file through as it is.
        answer = _told({"error": "InputError", "message": f"{name} is damaged: {error}.", "advice": BROKEN})
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
