"""What makes an answer citable: which data, which query, when, and whether all of it was sent.

Every answer carries it in headers, and answers in JSON carry it in their head as well, beside the names of the columns
(SPARQL 1.1 Query Results JSON Format, section 3.1, leaves room there; readers that do not know the member skip it):

    {"head": {"vars": ["x"], "edukg": {"version": "0.1.0", "release": "…", "query": "…", "answered": "…"}}, …}
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from edukg.store.base import EVERYTHING, GraphChoice

VERSION_HEADER: Final = "EduKG-Version"
RELEASE_HEADER: Final = "EduKG-Release"
QUERY_HEADER: Final = "EduKG-Query"
ANSWERED_HEADER: Final = "EduKG-Answered"
TRUNCATED_HEADER: Final = "EduKG-Truncated"
HEADERS: Final = (VERSION_HEADER, RELEASE_HEADER, QUERY_HEADER, ANSWERED_HEADER, TRUNCATED_HEADER)

_HEAD: Final = b'{"head":{'


def normalise(query: str) -> str:
    """The query as its digest is taken: line ends as line feeds, no blanks around it, nothing else changed."""
    return query.replace("\r\n", "\n").replace("\r", "\n").strip()


def digest_of(query: str, default: tuple[str, ...] | None = None, named: tuple[str, ...] | None = None) -> str:
    """The SHA-256 digest of a query and of the graphs the request names for it, in hexadecimal.

    For a query over everything, anyone gets it by `sha256sum` of the normalised text; graphs follow the text, each on a
    line of its own, as a request names them.

    >>> digest_of("ASK {}")[:12]
    '819ea91ed5f1'
    """
    lines = [normalise(query)]
    lines += [f"default-graph-uri={iri}" for iri in default or ()]
    lines += [f"named-graph-uri={iri}" for iri in named or ()]
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def digest_for(query: str, graphs: GraphChoice) -> str:
    """The same for graphs as the store takes them."""
    if graphs is EVERYTHING and "\r" not in query:
        return hashlib.sha256(query.strip().encode("utf-8", "surrogatepass")).hexdigest()
    return digest_of(query, graphs.default, graphs.named)


def now() -> str:
    """The time as answers tell it: RFC 3339, in UTC, to the second."""
    return _told(int(time.time()))


@lru_cache(maxsize=2)
def _told(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


@lru_cache(maxsize=10)
def _quoted(version: str) -> str:
    return json.dumps(version)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an answer says of itself. `answered` is when it was computed (RFC 3339, in UTC).

    `truncated` is empty when the answer is whole, else the cap that cut it, such as "rows=1000000".
    """

    version: str
    release: str
    query: str
    answered: str
    truncated: str = ""

    def headers(self) -> dict[str, str]:
        """The stamp as HTTP headers."""
        found = {
            VERSION_HEADER: self.version,
            RELEASE_HEADER: self.release,
            QUERY_HEADER: self.query,
            ANSWERED_HEADER: self.answered,
        }
        if self.truncated:
            found[TRUNCATED_HEADER] = self.truncated
        return found

    def put_into(self, results: bytes) -> bytes:
        """Results in JSON, with the stamp in their head."""
        if not results.startswith(_HEAD):
            return results
        told = f'"version":{_quoted(self.version)},"release":"{self.release}","query":"{self.query}"'
        told += f',"answered":"{self.answered}"'
        if self.truncated:
            told += f',"truncated":"{self.truncated}"'
        separator = b"}" if results[len(_HEAD) : len(_HEAD) + 1] == b"}" else b"},"
        return b"".join((_HEAD, b'"edukg":{', told.encode(), separator, memoryview(results)[len(_HEAD) :]))
