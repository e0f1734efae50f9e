"""Where an answer comes from, so that it can be cited and asked for again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provenance:
    """What an answer rests on: the data, the query, and when.

    `version` and `release` are those of the data (the first characters of the release's digest), `query` is the SHA-256
    digest of the query, `answered` the time (RFC 3339, in UTC), `endpoint` the address that was asked, "" for a
    knowledge base on this machine. `truncated` names the cap that cut the answer, such as "rows=1000000"; it is "" when
    the answer is whole. An endpoint that is not one of EduKG tells none of this.
    """

    version: str = ""
    release: str = ""
    query: str = ""
    answered: str = ""
    endpoint: str = ""
    truncated: str = ""

    def __str__(self) -> str:
        parts = [f"EduKG {self.version}".strip()]
        parts += [f"release {self.release[:16]}"] if self.release else []
        parts += [f"query {self.query[:16]}"] if self.query else []
        parts += [f"answered {self.answered}"] if self.answered else []
        parts += [f"at {self.endpoint}"] if self.endpoint else []
        parts += [f"truncated ({self.truncated})"] if self.truncated else []
        return ", ".join(parts)
