"""A checked text in every form: what is read back from it has the spans that were found, in code points."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pyoxigraph as ox
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import edukg
from edukg import annotate
from edukg.annotate.linked import ITSRDF, NIF, OA
from edukg.annotate.words import word
from edukg.documents import read_document
from edukg.model import Check, Document, Finding, Text, Texts

TEXT = (
    "𝄞 The educational cluster unites schools.\r\n<b>An educational & scientific cluster</b> of servers;\n"
    "“Образовательный холдинг” под эгидой вуза.\n\u202eTa’lim klasteri\u202c maktab va oliygohni birlashtiradi.\x0b\n"
    '=cluster,\t"cluster" – the clus\u00adter'
)
Make = Callable[[str], annotate.Checked]


@pytest.fixture(scope="module")
def make(kb: edukg.KnowledgeBase) -> Make:
    names = annotate.glossary(kb.checker().knowledge, "1.2.3")

    def made(text: str) -> annotate.Checked:
        return annotate.Checked(Document("a draft.txt", ".txt", text), kb.check(text), names)

    return made


@pytest.fixture(scope="module")
def checked(make: Make) -> annotate.Checked:
    found = make(TEXT)
    assert len(found.check.usages) >= 7
    return found


def spans(checked: annotate.Checked) -> list[tuple[int, int, str]]:
    return [(use.start, use.end, use.text) for use in checked.check.usages]


class Marks(HTMLParser):
    """Reads the marked text back: the text, and where the marks stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.found: list[tuple[int, int, str]] = []
        self._inside = False
        self._from: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and given.get("class") == "text":
            self._inside = True
        if tag == "a" and self._inside:
            self._from = len(self.text)
            assert given["data-start"] == str(self._from)

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._inside = False
        if tag == "a" and self._from is not None:
            self.found.append((self._from, len(self.text), self.text[self._from :]))
            self._from = None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


def test_html_marks_every_use_and_keeps_the_text(checked: annotate.Checked) -> None:
    page = annotate.FORMS["html"].write(checked, "uz").decode()
    marks = Marks()
    marks.feed(page)
    assert marks.text == TEXT
    assert marks.found == spans(checked)
    assert '<html lang="uz">' in page
    for number in range(1, len(checked.check.usages) + 1):
        assert f'href="#use-{number}"' in page
        assert f'id="use-{number}"' in page
    assert not re.search(r"<script|https?://(?!www\.w3)|src=", page), "it needs neither script nor network"


def test_csv_has_a_line_for_each_use(checked: annotate.Checked) -> None:
    rows = list(csv.DictReader(io.StringIO(annotate.FORMS["csv"].write(checked, "ru").decode("utf-8-sig"), newline="")))
    assert [(int(row["start"]), int(row["end"]), row["text"]) for row in rows] == spans(checked)
    assert [int(row["line"]) for row in rows] == [TEXT.count("\n", 0, use.start) + 1 for use in checked.check.usages]
    assert not any(cell[:1] in "=+-@" for row in rows for cell in row.values() if cell), "no cell is a formula"


def test_json_is_the_fixed_one(checked: annotate.Checked) -> None:
    found = json.loads(annotate.FORMS["json"].write(checked, "en"))
    assert set(found) == {"language", "usages", "findings"}
    assert [(use["start"], use["end"], use["text"]) for use in found["usages"]] == spans(checked)


def test_json_ld_keeps_to_the_web_annotation_model(checked: annotate.Checked) -> None:
    """The MUSTs of the Web Annotation Data Model, §3 and §4.2, for what is used of it."""
    collection = json.loads(annotate.FORMS["jsonld"].write(checked, "en"))
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    assert collection["first"]["type"] == "AnnotationPage"
    items = collection["first"]["items"]
    assert collection["total"] == len(items)
    assert len({item["id"] for item in items}) == len(items)
    read = []
    for item in items:
        assert item["type"] == "Annotation"
        assert item["motivation"] in {"identifying", "commenting"}
        assert re.fullmatch(r"ni:///sha-256;[\w-]{43}", item["target"]["source"])
        position, quote = item["target"]["selector"]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        start, end = position["start"], position["end"]
        assert TEXT[max(0, start - 40) : start] == quote["prefix"]
        assert TEXT[end : end + 40] == quote["suffix"]
        read.append((start, end, quote["exact"]))
        assert [body["purpose"] for body in item["body"]] in (["identifying", "commenting"], ["commenting"])
        assert all(body["type"] in {"SpecificResource", "TextualBody"} for body in item["body"])
    assert read == spans(checked)


