"""Documents as people have them, and files that are none: the text is read whole, or the error says what is wrong."""

from __future__ import annotations

import io
import zipfile

import docx
import odfdo
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from edukg.documents import archives, read_document
from edukg.errors import InputError, UnknownFormatError

SENTENCES = ("The educational cluster grew.", "Образовательный кластер вырос.", "Taʼlim klasteri oʻsdi.")


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def changed(archive: bytes, part: str, change: tuple[bytes, bytes]) -> bytes:
    """The archive with some bytes of one part replaced."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, content.replace(*change) if info.filename == part else content)
    return written.getvalue()


def pdf(text: str) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(width=300, height=200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): font})})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F 12 Tf 20 100 Td ({text}) Tj ET".encode())
    page[NameObject("/Contents")] = stream
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_word_document_whole() -> None:
    document = docx.Document()
    document.add_heading("Draft", 1)
    document.add_paragraph(SENTENCES[0])
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = SENTENCES[1:]
    written = io.BytesIO()
    document.save(written)
    found = read_document(written.getvalue(), "draft.docx")
    assert found.kind == ".docx"
    assert found.text.split("\n") == ["Draft", *SENTENCES]


def test_what_a_tracked_change_inserts_is_read_and_what_it_deletes_is_not() -> None:
    plain = word("The cluster HERE grew.")
    runs = (
        b'</w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>of schools</w:t></w:r></w:ins>'
        b'<w:del w:id="2" w:author="a"><w:r><w:delText>of firms</w:delText></w:r></w:del>'
        b'<w:r><w:t xml:space="preserve">'
    )
    assert read_document(changed(plain, "word/document.xml", (b"HERE", runs)), "a.docx").text == (
        "The cluster of schools grew."
    )


def test_open_document_text() -> None:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Draft"))
    for sentence in SENTENCES:
        document.body.append(odfdo.Paragraph(sentence))
    written = io.BytesIO()
    document.save(written)
    found = read_document(written.getvalue(), "draft.odt")
    assert found.kind == ".odt"
    assert found.text.split("\n") == ["Draft", *SENTENCES]


def test_pdf() -> None:
    found = read_document(pdf(SENTENCES[0]), "paper.pdf")
    assert (found.kind, found.text.strip()) == (".pdf", SENTENCES[0])


def test_page() -> None:
    source = """<!doctype html><html><head><title>no</title><style>p{}</style></head><body><h1>Draft</h1>
    <p>The <b>educational</b>
    cluster&nbsp;grew.<br>It did.</p><script>var cluster;</script><ul><li>one<li>two</ul></body></html>"""
    found = read_document(source.encode(), "page.html")
    assert found.text.split("\n") == ["Draft", "The educational cluster\xa0grew.", "It did.", "one", "two"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r"])
def test_plain_text_in_any_encoding(encoding: str) -> None:
    text = "Образовательный кластер объединяет школы, колледжи и университеты области. " * 3
    assert read_document(text.encode(encoding), "a.txt").text == text


def test_a_page_names_its_encoding() -> None:
    source = '<html><head><meta charset="windows-1251"></head><body>Кластер</body></html>'.encode("cp1251")
    assert read_document(source, "page.html").text == "Кластер"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_plain_text_is_untouched(text: str) -> None:
    assert read_document(text.encode(), "a.txt").text == text.removeprefix("\ufeff")


def test_the_bytes_decide_not_the_name() -> None:
    assert read_document(word("x"), "draft.txt").kind == ".docx"
    assert read_document(pdf("x"), "").kind == ".pdf"
    assert read_document(b"<!DOCTYPE html><p>x</p>", "").kind == ".html"


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "empty.txt", "holds no text"),
        (b" \n\t", "blank.md", "holds no text"),
        (bytes(range(256)) * 40, "noise.txt", "binary"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old.doc", "old Word"),
        (b"{\\rtf1 x}", "a.rtf", "Rich Text"),
        (b"\x89PNG\r\n\x1a\n", "scan.png", "a picture"),
        (b"PK\x03\x04 not really", "a.docx", "damaged"),
        (b"some words", "a.docx", "no DOCX inside"),
        (b"some words", "a.xyz", "'a.xyz'"),
        (b"%PDF-1.7 and then nothing", "a.pdf", "damaged"),
        (b"\xff\xfe\x00", "half.txt", "UTF-16"),
    ],
)
def test_what_is_no_document_is_told(data: bytes, name: str, told: str) -> None:
    with pytest.raises(InputError, match=told) as caught:
        read_document(data, name)
    assert len(str(caught.value).splitlines()) == 1


def test_an_archive_that_is_no_document() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnknownFormatError, match="Excel"):
        read_document(written.getvalue(), "a.xlsx")


def test_a_bomb_is_not_unpacked() -> None:
    bomb = changed(word("MARK"), "word/document.xml", (b"MARK", b"x" * 100_000_000))
    assert len(bomb) < 500_000
    with pytest.raises(InputError, match="would unpack to"):
        read_document(bomb, "bomb.docx")


def test_many_parts_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_PARTS", 3)
    with pytest.raises(InputError, match="parts"):
        read_document(word("x"), "many.docx")


def test_entities_are_not_expanded() -> None:
    """A file of a kilobyte that would grow to gigabytes, were its entities expanded."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "cluster">{levels}]>'
    archive = word("MARK")
    with zipfile.ZipFile(io.BytesIO(archive)) as old:
        body = old.read("word/document.xml").split(b"?>", 1)[1].replace(b"MARK", b"&e11;")
        original = old.read("word/document.xml")
    bomb = changed(archive, "word/document.xml", (original, head.encode() + body))
    try:
        found = read_document(bomb, "entities.docx").text
    except InputError:
        return
    assert len(found) < 10_000


def test_a_locked_pdf_is_told() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("x"))))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    with pytest.raises(InputError, match="password"):
        read_document(written.getvalue(), "locked.pdf")
