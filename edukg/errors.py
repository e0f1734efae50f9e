"""Everything that can go wrong through input or surroundings, as one tree.

An error knows what was wrong, where, and what to do about it. It knows nothing of terminals or HTTP: the command line
and the site each turn it into words of their own, in one place.

    EdukgError
    ├── InputError          what the user gave cannot be used
    │   ├── MissingFileError
    │   ├── UnknownFormatError
    │   ├── DataSyntaxError     a file does not parse: file, line, column, text
    │   ├── IriError            something that should be an IRI is not one
    │   ├── QuerySyntaxError    a query does not parse: line, column
    │   ├── QueryRefusedError   a query parses, yet is not run here (update, SERVICE, too deep)
    │   └── UnknownTermError    no such term, with the nearest ones
    ├── BuildRefusedError   the data are not fit for a release
    │   ├── InconsistentError   the reasoner finds a contradiction, with its explanation
    │   └── NonConformingError  the shapes report violations
    ├── ReleaseError        there is no release, or it is damaged
    ├── PublicationError    a store does not hold what was sent to it
    ├── StorageError        the disk is full or not writable
    ├── QueryTimeoutError   a query was stopped at its deadline
    ├── EndpointError       an endpoint cannot be reached, or answers with something else than results
    │   └── StoreAwayError      the store on another machine does not answer just now
    ├── QueryBusyError      a query was not begun: too many others run, seconds after which to try again
    ├── ValidationTimeoutError  the shapes took longer than they may
    └── EngineError         a reasoner, validator or store failed by itself
        ├── EngineMemoryError   an engine needed more memory than it may have
        └── QueryCrashedError   a query brought down the process it ran in, or used up its memory
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from edukg.model import Clash, Report


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file or a text; line and column count from 1, in characters."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    text: str | None = None

    def __str__(self) -> str:
        where = self.file or ""
        if self.line is not None:
            where = f"{where}, line {self.line}" if where else f"line {self.line}"
            if self.column is not None:
                where += f", column {self.column}"
        return where


class EdukgError(Exception):
    """The root. `message` is one sentence on what was wrong, `advice` one on what to do."""

    def __init__(self, message: str, *, advice: str = "", position: Position | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.position = position

    def __reduce__(self) -> tuple[Any, ...]:
        """What is pickled: the kind and all it knows, since not every kind is made from a message alone."""
        return _restored, (type(self), self.__dict__)

    def __str__(self) -> str:
        place = str(self.position) if self.position else ""
        parts = [f"{place}: {self.message}" if place else self.message]
        if self.position and self.position.text:
            parts.append(f"The text there is: {self.position.text}")
        if self.advice:
            parts.append(self.advice)
        return " ".join(parts)


def _restored(kind: type[EdukgError], known: dict[str, Any]) -> EdukgError:
    error = kind.__new__(kind, known["message"])
    error.__dict__.update(known)
    return error


class InputError(EdukgError):
    """What the user gave cannot be used as it is."""


class MissingFileError(InputError):
    """A file or folder that was named does not exist or cannot be read."""


class UnknownFormatError(InputError):
    """A file's ending, or a media type, names no syntax that is known here."""


class DataSyntaxError(InputError):
    """A file of data does not parse."""


class IriError(InputError):
    """A text that should be an absolute IRI is not one (RFC 3987)."""


class QuerySyntaxError(InputError):
    """A SPARQL query does not parse."""


class QueryRefusedError(InputError):
    """A query that is well formed but is not run here, such as an update."""


class UnknownTermError(InputError):
    """No lexical entry has this written form; `nearest` are the closest ones there are."""

    def __init__(self, message: str, *, advice: str = "", nearest: Sequence[str] = ()) -> None:
        super().__init__(message, advice=advice)
        self.nearest = tuple(nearest)


class BuildRefusedError(EdukgError):
    """The data are not fit to be released; the current release stays as it is."""


class InconsistentError(BuildRefusedError):
    """The reasoner found a contradiction; `clash` says which statements cannot hold together."""

    def __init__(self, message: str, *, clash: Clash, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.clash = clash


class NonConformingError(BuildRefusedError):
    """The shapes found violations; `report` lists them."""

    def __init__(self, message: str, *, report: Report, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.report = report


class ReleaseError(EdukgError):
    """There is no release at the place that was named, or it is damaged."""


class ElsewhereError(ReleaseError):
    """The data of a release lie in a store on another machine, and no copy of them is kept on this one."""


class PublicationError(EdukgError):
    """What a store on another machine holds is not the release that was sent to it; the one before stays in force."""


class StorageError(EdukgError):
    """The disk is full, or a folder cannot be written."""


class QueryTimeoutError(EdukgError):
    """A query was stopped because it took longer than `deadline` seconds."""

    def __init__(self, message: str, *, deadline: float, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.deadline = deadline


class ValidationTimeoutError(EdukgError):
    """A validation was stopped because it took longer than `deadline` seconds."""

    def __init__(self, message: str, *, deadline: float, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.deadline = deadline


class QueryBusyError(EdukgError):
    """A query was not begun because too many others run; `retry_after` is in whole seconds."""

    def __init__(self, message: str, *, retry_after: int, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.retry_after = retry_after


class EndpointError(EdukgError):
    """An endpoint cannot be reached, or what is there does not answer as a SPARQL endpoint does."""


class StoreAwayError(EndpointError):
    """A store on another machine does not answer, or broke off; what was asked of it can be asked again."""


class EngineError(EdukgError):
    """A reasoner, validator or store failed for reasons of its own, such as a missing Java."""


class EngineMemoryError(EngineError):
    """An engine was stopped because it needed more memory than it may have."""


class QueryCrashedError(EngineError):
    """The process that ran a query ended before it had answered: it crashed, or needed more memory than it may have."""


class TruncatedAnswerWarning(UserWarning):
    """An endpoint sent only the first part of an answer, and said so."""
