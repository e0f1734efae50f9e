"""The page of a term as a person uses it: sort and narrow the ledger, copy a reference, read on a phone, print."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Visitor

pytestmark = pytest.mark.browser

PAGE = "/term/educational-cluster-en"


def _first_year(page: Page) -> str:
    return (page.locator(".ledger tbody tr td").first.text_content() or "").strip()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_sort_and_narrow_the_ledger(visitor: Visitor, script: bool) -> None:  # noqa: FBT001
    visit = visitor(script=script)
    page = visit.open(PAGE)
    first = _first_year(page)
    page.locator(".ledger thead").get_by_role("link", name="Year").click()
    expect(page.locator(".ledger [aria-sort=descending]")).to_have_count(1)
    assert _first_year(page) > first
    expect(page).to_have_url(re.compile(r"sort=-year"))
    page.get_by_role("navigation", name="Uses of one reading").get_by_role("link", name="organisation").click()
    expect(page.get_by_role("navigation", name="Uses of one reading").locator("[aria-current]")).to_contain_text(
        "organisation"
    )
    expect(page.locator("[data-ledger] [role=status]")).to_contain_text("4 uses")
    expect(page.locator(".ledger tbody tr")).to_have_count(4)
    if script:
        assert page.evaluate("document.activeElement.dataset.key") == "reading-cluster-organisation"
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.locator("[data-ledger] [role=status]")).to_contain_text("29 uses")
    assert not visit.outside
    assert not visit.complaints


def test_show_all_uses(visitor: Visitor) -> None:
    page = visitor().open(PAGE)
    expect(page.locator(".ledger tbody tr")).to_have_count(8)
    page.get_by_role("link", name=re.compile("Show all .* uses")).click()
    expect(page.locator(".ledger tbody tr")).not_to_have_count(8)
    expect(page.locator(".rest a")).to_have_count(0)


def test_copy_a_reference(visitor: Visitor) -> None:
    visit = visitor(language="ru")
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open(PAGE)
    page.locator(".reference summary").click()
    record = page.locator(".styles dd").nth(2)
    record.get_by_role("button", name="Копировать").click()
    expect(record.get_by_role("button", name="Скопировано")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Educational cluster. – Текст : электронный // EduKG")
    assert copied.endswith(").")


def test_a_file_for_the_reference_manager(visitor: Visitor) -> None:
    page = visitor().open(PAGE)
    with page.expect_download() as download:
        page.locator(".reference").get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename == "term-educational-cluster-en.bib"
    assert download.value.path().read_text(encoding="utf-8").startswith("@misc{edukg-term-educational-cluster-en,")


def test_other_languages_are_one_click_away(visitor: Visitor) -> None:
    page = visitor().open(PAGE)
    reading = page.locator("article#cluster-association")
    russian = reading.locator(".tongues dd[lang=ru]")
    expect(russian).to_be_hidden()
    reading.locator(".tongues summary").click()
    expect(russian).to_be_visible()


@pytest.mark.parametrize(("width", "shown", "hidden"), [(390, "narrow", "wide"), (1280, "wide", "narrow")])
def test_the_picture_is_legible(visitor: Visitor, width: int, shown: str, hidden: str) -> None:
    visit = visitor(width=width, language="ru")
    page = visit.open("/term/educational-cluster-ru")
    expect(page.locator(f".near svg.{shown}")).to_be_visible()
    expect(page.locator(f".near svg.{hidden}")).to_be_hidden()
    sizes = page.evaluate(
        f"""[...document.querySelectorAll('.near svg.{shown} a')].map(a => {{
          const box = a.querySelector('rect').getBoundingClientRect();
          const texts = [...a.querySelectorAll('text')].map(t => t.getBoundingClientRect());
          return {{height: Math.min(...texts.map(t => t.height)),
                   spill: Math.max(...texts.map(t => t.right - box.right)), x: box.left}};
        }})"""
    )
    assert sizes
    assert all(size["height"] >= 12 for size in sizes)
    assert all(size["spill"] < 2 for size in sizes)
    assert visit.excess() == 0
