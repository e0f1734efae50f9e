"""The fixed words of a report in each language of the knowledge base."""

from __future__ import annotations

from typing import Final

from edukg.model import Place, Report, Severity

SEVERITIES: Final = {
    "en": {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Note"},
    "ru": {Severity.VIOLATION: "Нарушение", Severity.WARNING: "Предупреждение", Severity.INFO: "Замечание"},
    "uz": {Severity.VIOLATION: "Xato", Severity.WARNING: "Ogohlantirish", Severity.INFO: "Izoh"},
}
"""How much a finding weighs: must, should, better so."""

VERDICTS: Final = {
    "en": ("The data conform to the shapes", "The data do not conform to the shapes"),
    "ru": ("Данные соответствуют формам", "Данные не соответствуют формам"),
    "uz": ("Maʼlumotlar shakllarga mos", "Maʼlumotlar shakllarga mos emas"),
}
"""Whether there is no violation, or there is one."""

WORDS: Final = {
    "en": {
        "severity": "Severity",
        "thing": "Thing",
        "iri": "IRI",
        "file": "File",
        "line": "Line",
        "sheet": "Sheet",
        "row": "Row",
        "column": "Column",
        "heading": "Heading",
        "rule": "Rule",
        "wrong": "What is wrong",
        "found": "Found",
        "expected": "What would be right",
        "write": "Could be written",
        "meaning": "Meaning",
        "explanation": "Explanation in the data",
        "shape": "Shape",
        "nothing": "nothing",
        "findings": "Findings",
        "summary": "Summary",
        "number": "Number",
        "more": "{shown} of {total} findings are listed; the others are counted only.",
        "unfinished": "So much is wrong that checking was stopped at {total} findings. Correct these and check again.",
        "no_lines": "Lines are not given for {files}: they are told for Turtle, TriG, N-Triples and N-Quads.",
        "explained": "{number} further finding(s) are explained in the data.",
        "in_sheet": "sheet “{sheet}”",
        "in_row": "row {row}",
        "in_column": "column {column}",
        "in_line": "line {line}",
        "reference": "Left to the reference engine: {shapes}",
    },
    "ru": {
        "severity": "Важность",
        "thing": "Предмет",
        "iri": "IRI",
        "file": "Файл",
        "line": "Строка файла",
        "sheet": "Лист",
        "row": "Строка",
        "column": "Столбец",
        "heading": "Заголовок",
        "rule": "Правило",
        "wrong": "Что не так",
        "found": "Найдено",
        "expected": "Как правильно",
        "write": "Можно написать",
        "meaning": "Значение",
        "explanation": "Объяснение в данных",
        "shape": "Форма",
        "nothing": "ничего",
        "findings": "Замечания",
        "summary": "Сводка",
        "number": "Количество",
        "more": "Показано {shown} из {total}; остальные только сосчитаны.",
        "unfinished": "Ошибок так много, что проверка остановлена; найдено: {total}. Исправьте эти и проверьте снова.",
        "no_lines": "Строки не указаны для {files}: они определяются в Turtle, TriG, N-Triples и N-Quads.",
        "explained": "Ещё объяснено в самих данных: {number}.",
        "in_sheet": "лист «{sheet}»",
        "in_row": "строка {row}",
        "in_column": "столбец {column}",
        "in_line": "строка {line}",
        "reference": "Проверено эталонным движком: {shapes}",
    },
    "uz": {
        "severity": "Muhimligi",
        "thing": "Narsa",
        "iri": "IRI",
        "file": "Fayl",
        "line": "Fayl satri",
        "sheet": "Varaq",
        "row": "Qator",
        "column": "Ustun",
        "heading": "Sarlavha",
        "rule": "Qoida",
        "wrong": "Nima notoʻgʻri",
        "found": "Topildi",
        "expected": "Toʻgʻrisi",
        "write": "Shunday yozish mumkin",
        "meaning": "Maʼnosi",
        "explanation": "Maʼlumotlardagi izoh",
        "shape": "Shakl",
        "nothing": "hech narsa",
        "findings": "Topilganlar",
        "summary": "Xulosa",
        "number": "Soni",
        "more": "{total} tadan {shown} tasi koʻrsatildi; qolganlari faqat sanaldi.",
        "unfinished": "Xatolar juda koʻp: {total} ta topilgach, tekshirish toʻxtatildi. Tuzatib, yana tekshiring.",
        "no_lines": "{files} uchun satrlar berilmagan: ular Turtle, TriG, N-Triples va N-Quadsda aniqlanadi.",
        "explained": "Yana {number} tasi maʼlumotlarning oʻzida izohlangan.",
        "in_sheet": "«{sheet}» varagʻi",
        "in_row": "{row}-qator",
        "in_column": "{column} ustuni",
        "in_line": "{line}-satr",
        "reference": "Etalon dvigatel tekshirdi: {shapes}",
    },
}
"""Headings of columns and lines around findings."""


def cut(report: Report, language: str) -> list[str]:
    """What a report has to say of what is not in it: findings that are only counted or not looked for, lines."""
    words, said = WORDS[language], []
    if report.truncated:
        said.append(words["more"].format(shown=len(report.results), total=report.total))
    if not report.complete:
        said.append(words["unfinished"].format(total=report.total))
    if report.without_lines:
        said.append(words["no_lines"].format(files=", ".join(report.without_lines)))
    return said


def where(place: Place | None, language: str) -> str:
    """A place in words: file and line, or file, sheet, row and column; empty when nothing is known."""
    if place is None:
        return ""
    words = WORDS[language]
    parts = [place.file]
    if place.sheet:
        parts.append(words["in_sheet"].format(sheet=place.sheet))
    if place.row is not None:
        parts.append(words["in_row"].format(row=place.row))
    if place.column:
        named = f"{place.column} ({place.heading})" if place.heading else place.column
        parts.append(words["in_column"].format(column=named))
    if place.line is not None:
        parts.append(words["in_line"].format(line=place.line))
    return ", ".join(part for part in parts if part)
