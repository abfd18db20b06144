"""Decides the kind of each name by the whole article, with learned weights.

Every mention gives clues: the words of the name, the words beside it, and the other mentions of the
same name. All mentions of a name get the same kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ...lexicons import load_terms
from ...lexicons.first_names import without_accents
from ..token_columns import TokenColumns
from .boundaries import EntityCandidate, are_listed, tidied
from .kind_weights import KINDS, KindWeights, read
from .name_clues import clues_of_name, is_country, kind_of_place
from .neighbour_clues import clues_beside
from .unclaimed import UNCLAIMED

_KIND: Final = {"GPE": "PLACE", "LOC": "PLACE", "FAC": "FAC"}
_LABEL: Final = {"PLACE": "GPE"}
_PLACES: Final = frozenset({"PLACE", "FAC"})
_WELL_KNOWN: Final = frozenset({"country", "region", "large"})
_ENOUGH: Final = 2
"""This many other mentions with a clue give it its full weight."""
_ROUNDS: Final = 2
_LONGEST: Final = 8
"""In names of more tokens, the short names of others are not searched."""

type Clues = dict[str, float]
"""The names of clues, and the amount of each, from 0 to 1 (mostly 1)."""


def relabelled(
    words: TokenColumns,
    found: Sequence[EntityCandidate],
    given: Sequence[Clues],
    weights: KindWeights | None = None,
) -> list[EntityCandidate]:
    """The candidates, each with the label of its most probable kind.

    The kinds are decided in two rounds. Some clues of a name are the kinds of other names: longer
    names that contain it, names in the same list, its other mentions. The first round takes these
    kinds from the tagger; the second takes those that the first has decided.

    Args:
        words: the words of the article.
        found: the candidates, with the labels of the tagger.
        given: for each candidate, the clues that are known already.
        weights: the weights of the clues; by default the package's own.
    """
    if not found:
        return []
    weights = weights or read()
    clues = _Clues(words, found, given)
    own = _sums(clues.own, weights)
    bare = [without_accents(name) for name in clues.names]
    kinds: Sequence[str] = clues.kinds
    for _ in range(_ROUNDS):
        scores = own + _sums(clues.heard(kinds), weights)
        best = _agreed(scores, bare).argmax(axis=1)
        kinds = [KINDS[column] for column in best.tolist()]
    demonyms = load_terms("demonyms")
    result: list[EntityCandidate] = []
    for candidate, name, kind in zip(found, clues.names, kinds, strict=True):
        label = "NORP" if name in demonyms else _labelled(candidate.label, kind)
        if candidate.label != "PERSON" and label != "NORP" and is_country(name):
            label = "GPE"  # no firm is called so for short
        if label == "NORP" and name not in demonyms and kind_of_place(name) in _WELL_KNOWN:
            label = "GPE"  # no people is called as a country is
        if candidate.label == UNCLAIMED and label == "MISC":
            continue
        turned = candidate._replace(label=label)
        # A person's name ends where an organisation's goes on.
        is_cut = (label == "PERSON") != (candidate.label == "PERSON")
        result += tidied(words, turned) if is_cut else (turned,)
    return result


def _sums(clues: Sequence[Clues], weights: KindWeights) -> NDArray[np.float32]:
    """The weighted sum of the clues for each of :data:`KINDS`: one row per candidate."""
    # Each candidate begins with a clue of weight 0, because reduceat cannot sum an empty part.
    rows: list[int] = []
    amounts: list[float] = []
    first: list[int] = []
    of_clue = weights.rows.get
    for one in clues:
        first.append(len(rows))
        rows.append(0)
        amounts.append(0.0)
        for clue, amount in one.items():
            if (row := of_clue(clue)) is not None:
                rows.append(row)
                amounts.append(amount)
    parts = weights.values.take(rows, axis=0)
    parts *= np.array(amounts, np.float32)[:, None]
    sums: NDArray[np.float32] = np.add.reduceat(parts, first, axis=0)
    return sums


def _agreed(scores: NDArray[np.float32], names: Sequence[str]) -> NDArray[np.float32]:
    """For each mention, the log probabilities of the kinds, summed over all mentions of its name.

    A word hardly ever has two meanings in one text (Gale, Church & Yarowsky 1992). ``scores`` has
    one row per mention and one column per kind; the result has the same shape.
    """
    shifted = scores - scores.max(axis=1, keepdims=True)
    likely = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    of_name = [numbers[name] for name in names]
    sums = np.zeros((len(numbers), scores.shape[1]), np.float32)
    np.add.at(sums, of_name, likely)
    agreed: NDArray[np.float32] = sums[of_name]
    return agreed


def _labelled(label: str, kind: str) -> str:
    own = _KIND.get(label, label)
    return label if own == kind or (own in _PLACES and kind == "PLACE") else _LABEL.get(kind, kind)


def clues_of(
    words: TokenColumns, found: Sequence[EntityCandidate], given: Sequence[Clues]
) -> list[Clues]:
    """All clues of each candidate: the given ones, its own words, its neighbours, other names."""
    clues = _Clues(words, found, given)
    return [own | heard for own, heard in zip(clues.own, clues.heard(clues.kinds), strict=True)]


class _Clues:
    """The clues of candidates. All lists are in the order of the candidates.

    Attributes:
        names: the names in lower case.
        kinds: the kinds that the tagger gave them.
        own: the clues that do not depend on the kinds of other names.
    """

    def __init__(
        self, words: TokenColumns, found: Sequence[EntityCandidate], given: Sequence[Clues]
    ) -> None:
        self.names = [" ".join(words.lower[c.start : c.end]) for c in found]
        self.kinds = [_KIND.get(c.label, c.label) for c in found]
        self._mentions = Counter(self.names)
        self._parts = [part for part in _parts(words, found) if part[2] in self._mentions]
        self._listed = [*_listed(words, found)]
        starts = set(words.starts)
        beside = [clues_beside(words, c.start, c.end, opens=c.start in starts) for c in found]
        elsewhere: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, clues in zip(self.names, beside, strict=True):
            if self._mentions[name] > 1:
                elsewhere[name].update(clue for clue in clues if _is_of_a_sort(clue))
        written = _written(words, found)
        self.own: list[Clues] = []
        for c, name, kind, near, known in zip(
            found, self.names, self.kinds, beside, given, strict=True
        ):
            text = tuple(words.text[c.start : c.end])
            own = known | dict.fromkeys(clues_of_name(written.get(name, text)), 1.0)
            own |= dict.fromkeys(near, 1.0)
            own[f"own:{kind}"] = own[f"own:{kind} {'more' if ' ' in name else 'one'}"] = 1.0
            if self._mentions[name] == 1:
                own["once"] = own[f"once:{kind}"] = 1.0
            for clue, count in elsewhere[name].items() if name in elsewhere else ():
                if (more := count - (clue in near)) > 0:
                    own[f"elsewhere:{clue}"] = min(1.0, more / _ENOUGH)
            self.own.append(own)

    def heard(self, kinds: Sequence[str]) -> list[Clues]:
        """The clues that depend on the kinds of other names and mentions, given all ``kinds``."""
        votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name, kind in zip(self.names, kinds, strict=True):
            if self._mentions[name] > 1:
                votes[name][kind] += 1
        parts: defaultdict[str, set[str]] = defaultdict(set)
        for number, how, part in self._parts:
            parts[part].add(f"part:{how} {kinds[number]}")
        result: list[Clues] = []
        for name, kind in zip(self.names, kinds, strict=True):
            clues = dict.fromkeys(parts.get(name, ()), 1.0)
            others = self._mentions[name] - 1
            for label, count in votes[name].items() if others else ():
                clues[f"others:{label}"] = (count - (label == kind)) / others
            result.append(clues)
        for number in self._listed:
            result[number][f"list:{kinds[number + 1]}"] = 1.0
            result[number + 1][f"list:{kinds[number]}"] = 1.0
        return result


def _listed(words: TokenColumns, found: Sequence[EntityCandidate]) -> Iterator[int]:
    """The indices of candidates that only a comma or "and" separates from the next one."""
    for number, (one, other) in enumerate(pairwise(found)):
        if are_listed(words, one, other):
            yield number


def _is_of_a_sort(clue: str) -> bool:
    """Whether a clue is about a class of words, and not about one single word."""
    return "=" not in clue or "place=" in clue


def _parts(words: TokenColumns, found: Sequence[EntityCandidate]) -> list[tuple[int, str, str]]:
    """The shorter names that candidates contain.

    Each is the index of the candidate, how it contains the name (``begins``, ``ends``, ``inside``,
    ``initials``), and the shorter name in lower case.
    """
    parts: list[tuple[int, str, str]] = []
    for number, c in enumerate(found):
        if not 1 < c.end - c.start <= _LONGEST:
            continue
        lower = words.lower[c.start : c.end]
        for cut in range(1, len(lower)):
            parts.append((number, "ends", " ".join(lower[cut:])))
            parts.append((number, "begins", " ".join(lower[:cut])))
        parts += ((number, "inside", word) for word in lower[1:-1])
        letters = "".join(w[0] for w in words.text[c.start : c.end] if w[0].isupper()).lower()
        parts.append((number, "initials", letters))
    return parts


def _written(words: TokenColumns, found: Sequence[EntityCandidate]) -> dict[str, tuple[str, ...]]:
    """For names in capital letters, how the article writes them elsewhere.

    In a headline that is all in capitals, they are no clue.
    """
    shouted = {
        " ".join(words.lower[c.start : c.end])
        for c in found
        if words.text[c.start].isupper() and words.text[c.end - 1].isupper()
    }
    written: dict[str, tuple[str, ...]] = {}
    for c in found if shouted else ():
        for start, end in _cuts(c):
            text = tuple(words.text[start:end])
            name = " ".join(words.lower[start:end])
            if name not in shouted:
                continue
            if not "".join(text).isupper():
                written[name] = text
            elif c.label == "PERSON" and end - start < c.end - c.start:
                # In some transcripts the names of all speakers are in capitals.
                written.setdefault(name, tuple(map(str.title, text)))
    return written


def _cuts(c: EntityCandidate) -> Iterator[tuple[int, int]]:
    """The bounds of a name, and of its parts without some of the first or of the last words."""
    yield c.start, c.end
    if c.end - c.start <= _LONGEST:
        for cut in range(c.start + 1, c.end):
            yield cut, c.end
            yield c.start, cut
