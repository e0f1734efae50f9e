"""Comments go into a DOCX at exact spans and leave everything else of it as it was."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from edukg.documents import Note, commented, comments, read_document
from edukg.errors import InputError
from edukg.model import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    written = io.BytesIO()
    document.save(written)  # type: ignore[attr-defined]
    return written.getvalue()


def sample() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("The educa")
    bold = paragraph.add_run("tional clu")
    bold.bold = True
    paragraph.add_run("ster\tunites ").italic = True
    link = parse_xml(f'<w:hyperlink {W}><w:r><w:t xml:space="preserve">a linked holding</w:t></w:r></w:hyperlink>')
    paragraph._p.append(link)
    added = parse_xml(f'<w:ins {W} w:id="9" w:author="A"><w:r><w:t> and new logistics</w:t></w:r></w:ins>')
    paragraph._p.append(added)
    table = document.add_table(1, 1)
    table.cell(0, 0).text = "innovation in a cell"
    document.add_paragraph("")
    document.add_paragraph("Last cluster")
    return saved(document)


def anchored(data: bytes) -> dict[str, str]:
    """For each comment its words and the text between its marks."""
    document = docx.Document(io.BytesIO(data))
    said = {str(comment.comment_id): comment.text for comment in document.comments}
    open_: set[str] = set()
    found = dict.fromkeys(said, "")
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_.add(element.get(qn("w:id")))
        elif element.tag == qn("w:commentRangeEnd"):
            open_.discard(element.get(qn("w:id")))
        elif element.tag in {qn("w:t"), qn("w:tab")}:
            for key in open_:
                found[key] += element.text if element.tag == qn("w:t") else "\t"
    return {said[key]: text for key, text in found.items()}


@pytest.mark.parametrize(
    "quoted",
    ["educational cluster", "ster\tun", "The", "holding", "new logistics", "innovation", "Last cluster", "t", "cell"],
)
def test_a_comment_holds_just_its_span(quoted: str) -> None:
    data = sample()
    text = read_document(data, "a.docx").text
    start = text.index(quoted)
    note = Note(start, start + len(quoted), "said")
    written = commented(Document("a.docx", ".docx", text), data, [note], author="EduKG")
    assert anchored(written) == {"said": quoted}
    assert read_document(written, "a.docx").text == text


def test_many_comments_touch_and_nest_and_the_formatting_stays() -> None:
    data = sample()
    text = read_document(data, "a.docx").text
    quotes = ["The educational", "educational cluster", "cluster", "ional cl", "cluster\tunites a linked"]
    notes = [(text.index(q), text.index(q) + len(q), q) for q in quotes]
    written = comments.write(data, notes, "EduKG")
    assert anchored(written) == {quoted: quoted for quoted in quotes}

    def letters(given: bytes) -> list[tuple[str, bool | None, bool | None]]:
        runs = docx.Document(io.BytesIO(given)).paragraphs[0].runs
        return [(letter, run.bold, run.italic) for run in runs for letter in run.text]

    assert letters(written) == letters(data)


def test_a_comment_across_paragraphs_and_one_beyond_the_end() -> None:
    data = sample()
    text = read_document(data, "a.docx").text
    start = text.index("innovation in a cell")
    written = comments.write(data, [(start, len(text), "rest"), (len(text) + 5, len(text) + 9, "late")], "EduKG")
    assert anchored(written)["rest"] == "innovation in a cellLast cluster"
    assert anchored(written)["late"]


def test_a_use_in_a_text_box_is_commented_at_the_box() -> None:
    document = docx.Document()
    run = document.add_paragraph("Before ").add_run("")
    box = parse_xml(
        f'<w:pict {W} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>a boxed'
        " cluster</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    run._r.append(box)
    data = saved(document)
    text = read_document(data, "b.docx").text
    start = text.index("cluster")
    written = comments.write(data, [(start, start + 7, "boxed")], "EduKG")
    inner = docx.Document(io.BytesIO(written)).element.body.iter(qn("w:txbxContent"))
    assert not any(box.findall(".//" + qn("w:commentRangeStart")) for box in inner)
    assert anchored(written)["boxed"] == "a boxed cluster"
    assert read_document(written, "b.docx").text == text


def test_a_damaged_document_is_told() -> None:
    with zipfile.ZipFile(damaged := io.BytesIO(), "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    with pytest.raises(InputError, match="damaged"):
        commented(Document("c.docx", ".docx", "x"), damaged.getvalue(), [Note(0, 1, "x")], author="EduKG")


def test_a_text_too_long_for_a_new_docx_is_told() -> None:
    with pytest.raises(InputError, match="at most"):
        commented(Document("d.txt", ".txt", "x" * 2_000_001), b"", [], author="EduKG")
