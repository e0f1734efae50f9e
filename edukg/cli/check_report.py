"""A checked text on a terminal: each line with its uses marked, what each means, how sure, and why."""

from __future__ import annotations

import bisect
from collections import defaultdict
from typing import Final

from rich.console import Console
from rich.text import Text

from edukg.annotate import Checked, how_sure, percent, reasons, word
from edukg.model import Finding, Status, Usage

MOST_REASONS: Final = 3
_WIDE: Final = 200
"""Characters of a line that are shown around a use; the rest of a longer line is left out."""
_STYLE: Final = {
    Status.RESOLVED: "bold green",
    Status.AMBIGUOUS: "bold yellow",
    Status.OUTSIDE: "dim",
}
_SIGN: Final = {Status.RESOLVED: "✓", Status.AMBIGUOUS: "?", Status.OUTSIDE: "–"}
_CONTROL: Final = dict.fromkeys((*range(9), *range(11, 32), 127, *range(128, 160)), "�") | {9: " "}
"""What a terminal would obey rather than show: a text must not be able to change the terminal it is shown on."""
_DIRECTION: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\u00b7")


def report(console: Console, checked: Checked, language: str, *, first: bool = True) -> None:
    """Print the uses line by line, then the findings, then a line that counts them."""
    if not first:
        console.print()
    check = checked.check
    name = checked.document.name or "–"
    spoken = word("language", check.language, language)
    console.print(Text.assemble((_shown(name), "bold"), f"  {spoken}"), soft_wrap=True)
    starts = _line_starts(checked.document.text)
    by_line: dict[int, list[Usage]] = defaultdict(list)
    for use in check.usages:
        by_line[bisect.bisect_right(starts, use.start) - 1].append(use)
    for number, uses in by_line.items():
        begin = starts[number]
        end = starts[number + 1] - 1 if number + 1 < len(starts) else len(checked.document.text)
        console.print()
        console.print(_line(checked.document.text, number + 1, (begin, end), uses), soft_wrap=not console.is_terminal)
        for use in uses:
            _use(console, checked, use, language, named=len(uses) > 1)
    if check.findings:
        console.print()
        console.print(Text(word("said", "findings", language), style="bold"))
        for one in check.findings:
            _finding(console, checked, one, bisect.bisect_right(starts, one.start), language)
    console.print()
    _counts(console, checked, language)


def _line_starts(text: str) -> list[int]:
    starts, at = [0], text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts


def _shown(text: str) -> str:
    return text.translate(_CONTROL).translate(_DIRECTION).replace("\n", " ")


def _line(text: str, number: int, span: tuple[int, int], uses: list[Usage]) -> Text:
    """A line of the text with its uses marked; a long one is cut to what stands around them."""
    begin, end = span
    left = max(begin, uses[0].start - _WIDE)
    right = min(max(end, uses[-1].end), uses[-1].end + _WIDE)
    line = Text().append(f"{number:>5}  ", style="dim")
    line.append("…" if left > begin else "")
    at = left
    for use in uses:
        line.append(_shown(text[at : use.start]))
        line.append(_shown(text[use.start : use.end]), style=_STYLE[use.status] + " underline")
        at = use.end
    line.append(_shown(text[at:right]).rstrip())
    return line.append("…" if right < end else "")


def _use(console: Console, checked: Checked, use: Usage, language: str, *, named: bool) -> None:
    said = Text(" " * 7)
    said.append(_SIGN[use.status] + " ", style=_STYLE[use.status])
    if named or not console.color_system:
        said.append(f"“{_shown(use.text)}” ", style="dim")
    said.append(checked.meaning(use, language), style=_STYLE[use.status])
    sure = f"{how_sure(use.confidence, language)}, {percent(use.confidence)}"
    said.append(f"  {word('status', use.status.value, language)}; {sure}", style="dim")
    _put(console, said)
    if use.candidates:
        for reason in reasons(use.candidates[0], language)[:MOST_REASONS]:
            _put(
                console,
                Text(f"         {reason.weight:+5.1f}  “{_shown(reason.words)}” – {reason.because}", style="dim"),
            )
    if use.settle:
        _put(console, Text(f"         {word('said', 'settle', language)}: {use.settle.value(language)}"))
    if use.status is Status.RESOLVED and use.suggestion and use.suggestion != use.text:
        _put(console, Text(f"         {word('said', 'write', language)}: {use.suggestion}"))


def _finding(console: Console, checked: Checked, one: Finding, line: int, language: str) -> None:
    kind = word("kind", one.kind, language)
    quoted = _shown(checked.document.text[one.start : one.end])
    told = Text(f"{line:>5}  ", style="dim")
    told.append(f"{kind}: " if kind else "", style="bold yellow")
    told.append(f"“{quoted}” – {one.message.value(language)}", style="default")
    _put(console, told)
    if one.suggestion:
        _put(console, Text(f"       {word('said', 'write', language)}: {one.suggestion}"))


def _counts(console: Console, checked: Checked, language: str) -> None:
    if not checked.check.usages:
        console.print(word("said", "none", language))
        return
    counted = [
        f"{word('status', status.value, language)}: {number}"
        for status in Status
        if (number := checked.check.count(status))
    ]
    if checked.check.findings:
        counted.append(f"{word('said', 'findings', language)}: {len(checked.check.findings)}")
    console.print(f"{word('said', 'uses', language)}: {len(checked.check.usages)} ({'; '.join(counted)})", markup=False)


def _put(console: Console, line: Text) -> None:
    console.print(line, soft_wrap=not console.is_terminal)
