"""A store on another machine, asked over the SPARQL 1.1 Protocol: any that a release was published to.

Queries are looked at here as they are for the embedded store (`edukg.store.guard`), are parsed by the same parser, and
run on the graphs of one release only (`edukg.store.published`): errors, places, data set and names are the same
whichever engine answers. Answers are fetched as JSON or N-Triples and written by our own engine in whatever form was
asked for.

The deadline is held here: an answer that is late is given up, and the connection closed. What the store then does with
the query is its own affair; it should have a limit of its own besides.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

import pyoxigraph as ox

from edukg import media, resources
from edukg.errors import EndpointError, EngineError, QueryRefusedError, QueryTimeoutError
from edukg.namespaces import XSD
from edukg.store import virtuoso
from edukg.store.base import EVERYTHING, OURS, Answer, Given, GraphChoice, Node, Terms
from edukg.store.binding import bind, substituted
from edukg.store.columns import in_order
from edukg.store.connection import Connection, Reply, StoreRefusal
from edukg.store.descriptions import described
from edukg.store.diagnosis import explain
from edukg.store.embedded import EmbeddedStore
from edukg.store.guard import Query, inspect, position
from edukg.store.layouts import Layout
from edukg.store.pooled import ANSWERS
from edukg.store.published import HIDDEN, Dataset, Publication, dataset, for_store
from edukg.store.results import EmbeddedSolutions, EmbeddedTruth, graph_format, to_node, write_triples
from edukg.store.templates import Template
from edukg.store.turns import Turns
from edukg.tokens import Kind, split_name

DEADLINE: Final = 60.0
"""Seconds for our own queries."""
MOST: Final = 256_000_000
"""Bytes of an answer that are taken from the store: it has to be held whole."""
_MARKS: Final = frozenset(["(", ",", "+", "-", "*", "=", "!=", "<", ">", "<=", ">=", "&&", "||", "!"])
_WORDS: Final = frozenset(["FILTER", "HAVING", "BY", "SELECT", "DISTINCT", "ASC", "DESC"])
"""What may stand before the name of a function; before that of a property stands a term."""
_END_OF_ROW: Final = re.compile(rb"\}\s*\}\s*,")


class RemoteStore:
    """One release in a store on another machine. Safe to share between threads; close it after use."""

    def __init__(
        self,
        connection: Connection,
        layout: Layout,
        publication: Publication,
        *,
        deadline: float = DEADLINE,
        turns: Turns | None = None,
    ) -> None:
        """`turns` limits how many queries of others run at once; our own do not wait."""
        self.publication = publication
        self._connection = connection
        self._layout = layout
        self._deadline = deadline
        self._turns = turns
        self._grammar = EmbeddedStore.wrap(ox.Store())

    def limited(self, *, at_once: int, deadline: float) -> RemoteStore:
        """The same store for the queries of strangers: so many run at once, and none longer than `deadline` seconds."""
        turns = Turns(at_once, wait=min(5.0, deadline / 2))
        return RemoteStore(self._connection, self._layout, self.publication, deadline=deadline, turns=turns)

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Given] | None = None,
        graphs: GraphChoice = EVERYTHING,
        prefixes: Mapping[str, str] | None = None,
        terms: Terms = OURS,
    ) -> Answer:
        """Run one query; see `edukg.store.base.Store.query`.

        It runs when its answer is used, once for each media type. Then, besides the errors of any query,
        `QueryTimeoutError` is raised at the deadline, `StoreAwayError` when the store does not answer or breaks off,
        and `QueryBusyError` when too many others run.
        """
        checked = self._bound(text, bindings, prefixes)
        self._check(checked)
        for graph in (*(graphs.default or ()), *(graphs.named or ())):
            _check_graph(graph)
        chosen = dataset(checked, self.publication, graphs)
        rewritten = self._rewritten(checked, prefixes)
        fetch = partial(self._fetch, rewritten, chosen, terms)
        return ANSWERS[checked.form](fetch)

    def select(self, text: str, *, bindings: Mapping[str, Given] | None = None) -> list[Mapping[str, Node]]:
        """All rows of a SELECT over everything; raises `QueryRefusedError` for another form."""
        checked = self._bound(text, bindings, None)
        if checked.form != "SELECT":
            raise QueryRefusedError("Rows were asked for by a query without rows.", advice="Use a SELECT query.")
        self._check(checked)
        chosen = dataset(checked, self.publication, EVERYTHING)
        rewritten = self._rewritten(checked, None)
        return list(_rows(self._table(rewritten, chosen, 0)))

    def __len__(self) -> int:
        """How many quads there are in named graphs."""
        return self.publication.quads

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return tuple(sorted(self.publication.graphs))

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._connection.close()

    def _bound(self, text: str, bindings: Mapping[str, Given] | None, prefixes: Mapping[str, str] | None) -> Query:
        """The query with its values, in the words that the store needs."""
        if self._layout.virtuoso:
            text = resources.said_otherwise(virtuoso.ENGINE).get(text, text)
        query = inspect(text, prefixes)
        if not bindings:
            return query
        text = bind(query, bindings)  # also for what it raises
        if self._layout.virtuoso:
            text = substituted(query, bindings) or text
        return inspect(text, prefixes)

    def _rewritten(self, query: Query, prefixes: Mapping[str, str] | None) -> Query:
        """The query as the store gets it, but for caps on its rows."""
        found = inspect(for_store(query, self.publication), prefixes)
        if self._layout.virtuoso:
            found = inspect(virtuoso.values_inside(found), prefixes)
            found = inspect(virtuoso.offsets_limited(found), prefixes)
        return in_order(found)

    def _check(self, query: Query) -> None:
        """Raise what the embedded store would raise for the text itself, wherever the query goes to."""
        if query.form not in ANSWERS:
            self._grammar.run(query)  # raises what is wrong with it
            raise QueryRefusedError("This is no query.", advice="Use SELECT, ASK, CONSTRUCT or DESCRIBE.")
        try:
            data = _data(query)
            self._grammar.run_rendered("".join(query.rendered(without={i for block in data for i in block[1]})))
            for whole, _ in data:
                others = set(range(query.body, len(query.tokens))) - set(whole)
                prologue, block = query.rendered(without=others)
                self._grammar.run_rendered(f"{prologue}SELECT * {{ {block} }}")
        except SyntaxError as error:
            raise explain(query, str(error)) from None
        for index, token in enumerate(query.tokens[query.body : -1], query.body):
            if token.kind in {Kind.IRI, Kind.NAME} and query.tokens[index + 1].text == "(":
                before = query.tokens[index - 1]
                iri = _iri(query, index)
                if before.text.upper() in _MARKS | _WORDS and not iri.startswith(XSD):
                    raise QueryRefusedError(
                        f"There is no function {iri} here.",
                        advice="Only the functions of SPARQL 1.1 and the casts of XML Schema can be used.",
                        position=position(query.text, token.start),
                    )
        if self._layout.virtuoso:
            virtuoso.refuse_inner_functions(query)

    def _fetch(self, query: Query, chosen: Dataset, terms: Terms, media_type: str) -> tuple[bytes, str]:
        """The answer in a media type, and the cap that cut it."""
        if self._turns is None:
            return self._answered(query, chosen, terms, media_type)
        with self._turns.taken(terms.client):
            return self._answered(query, chosen, terms, media_type)

    def _answered(self, query: Query, chosen: Dataset, terms: Terms, media_type: str) -> tuple[bytes, str]:
        if query.form in {"CONSTRUCT", "DESCRIBE"}:
            written_as = graph_format(media_type)
            return write_triples(self._triples(query, chosen, terms.rows), written_as, terms)
        parsed = ox.parse_query_results(self._table(query, chosen, terms.rows), ox.QueryResultsFormat.JSON)
        if isinstance(parsed, ox.QueryBoolean):
            return EmbeddedTruth(parsed).serialise(media_type), ""
        answer = EmbeddedSolutions(parsed, terms)
        return answer.serialise(media_type), answer.truncated

    def _table(self, query: Query, chosen: Dataset, rows: int) -> bytes:
        """The results of SELECT or ASK as JSON; with `rows`, one more than these at most."""
        if self._layout.virtuoso:
            results = self._pages(query, chosen, rows) if query.form == "SELECT" else self._results(query, chosen)
            return virtuoso.as_json(_without_hidden(results))
        content = self._ask(query.render(most=rows + 1 if rows else 0), chosen, media.RESULTS_JSON.name, _cut_table)
        if HIDDEN.encode() in content[:10_000]:
            return virtuoso.as_json(_without_hidden(json.loads(content)))
        return content

    def _results(self, query: Query, chosen: Dataset) -> dict[str, Any]:
        return virtuoso.normal(json.loads(self._ask(query.render(), chosen, media.RESULTS_JSON.name, _cut_table)))

    def _results_of(self, query: Query, chosen: Dataset) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._pages(query, chosen, 0)["results"]["bindings"]
        return rows

    def _pages(self, query: Query, chosen: Dataset, rows: int) -> dict[str, Any]:
        """A table of Virtuoso's, the pages after the first put to it; with `rows`, one more than these at most."""
        try:
            text = query.render(most=rows + 1 if rows < virtuoso.PAGE else 0) if rows else query.render()
            reply = self._reply(text, chosen, media.RESULTS_JSON.name)
        except EngineError as error:
            if not any(code in error.message for code in virtuoso.TOO_MANY_TO_SORT):
                raise
            return self._more(query, chosen, rows, {"head": {}, "results": {"bindings": []}}, virtuoso.PAGE)
        first = virtuoso.normal(_parsed(reply.body))
        limit = int(reply.headers.get("x-sparql-maxrows", "0") or 0)
        own = virtuoso.paged(query).limit
        if not limit or len(first["results"]["bindings"]) < limit or (own is not None and own <= limit):
            return first
        return self._more(query, chosen, rows, first, min(limit, virtuoso.PAGE))

    def _more(self, query: Query, chosen: Dataset, rows: int, table: dict[str, Any], most: int) -> dict[str, Any]:
        """A table fetched page by page, in place of the beginning of it."""
        cut = virtuoso.paged(query)
        found = table["results"]["bindings"]
        found.clear()
        wanted = min(x for x in (cut.limit, rows + 1 if rows else None, MOST) if x is not None)
        while len(found) < wanted:
            size = min(most, wanted - len(found))
            reply = self._reply(cut.page(len(found), size), chosen, media.RESULTS_JSON.name)
            page = virtuoso.normal(_parsed(reply.body))
            table["head"] = page["head"]
            found += page["results"]["bindings"]
            if len(page["results"]["bindings"]) < size:
                break
        return table

    def _triples(self, query: Query, chosen: Dataset, rows: int) -> list[ox.Triple]:
        """What CONSTRUCT or DESCRIBE gives, each triple once; with `rows`, one more than these at most."""
        if self._layout.virtuoso and query.form == "CONSTRUCT":
            template = Template(query)
            found = template.fill(self._pages(inspect(template.select), chosen, 0))
        elif self._layout.virtuoso:
            found = described(query, lambda text: self._results_of(text, chosen), virtuoso.address)
        else:
            content = self._ask(query.render(), chosen, media.N_TRIPLES.name, _cut_lines)
            try:
                found = iter([quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)])
            except SyntaxError as error:
                raise self._broken(error) from error
        triples = dict.fromkeys(found)
        return list(triples)[: rows + 1] if rows else list(triples)

    def _ask(self, text: str, chosen: Dataset, accept: str, cut: Any) -> bytes:
        reply = self._reply(text, chosen, accept)
        content: bytes = cut(reply.body) if reply.cut else reply.body
        return content

    def _reply(self, text: str, chosen: Dataset, accept: str) -> Reply:
        fields = [("query", text), *chosen.fields()]
        if self._layout.virtuoso:
            fields += [("timeout", str(max(1000, int(self._deadline * 1000)))), ("format", accept)]
        try:
            reply = self._connection.ask(
                self._layout.query, fields, accept, deadline=self._deadline, most=MOST, tries=3 if self._turns else None
            )
        except StoreRefusal as refusal:
            raise self._refused(refusal) from refusal
        except QueryTimeoutError as error:
            raise QueryTimeoutError(
                f"The query was given up after {self._deadline:g} seconds, the time a query may take here.",
                deadline=self._deadline,
                advice="Name more of what is sought, or join fewer patterns.",
            ) from error
        if reply.headers.get("x-sql-state", "").startswith("S1T"):  # it gives what it has after its own time
            raise QueryTimeoutError(
                "The store stopped the query before it was done.",
                deadline=self._deadline,
                advice="Name more of what is sought, or join fewer patterns.",
            )
        if accept == media.RESULTS_JSON.name and b'"head"' not in reply.body[:1000]:
            raise self._broken(None)
        return reply

    def _refused(self, refusal: StoreRefusal) -> Exception:
        told = refusal.told
        if re.search(r"S1T00|time[ -]?out|execution time .* exceeds|timed out", told, re.IGNORECASE):
            return QueryTimeoutError(
                "The store does not run this query: it would take too long.",
                deadline=self._deadline,
                advice="Name more of what is sought, or join fewer patterns.",
            )
        return EngineError(
            f"The store could not run the query: {told or refusal.status}.",
            advice="Try a simpler form of the query.",
        )

    def _broken(self, error: Exception | None) -> EndpointError:
        why = f": {error}" if error else ""
        return EndpointError(
            f"The store at {self._connection.address} answered with something else than results{why}.",
            advice="See what it says in its own log.",
        )


