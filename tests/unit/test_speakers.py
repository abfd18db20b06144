"""Who a source is: a table of sentences with their clusters given, parsed by the model."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from newsquotes.stages.annotations import Cluster, Mention, clusters_of, numbered
from newsquotes.stages.speakers.component import Speakers, find_speakers
from spacy.language import Language
from spacy.tokens import Doc

from tests.builders import make_doc

TABLE = Path(__file__).parent.parent / "cases" / "speakers.jsonl"
CASES = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]


def mentions(text: str, words: Iterable[str], form: str, taken: set[int]) -> Iterator[Mention]:
    for word in sorted(words, key=len, reverse=True):
        for match in re.finditer(rf"\b{re.escape(word)}\b", text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                yield Mention(start=match.start(), end=match.end(), form=form)  # type: ignore[typeddict-item]


def clusters(text: str, kind: str, given: list[dict[str, Any]]) -> list[Cluster]:
    taken: set[int] = set()
    return numbered(
        Cluster(
            id="",
            type=kind,  # type: ignore[typeddict-item]
            name=one["names"][0],
            aliases=one["names"][1:],
            roles=one.get("roles", []),
            mentions=[
                *mentions(text, one["names"], "name", taken),
                *mentions(text, one.get("pronouns", []), "pronoun", taken),
            ],
            place=None,
        )
        for one in given
    )


def attributions(text: str, quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    position = 0
    found = []
    for quote in quotes:
        start = text.index(quote["content"], position)
        position = start + 1
        content = (start, start + len(quote["content"]))
        found.append(
            {
                "content": [content],
                "cue": quote.get("cue", (0, 1)),
                "cue_lemma": None,
                "source": _place(text, quote["source"], content),
                "addressee": _place(text, quote.get("addressee"), content),
                "type": quote.get("type", "direct"),
                "mode": "speech",
                "confidence": 1.0,
                "rule": "test",
            }
        )
    return found


def _place(text: str, words: str | None, content: tuple[int, int]) -> tuple[int, int] | None:
    """Where the words stand last outside the content."""
    if words is None:
        return None
    starts = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    start = [s for s in starts if not content[0] <= s < content[1]][-1]
    return start, start + len(words)


def prepare(nlp: Language, case: dict[str, Any]) -> Doc:
    with nlp.select_pipes(enable=["newsquotes_paragraphs", "tok2vec", "tagger", "parser"]):
        doc = nlp.make_doc(case["text"])
        doc._.body_start = case.get("body_start", 0)
        doc = nlp(doc)
    doc._.people = clusters(doc.text, "person", case["people"])
    doc._.organizations = clusters(doc.text, "organization", case["organizations"])
    doc._.attributions = attributions(doc.text, case["quotes"])
    return doc


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_table(nlp: Language, case: dict[str, Any]) -> None:
    doc = prepare(nlp, case)
    names = {cluster["id"]: cluster["name"] for cluster in clusters_of(doc)}
    quotes = find_speakers(doc)
    for quote, expected in zip(quotes, case["quotes"], strict=True):
        speaker, heard_by = (
            None if i is None else names[i] for i in (quote["speaker"], quote["heard_by"])
        )
        assert (speaker, quote["resolution"]) == (expected["speaker"], expected["resolution"])
        assert heard_by == expected.get("heard_by")


def test_quotes_are_in_order_and_keep_what_attribution_said() -> None:
    doc = make_doc("“Go,” he said. “Stay,” she said.")
    later = attributions(doc.text, [{"content": "“Stay,”", "source": "she"}])
    earlier = attributions(doc.text, [{"content": "“Go,”", "source": "he"}])
    doc._.attributions = later + earlier
    Speakers().set_annotations(doc, find_speakers(doc))
    assert [quote["content"] for quote in doc._.attributed_quotes] == [[(0, 5)], [(15, 22)]]
    assert {key: doc._.attributed_quotes[0][key] for key in earlier[0]} == earlier[0]


def test_no_attributions_no_quotes() -> None:
    doc = make_doc("Nobody said a word.")
    Speakers().set_annotations(doc, find_speakers(doc))
    assert doc._.attributed_quotes == []
