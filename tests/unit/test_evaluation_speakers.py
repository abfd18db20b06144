"""Who speaks: annotations beside texts, what they leave open, and the measure of names."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from newsquotes.errors import UsageError
from newsquotes.evaluation.alternatives import settle
from newsquotes.evaluation.attribution import QuoteSpans
from newsquotes.evaluation.gold import GoldQuote
from newsquotes.evaluation.gold import span as gold_span
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.evaluation.speakers import mention_of, name_key, rated_speakers, score_speakers
from newsquotes.schemas.record import QuoteMode, QuoteType, Span
from newsquotes.spans import Offsets

TEXT = (
    "Mara Okoro said that the tide was late. She told the board it would be back. "
    "The harbour master denied fault. “All is well,” according to a notice. Police hope so."
)


def at(part: str) -> Offsets:
    start = TEXT.index(part)
    return start, start + len(part)


def span(part: str) -> Span:
    return gold_span(TEXT, *at(part))


def gold(content: str, source: str | None, speaker: str | None, **more: Any) -> GoldQuote:
    return GoldQuote(
        content=(span(content),),
        source=(span(source),) if source else (),
        speaker=speaker,
        **more,
    )


def found(
    content: str, source: str | None, speaker: str | None, sure: float | None = None
) -> QuoteSpans:
    return QuoteSpans(
        content=(at(content),),
        source=(at(source),) if source else (),
        speaker=speaker,
        speaker_confidence=sure,
        confidence=0.9,
    )


LATE = gold("that the tide was late", "Mara Okoro", "Mara Okoro")
BACK = gold("it would be back", "She", "Mara Okoro")
FAULT = gold("fault", "The harbour master", "Mara Okoro")
WELL = gold("“All is well,”", "a notice", None)
HOPE = gold("so.", "Police", None, optional=True)


# -- what is left open ----------------------------------------------------------------------------


def test_that_and_marks_do_not_count() -> None:
    settled = settle(TEXT, [LATE, WELL], [found("tide was late.", "Mara Okoro", None)])
    assert settled.pairs == {0: 0}
    # "tide" is not half of "the tide was late", letters counted.
    assert settle(TEXT, [LATE], [found("tide", "Mara Okoro", None)]).pairs == {}


@pytest.mark.parametrize("content", ["it would be back", "the board it would be back"])
def test_either_content_is_right(content: str) -> None:
    either = BACK.model_copy(update={"content_also": ((span("the board it would be back"),),)})
    settled = settle(TEXT, [either], [found(content, "She", None)])
    assert settled.gold[0].content == settled.predicted[0].content == (at(content),)


def test_either_source_type_and_mode_are_right() -> None:
    either = FAULT.model_copy(
        update={
            "source_also": ((span("harbour master"),), (span("Police"),)),
            "type": QuoteType.DIRECT,
            "type_also": (QuoteType.INDIRECT,),
            "mode": QuoteMode.SPEECH,
            "mode_also": (QuoteMode.WRITING,),
        }
    )
    prediction = QuoteSpans(
        content=(at("fault"),), source=(at("Police"),), type="indirect", mode="thought"
    )
    (settled,) = settle(TEXT, [either], [prediction]).gold
    assert (settled.source, settled.type, settled.mode) == ((at("Police"),), "indirect", "speech")
    (alone,) = settle(TEXT, [either], []).gold
    assert (alone.source, alone.type) == ((at("The harbour master"),), "direct")


def test_what_is_optional_counts_on_neither_side() -> None:
    hope = found("so.", "Police", None)
    extra = found("hope so.", "Police", None)
    wrong = found("according to", None, None)
    settled = settle(TEXT, [LATE, HOPE], [hope, extra, wrong])
    assert settled.gold == [LATE.spans()]
    assert settled.predicted == [wrong]
    assert settled.pairs == {}


def test_what_is_asked_for_is_paired_first() -> None:
    asked = gold("is well", "a notice", None)
    optional = WELL.model_copy(update={"optional": True})
    settled = settle(TEXT, [optional, asked], [found("“All is well,”", "a notice", None)])
    assert settled.pairs == {0: 0}
    assert settled.gold == [asked.spans()]


# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mara Okoro", "mara  OKORO", True),
        ("Dr Mara Okoro", "Mara Okoro", True),
        ("the Harbour Board", "Harbour Board", True),
        ("Zoë Müller’s", "Zoe Muller", True),
        ("Park Dae-jun", "Park Dae jun", True),
        ("Mara Okoro", "Okoro", False),
        ("Mara Okoro", None, False),
        (None, None, True),
    ],
)
def test_names_that_are_one(one: str | None, other: str | None, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Mara Okoro", "name"),
        ("She", "pronoun"),
        ("The harbour master", "description"),
        ("a notice", "description"),
        (None, "none"),
    ],
)
def test_what_a_source_is(source: str | None, kind: str) -> None:
    assert mention_of(TEXT, gold("fault", source, None).spans()) == kind


def test_names_are_counted_by_what_the_source_is() -> None:
    settled = settle(
        TEXT,
        [LATE, BACK, FAULT, WELL, HOPE],
        [
            found("that the tide was late", "Mara Okoro", "Okoro", 0.6),
            found("it would be back", "She", "Mara Okoro", 0.9),
            found("fault", "Police", "Mara Okoro", 0.4),
            found("“All is well,”", "a notice", None),
            found("according to", None, "Ted Holm", 0.2),
        ],
    )
    sheet = score_speakers(TEXT, settled)
    content, named = sheet.tallies["quotes.content"], sheet.tallies["quotes.with_name"]
    assert (content.right_gold, content.predicted, content.gold) == (4, 5, 4)
    assert (named.right_gold, named.predicted, named.gold) == (3, 5, 4)
    assert {name: (share.right, share.of) for name, share in sheet.shares.items()} == {
        "speaker.by_mention.name": (0, 1),
        "speaker.by_mention.pronoun": (1, 1),
        "speaker.by_mention.description": (1, 1),
        "speaker.unnamed": (1, 1),
    }
    # Only names of speakers whose mention is right say something about their confidence.
    assert rated_speakers(settled) == [(0.6, False), (0.9, True)]


def test_several_names_may_be_right() -> None:
    several = LATE.model_copy(update={"speaker_also": ("Harbour Board", None)})
    for name, right in (("Harbour Board", 1), (None, 1), ("Ted Holm", 0)):
        settled = settle(TEXT, [several], [found("the tide was late", "Mara Okoro", name)])
        assert score_speakers(TEXT, settled).shares["speaker.by_mention.name"].right == right


# -- annotations beside texts ---------------------------------------------------------------------


UNSAID = {"source": None, "cue": None, "speaker": None}


def row(**changes: Any) -> dict[str, Any]:
    """An annotation of TEXT."""
    return {
        "doc": "tide.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "attributions": [
            {
                "content": [at("that the tide was late")],
                "source": at("Mara Okoro"),
                "cue": [at("said")],
                "speaker": "Mara Okoro",
                "type": "indirect|direct",
                "mode": "speech",
                "also": [None],
                "content_also": [[at("the tide was late")]],
                "source_also": [at("The harbour master")],
            },
            {
                "content": [at("so.")],
                "source": None,
                "cue": None,
                "speaker": None,
                "optional": True,
            },
        ],
        "people": [],
    } | changes


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "tide.txt").write_bytes(TEXT.encode())
    return folder


def write(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "speakers.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path


def test_annotations_beside_texts(tmp_path: Path, texts: Path) -> None:
    write(tmp_path, row())
    (article,) = read_gold(tmp_path, [texts])
    assert (article.id, article.text, article.tells_speakers) == ("tide", TEXT, True)
    first, second = article.quotes or ()
    assert first == GoldQuote(
        content=(span("that the tide was late"),),
        source=(span("Mara Okoro"),),
        cue=(span("said"),),
        speaker="Mara Okoro",
        type=QuoteType.INDIRECT,
        mode=QuoteMode.SPEECH,
        content_also=((span("the tide was late"),),),
        source_also=((span("The harbour master"),),),
        speaker_also=(None,),
        type_also=(QuoteType.DIRECT,),
    )
    assert (second.optional, second.source, second.type) == (True, (), None)


def test_texts_may_lie_beside_the_annotations(texts: Path) -> None:
    assert read_gold(write(texts, row()))


def test_annotations_that_do_not_hold(tmp_path: Path, texts: Path) -> None:
    def error_of(*rows: dict[str, Any]) -> str:
        with pytest.raises(UsageError) as caught:
            read_gold(write(tmp_path, *rows), [texts])
        return str(caught.value)

    outside = UNSAID | {"content": [[0, 9999]]}
    shouted = UNSAID | {"content": [at("so.")], "mode": "shouted"}
    assert "speakers.jsonl:1: no text gone.txt was found; give its folder with --texts" in error_of(
        row(doc="gone")
    )
    assert "is not the version that was annotated" in error_of(row(sha256="0" * 64))
    assert "speakers.jsonl:2 is not an annotation with 'doc'" in error_of(row(), {"sha256": "0"})
    assert "speakers.jsonl:1 is not a valid annotation" in error_of(row(attributions=[outside]))
    assert "'shouted'" in error_of(row(attributions=[shouted]))
    assert "holds tide twice" in error_of(row(), row())
