"""Releases: load → reason → validate → write, each an immutable folder, swapped in by one rename.

    home/
      current                 a file that names the release in force; replaced by one rename
      releases/{digest}/
        manifest.json         version, inputs with digests, counts, tools
        data.nq.gz            the data and inferences, canonical (RDFC-1.0) and sorted: equal data, equal bytes
        store/                the same as a store on disk, only when there is much of it
        labels.sqlite         the label index
        usage.json            what the checker of uses knows of the data
        weights.tsv           the weights by which it decides
        statistics.json       how much of what there is, for the service description
        context.jsonld        the names that JSON-LD is written with
        report.ttl            what the shapes said (SHACL validation report)
        dumps.json            the list of the files that anyone may fetch, which lie in
        dumps/                (`edukg.dumps`)

A build works in a folder of its own. Until the last rename readers see the old release; a build that is killed leaves
nothing but that folder, which the next build clears away.
"""

from __future__ import annotations

from edukg.release.building import Progress, build, quiet
from edukg.release.reading import (
    ELSEWHERE,
    context,
    count,
    current,
    downloads,
    kept,
    named,
    open_download,
    open_knowledge,
    open_pool,
    open_store,
    read_manifest,
    statistics,
)
from edukg.release.writing import ON_DISK_FROM, derive, write_downloads

__all__ = [
    "ELSEWHERE",
    "ON_DISK_FROM",
    "Progress",
    "build",
    "context",
    "count",
    "current",
    "derive",
    "downloads",
    "kept",
    "named",
    "open_download",
    "open_knowledge",
    "open_pool",
    "open_store",
    "quiet",
    "read_manifest",
    "statistics",
    "write_downloads",
]
