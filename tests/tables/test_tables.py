"""Tables in and out: the mapping, the way there and back, and files that are made to do harm."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyoxigraph as ox
import pytest
from openpyxl import Workbook, load_workbook

from edukg import resources
from edukg.errors import DataSyntaxError, EdukgError, InputError, MissingFileError
from edukg.namespaces import EDUKG, ID, LANGUAGES, RDF, RDFS, SHAPE
from edukg.tables import Table, dates, exchange, grids, read_mapping, read_table
from edukg.tables.letters import slug, unmixed
from edukg.tables.rows import letter, tagged
from edukg.tables.vocabulary import Vocabulary
from tests.tables import methodologist


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return exchange.shipped_vocabulary()


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every sheet that is not there to explain."""
    book = load_workbook(path)
    titles = {sheet.titles.value(tag): sheet.name for sheet in read_mapping().sheets for tag in LANGUAGES}
    return {
        titles[page.title]: [row for row in page.iter_rows(values_only=True) if any(row)]
        for page in book.worksheets
        if page.title in titles
    }


def read(path: Path, text: str, vocabulary: Vocabulary) -> Table:
    path.write_text(text, encoding="utf-8")
    return read_table(path, vocabulary)


def told(table: Table) -> list[tuple[str, str]]:
    return [(f.shape.removeprefix(SHAPE + "table-"), f.place.cell if f.place else "") for f in table.findings]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_that_is_read_and_written_again_is_the_same_table(tmp_path: Path, language: str) -> None:
    path = methodologist.write(tmp_path / "ours.xlsx", language, wrong=False)
    exchange.export(tmp_path / "again.xlsx", [path], language=language)
    assert cells(tmp_path / "again.xlsx") == cells(path)
    exchange.save_graph(exchange.convert(path).statements, tmp_path / "ours.ttl")
    exchange.export(tmp_path / "by-turtle.xlsx", [tmp_path / "ours.ttl"], language=language)
    assert cells(tmp_path / "by-turtle.xlsx") == cells(path)


def test_the_shipped_data_go_out_and_come_back(tmp_path: Path, vocabulary: Vocabulary) -> None:
    done = exchange.export(tmp_path / "shipped.xlsx", [], language="uz")
    assert done.rows["clusters"] > 150
    assert done.things["edukg:Position"] > 50, "what has no sheet is told"
    assert done.statements["edukg:formedBy"] > 50, "what has no column is told"
    table = read_table(tmp_path / "shipped.xlsx", vocabulary)
    assert table.findings == ()
    shipped = {
        quad.triple
        for file in (resources.folder("ontology") / "instances").glob("*.ttl")
        for quad in ox.parse(path=file)
    }
    assert {t for t in table.statements if t not in shipped} == set(), "five agents without a status get none"
    label = ox.NamedNode(RDFS + "label")
    assert ox.Triple(ox.NamedNode(ID + "ulyanovsk-agro"), label, ox.Literal("Кластер по агрономии Ульяновской области", language="ru")) in table.statements  # fmt: skip  # noqa: E501


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_explains_itself_and_offers_lists(tmp_path: Path, language: str) -> None:
    exchange.write_template(tmp_path / "new.xlsx", language)
    book = load_workbook(tmp_path / "new.xlsx")
    explained = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    for sheet in read_mapping().sheets:
        page = book[sheet.titles.value(language)]
        headings = [cell.value for cell in page[1]]
        assert headings == [column.titles.value(language) for column in sheet.columns]
        assert set(headings) <= set(explained)
        offered = {str(area) for rule in page.data_validations.dataValidation for area in rule.sqref.ranges}
        listed = {
            f"{methodologist.column_letter(sheet.name, column.name)}2:"
            f"{methodologist.column_letter(sheet.name, column.name)}2000"
            for column in sheet.columns
            if column.choices
        }
        assert listed <= offered
    with pytest.raises(InputError, match="no rows"):
        exchange.convert(tmp_path / "new.xlsx")


