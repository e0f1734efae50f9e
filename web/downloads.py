"""The files of a release: the page that lists them, and each file, which can be fetched in parts and checked.

A file never changes while its release is in force, so its digest is its entity tag. What was begun can be gone on with
(RFC 9110, section 14), and every answer says the digest of the whole (RFC 9530).
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final, Self

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import ContentRange
from werkzeug.http import parse_range_header

from edukg.dumps import CODINGS, KEYS, SIGNATURE, is_dump
from edukg.endpoint import encoding
from edukg.model import Download, DownloadKind
from edukg.namespaces import GRAPH, INFERRED_GRAPH, ONTOLOGY
from edukg.web.contexts import Frame
from edukg.web.interface import frame, knowledge_base, site_settings
from edukg.web.readings import citation

blueprint = Blueprint("downloads", __name__)

_PIECE: Final = 256_000
"""Bytes that are sent at once."""
_PACKED: Final = {"gzip": "application/gzip", "zstd": "application/zstd"}
"""RFC 6713, RFC 8878."""
_EXPOSED: Final = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Repr-Digest"


@dataclass(frozen=True, slots=True)
class Syntax:
    """One syntax of RDF with the files that hold something in it: plain, gzip, zstd."""

    label: str
    media_type: str
    files: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class GraphFiles:
    """A named graph with its files; `name` is what the IRI adds to that of all graphs, or the whole IRI of another."""

    iri: str
    name: str
    triples: int
    syntaxes: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class DownloadsPage:
    """The files to take away, by what they are for."""

    frame: Frame
    glossaries: tuple[Download, ...]
    tables: tuple[Download, ...]
    views: tuple[Download, ...]
    whole: tuple[Syntax, ...]
    graphs: tuple[GraphFiles, ...]
    checks: tuple[Download, ...]
    signed: bool
    address: str
    citation: str


@blueprint.get("/downloads")
def downloads() -> str:
    """Everything there is, with sizes and digests, and what to do with it."""
    kb = knowledge_base()
    files = kb.downloads()

    def of(kind: DownloadKind) -> tuple[Download, ...]:
        return tuple(file for file in files if file.kind is kind)

    page = DownloadsPage(
        frame=frame(_("Downloads"), section="downloads"),
        glossaries=of(DownloadKind.GLOSSARY),
        tables=of(DownloadKind.TABLE),
        views=of(DownloadKind.VIEW),
        whole=_syntaxes(of(DownloadKind.WHOLE)),
        graphs=_graphs(of(DownloadKind.GRAPH)),
        checks=of(DownloadKind.CHECK),
        signed=any(file.name == SIGNATURE for file in files),
        address=(site_settings().base_url or request.host_url).rstrip("/"),
        citation=citation(_("data set"), ONTOLOGY, kb.manifest),
    )
    return render_template("downloads/downloads.html", page=page)


def _syntaxes(files: tuple[Download, ...]) -> tuple[Syntax, ...]:
    labels = dict.fromkeys((file.label, file.media_type) for file in files)
    return tuple(
        Syntax(label, media_type, tuple(file for file in files if file.label == label)) for label, media_type in labels
    )


def _graphs(files: tuple[Download, ...]) -> tuple[GraphFiles, ...]:
    """The graphs by name, the inferred one last."""
    triples = knowledge_base().statistics.graphs
    found: dict[str, list[Download]] = {}
    for file in files:
        found.setdefault(file.graph, []).append(file)
    return tuple(
        GraphFiles(iri, iri.removeprefix(GRAPH), triples.get(iri, 0), _syntaxes(tuple(own)))
        for iri, own in sorted(found.items(), key=lambda item: (item[0] == INFERRED_GRAPH, item[0]))
    )


@blueprint.route("/dumps/<path:name>", methods=["GET", "HEAD"])
def dump(name: str) -> Response:
    """One file of the release, or a part of it.

    The plain form of a dump is sent packed to those who take it so, unless they ask for a part, which would be one of
    the packed bytes.
    """
    kb = knowledge_base()
    file = kb.download(name)
    if file is None:
        abort(404)
    packed = _packed(file)
    sent = packed or file
    response = Response(direct_passthrough=True)
    response.headers["Content-Type"] = _PACKED[file.coding] if file.coding else _content_type(file)
    if packed is not None:
        response.headers["Content-Encoding"] = packed.coding
    response.headers["Content-Disposition"] = f'attachment; filename="{_saved_as(file)}"'
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "public, no-cache, no-transform"
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(sent.sha256)).decode()}:"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    if is_dump(file) and not file.coding:
        response.vary.add("Accept-Encoding")
    response.last_modified = datetime.fromisoformat(kb.manifest.created)
    response.set_etag(sent.sha256[:32])
    response.make_conditional(request)
    if response.status_code == 304:
        return response
    span = _span(sent.size, response)
    if span is None:
        return _unsatisfiable(sent.size)
    start, end = span
    if end - start < sent.size:
        response.status_code = 206
        response.content_range = ContentRange("bytes", start, end, sent.size)
    response.content_length = end - start
    if request.method == "GET":
        response.response = _Pieces(kb.open_download(sent, start), end - start)
    return response


def _packed(file: Download) -> Download | None:
    """The packed form to send in place of a plain one, when the client takes it and wants the whole."""
    if file.coding or not is_dump(file) or "Range" in request.headers:
        return None
    coding = encoding.choose(request.headers.get("Accept-Encoding"))
    return knowledge_base().download(file.name + CODINGS[coding]) if coding else None


def _content_type(file: Download) -> str:
    text = file.media_type.startswith("text/")
    return f"{file.media_type}; charset=utf-8" if text else file.media_type


def _saved_as(file: Download) -> str:
    """The name under which a browser keeps it: folders become part of it. The names are those of `edukg.dumps`."""
    flat = file.name.replace("/", "-")
    return flat if file.name.startswith(("edukg", SIGNATURE[:6], KEYS)) else f"edukg-{flat}"


def _span(size: int, response: Response) -> tuple[int, int] | None:
    """The bytes that are asked for, from the first to behind the last; None when there are none of these.

    Several parts at once, other units, and an If-Range that names another state of the file get the whole (RFC 9110,
    sections 13.1.5 and 14.2).
    """
    whole = (0, size)
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or request.method != "GET":
        return whole
    condition = request.if_range
    if condition.etag is not None and condition.etag != response.get_etag()[0]:
        return whole
    if condition.date is not None and condition.date != response.last_modified:
        return whole
    return asked.range_for_length(size)


def _unsatisfiable(size: int) -> Response:
    response = Response(f"The file has {size} bytes.\n", 416, content_type="text/plain; charset=utf-8")
    response.headers["Content-Range"] = f"bytes */{size}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


class _Pieces:
    """Some bytes of a stream, a piece at a time; closes it when the server has done with the answer (PEP 3333)."""

    def __init__(self, stream: IO[bytes], length: int) -> None:
        self._stream, self._left = stream, length

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece = self._stream.read(min(self._left, _PIECE))
        self._left -= len(piece)
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        self._stream.close()


__all__ = ["DownloadsPage", "GraphFiles", "Syntax", "blueprint"]
