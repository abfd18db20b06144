"""Articles longer than ``max_chars``: in parts through the model, whole through the stages."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from hypothesis import given
from hypothesis import strategies as st
from newsquotes import Settings, extract, load
from newsquotes.analysis import BY_PART, analyse, cut
from newsquotes.articles.text import article_of
from newsquotes.stages import AFTER_MODEL, factory_name

if TYPE_CHECKING:
    from spacy.language import Language

PARAGRAPHS = [
    "Mara Okoro opened the harbour of Quill Bay on Friday.",
    "“We have waited for a year,” Okoro said.",
    "She said that the work had cost more than planned.",
    "Ann Lee, who leads the Fishing Board, called it late.",
]


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 9))
def test_parts_cover_the_text_in_order(text: str, size: int) -> None:
    parts = list(cut(text, size))
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(end - start <= size for start, end in parts)
    assert all(start < end for start, end in parts[:-1])


def test_cut_between_paragraphs_where_there_are_any() -> None:
    text = "\n\n".join(PARAGRAPHS)
    assert all(text[:end].endswith("\n\n") for _, end in list(cut(text, 120))[:-1])


def test_a_long_article_is_joined(nlp: Language) -> None:
    text = "Harbour opens\n\n" + "\n\n".join(PARAGRAPHS * 12)
    whole = extract(nlp, text)
    parts = extract(load(Settings(max_chars=1_000)), text)
    assert parts.text == text
    assert [entity.name for entity in parts.entities] == [e.name for e in whole.entities]
    assert len(parts.entities[0].mentions) == len(whole.entities[0].mentions)
    assert [q.content for q in parts.quotes] == [q.content for q in whole.quotes]


def test_the_stages_see_the_whole(nlp: Language) -> None:
    days = [f"On day {day}, {line}" for day in range(12) for line in PARAGRAPHS]
    article = article_of("Harbour opens\n\n" + "\n\n".join(days))
    whole, parts = (analyse(nlp, article, size) for size in (10_000, 1_000))
    assert parts.text == whole.text == article.prose
    assert parts._.paragraphs == whole._.paragraphs
    assert parts._.body_start == whole._.body_start


def test_the_stages_take_time_in_proportion_to_the_text(nlp: Language) -> None:
    """Four times the text must not take sixteen times as long."""
    # Quotes of fewer words than those that are reported once if they come again.
    said = [line.replace("We have waited for a year", "We have waited") for line in PARAGRAPHS]
    lines = [*said, "“I had the key,” she said."] * 5

    def story(day: int) -> str:
        # Told anew each time: a paragraph that comes again is a copy.
        told = (f"On day {day:04d}{number:02d}, {line}" for number, line in enumerate(lines))
        return "\n\n".join(told) + "\n\n"

    behind = {factory_name(stem) for stem in AFTER_MODEL if stem not in BY_PART}
    analysed = nlp.make_doc(story(0))
    analysed._.body_start = 0
    for name, component in nlp.pipeline:
        if name not in behind:
            analysed = component(analysed)
    # The model's part is done once, however often the story is told.
    tiled = SimpleNamespace(
        make_doc=lambda text: analysed.copy(),
        pipeline=[(name, component) for name, component in nlp.pipeline if name in behind],
    )

    def seconds(times: int) -> float:
        article = article_of("".join(map(story, range(times))))
        begin = time.process_time()
        found = analyse(cast("Any", tiled), article, len(story(0)))
        assert len(found._.attributed_quotes) == times * len(analysed._.attributions)
        return time.process_time() - begin

    assert seconds(800) < 8 * seconds(200)
