"""The site in a real browser: it can be used with a mouse, a keyboard and a finger, and it asks nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_find_a_term_and_read_it(visitor: Visitor, script: bool) -> None:  # noqa: FBT001
    visit = visitor(script=script)
    page = visit.open("/")
    expect(page.locator(".branch")).not_to_have_count(0)
    page.locator("#find").fill("ta'lim klasteri")
    page.get_by_role("button", name="Search").click()
    page.locator(".hit a").first.click()
    expect(page.locator("h1")).to_have_text("taʼlim klasteri")
    expect(page.locator("article.reading#cluster-association .definition")).to_be_visible()
    page.locator(".brief a[lang=en]").click()
    expect(page.locator("h1")).to_have_text("educational cluster")
    for key in ("cluster-competence", "cluster-programme", "cluster-organisation", "cluster-association", "clustering"):
        if not page.locator(f"article#{key} .use").first.is_visible():  # on a page of many readings uses are folded
            page.locator(f"article#{key} details:has(.use) > summary").first.click()
        expect(page.locator(f"article#{key} .use").first).to_be_visible()
    assert not visit.complaints
    assert not visit.outside


def test_keyboard_reaches_the_content_first(visitor: Visitor) -> None:
    page = visitor().open("/term/educational-cluster-en")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_targets_are_large_enough_for_a_finger(visitor: Visitor) -> None:
    page = visitor(width=360).open("/term/educational-cluster-en")
    small = page.evaluate(
        """[...document.querySelectorAll('header a, header button, header input, .jump a, .choices a, summary')]
           .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
           .map(e => e.textContent.trim())"""
    )
    assert [text for text in small if text] == []
