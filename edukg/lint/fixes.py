"""How a query is made to mean one reading: the smallest edits of its text that do it.

Each edit leaves a query that parses when the old one did, and in which the lint finds the place settled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from edukg.lint.patterns import Outline, Pattern, iri_of
from edukg.lint.readings import Reading
from edukg.lint.strings import Written
from edukg.model import Edit
from edukg.namespaces import FUNCTION, ONTOLEX, RDF, RDFS, SKOS
from edukg.store.guard import Query
from edukg.tokens import Kind

_SENSE: Final = ONTOLEX + "sense"
_EVOKES: Final = ONTOLEX + "evokes"
_CONCEPT_OF: Final = ONTOLEX + "isLexicalizedSenseOf"
_SENSE_OF: Final = ONTOLEX + "isSenseOf"
_EVOKED_BY: Final = ONTOLEX + "isEvokedBy"
_FORMS: Final = frozenset(ONTOLEX + name for name in ("canonicalForm", "otherForm", "lexicalForm"))
_WRITTEN: Final = ONTOLEX + "writtenRep"
_CONCEPT_LABELS: Final = frozenset(SKOS + name for name in ("prefLabel", "altLabel", "hiddenLabel"))
_SENSE_WRITTEN: Final = FUNCTION + "senseWrittenAs"
_LABELS: Final = _CONCEPT_LABELS | {_WRITTEN, RDFS + "label", FUNCTION + "writtenAs", _SENSE_WRITTEN}
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]*[A-Za-z0-9_])?")


class Fixes:
    """Writes the edits for one query."""

    def __init__(self, query: Query, outline: Outline, denoted: Collection[str]) -> None:
        """`denoted` are the classes that stand for one reading."""
        self._query = query
        self._denoted = denoted
        self._outline = outline
        self._settled = {g.variable for g in outline.given if iri_of(query, query.tokens[g.value])}

    def variable(self, index: int) -> str:
        """The name of the variable at an index, "" when there is none."""
        token = self._query.tokens[index]
        return token.text[1:] if token.kind is Kind.VARIABLE else ""

    def name(self, iri: str) -> str:
        """An IRI as the query would write it: by one of its own prefixes, else in full."""
        for prefix, namespace in sorted(self._query.prefixes.items(), key=lambda item: -len(item[1])):
            local = iri.removeprefix(namespace)
            if local != iri and namespace and _LOCAL.fullmatch(local):
                return f"{prefix}:{local}"
        return f"<{iri}>"

    def replace_iri(self, index: int, iri: str) -> tuple[Edit, ...]:
        """Write another IRI in the place of one."""
        token = self._query.tokens[index]
        return (Edit(token.start, token.end, self.name(iri)),)

    def replace_string(self, string: Written, text: str) -> tuple[Edit, ...]:
        """Write another text between the quotes of a string; in expressions, which compare labels."""
        escaped = text.replace("\\", "\\\\").replace(string.quote[0], "\\" + string.quote[0])
        tag = f"@{string.language}" if string.language else ""
        return (Edit(string.start, string.end, f"{string.quote}{escaped}{string.quote}{tag}"),)

    def narrow(self, index: int, reading: Reading) -> tuple[Edit, ...]:
        """Keep one sense of the entry that the token at an index names; no edits when the query asks for no senses."""
        given = next((g.variable for g in self._outline.given if g.value == index), "")
        if given:
            return self._narrow(lambda i: self.variable(i) == given, [reading])
        compared = next((c.variables for c in self._outline.compared if c.value == index), None)
        if compared is not None:
            return self._narrow(lambda i: self.variable(i) in compared, [reading])
        return self._narrow(lambda i: i == index or self._follows(i, index), [reading])

    def narrow_bearer(self, pattern: Pattern, group: list[Reading]) -> tuple[Edit, ...] | None:
        """Keep one reading of what bears the written form in a pattern.

        No edits when the query already keeps one, or asks of the word itself; None when the pattern gives no hold.
        """
        label = next(reversed(self._steps(pattern)), "")
        bearer = self.variable(pattern.subject)
        if not bearer or label not in _LABELS:
            return None
        if label in _CONCEPT_LABELS | {_SENSE_WRITTEN} and len(self._steps(pattern)) == 1:
            meant = [group[0].concept] if label in _CONCEPT_LABELS else [r.sense for r in group]
            return () if bearer in self._settled else (self._values(pattern.group, bearer, meant),)
        entries = {bearer} | self._owners(bearer)
        return self._narrow(lambda i: self.variable(i) in entries, group)

    def narrow_labelled(self, variables: frozenset[str], group: list[Reading]) -> tuple[Edit, ...] | None:
        """Keep one reading of the things whose labels an expression compares, given its variables.

        As `narrow_bearer`; things with a plain label are kept by the class that the reading stands for.
        """
        compared = [p for p in self._outline.patterns if self.variable(p.object) in variables]
        for pattern in compared:
            edits = self.narrow_bearer(pattern, group)
            bearer = self.variable(pattern.subject)
            if edits or (edits is not None and bearer in self._settled):
                return edits
            if edits is not None and self._steps(pattern) == [RDFS + "label"] and (denoted := group[0].denoted):
                typed = [p for p in self._outline.patterns if self.variable(p.subject) == bearer and self._typed(p)]
                if any(iri_of(self._query, self._query.tokens[p.object]) in self._denoted for p in typed):
                    return ()
                return (self._line(pattern.group, f"?{bearer} a {self.name(denoted)} ."),)
        return None

    def _typed(self, pattern: Pattern) -> bool:
        return self._steps(pattern)[:1] == [RDF + "type"]

    def _owners(self, form: str) -> set[str]:
        """The variables that have a form, given the variable of the form."""
        found = set[str]()
        for pattern in self._outline.patterns:
            if self.variable(pattern.object) == form and self._steps(pattern) and self._steps(pattern)[0] in _FORMS:
                found.add(self.variable(pattern.subject))
        return found - {""}

    def _follows(self, subject: int, index: int) -> bool:
        """Whether the subject of a pattern is the same IRI as the token at an index, written at another place."""
        tokens = self._query.tokens
        same = iri_of(self._query, tokens[subject])
        return bool(same) and same == iri_of(self._query, tokens[index])

    def _steps(self, pattern: Pattern) -> list[str]:
        return [step for i in pattern.predicate if (step := iri_of(self._query, self._query.tokens[i]))]

    def _narrow(self, is_entry: Callable[[int], bool], group: list[Reading]) -> tuple[Edit, ...]:
        """The edits at every pattern that goes from the entry to its senses and leaves them open."""
        edits: dict[tuple[int, int], Edit] = {}
        for pattern in self._outline.patterns:
            found: tuple[Edit, ...] = ()
            if is_entry(pattern.subject):
                found = self._forwards(pattern, group)
            elif is_entry(pattern.object):
                found = self._backwards(pattern, group)
            for edit in found:
                edits[edit.start, edit.end] = edit
        return tuple(edits[place] for place in sorted(edits))

    def _forwards(self, pattern: Pattern, group: list[Reading]) -> tuple[Edit, ...]:
        steps, marks = self._steps(pattern), self._marks(pattern)
        target = self.variable(pattern.object)
        if not target or target in self._settled or not steps:
            return ()
        if steps == [_SENSE] and not marks:
            return (self._values(pattern.group, target, [r.sense for r in group]),)
        if (steps == [_SENSE, _CONCEPT_OF] and marks == ["/"]) or (steps == [_EVOKES] and not marks):
            return (self._values(pattern.group, target, [group[0].concept]),)
        if steps[0] in {_SENSE, _EVOKES} and set(marks) <= {"/", "|", "^", "(", ")"} and marks[:1] == ["/"]:
            return self._shortened(pattern, group)
        return ()

    def _backwards(self, pattern: Pattern, group: list[Reading]) -> tuple[Edit, ...]:
        steps, marks = self._steps(pattern), self._marks(pattern)
        source = self.variable(pattern.subject)
        if not source or source in self._settled:
            return ()
        if (steps == [_SENSE] and marks == ["^"]) or (steps == [_SENSE_OF] and not marks):
            return (self._values(pattern.group, source, [r.sense for r in group]),)
        if (steps == [_EVOKES] and marks == ["^"]) or (steps == [_EVOKED_BY] and not marks):
            return (self._values(pattern.group, source, [group[0].concept]),)
        return ()

    def _marks(self, pattern: Pattern) -> list[str]:
        tokens = self._query.tokens
        return [tokens[i].text for i in pattern.predicate if tokens[i].kind is Kind.MARK]

    def _shortened(self, pattern: Pattern, group: list[Reading]) -> tuple[Edit, ...]:
        """Say the sense in the middle of a longer path: `e sense/rest ?o` becomes `e sense s . s rest ?o`."""
        tokens = self._query.tokens
        first, rest = tokens[pattern.predicate[0]], tokens[pattern.predicate[2]]
        starts_at_sense = self._steps(pattern)[0] == _SENSE
        target = self.name(group[0].sense if starts_at_sense else group[0].concept)
        subject = tokens[pattern.subject].text
        edits = [Edit(first.end, rest.start, f" {target} . {target} ")]
        behind = tokens[pattern.end] if pattern.end < len(tokens) else None
        if behind is not None and behind.text == ";":
            edits.append(Edit(behind.start, behind.end, f" . {subject}"))
        if behind is not None and behind.text == ",":
            return ()
        return tuple(edits)

    def _values(self, group: int, variable: str, iris: list[str]) -> Edit:
        names = " ".join(dict.fromkeys(self.name(iri) for iri in iris))
        return self._line(group, f"VALUES ?{variable} {{ {names} }}")

    def _line(self, group: int, clause: str) -> Edit:
        """A clause on a line of its own at the beginning of a group."""
        text = self._query.text
        brace = self._query.tokens[group]
        indent = re.match(r"[ \t]*", text[text.rfind("\n", 0, brace.start) + 1 : brace.start])
        return Edit(brace.end, brace.end, f"\n{indent[0] if indent else ''}  {clause}")
