"""Canonical N-Quads → the whole and each named graph in every syntax, each as gzip and zstd, and the list of them.

The plain form of a file is not kept: it is unpacked from the zstd one as it is sent (`edukg.dumps.reading`). Its size
and digest are known, since the bytes went by.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from edukg.dumps.canonical import Canonical
from edukg.dumps.packing import BUFFER, Packer
from edukg.media import DATASETS, GRAPHS, N_QUADS, MediaType
from edukg.model import Download, DownloadKind
from edukg.namespaces import GRAPH, PREFIXES

CODINGS: Final[Mapping[str, str]] = {"": "", "gzip": ".gz", "zstd": ".zst"}
"""How a file may be packed (names of HTTP's content codings), with the ending of each."""
MOST_GRAPHS: Final = 500
"""Named graphs up to which each has files of its own; with more, there is the whole only."""
_WHOLE: Final = "edukg"
_PLAIN_NAME: Final = re.compile(r"(?:[\w~-][\w.~-]*/)*[\w~-][\w.~-]*")
_PIECE: Final = 16_000_000
_SYNTAXES: Final = (*GRAPHS, *DATASETS)


def is_dump(download: Download) -> bool:
    """Whether a file holds the data as RDF, the whole or a graph of them."""
    return download.kind in {DownloadKind.WHOLE, DownloadKind.GRAPH}


def write_dumps(canonical: Canonical, folder: Path, work: Path) -> list[Download]:
    """Write all files of a release's data into a folder; the list of them, the plain forms included."""
    listed = _files(canonical.path, folder, _WHOLE, DownloadKind.WHOLE)
    taken: set[str] = set()
    for graph, path in sorted(_graphs(canonical.path, work).items()):
        listed += _files(path, folder, _name(graph, taken), DownloadKind.GRAPH, graph)
        path.unlink()
    return listed


def _files(quads: Path, folder: Path, name: str, kind: DownloadKind, graph: str = "") -> list[Download]:
    listed = []
    prefixes = _used(quads)
    for media in _SYNTAXES:
        path = folder / f"{name}{media.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        with Packer(path) as packer:
            write_syntax(quads, cast(IO[bytes], packer), media, prefixes)
        listed += [
            Download(
                name=f"{name}{media.suffix}{CODINGS[coding]}",
                label=media.label,
                media_type=media.name,
                size=written.size,
                sha256=written.sha256,
                kind=kind,
                coding=coding,
                graph=graph,
            )
            for coding, written in packer.written().items()
        ]
    return listed


def write_syntax(quads: Path, target: IO[bytes], media: MediaType, prefixes: dict[str, str] = PREFIXES) -> None:
    """Write canonical N-Quads in another syntax, as a stream; a syntax for one graph gets each triple once.

    Lines that differ in their graph only stand one after the other, since they are sorted.
    """
    if media is N_QUADS:
        with quads.open("rb") as file:
            while content := file.read(BUFFER):
                target.write(content)
        return
    found = ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS)
    syntax = ox.RdfFormat.from_media_type(media.name)
    content_of: Iterable[ox.Quad] | Iterable[ox.Triple] = found if media in DATASETS else _triples(found)
    ox.serialize(content_of, target, format=syntax, prefixes=prefixes)


def _triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    last = None
    for quad in quads:
        triple = quad.triple
        if triple != last:
            yield triple
        last = triple


def _used(quads: Path) -> dict[str, str]:
    """The prefixes that some IRI of a file begins with."""
    if not quads.stat().st_size:
        return {}
    with quads.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return {prefix: iri for prefix, iri in PREFIXES.items() if content.find(b"<" + iri.encode()) >= 0}


def _graphs(quads: Path, work: Path) -> dict[str, Path]:
    """Each named graph as a file of its quads, in their order; none when there are more than `MOST_GRAPHS`."""
    paths: dict[bytes, Path] = {}
    with quads.open("rb") as file:
        while lines := file.readlines(_PIECE):
            parts: dict[bytes, list[bytes]] = defaultdict(list)
            for line in lines:
                parts[line[line.rindex(b" ", 0, -3) + 1 : -3]].append(line)
            for graph, part in parts.items():
                path = paths.setdefault(graph, work / f"graph-{len(paths)}.nq")
                with path.open("ab") as out:
                    out.writelines(part)
            if len(paths) > MOST_GRAPHS:
                for path in paths.values():
                    path.unlink()
                return {}
    named = {graph for graph in paths if graph.startswith(b"<")}  # not those that a blank node names, nor the default
    for graph in paths.keys() - named:
        paths[graph].unlink()
    return {graph[1:-1].decode(): paths[graph] for graph in named}


def _name(graph: str, taken: set[str]) -> str:
    """Where the files of a graph lie: at the path of its IRI, or under a name made of it when it is another's.

    Two graphs whose names differ by case only get different names, for disks that do not tell case.
    """
    own = graph.removeprefix(GRAPH)
    name = f"graph/{own}"
    if own == graph or not _PLAIN_NAME.fullmatch(own) or name.casefold() in taken:
        slug = re.sub(r"\W+", "-", graph.partition("://")[2] or graph).strip("-")[:60]
        name = f"graph/named/{slug}-{hashlib.sha256(graph.encode()).hexdigest()[:8]}"
    taken.add(name.casefold())
    return name