def test_turtle_says_the_same_as_annotations_and_as_strings(checked: annotate.Checked) -> None:
    store = ox.Store()
    store.load(annotate.FORMS["turtle"].write(checked, "en"), format=ox.RdfFormat.TURTLE)
    rows = store.query(
        f"SELECT ?b ?e ?t ?s ?f ?q WHERE {{ ?n <{NIF}beginIndex> ?b ; <{NIF}endIndex> ?e ; <{NIF}anchorOf> ?t ; "
        f"<{ITSRDF}taConfidence> ?c . ?p <{OA}start> ?b ; <{OA}end> ?e . ?g <{OA}hasSelector> ?p, ?k . "
        f"?k <{OA}exact> ?q . ?a <{OA}hasTarget> ?g BIND(1 AS ?s) BIND(1 AS ?f) }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    read = sorted((int(row["b"].value), int(row["e"].value), row["t"].value) for row in rows)
    assert read == spans(checked)
    assert store.query(f"ASK {{ ?c a <{NIF}Context> ; <{NIF}isString> ?whole }}")
    meant = {
        (quad.subject.value.rpartition("=")[2], quad.object.value)
        for quad in store.quads_for_pattern(None, ox.NamedNode(ITSRDF + "taIdentRef"), None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }
    assert meant == {(f"{u.start},{u.end}", u.concept) for u in checked.check.usages if u.status == "resolved"}


def commented_text(data: bytes) -> tuple[str, list[str]]:
    """The text of a DOCX, and the stretches that its comments are anchored to, in order."""
    document = docx.Document(io.BytesIO(data))
    open_: dict[str, int] = {}
    found: dict[str, tuple[int, str]] = {}
    text = ""
    names = {"w:t", "w:tab", "w:br"}
    for number, paragraph in enumerate(document.paragraphs):
        text += "\n" if number else ""
        for element in paragraph._p.iter():
            tag = element.tag.split("}")[1]
            key = str(element.get(qn("w:id"), ""))
            if tag == "commentRangeStart":
                open_[key] = len(text)
            elif tag == "commentRangeEnd":
                found[key] = (open_[key], text[open_[key] :])
            elif f"w:{tag}" in names:
                text += {"tab": "\t", "br": "\n"}.get(tag, element.text or "")
    return text, [stretch for _, stretch in sorted(found.values())]


def test_docx_has_a_comment_at_each_use(checked: annotate.Checked) -> None:
    data = annotate.FORMS["docx"].write(checked, "ru")
    text, stretches = commented_text(data)
    assert len(text) == len(TEXT), "every position is kept"
    assert stretches == [use.text for use in checked.check.usages]
    document = docx.Document(io.BytesIO(data))
    assert len(list(document.comments)) == len(checked.check.usages)
    assert all(comment.author == "EduKG" for comment in document.comments)


def test_findings_stand_in_html_and_docx(make: Make) -> None:
    base = make("The cluster grows. The cluster shrinks.")
    message = Texts((Text("Two senses & one word.", "en"),))
    finding = Finding("mixed-senses", base.check.usages[0].term, (), message, 4, 11, "the association")
    found = annotate.Checked(base.document, Check("en", base.check.usages, (finding,)), base.names)
    page = annotate.FORMS["html"].write(found, "en").decode()
    assert "One term in several senses" in page
    assert "Two senses &amp; one word." in page
    comments = docx.Document(io.BytesIO(annotate.FORMS["docx"].write(found, "en"))).comments
    assert any("Two senses & one word." in comment.text for comment in comments)


def test_a_text_without_uses_gives_every_form(make: Make) -> None:
    found = make("Nothing of this kind.")
    for form in annotate.FORMS.values():
        assert form.write(found, "uz")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["cluster", "кластер", " ", "\n", "<", "&", '"', "\u200b", "\u202e", "𝄞", "ё", "'", "a", "=", "\t"]
        )
    )
)
def test_marks_come_back_from_html_whatever_the_text(make: Make, pieces: list[str]) -> None:
    text = "".join(pieces)
    found = make(text)
    marks = Marks()
    marks.feed(annotate.FORMS["html"].write(found, "en").decode())
    assert marks.text == text
    assert marks.found == spans(found)
    assert "".join(piece.text for piece in annotate.segments(text, found.check.usages)) == text


def test_words_exist_in_every_language() -> None:
    from edukg.annotate.words import _words

    for group, keys in _words().items():
        for key, said in keys.items():
            assert set(said) == {"en", "ru", "uz"}, f"{group}.{key}"


def test_the_new_docx_reads_back_as_the_text(checked: annotate.Checked) -> None:
    read = read_document(annotate.FORMS["docx"].write(checked, "en"), "x.docx").text
    assert read == TEXT.replace("\r", "\n").replace("\x0b", "\ufffd")


def test_every_kind_of_finding_is_named() -> None:
    """The kinds that the checker's own code gives, read from it, each have a word in every language."""
    source = (Path(edukg.__file__).parent / "usage" / "findings.py").read_text(encoding="utf-8")
    kinds = set(re.findall(r'Finding\("([a-z-]+)"', source))
    assert len(kinds) >= 5
    for language in ("en", "ru", "uz"):
        assert [kind for kind in kinds if not word("kind", kind, language)] == []
