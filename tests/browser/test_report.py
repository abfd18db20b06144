"""The page in a real browser: what it shows, what it must not do, by mouse, keyboard and phone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from newsquotes.evaluation.evaluate import evaluate
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.report.page import build_page, render_page
from newsquotes.schemas.record import Record
from newsquotes.schemas.values import Stance

from tests.samples import bare, entity, harbour, quote, record, span

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HARBOUR = harbour()


def second() -> Record:
    """Another article in which the same person is quoted."""
    text = "“Rain again,” Ilse Brand wrote in Bergen."
    place = {
        "kind": "city",
        "geonames_id": None,
        "country_code": None,
        "latitude": None,
        "longitude": None,
    }
    return record(
        "rain",
        text,
        title="Rain",
        published="2024-06-01",
        publisher="Bergen Post",
        entities=[
            entity(1, "person", "Ilse Brand", [span(text, "Ilse Brand")], roles=["harbour master"]),
            entity(2, "place", "Bergen", [span(text, "Bergen")], place=place),
        ],
        quotes=[
            quote(
                1,
                [span(text, "“Rain again,”")],
                mode="writing",
                cue=span(text, "wrote") | {"lemma": "write"},
                source=span(text, "Ilse Brand"),
                speaker=("e1", "Ilse Brand", "name"),
                confidence=0.7,
            )
        ],
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    page = build_page([HARBOUR, bare(), second()])
    path.write_text(render_page(page, "Harbour <i>papers</i>"), encoding="utf-8", newline="")
    return path.as_uri()


type Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, report: str) -> Iterator[Open]:
    """``open_page(route, **options of the browser's context)``; fails on what the console says."""
    contexts = []
    said: list[str] = []
    asked: list[str] = []

    def open_it(route: str = "#/", address: str = report, **options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}{route}")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert said == []
    assert {url.split("#")[0] for url in asked if not url.startswith(("data:", "blob:"))} <= {
        url.split("#")[0] for url in asked[:1]
    }


def test_the_list_shows_every_article(open_page: Open) -> None:
    page = open_page()
    assert page.title() == "Harbour <i>papers</i>"
    assert page.locator(".articles a").all_inner_texts() == [HARBOUR.article.title, "bare", "Rain"]
    assert page.locator(".count").inner_text() == "3 articles, 4 quotes"
    assert page.locator(".chart caption").all_inner_texts() == [
        "Quoted most",
        "Type of quote",
        "Quotes over time",
    ]
    assert page.locator(".chart").first.locator("tr").first.inner_text().split() == [
        "Ilse",
        "Brand",
        "3",
    ]


def test_time_has_no_gaps(open_page: Open) -> None:
    columns = open_page().locator(".column tbody tr")
    labels = columns.locator("td").evaluate_all("cells => cells.map(cell => cell.title)")
    assert (labels[0], labels[1], labels[-1]) == ("2024-05-06: 3", "2024-05-07: 0", "2024-06-01: 1")
    assert len(labels) == 27


def test_no_markup_of_an_article_is_markup_of_the_page(open_page: Open) -> None:
    page = open_page("#/article/0")
    assert page.locator("h1").inner_text() == HARBOUR.article.title
    assert page.locator("main script, main b, main i").count() == 0
    assert "<b>Quill</b>" in page.locator(".about").first.inner_text()


def test_the_text_is_whole(open_page: Open) -> None:
    page = open_page("#/article/0")
    text = page.locator(".text").evaluate(
        """text => [...text.childNodes]
            .filter(node => !node.matches?.('button'))
            .map(node => node.textContent).join('')"""
    )
    assert text == HARBOUR.text


def test_the_policy_stops_what_the_page_did_not_bring(browser: Browser, report: str) -> None:
    page = browser.new_page()
    page.goto(report)
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            try { script.textContent = 'window.foreign = 1'; } catch { /* trusted types */ }
            document.body.append(script);
            const image = document.createElement('img');
            image.src = 'https://invalid.example/x.png';
            document.body.append(image);
        }"""
    )
    blocked: list[str] = []
    page.on("requestfailed", lambda request: blocked.append(request.url))
    page.wait_for_timeout(200)
    assert page.evaluate("window.foreign") is None
    policy = page.locator("meta[http-equiv]").get_attribute("content")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page.close()


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("words", "rain bergen", ["Rain"]),
        ("words", "nothing like it", []),
        ("publisher", "Bergen Post", ["Rain"]),
        ("from", "2024-05-07", ["Rain"]),
        ("to", "2024-05-06", [HARBOUR.article.title]),
        ("person", "jon alder", [HARBOUR.article.title]),
        ("place", "Bergen", ["Rain"]),
        ("type", "1", []),
        ("words", "“built it, and” hyperlink", []),
        ("words", "“jon alder had” hyperlink", [HARBOUR.article.title]),
        ("mode", "1", ["Rain"]),
        ("confidence", "0.9", [HARBOUR.article.title]),
    ],
)
def test_filters(open_page: Open, field: str, value: str, expected: list[str]) -> None:
    page = open_page()
    control = page.locator(f"[name={field}]")
    if control.evaluate("control => control.tagName") == "SELECT":
        control.select_option(value)
    else:
        control.fill(value)
    one = "1 article," if len(expected) == 1 else f"{len(expected)} articles,"
    page.locator(".count", has_text=one).wait_for()
    assert page.locator(".articles a").all_inner_texts() == expected
    page.locator("button[type=reset]").click()
    page.locator(".count", has_text="3 articles").wait_for()


def test_filters_are_kept_when_one_comes_back(open_page: Open) -> None:
    page = open_page()
    page.locator("[name=words]").fill("bergen")
    page.locator(".count", has_text="1 article,").wait_for()
    page.locator(".articles a").click()
    page.locator("h1", has_text="Rain").wait_for()
    page.go_back()
    page.locator(".count", has_text="1 article,").wait_for()
    assert page.locator("[name=words]").input_value() == "bergen"


def test_quotes_by_speaker_and_words(open_page: Open) -> None:
    page = open_page("#/quotes")
    # Those of less confidence are left out until they are asked for.
    page.locator(".count", has_text="4 quotes").wait_for()
    page.locator("[name=speaker]").fill("ÍLSE brand")
    page.locator(".count", has_text="3 quotes").wait_for()
    page.locator("[name=words]").fill("“rain again”")
    page.locator(".count", has_text="1 quote").wait_for()
    assert page.locator(".articles li").inner_text().split("\n") == [
        "Ilse Brand wrote",
        "“Rain again,” Ilse Brand wrote in Bergen.",
        "Rain · Bergen Post · 2024-06-01 · direct, writing, affirmed, confidence 0.70",
    ]
    page.reload()
    page.locator(".count", has_text="1 quote").wait_for()
    assert page.locator("[name=words]").input_value() == "“rain again”"
    page.locator(".articles li a").nth(1).click()
    page.locator(".text").wait_for()
    page.go_back()
    page.locator(".count", has_text="1 quote").wait_for()


def test_quotes_in_another_order(open_page: Open) -> None:
    page = open_page("#/quotes?order=newest&confidence=0")
    assert page.locator("blockquote").first.inner_text().startswith("“Rain again,” Ilse")
    assert page.locator("blockquote").count() == 6
    # Below 0.7: those are shown paler.
    assert page.locator(".unsure").count() == 3


def test_quotes_by_stance(browser: Browser, tmp_path: Path) -> None:
    harbour_again = HARBOUR.model_copy(
        update={
            "quotes": (
                HARBOUR.quotes[0].model_copy(update={"stance": Stance.NOT_SAID}),
                *HARBOUR.quotes[1:],
            )
        }
    )
    path = tmp_path / "report.html"
    path.write_text(render_page(build_page([harbour_again]), "Harbour"), encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{path.as_uri()}#/quotes?confidence=0")
    everything = page.locator(".articles li").count()
    page.locator("[name=stance]").select_option("Not said")
    page.locator(".count", has_text="1 quote").wait_for()
    assert "not said, confidence" in page.locator(".articles .meta").inner_text()
    assert "stance=not+said" in page.url
    page.locator("[name=stance]").select_option("Affirmed")
    page.locator(".count", has_text=f"{everything - 1} quotes").wait_for()
    page.close()


def test_back_works_from_the_first_click(open_page: Open) -> None:
    page = open_page("")
    page.locator(".articles a").first.click()
    page.locator(".text").wait_for()
    page.go_back()
    page.locator(".articles").wait_for()
    assert page.url.endswith("report.html")


def test_the_cue_is_always_shown(open_page: Open) -> None:
    page = open_page("#/article/0")
    assert page.locator("#card-q4").inner_text().startswith("4. Ilse Brand fears")
    page = open_page("#/entity/0")
    assert "Ilse Brand told" in page.locator(".said li").first.inner_text()


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_no_number_is_broken(open_page: Open, large: str, width: int) -> None:
    page = open_page("#/speakers", address=large, viewport={"width": width, "height": 720})
    lines = page.locator("th.number, td.number").evaluate_all(
        """cells => cells.map(cell => {
            const range = document.createRange();
            range.selectNodeContents(cell.querySelector('button') ?? cell);
            return range.getClientRects().length;
        })"""
    )
    assert set(lines) == {1}
    assert page.locator("td.number").first.inner_text() == "16,000"


def lit(page: Page, kind: str) -> list[str]:
    return page.locator(f".text .{kind}").all_inner_texts()


def test_hovering_joins_a_quote_to_its_speaker(open_page: Open) -> None:
    page = open_page("#/article/0")
    page.get_by_text("“It stays.”", exact=True).first.hover()
    assert "“It stays.”" in lit(page, "on")
    assert "told" in lit(page, "on")
    assert lit(page, "said-by") == ["Ilse Brand", "Brand", "She"]
    assert page.locator("#card-q1.on").count() == 1
    page.locator("h1").hover()
    assert lit(page, "on") == []


def test_the_innermost_of_nested_quotes_reacts(open_page: Open) -> None:
    page = open_page("#/article/0")
    page.locator(".text").get_by_text("“no” to", exact=False).last.hover()
    assert lit(page, "said-by") == ["Jon Alder"]


def test_by_keyboard_from_the_text_to_the_quote_and_back(open_page: Open) -> None:
    page = open_page("#/article/0")
    page.locator(".ref").first.focus()
    assert page.locator("#card-q1.on").count() == 1
    assert lit(page, "said-by") == ["Ilse Brand", "Brand", "She"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('li').id") == "card-q1"
    page.keyboard.press("Enter")
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')")
        == "Quote 1, by Ilse Brand"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.quote") == "q2"


def test_everything_a_person_said(open_page: Open) -> None:
    page = open_page("#/article/2")
    page.locator(".quotes a").first.click()
    page.locator("h1", has_text="Ilse Brand").wait_for()
    assert page.locator(".count").inner_text() == "3 quotes in 2 articles"
    assert page.locator("h2").all_inner_texts() == [HARBOUR.article.title, "Rain"]
    assert page.locator(".said blockquote").count() == 3
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.get_by_text("1 quote of less confidence").click()
    page.locator(".count", has_text="4 quotes").wait_for()


def test_speakers(open_page: Open) -> None:
    page = open_page("#/speakers")
    rows = page.locator("tr").all_inner_texts()
    assert [row.split("\t") for row in rows] == [
        ["Name", "Quotes", "Articles", "Direct", "Indirect", "Mixed", "Kind", "Roles"],
        ["Ilse Brand", "3", "2", "2", "0", "1", "person", "harbour master"],
        ["Jon Alder", "1", "1", "0", "0", "1", "person", ""],
        ["Total", "4", "2", "2", "0", "2", "", ""],
    ]
    page.get_by_role("button", name="Mixed").click()
    page.locator("th[aria-sort]", has_text="Mixed").wait_for()
    page.locator("[name=words]").fill("alder")
    page.locator(".count", has_text="1 speaker").wait_for()
    assert page.locator("tfoot").inner_text().split("\t")[:2] == ["Total", "1"]
    assert page.url.endswith("#/speakers?words=alder&order=mixed")
    page.locator("[name=words]").fill("")
    page.locator("[name=confidence]").fill("0")
    page.locator("tbody tr", has_text="Speaker without a name").wait_for()


def test_where_a_list_was_left(open_page: Open) -> None:
    page = open_page("#/quotes")
    page.locator(".items a", has_text="Rain").last.click()
    page.locator(".said-by").first.wait_for()  # the quote is lit in its article
    page.go_back()
    page.locator(".count", has_text="4 quotes").wait_for()
    assert page.evaluate("document.activeElement.hash") == "#/article/2?quote=q1"


def test_bars_and_names_are_links(open_page: Open) -> None:
    page = open_page()
    page.locator(".chart a", has_text="2").first.click()  # mixed quotes
    page.locator("h1", has_text="Quotes").wait_for()
    assert page.locator("[name=type]").input_value() in {"0", "2"}
    page.go_back()
    page.locator(".column a").last.click()
    page.locator(".count", has_text="1 quote").wait_for()
    assert page.locator("[name=from]").input_value() == "2024-06-01"
    page = open_page("#/article/2")
    page.locator(".text a", has_text="Bergen").click()
    page.locator("h1", has_text="Bergen").wait_for()
    assert page.locator("main li").all_inner_texts() == ["Rain"]


def test_the_words_around_what_was_found(open_page: Open) -> None:
    page = open_page()
    page.locator("[name=words]").fill("BUILT")
    page.locator("mark").wait_for()
    assert page.locator("mark").all_inner_texts() == ["built"]
    assert "“We 🚢 built it, and it’s ours,” Ilse" in page.locator(".context").inner_text()


def test_line_ends_between_paragraphs_are_set_apart(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    records = [record("one", "A.\nB.\nC."), record("two", "A.\nB.\n\nC.")]
    path.write_text(render_page(build_page(records), "x"), encoding="utf-8", newline="")
    page = browser.new_page()
    gaps = []
    for number in range(2):
        page.goto(f"{path.as_uri()}#/article/{number}")
        page.locator("h1", has_text=records[number].id).wait_for()
        gaps.append(page.locator(".gap").count())
    page.close()
    assert gaps == [2, 1]


def test_what_is_filtered_comes_down_as_a_table(open_page: Open) -> None:
    page = open_page("#/quotes?confidence=0&words=said")
    with page.expect_download() as given:
        page.locator(".download").first.click()
    assert given.value.suggested_filename == "quotes.csv"
    content = Path(given.value.path()).read_bytes()
    assert content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["quote"], row["speaker"]) for row in rows] == [
        ("q2", "Ilse Brand"),
        ("q3", "Jon Alder"),
        ("q5", "nobody"),
    ]
    assert rows[0]["roles"] == "harbour master"
    # A spreadsheet would take it for a formula.
    assert rows[2]["words"].startswith("'=HYPERLINK")


def test_corrections_are_gold(open_page: Open, tmp_path: Path) -> None:
    page = open_page("#/article/0")
    assert page.locator("#corrections").is_hidden()
    page.get_by_role("button", name="Quote 5 is wrong").click()
    page.get_by_label("What is wrong with quote 5").select_option(label="Not a quote")
    page.get_by_role("button", name="Quote 2 is wrong").click()
    page.get_by_label("What is wrong with quote 2").select_option(label="Said by Jon Alder")
    page.get_by_role("button", name="Quote 4 is wrong").click()
    page.get_by_label("What is wrong with quote 4").select_option(label="Said by Jon Alder")
    page.goto(page.url.replace("article/0", "article/2"))
    page.locator("h1", has_text="Rain").wait_for()
    page.locator("[name=checked]").check()
    page.reload()
    page.locator("[name=checked]:checked").wait_for()
    told = "3 corrections in 2 checked articles"
    assert page.locator("#corrections .told").inner_text() == told
    with page.expect_download() as given:
        page.locator("#corrections .download").click()
    path = tmp_path / given.value.suggested_filename
    given.value.save_as(path)
    first, other = read_gold(path)
    assert (first.id, first.text, other.id) == ("harbour", HARBOUR.text, "rain")
    assert first.quotes is not None
    told_by = [(q.content[0].text[:9], q.speaker, [s.text for s in q.source]) for q in first.quotes]
    assert told_by == [
        ("“We 🚢 bui", "Ilse Brand", ["Ilse Brand"]),
        ("that Jon ", "Jon Alder", ["Jon Alder"]),
        ("“no” to O", "Jon Alder", ["Jon Alder"]),
        ("rain", "Jon Alder", ["She"]),
    ]
    figures = evaluate([first, other], {one.id: one for one in (HARBOUR, second())}).figures(0)
    assert figures["cue"]["overlap"]["p"] == 0.8333  # one of six was no quote
    page.locator(".forget").click()
    assert page.locator("[name=checked]:checked").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "route", ["#/", "#/quotes", "#/article/0", "#/article/1", "#/speakers", "#/entity/0"]
)
def test_axe_finds_nothing_serious(open_page: Open, route: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = open_page(route, color_scheme=scheme)
    found = axe.run(page).response["violations"]
    serious = [
        f"{v['id']}: {v['nodes'][0]['html']}"
        for v in found
        if v["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def test_what_the_head_of_the_page_says_is_folded_in_the_text(
    open_page: Open, tmp_path: Path
) -> None:
    story = second()
    text = f"Rain\nPublished in: Post\n\n{story.text}"
    body = story.body.model_copy(update={"start": len(text) - len(story.text), "end": len(text)})
    headed = record("headed", text, title="Rain").model_copy(update={"body": body})
    path = tmp_path / "report.html"
    path.write_text(render_page(build_page([headed]), "Rain"), encoding="utf-8", newline="")
    page = open_page("#/article/0", path.as_uri())
    header = page.locator(".text details.header")
    assert header.get_attribute("open") is None
    header.locator("summary").click()
    assert "Published in: Post" in header.inner_text()
    assert story.text not in header.inner_text()


@pytest.mark.parametrize("route", ["#/", "#/quotes", "#/article/0", "#/speakers", "#/entity/0"])
def test_a_phone_need_not_scroll_sideways(open_page: Open, route: str) -> None:
    page = open_page(route, viewport={"width": 360, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_an_unknown_route_is_the_list(open_page: Open) -> None:
    assert open_page("#/article/99").locator(".articles li").count() == 3


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """2,000 articles of 4,000 characters, and one too many."""
    filler = (
        "The harbour was quiet and the gulls were not, as on most mornings of that long year. " * 45
    )
    text = f"“It stays,” Ilse Brand told Jon Alder. {filler}"
    entities = [
        entity(1, "person", "Ilse Brand", [span(text, "Ilse Brand")]),
        entity(2, "person", "Jon Alder", [span(text, "Jon Alder")]),
    ]
    quotes = [
        quote(
            n,
            [span(text, "“It stays,”")],
            cue=span(text, "told") | {"lemma": "tell"},
            source=span(text, "Ilse Brand"),
            speaker=("e1", "Ilse Brand", "name"),
        )
        for n in range(1, 9)
    ]
    records = (
        record(
            f"a{n}",
            text,
            title=f"Harbour {n}",
            published=f"20{n % 20 + 10}-0{n % 9 + 1}-1{n % 10}",
            entities=entities,
            quotes=quotes,
        )
        for n in range(2_001)
    )
    path = tmp_path_factory.mktemp("large") / "report.html"
    path.write_text(
        render_page(build_page(records, limit=2_000), "Large"), encoding="utf-8", newline=""
    )
    return path.as_uri()


@contextmanager
def seconds_at_most(browser: Browser, limit: float) -> Iterator[None]:
    """Holds the browser to processor time, of which a busy machine needs no more than a free one.

    All its processes count, so that it takes a person no longer than this.
    """
    session = browser.new_browser_cdp_session()

    def spent() -> float:
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return float(sum(process["cpuTime"] for process in processes))

    before = spent()
    yield
    assert spent() - before < limit


def test_two_thousand_articles_open_quickly_and_stay_smooth(
    browser: Browser, open_page: Open, large: str
) -> None:
    with seconds_at_most(browser, 3):
        page = open_page(address=large)
        page.locator(".count", has_text="2,000 articles, 16,000 quotes").wait_for()
    assert "2,000 of 2,001 articles" in page.locator(".notice[role=note]").inner_text()
    with seconds_at_most(browser, 1):
        page.locator("[name=words]").fill("harbour 1999")
        page.locator(".count", has_text="1 article,").wait_for()
    assert page.locator(".articles li").count() == 1
    with seconds_at_most(browser, 1):
        page.locator(".articles a").click()
        page.locator("h1", has_text="Harbour 1999").wait_for()


def test_more_is_shown_on_demand(open_page: Open, large: str) -> None:
    page = open_page(address=large)
    assert page.locator(".articles li").count() == 100
    page.locator(".more").click()
    assert page.locator(".articles li").count() == 200
    assert page.evaluate("document.activeElement.textContent") == "Harbour 100"


def test_the_same_records_give_the_same_page(tmp_path: Path) -> None:
    pages = [render_page(build_page([HARBOUR, bare()]), "x") for _ in range(2)]
    assert pages[0] == pages[1]
