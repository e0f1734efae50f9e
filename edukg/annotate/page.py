"""Marked HTML: one file that stands alone, reads in any browser, and needs neither script nor network."""

from __future__ import annotations

from html import escape

from edukg.annotate.checked import Checked, reasons, segments
from edukg.annotate.words import how_sure, percent, word
from edukg.model import Finding, Usage

MOST_REASONS = 6
_STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1b2430; --soft: #4d5866; --line: #dfdbd2; --link: #0a4a7a;
  --resolved: #d8ecd9; --ambiguous: #ffe3b8; --outside: #e4e4e4; }
@media (prefers-color-scheme: dark) { :root { --paper: #14191f; --ink: #e8e6e1; --soft: #b3bac3; --line: #36404b;
  --link: #8cc8ee; --resolved: #1f4a2a; --ambiguous: #5a3d08; --outside: #3a3f45; } }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem 1rem; background: var(--paper); color: var(--ink);
  font: 100%/1.6 system-ui, sans-serif; }
h1, h2 { line-height: 1.25; } h2 { margin-top: 2rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 46rem; font-family: "Noto Serif", Cambria, serif; }
a { color: var(--link); }
.text a { color: inherit; text-decoration: none; border-bottom: 2px solid currentColor; padding: 0 .1em; }
.text a.ambiguous { border-bottom-style: dashed; } .text a.outside { border-bottom-style: dotted; }
.resolved { background: var(--resolved); } .ambiguous { background: var(--ambiguous); }
.outside { background: var(--outside); }
.text a::after { content: attr(data-number); font: 600 .7em/1 system-ui, sans-serif; vertical-align: super; }
ol.uses { padding-left: 2.2rem; } ol.uses > li { padding: .8rem 0; border-top: 1px solid var(--line); }
li p { margin: .2rem 0; } .soft { color: var(--soft); }
.badge { border-radius: .3rem; padding: 0 .4rem; font-size: .85em; }
:target { outline: 3px solid var(--link); outline-offset: 2px; }
@media (min-width: 64rem) {
  .beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2.5rem; }
}
"""


def html_page(checked: Checked, language: str) -> bytes:
    """A whole page: the text with each use marked and linked to its place in the list, and the findings on top."""
    title = f"{word('said', 'title', language)}: {checked.document.name}".rstrip(": ")
    spoken = checked.check.language
    parts = [
        (
            f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n"
        ),
        _findings(checked, language),
        '<div class="beside">\n',
        (
            f'<section aria-labelledby="text">\n<h2 id="text">{word("said", "text", language)}</h2>\n'
            f'<div class="text" lang="{escape(spoken)}">{_marked(checked, language)}</div>\n</section>\n'
        ),
        (
            f'<section aria-labelledby="uses">\n<h2 id="uses">{word("said", "uses", language)}</h2>\n'
            f"{_uses(checked, language)}</section>\n</div>\n</main>\n"
        ),
        (
            f'<footer class="soft"><p>{word("said", "made-by", language)} {escape(checked.names.version)}</p>'
            "</footer>\n</body>\n</html>\n"
        ),
    ]
    return "".join(parts).encode("utf-8", "replace")


def _marked(checked: Checked, language: str) -> str:
    parts = []
    for piece in segments(checked.document.text, checked.check.usages):
        if piece.number is None:
            parts.append(escape(piece.text, quote=False))
            continue
        use = checked.check.usages[piece.number - 1]
        said = f"{piece.text}: {checked.meaning(use, language)}"
        parts.append(
            f'<a id="at-{piece.number}" class="{use.status.value}" href="#use-{piece.number}" '
            f'data-number="{piece.number}" data-start="{use.start}" data-end="{use.end}" '
            f'title="{escape(said)}">{escape(piece.text, quote=False)}</a>'
        )
    return "".join(parts)


def _uses(checked: Checked, language: str) -> str:
    if not checked.check.usages:
        return f"<p>{word('said', 'none', language)}</p>\n"
    items = "".join(_use(checked, number, use, language) for number, use in enumerate(checked.check.usages, start=1))
    return f'<ol class="uses">\n{items}</ol>\n'


def _use(checked: Checked, number: int, use: Usage, language: str) -> str:
    status = word("status", use.status.value, language)
    lines = [
        (
            f'<li id="use-{number}"><p><strong lang="{escape(use.language)}">{escape(use.text)}</strong> '
            f'<span class="badge {use.status.value}">{escape(status)}</span></p>'
        ),
        (
            f"<p>{escape(checked.meaning(use, language))} "
            f'<span class="soft">({escape(how_sure(use.confidence, language))}, {percent(use.confidence)})</span></p>'
        ),
    ]
    if use.suggestion and use.suggestion != use.text:
        said = word("said", "write", language)
        lines.append(f'<p>{said}: <strong lang="{escape(use.language)}">{escape(use.suggestion)}</strong></p>')
    if use.settle:
        lines.append(f"<p>{word('said', 'settle', language)}: {escape(use.settle.value(language))}</p>")
    if use.candidates:
        best = reasons(use.candidates[0], language)
        for key, chosen in (
            ("for", [r for r in best if r.weight > 0][:MOST_REASONS]),
            ("against", [r for r in best if r.weight < 0][:MOST_REASONS]),
        ):
            if chosen:
                told = "; ".join(f"“{escape(r.words)}” {r.weight:+.2f} – {escape(r.because)}" for r in chosen)
                lines.append(f'<p class="soft">{word("said", key, language)}: {told}</p>')
        others = [c for c in use.candidates[1:] if c.probability >= 0.01]
        if others:
            told = "; ".join(
                f"{escape(checked.names.concept(c.concept, language))} {percent(c.probability)}" for c in others[:4]
            )
            lines.append(f'<p class="soft">{word("said", "others", language)}: {told}</p>')
    lines.append(f'<p><a href="#at-{number}">{word("said", "back", language)}</a></p></li>\n')
    return "\n".join(lines)


def _findings(checked: Checked, language: str) -> str:
    if not checked.check.findings:
        return ""
    places = {(use.start, use.end): number for number, use in enumerate(checked.check.usages, start=1)}
    items = "".join(_finding(checked, one, places, language) for one in checked.check.findings)
    said = word("said", "findings", language)
    return f'<section aria-labelledby="findings">\n<h2 id="findings">{said}</h2>\n<ul>\n{items}</ul>\n</section>\n'


def _finding(checked: Checked, one: Finding, places: dict[tuple[int, int], int], language: str) -> str:
    quoted = escape(checked.document.text[one.start : one.end])
    number = places.get((one.start, one.end))
    where = f'<a href="#at-{number}">{quoted}</a>' if number else f"“{quoted}”"
    kind = word("kind", one.kind, language)
    told = f"<strong>{escape(kind)}.</strong> " if kind else ""
    better = f" {word('said', 'write', language)}: {escape(one.suggestion)}" if one.suggestion else ""
    return f"<li>{told}{escape(one.message.value(language))} ({where}){better}</li>\n"
