"""Whatever a model calls an entity, the stages after it neither fail nor invent words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from newsquotes.stages.entities.component import Entities
from newsquotes.stages.people.component import People
from newsquotes.stages.places.component import Places
from spacy.tokens import Doc, Span

from tests.builders import blank, declared

WORDS = st.sampled_from(
    [
        *("Ada", "Quist", "QUIST", "Dr.", "Prime", "Minister", "the", "The", "of", "Oslo", "OSLO"),
        *("Bank", "(", "QB", ")", "-", "—", ",", ".", "he", "She", "I", "said", "'s", "’", "45"),
        *("\n", "\n\n", " ", "airport", "minister", "Texas", "Paris", "al", "van", "é", "“", "”"),
    ]
)
LABELS = st.sampled_from(["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE"])
TAGS = st.sampled_from(["NNP", "NN", "IN", "DT", "VBD", "PRP", "HYPH"])
DEPS = st.sampled_from(["nsubj", "dobj", "ROOT", "appos", "relcl", "attr", "prep", "pobj", "poss"])


@st.composite
def documents(draw: st.DrawFn) -> Doc:
    words = draw(st.lists(WORDS, max_size=25))
    size = len(words)
    doc = Doc(
        blank().vocab,
        words=words,
        spaces=draw(st.lists(st.booleans(), min_size=size, max_size=size)),
        tags=draw(st.lists(TAGS, min_size=size, max_size=size)),
        deps=draw(st.lists(DEPS, min_size=size, max_size=size)),
        # Each token hangs on the one before it, so that there are no loops.
        heads=[max(0, i - draw(st.integers(0, 3))) for i in range(size)],
    )
    position, spans = 0, []
    while position < size:
        length = draw(st.integers(0, 4))
        if length:
            end = min(size, position + length)
            spans.append(Span(doc, position, end, label=draw(LABELS)))
        position += max(1, length)
    doc.set_ents(spans)
    return doc


@given(documents())
@settings(max_examples=150, deadline=None)
def test_stages_are_total_and_honest(doc: Doc) -> None:
    declared(doc)
    for stage in (Entities(), People(), Places()):
        stage(doc)
    for entity in doc.ents:
        if entity.label_ != "DATE":
            assert entity.text == entity.text.strip()
            assert "\n" not in entity.text
            assert not entity.text.lower().startswith("the ")
            assert not entity.text.endswith(("'s", "’"))
    starts = []
    for cluster in doc._.people + doc._.places:
        assert cluster["name"]
        assert cluster["name"] not in cluster["aliases"]
        mentions = cluster["mentions"]
        assert mentions == sorted(mentions, key=lambda mention: mention["start"])
        assert all(doc.text[m["start"] : m["end"]].strip() for m in mentions)
        assert (cluster["place"] is not None) == (cluster["type"] == "place")
        starts += [mention["start"] for mention in mentions]
    assert len(starts) == len(set(starts))
