"""What a person does on each page type, told for a real browser.

A deed is named by the template of its page; after a colon stands which kind of it, where one template serves several.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page, expect

from tests.web.sites import PAGES

Deed = Callable[[Page, str], None]
"""Does something on a site (its address is given) and expects what should come of it."""


def _home(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.locator(".branch a").nth(1).click()
    expect(page).to_have_url(re.compile(r"/term/educational-cluster-en#cluster-"))
    expect(page.locator("article.reading:target .definition")).to_be_in_viewport()


def _search(page: Page, site: str) -> None:
    page.goto(site + "/search?q=klaster")
    page.locator(".hit").first.locator("xpath=..").get_by_role("link", name="Which one do you mean?").click()
    expect(page.locator(".answers a")).not_to_have_count(0)


def _terms(page: Page, site: str) -> None:
    page.goto(site + "/terms?lang=ru")
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="Х").click()
    page.locator("#letter-х, [id]").get_by_role("link", name="холдинг", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("холдинг")


def _families(page: Page, site: str) -> None:
    page.goto(site + "/families")
    page.get_by_role("link", name=re.compile("Compare side by side.*holding")).click()
    expect(page.locator(".compare thead th")).to_have_count(2)


def _tree(page: Page, site: str) -> None:
    page.goto(site + "/tree?of=classes")
    branch = page.locator("li", has=page.get_by_role("link", name="pedagogical innovation", exact=True)).last
    branch.locator("summary").first.click()
    branch.get_by_role("link", name="tested innovation").click()
    expect(page.locator(".crumbs")).to_contain_text("class")


def _instances(page: Page, site: str) -> None:
    page.goto(site + "/instances")
    page.locator(".world a").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("country="))
    page.locator(".things a").first.click()
    expect(page.locator(".crumbs")).to_contain_text("instance")


def _term(page: Page, site: str) -> None:
    page.goto(site + "/term/educational-cluster-en")
    page.get_by_role("navigation", name="Meanings of this term").get_by_role("link", name="association").click()
    card = page.locator("#cluster-association")
    expect(card).to_be_in_viewport()
    card.get_by_text("Narrower kinds").click()
    card.get_by_role("link", name="school cluster").click()
    expect(page.locator("h1")).to_have_text("school cluster")


def _sense(page: Page, site: str) -> None:
    page.goto(site + PAGES["sense"])
    page.get_by_role("region", name="Other senses of this term").get_by_role("link", name="(programme)").click()
    expect(page.locator(".reading h2")).to_have_text(re.compile("programme"))


def _concept(page: Page, site: str) -> None:
    page.goto(site + PAGES["concept"])
    page.get_by_text("The same as a list").click()
    page.locator(".statements").get_by_role("link", name="cluster analysis").click()
    expect(page.locator("h1")).to_have_text("cluster analysis")


def _guide_start(page: Page, site: str) -> None:
    page.goto(site + "/guide")
    page.get_by_label("The word in your text").fill("ta'lim klasteri")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("taʼlim klasteri")


def _guide(page: Page, site: str) -> None:
    page.goto(site + "/guide?term=educational-cluster-en")
    page.get_by_role("link", name=re.compile("^what is taught", re.IGNORECASE)).click()
    expect(page.locator(".steps li")).to_have_count(1)
    page.locator(".answers a").first.click()
    page.get_by_role("link", name="Read all about it").click()
    expect(page.locator("h1")).to_contain_text("educational cluster (")


def _compare_start(page: Page, site: str) -> None:
    page.goto(site + "/compare")
    page.get_by_label("One term").fill("educational holding")
    page.get_by_label("Another term").fill("holding company")
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".compare thead th")).not_to_have_count(0)


def _compare(page: Page, site: str) -> None:
    page.goto(site + PAGES["compare"])
    page.get_by_role("link", name="+ logistics (trade and supply)").click()
    expect(page.locator(".compare thead th")).to_have_count(4)


def _class(page: Page, site: str) -> None:
    page.goto(site + PAGES["class"])
    expect(page.locator(".axioms code").first).to_contain_text("EquivalentTo:")
    page.get_by_text(re.compile(r"^\d+ more$")).first.click()
    page.locator(".statements details[open] .members a").last.click()
    expect(page.locator(".crumbs")).to_contain_text("instance")


def _property(page: Page, site: str) -> None:
    page.goto(site + PAGES["property"])
    page.get_by_role("region", name="Its place in the model").get_by_role("link").last.click()
    expect(page.locator(".crumbs")).to_contain_text("property")
    expect(page.locator("h1")).to_have_text("has part")


def _instance(page: Page, site: str) -> None:
    page.goto(site + PAGES["instance"])
    expect(page.locator(".life circle")).not_to_have_count(0)
    page.get_by_role("region", name="Members and their roles").get_by_role("link", name="Akshuat school").click()
    expect(page.locator("#belongs")).to_be_visible()


def _position(page: Page, site: str) -> None:
    page.goto(site + PAGES["position"])
    expect(page.get_by_text("paragraph 5")).to_be_visible()
    page.locator(".statements").get_by_role("link", name="Allayorova").last.click()
    expect(page.locator(".crumbs")).to_contain_text(re.compile("source|person"))


def _source(page: Page, site: str) -> None:
    page.goto(site + PAGES["source"])
    page.get_by_role("region", name="What it attests").get_by_role("link", name=re.compile("this use")).click()
    expect(page.locator(".crumbs")).to_have_text("attested use")


def _agent(page: Page, site: str) -> None:
    page.goto(site + PAGES["agent"])
    page.get_by_role("region", name="Positions they hold").get_by_role("link").first.click()
    expect(page.get_by_role("link", name="Allayorova 2023").first).to_be_visible()


def _attestation(page: Page, site: str) -> None:
    page.goto(site + PAGES["attestation"])
    page.locator(".lead").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("educational cluster (association)")


def _graph(page: Page, site: str) -> None:
    page.goto(site + PAGES["graph"])
    with page.expect_download() as taken:
        page.locator(".reference").get_by_role("link", name="BibTeX").click()
    assert taken.value.suggested_filename.endswith(".bib")


def _resource(page: Page, site: str) -> None:
    page.goto(site + PAGES["ontology"])
    page.get_by_role("link", name="EduKG levels: level objects and their subordination").click()
    expect(page.locator(".crumbs")).to_contain_text("ontology")


def _statistics(page: Page, site: str) -> None:
    page.goto(site + "/statistics")
    page.get_by_text("As a table").click()
    expect(page.locator("details[open] .bars tr").last).to_be_visible()
    page.get_by_role("region", name="Real examples by country").get_by_role("link", name="Uzbekistan").click()
    expect(page.locator("h1")).to_have_text("Uzbekistan")


def _changes(page: Page, site: str) -> None:
    page.goto(site + "/changes")
    page.get_by_role("link", name="Versions").click()
    expect(page.locator("h1")).to_have_text("Versions")


def _versions(page: Page, site: str) -> None:
    page.goto(site + "/versions")
    page.locator(".versions h2 a").first.click()
    expect(page.get_by_role("complementary", name="Version")).to_be_visible()
    page.get_by_role("link", name="This page today").click()
    expect(page.get_by_role("complementary", name="Version")).to_have_count(0)


def _downloads(page: Page, site: str) -> None:
    page.goto(site + "/downloads")
    with page.expect_download() as taken:
        page.get_by_role("link", name="edukg-terms.csv").click()
    assert taken.value.path().read_text(encoding="utf-8").count("\n") > 100


def _about(page: Page, site: str) -> None:
    page.goto(site + "/about")
    page.get_by_role("navigation", name="About EduKG").get_by_role("link", name="Help").click()
    expect(page.locator("h1")).to_have_text("Help")


def _help(page: Page, site: str) -> None:
    page.goto(site + "/about/help")
    for picture in page.locator(".shot img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)  # noqa: FBT003
        assert picture.evaluate("image => image.naturalWidth") > 0
    page.locator(".prose").get_by_role("link", name="Which one do you mean?").click()
    expect(page.get_by_label("The word in your text")).to_be_visible()


def _cite(page: Page, site: str) -> None:
    page.goto(site + "/about/cite")
    page.get_by_role("link", name="An example").click()
    expect(page.locator(".reference .iri")).to_have_text("https://w3id.org/edukg/concept/cluster-association")


def _suggest(page: Page, site: str) -> None:
    page.goto(site + PAGES["suggest"])
    page.get_by_label("What should be there").fill("A clearer definition.")
    page.get_by_role("button", name="Prepare the message").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Keep as a file").click()
    text = taken.value.path().read_text(encoding="utf-8")
    assert "A clearer definition." in text
    assert "/concept/clustering" in text


def _researchers(page: Page, site: str) -> None:
    page.goto(site + "/about/researchers")
    page.locator(".prose").get_by_role("link", name="Query the data").click()
    expect(page.get_by_role("heading", name="Query the data")).to_be_visible()


def _developers(page: Page, site: str) -> None:
    page.goto(site + "/about/developers")
    page.get_by_role("link", name="JSON interface").click()
    expect(page.locator("h1")).to_have_text("JSON interface")


def _docs(page: Page, site: str) -> None:
    page.goto(site + "/api/docs")
    page.locator(".operation").filter(has_text="/api/v1/search").get_by_role("link", name="Try it").first.click()
    expect(page.locator("body")).to_contain_text('"hits"')


def _check(page: Page, site: str) -> None:
    page.goto(site + "/check")
    page.get_by_label("Your text").fill("Seven schools and a college formed an educational cluster.")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#check-summary")).to_contain_text("1 use")
    page.locator(".use-card .meaning a").click()
    expect(page.locator("h1")).to_have_text("educational cluster (association)")


def _validate(page: Page, site: str) -> None:
    page.goto(site + "/validate")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Oʻzbekcha").last.click()
    assert taken.value.suggested_filename.endswith(".xlsx")


def _query(page: Page, site: str) -> None:
    page.goto(site + "/query")
    page.get_by_role("link", name="Which terms are ambiguous?").first.click()
    page.get_by_role("button", name="Run the query").click()
    expect(page.get_by_text("educational cluster").first).to_be_visible()


def _results(page: Page, site: str) -> None:
    page.goto(site + PAGES["results"])
    expect(page.locator(".results tbody tr")).to_have_count(5)
    page.get_by_role("link", name="Change the query").click()
    expect(page.get_by_role("heading", name="Query the data")).to_be_visible()


def _saved(page: Page, site: str) -> None:
    page.goto(site + PAGES["results"])
    page.get_by_role("button", name="Save and cite").click()
    expect(page.locator("h1")).to_have_text("Saved query")
    page.get_by_role("link", name="Show the answer").click()
    expect(page.locator(".results tbody tr")).to_have_count(5)


def _preview(page: Page, site: str) -> None:
    page.goto(site + "/reconcile/ru/preview?id=concept/cluster-association")
    expect(page.locator("h1")).to_have_text("образовательный кластер (объединение)")
    expect(page.locator("dd")).not_to_have_count(0)


def _missing(page: Page, site: str) -> None:
    answer = page.goto(site + "/no/such/page")
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("link", name="Terms from A to Z").click()
    expect(page.locator("h1")).to_have_text("Terms from A to Z")


def _gone(page: Page, site: str) -> None:
    answer = page.goto(site + "/concept/entered-by-mistake")
    assert answer is not None
    assert answer.status == 410
    expect(page.get_by_text("entered by mistake")).to_be_visible()
    page.locator(".prose ul").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("clustering (in education)")


def _away(page: Page, site: str) -> None:
    answer = page.goto(site + "/statistics")
    assert answer is not None
    assert answer.status == 503
    expect(page.get_by_text("Try again in a minute.")).to_be_visible()
    page.get_by_role("link", name="To the first page").click()
    expect(page.locator("#find")).to_be_visible()


DEEDS: Final[dict[str, Deed]] = {
    "api/docs.html": _docs,
    "checking/check.html": _check,
    "choosing/compare.html": _compare,
    "choosing/compare_start.html": _compare_start,
    "choosing/guide.html": _guide,
    "choosing/guide_start.html": _guide_start,
    "downloads/downloads.html": _downloads,
    "editorial/cite.html": _cite,
    "editorial/developers.html": _developers,
    "editorial/help.html": _help,
    "editorial/researchers.html": _researchers,
    "editorial/suggest.html": _suggest,
    "errors/error.html: 404": _missing,
    "errors/error.html: 410": _gone,
    "errors/error.html: 503": _away,
    "finding/families.html": _families,
    "finding/instances.html": _instances,
    "finding/search.html": _search,
    "finding/terms.html": _terms,
    "finding/tree.html": _tree,
    "pages/about.html": _about,
    "pages/changes.html": _changes,
    "pages/home.html": _home,
    "pages/statistics.html": _statistics,
    "pages/versions.html": _versions,
    "reconcile/preview.html": _preview,
    "sparql/editor.html": _query,
    "sparql/results.html": _results,
    "sparql/saved.html": _saved,
    "terms/concept.html": _concept,
    "terms/sense.html": _sense,
    "terms/term.html": _term,
    "things/agent.html": _agent,
    "things/attestation.html": _attestation,
    "things/class.html": _class,
    "things/graph.html": _graph,
    "things/instance.html": _instance,
    "things/instance.html: position": _position,
    "things/property.html": _property,
    "things/resource.html": _resource,
    "things/source.html": _source,
    "validate/validate.html": _validate,
}
