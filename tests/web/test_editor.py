"""The query editor in a real browser: every example runs and its views are shown; readings are picked by one click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

import edukg
from edukg import resources
from edukg.examples import read_example
from edukg.namespaces import EDUKG, LANGUAGES, PREFIXES

if TYPE_CHECKING:
    from tests.web.conftest import Visit, Visitor

pytestmark = pytest.mark.browser

EXAMPLES = [read_example(path) for path in resources.example_queries()]
AMBIGUOUS = (
    f"PREFIX edukg: <{EDUKG}>\nPREFIX skos: <{PREFIXES['skos']}>\n"
    'SELECT ?x ?c WHERE {\n  ?x a edukg:EducationalCluster .\n  ?c skos:altLabel "klaster"@uz .\n}'
)


def opened(visit: Visit, path: str = "/query") -> Page:
    page = visit.open(path)
    expect(page.locator("#editor[data-ready]")).to_be_visible()
    return page


def text_of(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def show(page: Page, view: str) -> None:
    page.locator(f"#view-{view}").click()
    expect(page.locator(f"#editor-view[data-shown={view}]")).to_be_visible()


def painted(page: Page, selector: str) -> bool:
    """Whether something is drawn on a canvas."""
    return bool(
        page.evaluate(
            """selector => [...document.querySelectorAll(selector)].some(canvas => {
                 if (!canvas.width || !canvas.height) return false;
                 const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                 return pixels.some(value => value !== 0);
               })""",
            selector,
        )
    )


def fine(visit: Visit) -> None:
    assert not visit.complaints
    assert not visit.outside
    assert visit.excess() == 0


@pytest.mark.parametrize("number", range(3))
def test_every_example_runs_and_each_of_its_views_is_shown(
    visitor: Visitor, kb: edukg.KnowledgeBase, number: int
) -> None:
    visit = visitor(language=LANGUAGES[number])
    page = opened(visit)
    for example in EXAMPLES[number::3]:
        text = example.text_in(LANGUAGES[number])
        expected = kb.query(text)
        page.locator(f"a[data-run][data-name='{_css(example.titles.value(LANGUAGES[number]))}']").click()
        expect(page.locator(f"#editor-view[data-shown={example.view}]")).to_be_visible()
        assert text_of(page).strip() == text.strip()
        assert page.locator(".ambiguity").count() == 0
        if isinstance(expected, bool):
            expect(page.locator(".truth")).to_be_visible()
            show(page, "raw")
            expect(page.locator(".raw")).to_contain_text("true")
            continue
        assert str(len(expected)) in page.locator("#editor-status").inner_text()
        expect(page.locator("#editor-truncated")).to_be_hidden()
        _look(page, example.slug, len(expected), graph=isinstance(expected, edukg.Graph))
    fine(visit)


def _css(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _look(page: Page, slug: str, rows: int, *, graph: bool) -> None:
    """Every view of an answer, in whatever language."""
    views = [str(tab.get_attribute("data-view")) for tab in page.locator("#editor-views [role=tab]").all()]
    assert set(views) >= {"table", "raw"}
    assert ("chart" in views) is not graph
    show(page, "table")
    assert page.locator(".view-table tbody tr").count() == min(rows, 50), slug
    if "chart" in views:
        show(page, "chart")
        assert painted(page, ".chart canvas"), slug
        assert page.locator(".chart canvas").get_attribute("aria-label")
    if "graph" in views:
        show(page, "graph")
        assert painted(page, ".graph canvas"), slug
        page.locator(".view-graph summary").click()
        expect(page.locator(".links li").first).to_be_visible()
    show(page, "raw")
    expect(page.locator(".raw")).to_contain_text("https://w3id.org/edukg/" if graph else '"bindings"')


def test_an_ambiguity_is_told_and_one_click_settles_it(visitor: Visitor) -> None:
    visit = visitor(language="en")
    page = opened(visit, f"/query?query={quote(AMBIGUOUS)}")
    notes = page.locator(".ambiguity")
    expect(notes).to_have_count(2)
    expect(notes.first).to_contain_text("edukg:EducationalCluster")
    expect(notes.first).to_contain_text("This class covers 4 readings: pick one, or keep all.")
    expect(notes.first.get_by_role("button")).to_have_count(5)
    expect(page.locator(".CodeMirror .ambiguous")).to_have_text(["edukg:EducationalCluster", '"klaster"', "@uz"])
    notes.first.get_by_role("button", name="educational cluster (association)").click()
    expect(notes).to_have_count(1)
    assert "?x a edukg:AssociationCluster ." in text_of(page)
    expect(page.locator("#editor-said")).to_contain_text("educational cluster (association)")
    notes.first.get_by_role("button", name="Keep all").click()
    expect(notes).to_have_count(0)
    assert text_of(page).startswith('# all readings: "klaster"@uz\n')
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert text_of(page) == AMBIGUOUS
    expect(notes).to_have_count(2)
    page.locator("#editor-run").click()
    expect(page.locator("#editor-view[data-shown=table]")).to_be_visible()
    fine(visit)


def test_what_comes_without_a_key_is_in_the_text_at_once(visitor: Visitor) -> None:
    page = opened(visitor(language="ru"))
    page.locator("#editor-add").click()
    page.keyboard.insert_text("холдинг")
    page.keyboard.insert_text("и")
    assert text_of(page) == "холдинги"
    page.keyboard.press("Control+z")
    assert "холдинги" not in text_of(page)


@pytest.mark.parametrize(
    ("language", "written", "chosen", "inserted"),
    [
        ("en", "SELECT ?x WHERE { ?x a holdi", "educational holding", "a edukg:EducationalHolding"),
        ("ru", "SELECT ?x WHERE { ?x a холд", "образовательный холдинг", "a edukg:EducationalHolding"),
        ("uz", "SELECT ?x WHERE { ?x a xold", "taʼlim xoldingi", "a edukg:EducationalHolding"),
        ("en", "SELECT ?x WHERE { ?x foundedIn", "founded", "?x edukg:foundedInYear"),
        ("en", "SELECT ?x WHERE { ?x ?p klaster", "educational cluster (programme)", "?x ?p sense:"),
    ],
)
def test_names_are_completed_by_label_in_any_language(
    visitor: Visitor, language: str, written: str, chosen: str, inserted: str
) -> None:
    visit = visitor(language=language)
    page = opened(visit)
    page.locator("#editor-add").click()
    page.keyboard.type(written, delay=30)
    kind = "sense" if "sense" in inserted else ""
    hint = page.locator(".CodeMirror-hint", has_text=chosen).filter(has_text=kind).first
    expect(hint).to_be_visible()
    expect(hint.locator("code")).to_be_visible()
    hint.click()
    prefix = inserted.rsplit(maxsplit=1)[-1].split(":", maxsplit=1)[0]
    assert inserted in text_of(page)
    assert text_of(page).startswith(f"PREFIX {prefix}: <")
    fine(visit)


def test_a_name_tells_what_it_means(visitor: Visitor) -> None:
    visit = visitor(language="ru")
    page = opened(visit, f"/query?query={quote(AMBIGUOUS)}")
    page.locator(".CodeMirror .ambiguous").first.hover()
    expect(page.locator(".tip")).to_contain_text("образовательный кластер любого уровня")
    expect(page.locator(".tip")).to_contain_text("Значений: 4.")
    page.locator(".CodeMirror .ambiguous").first.click()
    expect(page.locator("#editor-about")).to_contain_text("Объект уровня")
    page.keyboard.press("F1")
    expect(page.locator("#editor-said")).to_contain_text("Объект уровня")
    fine(visit)


def test_a_mistake_is_shown_where_it_is(visitor: Visitor) -> None:
    visit = visitor(language="uz")
    page = opened(visit, "/query?query=" + quote("SELECT ?x WHERE {\n  ?x a ?c ;\n    ?p }"))
    page.locator("#editor-run").click()
    failure = page.locator(".failure")
    expect(failure).to_have_attribute("role", "alert")
    expect(failure).to_contain_text("Soʻrovni bu holida bajarib boʻlmaydi.")
    expect(page.locator(".CodeMirror .mistake")).to_have_text("}")
    expect(page.locator("#editor-download")).to_be_hidden()
    failure.get_by_role("button").click()
    expect(page.locator(".CodeMirror-code")).to_be_focused()
    cursor = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (cursor["line"], cursor["ch"]) == (2, 7)
    assert page.locator(".parseErrorIcon").get_attribute("aria-label") == "Bu qator SPARQL grammatikasiga mos emas."
    assert visit.excess() == 0
    assert not visit.outside


def test_a_stopped_query_is_no_empty_answer(visitor: Visitor) -> None:
    visit = visitor(language="en")
    page = opened(visit)
    page.route(
        "**/sparql",
        lambda route: route.fulfill(
            status=504,
            content_type="application/problem+json",
            body='{"title": "The query took too long", "status": 504, "detail": "Stopped after 30 s.", "deadline": 30}',
        ),
    )
    page.locator("#editor-run").click()
    expect(page.locator(".failure")).to_contain_text("took too long and was stopped; this is no empty answer")
    page.unroute("**/sparql")
    headers = {"EduKG-Truncated": "rows=1", "EduKG-Version": "0.1.0", "EduKG-Query": "abcdef0123456789"}
    answer = '{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "<b>1</b>"}}]}}'
    page.route(
        "**/sparql",
        lambda route: route.fulfill(
            status=200, headers={**headers, "Content-Type": "application/sparql-results+json"}, body=answer
        ),
    )
    page.locator("#editor-run").click()
    expect(page.locator("#editor-truncated")).to_contain_text("rows=1")
    expect(page.locator(".view-table td")).to_have_text("<b>1</b>")
    expect(page.locator("#editor-status")).to_contain_text("abcdef012345")


def test_tabs_and_history_are_kept_in_the_browser(visitor: Visitor) -> None:
    visit = visitor(language="en")
    page = opened(visit)
    tabs = page.locator("#editor-tabs [role=tab]")
    first = text_of(page)
    page.locator("#editor-run").click()
    expect(page.locator("#editor-view[data-shown]")).to_be_visible()
    page.locator("#editor-add").click()
    expect(tabs).to_have_count(2)
    page.keyboard.type("ASK { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".truth")).to_be_visible()
    page.locator("#editor-name").fill("Anything at all?")
    page.locator("#editor-name").press("Enter")
    page.keyboard.press("Tab")
    expect(tabs.last).to_have_text("Anything at all?")
    page.reload()
    expect(page.locator("#editor[data-ready]")).to_be_visible()
    expect(tabs).to_have_count(2)
    assert text_of(page) == "ASK { ?s ?p ?o }"
    tabs.last.focus()
    page.keyboard.press("ArrowLeft")
    expect(tabs.first).to_be_focused()
    assert text_of(page) == first
    page.locator("#editor-history-button").click()
    runs = page.locator("#editor-history .runs li")
    expect(runs).to_have_count(2)
    expect(runs.first).to_contain_text("ASK { ?s ?p ?o }")
    runs.first.get_by_role("button").click()
    assert text_of(page) == "ASK { ?s ?p ?o }"
    page.locator("#editor-close").click()
    expect(tabs).to_have_count(1)
    page.locator("#editor-history").get_by_role("button", name="Forget the history").click()
    expect(page.locator("#editor-history")).to_contain_text("No query has been run")
    fine(visit)


def test_a_query_is_shared_saved_and_cited(visitor: Visitor, site: str, kb: edukg.KnowledgeBase) -> None:
    visit = visitor(language="en")
    page = opened(visit, "/query?example=levels")
    page.locator("#editor-share-button").click()
    link = page.locator("#share-page").input_value()
    assert link.startswith(f"{site}/query?query=PREFIX")
    assert "edukg.connect(" in page.locator("#share-python").input_value()
    page.get_by_role("button", name="Save the query").click()
    permanent = page.locator("#cite-link")
    expect(permanent).to_be_visible()
    address = permanent.input_value()
    assert address.startswith(f"{site}/query/saved/")
    citation = page.locator("#cite-text").input_value()
    assert kb.manifest.version in citation
    assert address in citation
    assert f"url = {{{address}}}" in page.locator("#cite-bibtex").input_value()
    page.goto(address)
    expect(page.locator("pre.code").first).to_contain_text("edukg:ClusteringLevel")
    page.goto(link)
    expect(page.locator("#editor[data-ready]")).to_be_visible()
    assert "edukg:ClusteringLevel" in text_of(page)
    fine(visit)


def test_the_answer_is_taken_away_as_csv(visitor: Visitor) -> None:
    visit = visitor()
    page = opened(visit, "/query?example=levels")
    page.locator("#editor-run").click()
    expect(page.locator("#editor-view[data-shown]")).to_be_visible()
    with page.expect_download() as download:
        page.locator("#editor-download").click()
    content = download.value.path().read_bytes().decode()
    assert content.startswith("order,level,class,definition\r\n1,level 1: competence,https://")
    assert content.count("\r\n") == 5


def test_rows_are_sorted_filtered_and_paged(visitor: Visitor) -> None:
    visit = visitor(language="en")
    page = opened(visit, "/query?example=positions")
    page.locator("#editor-run").click()
    rows = page.locator(".view-table tbody tr")
    expect(rows).to_have_count(50)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".range")).to_contain_text("51–100 of")
    head = page.locator(".view-table th").nth(1)
    head.get_by_role("button").click()
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    page.locator("#table-filter").fill("Gadzhinsky")
    expect(rows.first).to_contain_text("Gadzhinsky")
    assert rows.count() < 50


def test_the_keyboard_can_leave_the_text(visitor: Visitor) -> None:
    page = opened(visitor(language="en"))
    code = page.get_by_role("textbox", name="Query in SPARQL")
    expect(code).to_have_accessible_description(re.compile("Ctrl.Enter runs the query"))
    code.click()
    before = text_of(page)
    expect(code).to_be_focused()
    page.keyboard.press("Tab")
    expect(code).not_to_be_focused()
    assert text_of(page) == before


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_editor_fits_and_is_accessible(visitor: Visitor, width: int, language: str) -> None:
    visit = visitor(width=width, language=language, dark=language != "ru")
    page = opened(visit, f"/query?query={quote(AMBIGUOUS)}")
    expect(page.locator(".ambiguity").first).to_be_visible()
    page.locator("#editor-run").click()
    found = []
    for view in ("table", "chart", "graph", "raw"):
        show(page, view)
        assert visit.excess() <= 0, view
        found += [(view, v["id"], v["nodes"][0]["html"][:160]) for v in _serious(page)]
    page.locator("#editor-share-button").click()
    assert visit.excess() <= 0
    found += [("share", v["id"], v["nodes"][0]["html"][:160]) for v in _serious(page)]
    assert not found
    assert not page.evaluate("document.querySelector('main').innerText.match(/%\\(\\w+\\)s/)")
    fine(visit)


def _serious(page: Page) -> list[dict[str, list[dict[str, str]]]]:
    violations = Axe().run(page).response["violations"]
    return [violation for violation in violations if violation["impact"] in {"serious", "critical"}]


def test_it_works_without_script(visitor: Visitor) -> None:
    page = visitor(script=False).open("/query?example=educational-cluster")
    page.get_by_role("button", name="Run the query").click()
    expect(page.locator("table.results tbody tr").first).to_be_visible()


def test_the_page_names_examples_or_says_that_there_is_none(client: FlaskClient) -> None:
    answer = client.get("/query?example=levels&ui=ru").get_data(as_text=True)
    assert 'data-asked="Каковы четыре уровня кластеризации?"' in answer
    assert len(re.findall(r"<li>\s*<h4>", answer)) == len(EXAMPLES)
    assert client.get("/query?example=nothing-of-the-kind").status_code == 404