def test_the_mapping_is_metadata_of_csv_on_the_web() -> None:
    content = json.loads((Path(grids.__file__).parent / "mapping.json").read_text(encoding="utf-8"))
    assert content["@context"][0] == "http://www.w3.org/ns/csvw"
    names = {table["url"].removesuffix(".csv") for table in content["tables"]}
    assert {"clusters", "members", "roles", "innovations", "events", "sources"} <= names
    for table in content["tables"]:
        for column in table["tableSchema"]["columns"]:
            if not column.get("virtual"):
                assert set(column["titles"]) == set(LANGUAGES)
                assert set(column.get("dc:description", {})) in (set(), set(LANGUAGES))


def test_every_property_and_class_of_the_mapping_is_declared(vocabulary: Vocabulary) -> None:
    for sheet in read_mapping().sheets:
        for column in sheet.columns:
            assert column.predicate in {None, RDF + "type"} or column.predicate.startswith("http")
            for class_ in (*(column.choices.classes if column.choices else ()),):
                assert vocabulary.knows(class_), class_
            if column.choices and column.choices.instances_of:
                assert vocabulary.choices(column.choices), (sheet.name, column.name)


def test_csv_is_read_by_its_headings_in_any_language(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = "код;название по-русски;вид;год основания\nsam;Самарканд;педагогический кластер;2019\n"
    table = read(tmp_path / "что угодно.csv", text, vocabulary)
    assert table.language == "ru"
    assert told(table) == []
    assert ox.Triple(
        ox.NamedNode(ID + "sam"), ox.NamedNode(RDF + "type"), ox.NamedNode(EDUKG + "PedagogicalCluster")
    ) in table.statements  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "cell", "told_of"),
    [
        ("kind", "university cluster of moon", ("unknown-value", "association-level cluster")),
        ("founded in", "about 1992", ("year-unclear", "1992")),
        ("founded in", "soon", ("year-unclear", "1992")),
        ("id", "мой код", ("wrong-id", "moy-kod")),
        ("region", "Nowhere-on-Sea", ("unknown-reference", "Nowhere-on-Sea")),
        ("region", "Ulyanovk", ("unknown-reference", "Ulyanovsk")),
        ("integration", "horizontal integration, vertical integration", ("several-values", "horizontal integration")),
    ],
)
def test_what_a_cell_cannot_say_is_told_with_what_it_could(
    tmp_path: Path, vocabulary: Vocabulary, heading: str, cell: str, told_of: tuple[str, str]
) -> None:
    rule, suggested = told_of
    kind = "" if heading == "kind" else ",kind"
    value = "" if heading == "kind" else ",school cluster"
    text = f'name in English,{heading}{kind},note\nOurs,"{cell}"{value},x\n'
    table = read(tmp_path / "clusters.csv", text, vocabulary)
    assert told(table) == [(rule, "B2")]
    assert suggested in [offer.text for offer in table.findings[0].suggestions]


def test_a_term_of_the_lexicon_names_a_class(tmp_path: Path, vocabulary: Vocabulary) -> None:
    text = "name in Uzbek,kind,note\nBizniki,maktab klasteri,x\nSizniki,taʼlim klasteri,x\n"
    table = read(tmp_path / "clusters.csv", text, vocabulary)
    assert told(table) == [("ambiguous-kind", "B3")]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("15.03.2021", ["2021-03-15"]),
        ("15 марта 2021 г.", ["2021-03-15"]),
        ("March 15, 2021", ["2021-03-15"]),
        ("2021-yil 15-mart", ["2021-03-15"]),
        ("iyul 2021", ["2021-07-01"]),
        ("03/04/2021", ["2021-04-03", "2021-03-04"]),
        ("31.02.2021", []),
        ("some day", []),
    ],
)
def test_dates_as_people_write_them(cell: str, meant: list[str]) -> None:
    assert [dates.shown(found) for found in dates.moments_meant(cell)] == meant


