"""A methodologist's table with twenty mistakes gets twenty findings that lead to the cell; corrected, it is built."""

from __future__ import annotations

from pathlib import Path

import pytest

import edukg
from edukg import release
from edukg.answers import Table
from edukg.errors import NonConformingError
from edukg.namespaces import ID, LANGUAGES, SHAPE
from edukg.tables import exchange, read_mapping
from tests.tables import methodologist


@pytest.mark.parametrize("language", LANGUAGES)
def test_twenty_mistakes_get_twenty_findings(kb: edukg.KnowledgeBase, tmp_path: Path, language: str) -> None:
    path = methodologist.write(tmp_path / "ours.xlsx", language, wrong=True)
    mistakes = methodologist.mistakes(language)
    assert len(mistakes) == 20
    report = kb.validate(path)
    found = {}
    for result in report.results:
        place = result.place
        assert place is not None, result
        assert place.file == str(path)
        found[place.sheet, place.row, place.column] = result
    expected = {
        (
            read_mapping().sheet(m.sheet).titles.value(language),
            m.row,
            methodologist.column_letter(m.sheet, m.column),
        ): m
        for m in mistakes
    }
    assert {cell: r.shape.removeprefix(SHAPE) for cell, r in found.items()} == {c: m.rule for c, m in expected.items()}
    assert len(report.results) == 20, "none is told twice"
    for cell, mistake in expected.items():
        offered = [offer.text for offer in found[cell].suggestions]
        assert any(mistake.suggested in text for text in offered), (cell, mistake.suggested, offered)
        assert found[cell].messages.languages == LANGUAGES
        heading = found[cell].place
        assert heading is not None
        assert heading.heading


def test_the_corrected_tables_have_no_findings(kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    paths = [methodologist.write(tmp_path / f"{tag}.xlsx", tag, wrong=False) for tag in LANGUAGES]
    report = kb.validate(*paths)
    assert [(r.place, r.shape, r.messages.value("en")) for r in report.results] == []


def test_ambiguous_kind_offers_the_readings_with_their_meaning(tmp_path: Path) -> None:
    table = exchange.convert(methodologist.write(tmp_path / "ours.xlsx", "ru", wrong=True))
    (ambiguous,) = (r for r in table.findings if r.shape == SHAPE + "table-ambiguous-kind")
    assert [offer.text for offer in ambiguous.suggestions][:4] == [
        "кластер уровня объединения",
        "кластер уровня организации",
        "кластер уровня программы",
        "кластер уровня компетенции",
    ]
    assert all(offer.definitions.all("ru") for offer in ambiguous.suggestions[:4])


def test_an_empty_cell_is_told_of_once_in_the_words_of_the_table(kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("название по-русски,вид,примечание\n,общеобразовательная школа,без названия\n", encoding="utf-8")
    nameless = [result for result in kb.validate(path).results if result.place and result.place.cell == "A2"]
    assert [result.shape for result in nameless if "имени" in result.messages.value("ru")] == [SHAPE + "instance-label"]
    assert "«название по-русски»" in nameless[0].messages.value("ru"), "the column in the reader's language"


@pytest.mark.slow
def test_the_corrected_table_appears_in_a_build_and_the_wrong_one_does_not(tmp_path: Path) -> None:
    wrong = methodologist.write(tmp_path / "wrong.xlsx", "ru", wrong=True)
    right = methodologist.write(tmp_path / "right.xlsx", "ru", wrong=False)
    with pytest.raises(NonConformingError) as refused:
        release.build(tmp_path / "home", [wrong])
    assert any(r.place and r.place.sheet == "роли" and r.place.cell == "D3" for r in refused.value.report.results)
    release.build(tmp_path / "home", [right])
    built = edukg.open(tmp_path / "home", build=False)
    try:
        cluster = built.describe(ID + "samarkandskiy-pedagogicheskiy-klaster")
        assert cluster is not None
        assert cluster.label("ru") == "Самаркандский педагогический кластер"
        (hit, *_) = built.search("Круг наставников")
        assert hit.iri == ID + "krug-nastavnikov"
        rows = built.query("""
            SELECT ?role WHERE {
              ?m org:organization ?c ; org:role/rdfs:label ?role . ?c rdfs:label "Бухарский кластер школ"@ru
              FILTER (LANG(?role) = "ru") }""")
        assert isinstance(rows, Table)
        assert sorted(str(row["role"]) for row in rows) == ["базовая школа", "работодатель", "рядовой член"]
        assert any(f.file == str(right) for f in built.manifest.inputs)
    finally:
        built.close()
