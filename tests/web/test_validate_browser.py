"""The page that checks data in a real browser, on a phone, with the methodologist's files in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ViewportSize, expect

from edukg.namespaces import LANGUAGES
from tests.tables import methodologist
from tests.web.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("validate")]

PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 120_000
"""Milliseconds; a busy machine checks a table in half a minute."""
SAID = {
    "en": "The data need to be corrected.",
    "ru": "Данные нужно исправить.",
    "uz": "Maʼlumotlarni tuzatish kerak.",
}


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, accept_downloads=True)
    visit = Visit(context, site)
    yield visit
    assert visit.complaints == []
    assert visit.outside == []
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_methodologist_checks_a_table_on_a_phone(phone: Visit, tmp_path: Path, language: str) -> None:
    path = methodologist.write(tmp_path / "ours.xlsx", language, wrong=True)
    page = phone.open(f"/validate?ui={language}")
    page.set_input_files("#file", str(path))
    page.click("#send button[type=submit]")
    expect(page.locator("#progress")).to_be_visible()
    expect(page.locator("#report .finding")).to_have_count(20, timeout=PATIENCE)
    expect(page.locator("#progress")).to_be_hidden()
    expect(page.locator(".truth")).to_have_text(SAID[language])
    assert phone.excess() <= 0, "nothing is wider than the phone"
    role = (
        page.locator(".finding", has_text="D3")
        .filter(has_text="ours.xlsx")
        .or_(page.locator(".finding b", has_text="D3"))
    )
    expect(role.first).to_be_visible()
    assert Axe().run(page).violations_count == 0
    with page.expect_download(timeout=PATIENCE) as taken:
        page.click("button[name=format][value=csv]")
    saved = tmp_path / "report.csv"
    taken.value.save_as(saved)
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert sum("ours.xlsx" in line for line in lines) >= 20


def test_a_file_is_dropped_and_the_corrected_one_has_nothing_wrong(phone: Visit, tmp_path: Path) -> None:
    path = methodologist.write(tmp_path / "right.xlsx", "uz", wrong=False)
    page = phone.open("/validate?ui=uz")
    data = page.evaluate_handle(
        """async (bytes) => {
            const moved = new DataTransfer();
            moved.items.add(new File([new Uint8Array(bytes)], "right.xlsx"));
            return moved;
        }""",
        list(path.read_bytes()),
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": data})
    expect(page.locator(".truth")).to_have_text("Xato yoʻq.", timeout=PATIENCE)
    expect(page.locator(".finding")).to_have_count(0)


def test_it_works_without_script(browser: Browser, site: str, tmp_path: Path) -> None:
    path = methodologist.write(tmp_path / "ours.xlsx", "ru", wrong=True)
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{site}/validate?ui=ru")
    page.set_input_files("#file", str(path))
    page.click("#send button[type=submit]")
    expect(page.locator(".finding")).to_have_count(20, timeout=PATIENCE)
    with page.expect_download(timeout=PATIENCE) as taken:
        page.click("button[name=format][value=rdf]")
    taken.value.save_as(tmp_path / "ours.ttl")
    assert "krug-nastavnikov" in (tmp_path / "ours.ttl").read_text(encoding="utf-8")
    context.close()


def test_a_mistake_in_a_pasted_text_is_told_and_can_be_mended(phone: Visit) -> None:
    page = phone.open("/validate?ui=en")
    page.click("summary >> text=or paste a text")
    page.fill("#text", "<https://example.org/a> <https://example.org/b>")
    page.click("#send button[type=submit]")
    expect(page.locator("[role=alert]")).to_contain_text("line 1", timeout=PATIENCE)
    phone.complaints.clear()  # the browser notes the status of the answer itself
    page.fill("#text", '<https://example.org/a> <https://example.org/b> "c" .')
    page.click("#send button[type=submit]")
    expect(page.locator(".truth")).to_have_text("Nothing is wrong.", timeout=PATIENCE)
