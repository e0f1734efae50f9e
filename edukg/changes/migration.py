"""A change of meanings → a query for data that refer to the old one."""

from __future__ import annotations

from collections.abc import Sequence

from edukg.model import ChangeKind, Named
from edukg.namespaces import shorten


def migration(kind: ChangeKind, old: Named, successors: Sequence[Named]) -> str:
    """A SPARQL 1.1 query over the data of others.

    Where one meaning takes the place of another, an update brings the data over, wherever the old one stands in a
    statement. Where there are several to choose from, or none, nobody but the keeper of the data can choose, so a
    query lists what is to be looked at.
    """
    if kind in {ChangeKind.MERGED, ChangeKind.REPLACED} and len(successors) == 1:
        new = successors[0].iri
        head = f"# {old.label('en')} <{shorten(old.iri)}> is now {successors[0].label('en')} <{shorten(new)}>\n"
        places = ("?s ?p {0}", "?s {0} ?o", "{0} ?p ?o")
        return (
            head
            + " ;\n".join(
                f"DELETE {{ {place.format(f'<{old.iri}>')} }} INSERT {{ {place.format(f'<{new}>')} }} "
                f"WHERE {{ {place.format(f'<{old.iri}>')} }}"
                for place in places
            )
            + "\n"
        )
    if successors:
        choice = "".join(f"#   <{named.iri}>  {named.label('en')}\n" for named in successors)
        head = f"# {old.label('en')} is now several. For each row choose one of\n{choice}"
    else:
        head = f"# {old.label('en')} is gone. These refer to it still\n"
    return f"{head}SELECT ?thing ?property WHERE {{ ?thing ?property <{old.iri}> }} ORDER BY ?thing\n"
