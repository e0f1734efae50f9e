"""A glossary to read on a phone or a reader, as EPUB 3.3 (https://www.w3.org/TR/epub-33/).

An EPUB is a ZIP archive of XHTML with a manifest, and one library that writes them is under the AGPL, so the few parts
that a glossary needs are written here; epubcheck, the W3C's checker, reads the result in the tests.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Sequence
from html import escape
from typing import Any, Final

from edukg.export.entries import ConceptEntry
from edukg.export.glossary import content
from edukg.export.view import View
from edukg.model import DownloadKind, Manifest
from edukg.namespaces import ONTOLOGY

_MEDIA: Final = "application/epub+zip"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="glossary.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE: Final = """body { line-height: 1.5; } h2 { margin-top: 2em; } dl { margin: .5em 0; }
dt { color: #555; font-size: .9em; } dd { margin: 0 0 .4em 0; } .note { font-size: .95em; }
"""


def view(entries: Sequence[ConceptEntry], manifest: Manifest, language: str) -> View:
    """The glossary of one language as an EPUB."""
    data = content(entries, manifest, language)
    chapters = [(f"family-{n}.xhtml", family) for n, family in enumerate(_list(data["families"]), start=1)]
    parts = {
        "META-INF/container.xml": _CONTAINER,
        "glossary.opf": _package(data, manifest, [name for name, _ in chapters]),
        "nav.xhtml": _navigation(data, chapters),
        "style.css": _STYLE,
        **{name: _chapter(data, family) for name, family in chapters},
        "index.xhtml": _index(data),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), _MEDIA)  # first, and not packed (section 4.2.1)
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return View(
        f"edukg-glossary-{language}.epub",
        str(data["title"]),
        _MEDIA,
        written.getvalue(),
        language,
        DownloadKind.GLOSSARY,
    )


def _list(value: object) -> list[Any]:
    assert isinstance(value, list)  # noqa: S101  # what `content` gives
    return value


def _package(data: dict[str, object], manifest: Manifest, chapters: Sequence[str]) -> str:
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{ONTOLOGY}/{manifest.digest}/{data['language']}")
    pages = [*chapters, "index.xhtml"]
    items = "".join(
        f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
    modified = f"{manifest.dated or manifest.created[:10]}T00:00:00Z"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{data["language"]}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier><dc:title>{_text(data["title"])}</dc:title>'
        f"<dc:language>{data['language']}</dc:language><dc:creator>EduKG contributors</dc:creator>"
        f"<dc:rights>CC BY 4.0</dc:rights><dc:source>{ONTOLOGY}</dc:source>"
        f'<meta property="dcterms:modified">{modified}</meta></metadata>'
        '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f'<item id="css" href="style.css" media-type="text/css"/>{items}</manifest>'
        f'<spine><itemref idref="nav"/>{spine}</spine></package>\n'
    )


def _page(data: dict[str, object], title: str, body: str) -> str:
    language = data["language"]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}"><head><title>{_text(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="style.css"/></head><body>{body}</body></html>\n'
    )


def _navigation(data: dict[str, object], chapters: Sequence[tuple[str, dict[str, Any]]]) -> str:
    words = _words(data)
    links = [(name, family["name"]) for name, family in chapters] + [("index.xhtml", words["index"])]
    listed = "".join(f'<li><a href="{name}">{_text(title)}</a></li>' for name, title in links)
    head = f"<h1>{_text(data['title'])}</h1><p>{_text(data['subtitle'])}</p><p>{_text(data['imprint'])}</p>"
    return _page(
        data,
        str(data["title"]),
        f'{head}<nav epub:type="toc"><h2>{_text(words["contents"])}</h2><ol>{listed}</ol></nav>',
    )


def _chapter(data: dict[str, object], family: dict[str, Any]) -> str:
    words = _words(data)
    body = [f"<h1>{_text(family['name'])}</h1>"]
    for entry in family["entries"]:
        rows = [
            (words["terms"], "; ".join(entry["terms"])),
            *((other["language"], "; ".join(other["terms"])) for other in entry["others"]),
            *((feature["name"], feature["value"]) for feature in entry["features"]),
            (words["confused"], "; ".join(entry["confused"])),
            (words["uses"], "; ".join(entry["uses"])),
        ]
        listed = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in rows if value)
        key = entry["iri"].rpartition("/")[2]
        body.append(
            f'<section id="{key}"><h2>{_text(entry["label"])}</h2><p>{_text(entry["definition"])}</p>'
            + (f'<p class="note">{_text(entry["scope"])}</p>' if entry["scope"] else "")
            + f"<dl>{listed}<dt>{_text(words['identifier'])}</dt>"
            + f'<dd><a href="{entry["iri"]}">{entry["iri"]}</a></dd></dl></section>'
        )
    return _page(data, family["name"], "".join(body))


def _index(data: dict[str, object]) -> str:
    title = _words(data)["index"]
    rows = "".join(
        f"<dt>{_text(item['term'])}</dt><dd>{_text('; '.join(item['labels']))}</dd>" for item in _list(data["index"])
    )
    return _page(data, title, f"<h1>{_text(title)}</h1><dl>{rows}</dl>")


def _words(data: dict[str, object]) -> dict[str, str]:
    words = data["words"]
    assert isinstance(words, dict)  # noqa: S101  # what `content` gives
    return words


def _text(value: object) -> str:
    return escape(str(value))
