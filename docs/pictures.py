"""Makes the pictures of the gallery: ``python docs/pictures.py``, with a browser.

The articles are those of the project's own gold, of invented people.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from newsquotes import read_records, run
from newsquotes.report.page import build_page, render_page

ROOT: Final = Path(__file__).parents[1]
PICTURES: Final = Path(__file__).parent / "pages" / "pictures"

SHOTS: Final[dict[str, dict[str, Any]]] = {
    "articles": {"route": "#/", "size": (1100, 760), "scheme": "light"},
    "quotes": {"route": "#/quotes?order=surest", "size": (1100, 760), "scheme": "light"},
    "article": {"route": "#/article/0?quote=q2", "size": (1100, 760), "scheme": "light"},
    "speakers": {"route": "#/speakers", "size": (1100, 760), "scheme": "dark"},
    "phone": {"route": "#/article/0", "size": (390, 760), "scheme": "dark"},
}


def main() -> None:
    from playwright.sync_api import sync_playwright

    with TemporaryDirectory() as folder:
        records, page = Path(folder, "records"), Path(folder, "report.html")
        own = sorted((ROOT / "seeds").glob("*.txt"))[1:]  # the first is an agency's
        run(own, records)
        html = render_page(build_page(read_records(records)), "Seeds")
        page.write_text(html, encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            for name, shot in SHOTS.items():
                width, height = shot["size"]
                tab = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=shot["scheme"]
                )
                tab.goto(f"{page.as_uri()}{shot['route']}")
                tab.locator("h1").wait_for()
                tab.wait_for_timeout(300)
                tab.screenshot(path=PICTURES / f"{name}.png")
                tab.close()
            browser.close()


if __name__ == "__main__":
    main()