def test_small_parts() -> None:
    assert dates.moment("2021-02-01") == datetime(2021, 2, 1)  # noqa: DTZ001
    assert dates.moment("2021-13-01") is None
    assert dates.year(1992.5) is None
    assert unmixed("Сhirchik кластep") == "Chirchik кластер"
    assert unmixed("ЖZ") == "ЖZ", "what no look-alike can mend stays"
    assert slug("samarqand (1)") == "samarqand-1"
    assert letter(701) == "ZZ"
    assert tagged("a@b @uz-Cyrl") == ("a@b", "uz-Cyrl")


def zipped(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def far_cell(path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["XFD1048576"] = "far"
    book.worksheets[0]["A1"] = "id"
    book.save(path)


def parts_of(path: Path) -> dict[str, bytes]:
    book = Workbook()
    book.worksheets[0]["A1"] = "id"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def many_texts(path: Path) -> None:
    """A long text that very many cells share: little to send, terabytes to hold."""
    parts = parts_of(path)
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Id="rIdS" Type="%s" Target="sharedStrings.xml"/></Relationships>' % office
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", link)
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst %s><si><t>%s</t></si></sst>" % (main, b"x" * 30_000)
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 90_000))
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (main, rows)
    zipped(path, parts)


def entities(path: Path) -> None:
    """Entities that stand for ever more of each other."""
    parts = parts_of(path)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (ord("b") + n, (b"&%c;" % (ord("a") + n)) * 10) for n in range(12)
    )
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b"<worksheet", bomb + b"]><worksheet", 1
    )
    zipped(path, parts)


@pytest.mark.parametrize(
    ("make", "kind", "said"),
    [
        (lambda p: p.write_bytes(b"no zip"), DataSyntaxError, "no workbook"),
        (lambda p: p.write_bytes(b""), DataSyntaxError, "no workbook"),
        (lambda p: zipped(p, {"a.txt": b"x"}), DataSyntaxError, "no workbook"),
        (lambda p: zipped(p, {"[Content_Types].xml": b"<x/>"}), DataSyntaxError, "cannot be read"),
        (lambda p: zipped(p, {"[Content_Types].xml": b"\x00" * 250_000_000}), InputError, "unpacks to"),
        (far_cell, InputError, "more memory"),
        (many_texts, InputError, "too much text|more memory"),
        (entities, EdukgError, "."),
    ],
)
def test_files_made_to_do_harm_are_refused(
    tmp_path: Path, vocabulary: Vocabulary, make: Callable[[Path], object], kind: type[EdukgError], said: str
) -> None:
    path = tmp_path / "bad.xlsx"
    make(path)
    with pytest.raises(kind, match=said) as refused:
        read_table(path, vocabulary)
    assert refused.value.advice


def test_other_files_that_cannot_be_read(tmp_path: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(MissingFileError, match="cannot be read"):
        read_table(tmp_path / "none.xlsx", vocabulary)
    (tmp_path / "old.csv").write_bytes("код;вид\nа;б\n".encode("cp1251"))
    with pytest.raises(DataSyntaxError, match="UTF-8") as wrong:
        read_table(tmp_path / "old.csv", vocabulary)
    assert wrong.value.position is not None
    assert wrong.value.position.line == 1
    with pytest.raises(DataSyntaxError, match="breaks off"):
        read(tmp_path / "open.csv", 'id,kind,note\na,"b\n', vocabulary)
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(200_000_000)
    with pytest.raises(InputError, match="200,000,000 bytes"):
        read_table(tmp_path / "huge.csv", vocabulary)


def test_very_many_mistakes_are_counted_and_the_first_listed(tmp_path: Path, vocabulary: Vocabulary) -> None:
    rows = "".join(f"c{n},Cluster {n},nonsense {n % 7},\n" for n in range(20_000))
    table = read(tmp_path / "clusters.csv", "id,name in English,kind,note\n" + rows, vocabulary)
    assert sum(table.counts.values()) == 20_000
    assert len(table.findings) == 5_000
