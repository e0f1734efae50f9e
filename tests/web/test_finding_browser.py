"""Finding and looking through in a real browser: what a person would do, by keyboard too, and without script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.conftest import Visitor

pytestmark = pytest.mark.browser

PAGES = ("/search?q=klaster", "/terms", "/tree?of=concepts", "/tree?of=classes", "/families", "/instances")


def test_what_is_offered_is_chosen_with_the_keys(visitor: Visitor) -> None:
    visit = visitor()
    page = visit.open("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("ta'lim klas")
    expect(page.get_by_role("option").first).to_contain_text("taʼlim klasteri")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_contain_text("suggestion")
    assert not Axe().run(page).response["violations"]
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("taʼlim klasteri")
    assert not visit.complaints
    assert not visit.outside


def test_hits_are_narrowed_and_a_country_is_taken_from_the_map_without_script(visitor: Visitor) -> None:
    page = visitor(width=390, script=False).open("/search?q=klaster")
    page.get_by_text("Narrow", exact=True).click()
    page.locator(".facets").get_by_role("link", name="concept", exact=True).click()
    for address in page.locator(".hit a").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
        assert address.startswith("/concept/")
    page.goto(page.url.partition("/search")[0] + "/instances")
    page.get_by_text("The same as a table").click()
    page.get_by_role("cell").or_(page.get_by_role("rowheader")).get_by_role("link", name="Uzbekistan").click()
    expect(page).to_have_url(re.compile("country=id%3Aplace-uzbekistan"))
    expect(page.locator(".things li").first).to_be_visible()


@pytest.mark.parametrize(("width", "language", "dark"), [(390, "uz", True), (1280, "ru", False)])
def test_pages_fit_and_have_no_violation_of_any_impact(
    visitor: Visitor,
    width: int,
    language: str,
    dark: bool,  # noqa: FBT001
) -> None:
    visit = visitor(width=width, language=language, dark=dark)
    found = []
    for path in PAGES:
        page = visit.open(path)
        if visit.excess() > 0:
            found.append(f"{path} is {visit.excess()} px too wide")
        found += [f"{path}: {v['id']} at {v['nodes'][0]['html'][:160]}" for v in Axe().run(page).response["violations"]]
    assert not found
    assert not visit.complaints
    assert not visit.outside
