"""The process that reads one document for another (`edukg.documents.apart`), under a bound on time and memory."""

from __future__ import annotations

import json
import sys
import zipfile

from lxml.etree import LxmlError

from edukg.documents import office, pages
from edukg.documents.apart import BROKEN, MEMORY, SECONDS
from edukg.errors import InputError

if sys.platform != "win32":
    import resource


def _bound() -> None:
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _read(kind: str, name: str, data: bytes) -> str:
    if kind == ".pdf":
        return pages.pdf_text(data, name)
    try:
        return office.docx_text(data) if kind == ".docx" else office.odt_text(data)
    except (LxmlError, zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError, OSError) as error:
        # The libraries let what they stumble over in a damaged file through as it is.
        raise InputError(f"{name} is damaged: {error}.", advice=BROKEN) from error


def _main() -> int:
    _bound()
    kind, name = sys.argv[1:3]
    try:
        told = {"text": _read(kind, name, sys.stdin.buffer.read())}
    except InputError as error:
        told = {"error": type(error).__name__, "message": error.message, "advice": error.advice}
    except (MemoryError, RecursionError):
        return 3
    sys.stdout.buffer.write(json.dumps(told).encode())
    return 0


if __name__ == "__main__":
    sys.exit(_main())
