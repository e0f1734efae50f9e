"""Ten tasks that a methodologist would set, each done in a real browser in at most five actions."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Visitor

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parents[1] / "tasks"
TASKS = sorted(FOLDER.glob("*.toml"))
MOST = 5


def _do(page: Page, action: dict[str, Any]) -> None:
    if "fill" in action:
        field = page.get_by_role(action["fill"]).first
        if not field.is_visible():
            field = page.locator("#find")
        field.fill(action["with"])
        field.press("Enter")
        page.wait_for_load_state()
    elif "write" in action:
        page.locator(action["write"]).fill(action["with"])
    elif "click" in action:
        words = action["click"]
        link = page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words))
        link.first.click()
        page.wait_for_load_state()
    elif "open" in action:
        page.locator(action["open"]).first.click()
        page.wait_for_load_state()
    elif "print" in action:
        page.emulate_media(media="print")
        assert page.pdf(format="A4").startswith(b"%PDF")
        expect(page.locator("header nav").first).to_be_hidden()
    else:
        pytest.fail(f"unknown action {action}")


def test_there_are_ten() -> None:
    assert len(TASKS) >= 10


@pytest.mark.parametrize("file", TASKS, ids=lambda file: file.stem)
def test_task(visitor: Visitor, file: Path) -> None:
    task = tomllib.loads(file.read_text(encoding="utf-8"))
    assert 0 < len(task["do"]) <= MOST
    visit = visitor(language=task["language"])
    page = visit.open(task["begin"])
    for action in task["do"]:
        _do(page, action)
    for text in task["sees"]:
        expect(page.get_by_text(text).first).to_be_visible()
    expect(page.locator(task["has"]).first).to_be_visible()
    assert not visit.outside
