"""The documentation as a reader opens it: from a folder, without a server or a network."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def tutorial(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    pytest.importorskip("material", reason="mkdocs-material is not installed")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", DOCS / "mkdocs.yml"]
    subprocess.run([*command, "-d", folder], check=True, capture_output=True)
    page = browser.new_page()
    page.set_default_timeout(10_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "tutorial.html").as_uri())
    yield page
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_the_search_works_from_a_folder(tutorial: Page) -> None:
    tutorial.locator(".md-search__input").click()
    tutorial.locator(".md-search__input").press_sequentially("datasette")  # it watches the keys
    found = tutorial.locator(".md-search-result__link").first
    found.wait_for()
    assert "exports/tables.html" in (found.get_attribute("href") or "")
    tutorial.keyboard.press("Escape")


def test_what_is_copied_are_commands(tutorial: Page) -> None:
    copied = tutorial.locator("code:has(.gp)").evaluate_all(
        """blocks => blocks.map(block => {
            block.setAttribute("data-md-copying", "");  // as the copy button does
            const text = block.innerText;
            block.removeAttribute("data-md-copying");
            return text.trimEnd();
        })"""
    )
    assert copied[0].startswith(
        "python3.12 -m venv .venv\n. .venv/bin/activate\npython -m pip install"
    )
    assert "newsquotes extract articles -o outputs\nls outputs" in copied
    assert [text for text in copied if text.startswith("$")] == []
