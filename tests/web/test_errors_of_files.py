"""What `/validate` says of files that cannot be read, in Russian and Uzbek: nothing of it stays in English."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from edukg.errors import EdukgError
from edukg.load import load_files
from edukg.tables import is_table
from edukg.tables.grids import read_grids
from edukg.web import explaining

HEAD = "@prefix a: <http://example.org/> . "
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
FILES = {
    "no-end.ttl": HEAD + "a:x a:y a:z",
    "no-bracket.ttl": HEAD + "a:x a:y [ .",
    "no-quote.ttl": HEAD + 'a:x a:y "abc .',
    "no-prefix.ttl": "e:x e:y 1 .",
    "no-dot.ttl": HEAD.rstrip(". ") + " a:x",
    "no-brace.trig": HEAD + "a:g { a:x a:y a:z ",
    "no-object.nt": "<http://example.org/a> <http://example.org/b> .",
    "no-subject.nq": "x",
    "relative.ttl": "<x> <y> <z> .",
    "blank.ttl": "<http://example.org/a b> a <http://example.org/c> .",
    "host.ttl": HEAD + "a:x a:y <http://[e> .",
    "language.ttl": HEAD + 'a:x a:y "x"@1 .',
    "escape.ttl": HEAD + 'a:x a:y "\\q" .',
    "prose.ttl": "hello world",
    "empty.ttl": " ",
    "zip.ttl": "PK\x03\x04aaaa",
    "pdf.ttl": "%PDF-1.4",
    "no-end.jsonld": '{"a": 1',
    "context.jsonld": '{"@context": "http://example.org/", "a": 1}',
    "no-context.jsonld": '{"a": 1}',
    "number.jsonld": '{"@id": 3}',
    "no-end.rdf": "<a>",
    "prose.rdf": "hello",
    "mismatch.rdf": "<a></b>",
    "prefix.rdf": "<e:b/>",
    "entity.rdf": "<a>&b;</a>",
    "twice.rdf": '<a b="1" b="2"/>',
    "two.rdf": "<a/><b/>",
    "blank.rdf": RDF + '<rdf:Description rdf:about="x y"><b/></rdf:Description></rdf:RDF>',
    "plain.ttl.gz": "abc",
    "letter.doc": "x",
    "prose.xlsx": "no",
    "quote.csv": 'a,b\n"x',
    "comma.csv": 'a,"b"c\n',
}
_ENGLISH = re.compile(r"\b(?:a|an|the|is|of|not|must|at|be|in|by|for|no)\b|[A-Za-z]+ed\b")


@pytest.mark.parametrize("language", ["ru", "uz"])
@pytest.mark.parametrize("name", [*FILES, "parts.xlsx", "archive.xlsx"])
def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(tmp_path: Path, name: str, language: str) -> None:
    path = tmp_path / name
    if name in FILES:
        path.write_text(FILES[name], encoding="utf-8")
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("[Content_Types].xml" if name == "parts.xlsx" else "x", "y")
    with pytest.raises(EdukgError) as caught:
        _ = read_grids(path, name) if is_table(path) else load_files([path])
    for sentence in (caught.value.message, caught.value.advice):
        said = explaining.translated(sentence, language)
        assert said is not None, sentence
        assert not _ENGLISH.findall(said.replace(str(path), "")), said
