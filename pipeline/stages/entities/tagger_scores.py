"""How sure the tagger was of each candidate, as clues to its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from spacy.tokens import Doc

from ..names.first_look import GROUPS
from .boundaries import EntityCandidate
from .unclaimed import UNCLAIMED

_SORTS: Final = (*(sort for sort, _ in GROUPS), "number")
_NO_NAME: Final = "no name"
_KIND: Final = {"GPE": "PLACE", "LOC": "PLACE", UNCLAIMED: _NO_NAME}
_OWN, _REST = -0.5, -2.5
"""Average scores of the label given and of all others, for a tagger that has no scores."""

_ONE = tuple(f"score:{sort} one" for sort in _SORTS)
_MORE = tuple(f"score:{sort} more" for sort in _SORTS)
_LAST = tuple(f"last score:{sort}" for sort in _SORTS)


def clues_of_scores(doc: Doc, found: Sequence[EntityCandidate]) -> Iterator[dict[str, float]]:
    """How likely a name of each sort begins at the candidate's first word, and at its last.

    The amounts are logarithms divided by four, which makes them about as large as other clues.
    """
    starts = doc.to_array(["IDX"]).ravel().tolist()
    known = {score["start"]: score["scores"] for score in doc._.name_scores}

    def scores(index: int, label: str) -> list[float]:
        found = known.get(starts[index]) or _of_label(_KIND.get(label, label))
        return [score / 4 for score in found]

    for c in found:
        if c.end == c.start + 1:
            yield dict(zip(_ONE, scores(c.start, c.label), strict=True))
        else:
            first = zip(_MORE, scores(c.start, c.label), strict=True)
            yield dict((*first, *zip(_LAST, scores(c.end - 1, c.label), strict=True)))


@cache
def _of_label(sort: str) -> list[float]:
    """Scores to use for a word that a tagger without scores labels as this sort."""
    return [_OWN if one == sort else _REST for one in _SORTS]
