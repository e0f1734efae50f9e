"""The site in a real browser: it can be used, it fits, it is accessible, and it asks nobody else."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from edukg.namespaces import LANGUAGES

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
WIDTHS = {"phone": 360, "desktop": 1280}
PAGES = (
    "/",
    "/terms",
    "/search?q=klaster",
    "/term/educational-cluster-en",
    "/term/educational-cluster-ru",
    "/term/educational-cluster-uz",
    "/concept/clustering",
    "/sense/educational-cluster-en-cluster-association",
    "/onto/EducationalCluster",
    "/source/allayorova-2023",
    "/id/ulyanovsk-holding",
    "/downloads",
    "/about",
    "/query",
    "/sparql?query=SELECT * WHERE { ?s ?p ?o } LIMIT 5",
    "/no/such/page",
)


def _executable() -> str | None:
    """The browser named by the environment, else Playwright's own (None), else the distribution's."""
    named = os.environ.get("EDUKG_CHROMIUM")
    if named:
        return named
    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).is_file():
            return None
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = _executable()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield launched
        launched.close()


class Visit:
    """One visitor, with all that went wrong in the browser and every request that left the site."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, address: str) -> None:
        if not address.startswith((self.site, "data:", "blob:")):
            self.outside.append(address)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path, wait_until="load")
        return self.page

    def excess(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


Visitor = Callable[..., Visit]


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    contexts: list[BrowserContext] = []

    def visit(*, width: int = 1280, language: str = "en", dark: bool = False, script: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 800 else 844},
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return Visit(context, site)

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_find_a_term_and_read_it(visitor: Visitor, script: bool) -> None:  # noqa: FBT001
    visit = visitor(script=script)
    page = visit.open("/")
    expect(page.locator(".branch")).not_to_have_count(0)
    page.get_by_role("searchbox").fill("ta'lim klasteri")
    page.get_by_role("button", name="Search").click()
    page.locator(".hit a").first.click()
    expect(page.locator("h1")).to_have_text("taʼlim klasteri")
    expect(page.locator("article.reading#cluster-association .definition")).to_be_visible()
    page.locator(".brief a[lang=en]").click()
    expect(page.locator("h1")).to_have_text("educational cluster")
    for key in ("cluster-competence", "cluster-programme", "cluster-organisation", "cluster-association", "clustering"):
        expect(page.locator(f"article#{key} .use").first).to_be_visible()
    assert not visit.complaints
    assert not visit.outside


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_pages_fit_and_are_accessible(visitor: Visitor, width: int, language: str) -> None:
    visit = visitor(width=width, language=language, dark=language == "uz")
    found = []
    for path in PAGES:
        page = visit.open(path)
        if visit.excess() > 0:
            found.append(f"{path} is {visit.excess()} px too wide")
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                node = violation["nodes"][0]
                found.append(f"{path}: {violation['id']} at {node['html'][:120]}")
    assert not found
    complaints = [text for text in visit.complaints if "404" not in text]
    assert not complaints
    assert not visit.outside


def test_editor_runs_an_example(visitor: Visitor) -> None:
    visit = visitor()
    page = visit.open("/query")
    page.locator(".gallery a").first.click()
    page.locator("#editor-run").click()
    rows = page.locator(".yasr table.dataTable tbody tr")
    expect(rows.first).to_be_visible()
    assert rows.count() > 1
    serious = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    assert not serious
    assert visit.excess() == 0
    assert not visit.complaints
    assert not visit.outside


def test_editor_lets_the_keyboard_leave(visitor: Visitor) -> None:
    page = visitor().open("/query")
    code = page.locator(".CodeMirror-code")
    code.click()
    before = page.locator(".CodeMirror").first.inner_text()
    expect(code).to_be_focused()
    page.keyboard.press("Tab")
    expect(code).not_to_be_focused()
    assert page.locator(".CodeMirror").first.inner_text() == before


def test_editor_works_without_script(visitor: Visitor) -> None:
    page = visitor(script=False).open("/query?example=educational-cluster")
    page.get_by_role("button", name="Run the query").click()
    expect(page.locator("table.results tbody tr").first).to_be_visible()


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