def _parsed(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body)
    return found


def _rows(content: bytes) -> Iterator[Mapping[str, Node]]:
    parsed = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QuerySolutions):
        names = [variable.value for variable in parsed.variables]
        for row in parsed:
            yield {name: to_node(term) for name, term in zip(names, row, strict=True) if term is not None}


def _without_hidden(results: dict[str, Any]) -> dict[str, Any]:
    """Results without the columns that were put in; `results` is changed."""
    names = results["head"].get("vars")
    if not names or not any(name.startswith(HIDDEN) for name in names):
        return results
    results["head"] = {"vars": [name for name in names if not name.startswith(HIDDEN)]}
    for row in results["results"]["bindings"]:
        for name in [name for name in row if name.startswith(HIDDEN)]:
            del row[name]
    return results


def _cut_table(content: bytes) -> bytes:
    """What has come of a table, closed after the last row that is whole."""
    places = [found.start() for found in _END_OF_ROW.finditer(content, max(0, len(content) - (1 << 20)))]
    for place in reversed(places[-20:]):
        candidate = content[: content.index(b"}", place + 1) + 1] + b"]}}"
        try:
            json.loads(candidate)
        except ValueError:
            continue
        return candidate
    raise QueryRefusedError(
        f"The answer has more than {MOST:,} bytes, the most that is taken.",
        advice="Ask for less with LIMIT, or fetch the data from the downloads.",
    )


def _cut_lines(content: bytes) -> bytes:
    return content[: content.rindex(b"\n") + 1]


def _data(query: Query) -> list[tuple[range, range]]:
    """The tokens of each VALUES, and those between its braces.

    Without these a query costs nothing to parse and run on an empty store; with them it might multiply them.
    """
    found, index = [], query.body
    tokens = query.tokens
    while index < len(tokens):
        if tokens[index].kind is Kind.WORD and tokens[index].text.upper() == "VALUES":
            first = index
            while index < len(tokens) and tokens[index].text != "{":
                index += 1
            brace = index
            while index < len(tokens) and tokens[index].text != "}":
                index += 1
            found.append((range(first, min(index + 1, len(tokens))), range(brace + 1, index)))
        index += 1
    return found


def _iri(query: Query, index: int) -> str:
    token = query.tokens[index]
    if token.kind is Kind.IRI:
        return token.text[1:-1]
    prefix, local = split_name(token.text)
    return query.prefixes.get(prefix, "") + local


def _check_graph(iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise QueryRefusedError(
            f"'{iri}' cannot be the name of a graph: {error}.", advice="Name graphs by absolute IRIs."
        ) from error
