"""Publishing to a store on another machine: what arrives, what is in force when, and what a power cut does."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from edukg import publishing
from edukg.bench.servers import free_port
from edukg.errors import EndpointError, InputError, PublicationError, ReleaseError, StoreAwayError
from edukg.publishing import pieces
from edukg.store import GraphChoice, Solutions
from edukg.store.remote import RemoteStore
from edukg.store.sets import Sets
from tests import stores
from tests.publishing.conftest import GRAPHS
from tests.store.conftest import published

WORDS = "SELECT DISTINCT ?word { ?s <http://e/text> ?text BIND(STRBEFORE(?text, ',') AS ?word) }"


def word_in_force(address: str) -> str:
    store = published(address)
    try:
        return str(store.select(WORDS)[0]["word"])
    finally:
        store.close()


def test_a_release_arrives_whole(own_server: stores.Server, releases: tuple[Path, Path]) -> None:
    outcome = publishing.publish(releases[0], own_server.address)
    assert (outcome.version, outcome.verified, outcome.quads, outcome.graphs) == ("1.0.0", "digest", 66, 2)
    store = published(own_server.address)
    assert (len(store), store.graphs()) == (66, GRAPHS)
    assert str(store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]) == "65"  # the union, each triple once
    path = "SELECT ?o { GRAPH ?g { <http://e/a> <http://e/q>/<http://e/q>/<http://e/p> ?o } ?s <http://e/p> ?o }"
    assert store.select(path)  # blank nodes are the same in the graph and in the union
    again = publishing.publish(releases[0], own_server.address)
    assert (again.name, again.verified) == (outcome.name, "")


def test_the_newest_is_in_force_and_so_many_before_it_are_kept(
    own_server: stores.Server, releases: tuple[Path, Path]
) -> None:
    first, second = releases
    names = [publishing.publish(folder, own_server.address).name for folder in (first, second)]
    assert word_in_force(own_server.address) == "second"
    outcome = publishing.publish(second, own_server.address, force=True, keep=1)
    assert outcome.name == names[1].removesuffix("1") + "2"
    assert (outcome.removed, outcome.kept) == ((names[0],), (names[1],))
    outcome = publishing.publish(first, own_server.address, keep=0)
    assert len(outcome.removed) == 2
    assert word_in_force(own_server.address) == "first"
    everything = published(own_server.address)
    assert len(everything.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")) == 2


def test_what_was_in_force_before_comes_back_at_once(own_server: stores.Server, releases: tuple[Path, Path]) -> None:
    for folder in releases:
        publishing.publish(folder, own_server.address)
    outcome = publishing.publish(releases[0], own_server.address)
    assert outcome.loaded == 0
    assert word_in_force(own_server.address) == "first"


@pytest.mark.parametrize("after", [1, 20, 45, 66, 90])
def test_a_store_that_is_killed_in_between_loses_nothing(
    own_server: stores.Server, releases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    first, second = releases
    publishing.publish(first, own_server.address)
    monkeypatch.setattr(publishing, "LINES", 5)
    monkeypatch.setattr(publishing, "LINKED", 1)
    plain = Sets.load
    loaded: list[int] = []

    def cut(sets: Sets, graph: str, lines: Sequence[bytes]) -> None:
        plain(sets, graph, lines)
        loaded.append(len(lines))
        if sum(loaded) >= after and len(loaded) < 100:
            loaded.extend([0] * 100)
            own_server.kill()

    monkeypatch.setattr(Sets, "load", cut)
    with pytest.raises(StoreAwayError) as caught:
        publishing.publish(second, own_server.address)
    assert "nothing listens there" in str(caught.value)
    assert "triples had been sent" in caught.value.message
    assert "Run the same command again" in caught.value.advice
    own_server.start()
    assert word_in_force(own_server.address) == "first"
    outcome = publishing.publish(second, own_server.address)
    assert outcome.verified == "digest"
    assert outcome.there > 0
    assert outcome.there + outcome.loaded > 20
    assert word_in_force(own_server.address) == "second"


def test_blank_nodes_are_not_doubled_when_their_request_is_cut(
    own_server: stores.Server, releases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Sets.load_linked

    def cut(sets: Sets, *given: object) -> None:
        plain(sets, *given)  # type: ignore[arg-type]
        own_server.kill()
        raise StoreAwayError("The answer got lost.")

    with monkeypatch.context() as patch:
        patch.setattr(Sets, "load_linked", cut)
        with pytest.raises(StoreAwayError, match="got lost"):
            publishing.publish(releases[0], own_server.address)
    own_server.start()
    with pytest.raises(ReleaseError, match="No release has been published"):
        published(own_server.address)
    assert publishing.publish(releases[0], own_server.address).verified == "digest"


@pytest.mark.parametrize(("fault", "told"), [(b"", "instead of"), (b"<http://e/x> <http://e/y> 1 .", "not the same")])
def test_what_did_not_arrive_as_it_was_is_not_put_in_force(
    own_server: stores.Server,
    releases: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    fault: bytes,
    told: str,
) -> None:
    publishing.publish(releases[0], own_server.address)
    plain = Sets.load

    def lossy(sets: Sets, graph: str, lines: Sequence[bytes]) -> None:
        typed = b'<http://e/x> <http://e/y> "1" .'
        plain(sets, graph, [*lines[1:], *([typed] if fault else [])])

    monkeypatch.setattr(Sets, "load", lossy)
    with pytest.raises(PublicationError, match=told):
        publishing.publish(releases[1], own_server.address)
    assert word_in_force(own_server.address) == "first"
    monkeypatch.undo()
    assert publishing.publish(releases[1], own_server.address).verified == "digest"


def test_a_store_that_is_killed_in_the_middle_of_a_query_says_so_and_answers_again(
    own_server: stores.Server, releases: tuple[Path, Path]
) -> None:
    publishing.publish(releases[0], own_server.address)
    store = published(own_server.address)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j) }"
    errors: list[Exception] = []

    def ask() -> None:
        try:
            store.select(endless)
        except StoreAwayError as error:
            errors.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.5)
    assert asking.is_alive()
    own_server.kill()
    asking.join(timeout=30)
    assert len(errors) == 1
    assert own_server.address in str(errors[0])
    own_server.start()
    assert str(store.select(WORDS)[0]["word"]) == "first"


def test_a_query_that_takes_too_long_is_given_up(own_server: stores.Server, releases: tuple[Path, Path]) -> None:
    from edukg.errors import QueryTimeoutError  # only here

    publishing.publish(releases[0], own_server.address)
    limited = published(own_server.address).limited(at_once=2, deadline=1)
    answer = limited.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j) }")
    assert isinstance(answer, Solutions)
    with pytest.raises(QueryTimeoutError, match="1 seconds"):
        list(answer)


def test_a_damaged_release_is_not_published(own_server: stores.Server, releases: tuple[Path, Path]) -> None:
    manifest = releases[0] / "manifest.json"
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(fields | {"digest": "0" * 64}), encoding="utf-8")
    with pytest.raises(ReleaseError, match="not those of its manifest"):
        publishing.publish(releases[0], own_server.address)


def test_what_is_no_store_is_told() -> None:
    with pytest.raises(InputError, match="is not the address"):
        publishing.publish(Path(), "ftp://store")
    with pytest.raises(InputError, match="would end up in logs"):
        publishing.publish(Path(), "http://me:secret@store")
    with pytest.raises(StoreAwayError, match="nothing listens there"):
        publishing.publish(Path(), f"http://127.0.0.1:{free_port()}")


def test_readers_are_held_to_their_set(own_server: stores.Server, releases: tuple[Path, Path]) -> None:
    for folder in releases:
        publishing.publish(folder, own_server.address)
    store: RemoteStore = published(own_server.address)
    foreign = store.publication.graphs[GRAPHS[0]]
    for text in (
        f"SELECT * FROM <{foreign}> {{ ?s ?p ?o }}",  # noqa: S608  # SPARQL, of our own words
        f"SELECT * {{ GRAPH <{foreign}> {{ ?s ?p ?o }} }}",
        "SELECT * { GRAPH <https://w3id.org/edukg/published> { ?s ?p ?o } }",
        "SELECT * { VALUES ?g { <https://w3id.org/edukg/published> } GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { ?s <https://w3id.org/edukg/published#inForceSince> ?o }",
    ):
        assert not store.select(text)
    chosen = store.query("SELECT * { ?s ?p ?o }", graphs=GraphChoice(default=(foreign,)))
    assert isinstance(chosen, Solutions)
    assert not list(chosen)
    found = store.select("SELECT * { GRAPH ?g { <http://e/1> ?p ?o } }")
    assert [sorted(row) for row in found] == [["g", "o", "p"]]
    assert str(found[0]["g"]) == GRAPHS[1]


def test_pieces_hold_together_what_hangs_together(releases: tuple[Path, Path]) -> None:
    manifest = json.loads((releases[0] / "manifest.json").read_text(encoding="utf-8"))
    contents = pieces.contents(releases[0], manifest["digest"])
    linked = list(pieces.linked_pieces(contents, 1))
    assert [sorted(map(len, by_graph.values())) for _, by_graph in linked] == [[4, 4]]
    ground = list(pieces.ground_pieces(releases[0], 7))
    assert len({piece.name for piece in ground}) == len(ground)
    assert sum(len(p.lines) for p in ground if p.graph == pieces.EVERYTHING) == 61
    assert list(pieces.ground_pieces(releases[0], 7)) == ground


def test_a_store_without_graph_protocol_is_filled_by_updates(
    own_server: stores.Server, releases: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edukg.store.layouts._layout", lambda *_: _only_sparql(own_server.address))
    assert publishing.publish(releases[0], own_server.address).verified == "digest"


def _only_sparql(address: str) -> object:
    from edukg.store.layouts import Layout  # only here

    return Layout("a SPARQL 1.1 store", f"{address}/query", f"{address}/update", "")


def test_an_address_that_answers_otherwise_is_told(own_server: stores.Server) -> None:
    with pytest.raises(EndpointError, match="no SPARQL endpoint"):
        publishing.publish(Path(), f"{own_server.address}/nowhere")
