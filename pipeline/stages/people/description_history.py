"""Features from what the article has told before a description: who spoke, who was introduced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from .discourse import Discourse, Seen, bucket
from .named_people import Person

_MOST: Final = 40  # reports
_RECENT: Final = 3  # reports
_SENTENCES = (0, 1, 2, 4)


class DescriptionHistory:
    """What came before one description.

    Args:
        discourse: what has been decided so far.
        head: the token of the noun.
        own: the report of which it is a source; None if it is in none.
        introduced: the token at which the noun first introduced somebody ("a boy"), if it did.
    """

    def __init__(
        self, discourse: Discourse, head: int, own: int | None, introduced: int | None
    ) -> None:
        self._discourse = discourse
        self._kind = "plain" if own is None else "source"
        self._introduced = None if introduced is None or introduced >= head else introduced
        reports = islice(discourse.context.reports_before(head), _MOST)
        speakers = [discourse.speaker(report) for report in reports if report.number != own]
        self._spoke = Counter(one for one in speakers if isinstance(one, Person))
        self._recent = [one for one in speakers if one is not None][:_RECENT]

    @property
    def is_introduced(self) -> bool:
        """Whether the noun introduced somebody before."""
        return self._introduced is not None

    def features(self, person: Person, mentions: Sequence[Seen], people: int) -> Iterator[str]:
        """The features of a person with ``mentions`` before, latest first, among ``people``."""
        spoke, kind = self._spoke[person], self._kind
        if spoke and len(self._spoke) == 1:
            yield f"spoke:only:{kind}"
        elif spoke and spoke == max(self._spoke.values()):
            yield f"spoke:most:{kind}"
        if person in self._recent:
            yield f"spoke-recently={self._recent.index(person)}:{kind}"
        if people == 1:
            yield f"alone:{kind}"
        if self._introduced is not None:
            yield self._since(self._introduced, mentions)

    def _since(self, introduced: int, mentions: Sequence[Seen]) -> str:
        """Whether the name came behind "a boy", as that of the boy would."""
        names = [one for one in mentions if one.form == "name"]
        first = names[-1] if names else mentions[-1]
        sentences = first.spot.sentence - self._discourse.context.sentence[introduced]
        if first.token < introduced:
            return f"introduced:named-before={bucket(-sentences, (0, 1))}"
        return f"introduced:then-named={bucket(sentences, _SENTENCES)}"
