"""What lines end with makes no difference to what is found."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from newsquotes import Article, extract

if TYPE_CHECKING:
    from spacy.language import Language

ARTICLES = [
    pytest.param(
        "Naps make people kinder, for about an hour, study finds\n"
        "By Ann Lee\n3 May 2024\n\n"
        "People who nap after lunch are more generous than others, but only until three o'clock, "
        "according to a study published on Thursday in the Annals of Rest.\n\n"
        "“We were surprised,” said Mara Okoro, who led the work.\n\n"
        "“Nobody had measured it before. I would nap, too,” she added.\n",
        id="a headline that is a report, and header lines",
    ),
    pytest.param(
        "ACCRA, 3 May 2024 — Kwabena Sesay announced a plan on Friday to calm traders.\n\n"
        "The promise was “a first step”, the union said.\n\n\n"
        "SESAY: We will come back.\n\nQUIST: When?\n",
        id="a place line, and a transcript",
    ),
    pytest.param(
        "> On Monday Ann Lee wrote:\n> The bridge is shut, the mayor says.\n\n"
        "Mr Lee denied that.\n\n- Trains run, says Tom Vale.\n- Buses do not.\n",
        # Their number is seen by the parser, and cannot change without moving all that follows.
        marks=pytest.mark.xfail(
            strict=True, reason="two blanks stand where a wrapped line of Windows was joined"
        ),
        id="a quoted letter, and a list",
    ),
]


def found(nlp: Language, text: str) -> Any:
    """The record without what counts characters."""
    record = extract(nlp, Article.from_text(text, id="a"))
    return _with_plain_ends(record.model_dump(mode="json", exclude={"article", "provenance"}))


def _with_plain_ends(value: Any) -> Any:
    if isinstance(value, dict):
        positions = {"start", "end"}
        return {key: _with_plain_ends(of) for key, of in value.items() if key not in positions}
    if isinstance(value, list):
        return [_with_plain_ends(one) for one in value]
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


@pytest.mark.parametrize("text", ARTICLES)
def test_records_are_the_same(nlp: Language, text: str) -> None:
    records = [found(nlp, text.replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    assert all(one == other for one, other in pairwise(records))
    assert records[0]["quotes"]


@pytest.mark.parametrize(
    ("word", "read"), [("\r\n", "\n"), ("\r\n\r\n", "\n\n"), ("\r", "\n"), ("\n", "\n")]
)
def test_what_models_see(nlp: Language, word: str, read: str) -> None:
    seen = nlp.vocab[word]
    assert (seen.norm_, seen.prefix_, seen.suffix_, seen.shape_) == (read, read[0], read, read)
    assert seen.text == word
