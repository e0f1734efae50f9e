"""The workbook of a methodologist in English, Russian and Uzbek: as it should be, and with twenty typical mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from edukg.tables import read_mapping
from edukg.tables.grids import Cell

SHEETS: Final = ("clusters", "members", "roles", "innovations", "events", "sources", "places")
_LANGUAGES: Final = ("en", "ru", "uz")


def _in(language: str, *texts: str) -> str:
    return texts[_LANGUAGES.index(language)]


@dataclass(frozen=True)
class Mistake:
    """What is put into a cell, which rule finds it, and what at least is suggested; `cell` is that of the finding."""

    sheet: str
    row: int
    column: str
    wrong: Cell | None
    rule: str
    suggested: str


def rows(language: str) -> dict[str, list[dict[str, Cell]]]:
    """What the sheets hold; the first row of each is row 2 of the sheet."""

    def t(*texts: str) -> str:
        return _in(language, *texts)

    def day(year: int, month: int, number: int) -> datetime:
        return datetime(year, month, number)  # noqa: DTZ001 (spreadsheets have no zones)

    source, other = "Karimova 2020", "Yusupov 2021"
    samarkand = t(
        "Samarkand pedagogical cluster", "Самаркандский педагогический кластер", "Samarqand pedagogik klasteri"
    )
    bukhara = t("Bukhara cluster of schools", "Бухарский кластер школ", "Buxoro maktablar klasteri")
    urgut = t("Urgut educational holding", "Ургутский образовательный холдинг", "Urgut taʼlim xoldingi")
    jizzakh = t("Jizzakh cluster", "Джизакский кластер", "Jizzax klasteri")
    university = t(
        "Samarkand Pedagogical University", "Самаркандский педуниверситет", "Samarqand pedagogika universiteti"
    )
    college = t("Urgut College", "Ургутский колледж", "Urgut kolleji")
    school5 = t("School 5 of Bukhara", "Школа № 5 Бухары", "Buxoro shahridagi 5-umumiy oʻrta taʼlim maktabi")
    school7 = t("School 7 of Bukhara", "Школа № 7 Бухары", "Buxoro 7-maktabi")
    works = t("Zarafshon Works", "Завод «Зарафшан»", "Zarafshon zavodi")
    office = t("Education Department of Urgut", "Отдел образования Ургута", "Urgut taʼlim boʻlimi")
    circle = t("Mentor circle", "Круг наставников", "Ustozlar davrasi")
    portfolio = t("Electronic portfolio", "Электронное портфолио", "Elektron portfolio")
    association = t("association-level cluster", "кластер уровня объединения", "birlashma darajasidagi klaster")
    school = t("general education school", "общеобразовательная школа", "umumtaʼlim maktabi")
    innovation = t("pedagogical innovation", "педагогическая инновация", "pedagogik innovatsiya")
    creation, testing = t("creation", "создание", "yaratish"), t("testing", "апробация", "sinovdan oʻtkazish")
    member, leader = t("ordinary member", "рядовой член", "oddiy aʼzo"), t("leader", "руководитель", "yetakchi")
    name = f"name_{language}"
    checked = t("verified", "проверено", "tekshirilgan")

    def named(called: str, kind: str | None = None, **more: Cell) -> dict[str, Cell]:
        return {name: called, "source": source, "status": checked, **({"kind": kind} if kind else {}), **more}

    def role(whole: str, who: str, what: str) -> dict[str, Cell]:
        return {"whole": whole, "member": who, "role": what, "source": source, "status": checked}

    return {
        "clusters": [
            named(samarkand, t("pedagogical cluster", "педагогический кластер", "pedagogik klaster"),
                  region=t("Samarkand region", "Самаркандская область", "Samarqand viloyati"), founded=2019,
                  purpose=t("continuous teacher education", "непрерывное педагогическое образование",
                            "uzluksiz pedagogik taʼlim")),
            named(bukhara, association, founded=2018),
            named(urgut, t("educational holding", "образовательный холдинг", "taʼlim xoldingi"), auspices=office,
                  integration=t("horizontal integration", "горизонтальная интеграция", "gorizontal integratsiya")),
            named(jizzakh, association),
        ],
        "members": [
            named(university, t("higher education institution", "высшее учебное заведение", "oliy taʼlim muassasasi"),
                  member_of=samarkand, founded=1943),
            named(college, t("vocational institution", "профессиональная образовательная организация",
                             "professional taʼlim muassasasi"), member_of=f"{samarkand}; {urgut}"),
            named(school5, school, member_of=f"{bukhara}; {urgut}")
            | {"name_uz": "Buxoro shahridagi 5-umumiy oʻrta taʼlim maktabi"},
            named(school7, school, member_of=f"{bukhara}; {jizzakh}"),
            named(works, t("production enterprise", "производственное предприятие", "ishlab chiqarish korxonasi")),
            named(office, t("state body", "государственный орган", "davlat organi"),
                  remit=t("government of education", "управление образованием", "taʼlimni boshqarish")),
        ],
        "roles": [
            role(samarkand, university, leader),
            role(samarkand, college, member),
            role(bukhara, school5, t("core school", "базовая школа", "tayanch maktab")),
            role(bukhara, school7, member),
            role(bukhara, works, t("employer", "работодатель", "ish beruvchi")),
            role(urgut, college, member),
            role(urgut, school5, member),
            role(jizzakh, school7, member),
            role(jizzakh, works, t("employer", "работодатель", "ish beruvchi")),
            role(samarkand, works, t("employer", "работодатель", "ish beruvchi")),
        ],
        "innovations": [
            named(circle, innovation, created_by=university),
            named(portfolio, innovation, created_by=school5),
        ],
        "events": [
            named(f"{circle}: {creation}", innovation=circle, stage=creation, started=day(2020, 9, 1)),
            named(f"{circle}: {testing}", innovation=circle, stage=testing, started=day(2021, 2, 1)),
            named(f"{portfolio}: {creation}", innovation=portfolio, stage=creation, started=day(2019, 10, 1)),
            named(f"{portfolio}: {testing}", innovation=portfolio, stage=testing, started=day(2021, 3, 15)),
        ],
        "sources": [
            {"label": source, "title": t("On clusters", "О кластерах", "Klasterlar haqida"), "author": "Karimova",
             "kind": t("academic article", "научная статья", "ilmiy maqola"), "issued": 2020,
             "doi": "10.5281/zenodo.7967398", "status": checked},
            {"label": other, "title": t("On schools", "О школах", "Maktablar haqida"), "author": "Yusupov",
             "kind": t("book", "книга", "kitob"), "issued": 2021, "status": checked},
        ],
        "places": [
            {**named(t("Samarkand region", "Самаркандская область", "Samarqand viloyati")), "country_code": "UZ"},
        ],
    }  # fmt: skip


def mistakes(language: str) -> tuple[Mistake, ...]:
    """Twenty mistakes, each in a cell of its own."""

    def t(*texts: str) -> str:
        return _in(language, *texts)

    samarkand = str(rows(language)["clusters"][0][f"name_{language}"])
    titles = read_mapping().sheet("members").column("founded").titles
    return (
        Mistake("clusters", 2, f"name_{language}",
                t("Samаrkand pedagogical cluster", "Самаркандский пeдагогический кластер",
                  "Sаmarqand pedagogik klasteri"), "table-mixed-letters", samarkand),
        Mistake("clusters", 3, "kind",
                t("asociation-level clustr", "кластер уровня обединения", "birlashma darajasdagi klaster"),
                "table-unknown-value",
                t("association-level cluster", "кластер уровня объединения", "birlashma darajasidagi klaster")),
        Mistake("clusters", 3, "founded", "2O18", "table-year-unclear", "2018"),
        Mistake("clusters", 4, "auspices", None, "holding-auspices",
                t("Education Department of Urgut", "Отдел образования Ургута", "Urgut taʼlim boʻlimi")),
        Mistake("clusters", 5, "kind", t("educational cluster", "образовательный кластер", "taʼlim klasteri"),
                "table-ambiguous-kind",
                t("association-level cluster", "кластер уровня объединения", "birlashma darajasidagi klaster")),
        Mistake("members", 1, "founded", t("fuonded in", "год оснавания", "tashkil etlgan yili"),
                "table-unknown-heading", titles.value(language)),
        Mistake("members", 3, "member_of",
                t("Samarkand pedagogic cluster; Urgut educational holding",
                  "Самаркандский педогогический кластер; Ургутский образовательный холдинг",
                  "Samarqand pedagogika klasteri; Urgut taʼlim xoldingi"),
                "table-unknown-reference", samarkand),
        Mistake("members", 4, "name_uz", "Buxoro shahridagi 5-umumiy o'rta ta'lim maktabi", "UzbekApostrophe",
                "Buxoro shahridagi 5-umumiy oʻrta taʼlim maktabi"),
        Mistake("members", 6, "source", "merge with the row below", "table-merged-cells", "Karimova 2020"),
        Mistake("members", 8, f"name_{language}",
                t("School 7 of Bukhara", "Школа № 7 Бухары", "Buxoro 7-maktabi"), "table-repeated-row", "-2"),
        Mistake("roles", 3, "member", None, "MembershipMember",
                t("Urgut College", "Ургутский колледж", "Urgut kolleji")),
        Mistake("roles", 6, "role", t("employr", "работадатель", "ish berivchi"), "table-unknown-value",
                t("employer", "работодатель", "ish beruvchi")),
        Mistake("roles", 7, "role", None, "membership-role", t("coordinator", "координатор", "koordinator")),
        Mistake("innovations", 2, "source", None, "instance-source", "Karimova 2020"),
        Mistake("innovations", 3, "kind", None, "table-empty-cell",
                t("pedagogical innovation", "педагогическая инновация", "pedagogik innovatsiya")),
        Mistake("events", 3, "started", "2019-02-01", "StageOrder", "2020-09-01"),
        Mistake("events", 4, "stage", t("creation, testing", "создание, апробация", "yaratish, sinovdan oʻtkazish"),
                "table-several-values", t("creation", "создание", "yaratish")),
        Mistake("events", 5, "started", t("15 March 2021", "15 марта 2021 г.", "2021-yil 15-mart"),
                "table-date-as-text", "2021-03-15"),
        Mistake("sources", 2, "doi", "https://doi.org/10.5281/zenodo.7967398", "source-doi", "10.5281/zenodo.7967398"),
        Mistake("places", 2, "country_code", "Uzb", "place-country", "UZ"),
    )  # fmt: skip


def column_letter(sheet: str, column: str) -> str:
    """Where a column of the mapping stands in a sheet that has them all in order."""
    return str(get_column_letter([c.name for c in read_mapping().sheet(sheet).columns].index(column) + 1))


def write(path: Path, language: str, *, wrong: bool) -> Path:
    """Write the workbook and return its path."""
    content = rows(language)
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        sheet = read_mapping().sheet(name)
        page = book.create_sheet(sheet.titles.value(language))
        page.append([column.titles.value(language) for column in sheet.columns])
        for row in content[name]:
            page.append([row.get(column.name) for column in sheet.columns])
    if wrong:
        for mistake in mistakes(language):
            page = book[read_mapping().sheet(mistake.sheet).titles.value(language)]
            letter = column_letter(mistake.sheet, mistake.column)
            if mistake.rule == "table-merged-cells":
                page.merge_cells(f"{letter}{mistake.row}:{letter}{mistake.row + 1}")
                continue
            page[f"{letter}{mistake.row}"] = mistake.wrong
            if mistake.rule == "table-repeated-row":
                for column in ("kind", "source", "status"):
                    page[f"{column_letter('members', column)}{mistake.row}"] = content["members"][3][column]
    book.save(path)
    return path
