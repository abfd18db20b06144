"""Resolve the words of a source to an entity: by name, by role, or by a resolved pronoun."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from spacy.tokens import Doc, Token

from ...spans import Offsets
from ..annotations import Cluster, CoSpeaker, clusters_of, text_of
from ..people.descriptions import stems
from .issuers import abbreviates, governs, put_out, wrote
from .offices import are_others, is_lower_role, says_office
from .wording import ends, name_words, read_role, short_for

Resolution = Literal["name", "alias", "pronoun", "nominal", "context", "unresolved"]

# Dependency labels between a name and the head of its phrase if the name is the speaker. The
# parser joins a role and the name after it ("the minister Ishaq Dar") in all these ways.
_STEPS_OF_PERSONS = frozenset({"appos", "flat", "nmod", "npadvmod", "dep", "attr", "oprd"})
_STEPS = frozenset({"appos"})
_BRACKETS = {"(": ")", "[": "]"}
_RELATIVE = frozenset({"who", "which", "that"})


class ResolvedSpeaker(NamedTuple):
    """The id of a cluster, and how it was found.

    ``confidence`` is the probability of that cluster; ``others`` are further speakers of the same
    words: "Okoro and Lind said".
    """

    cluster: str | None
    resolution: Resolution
    confidence: float = 0.0
    others: tuple[CoSpeaker, ...] = ()


UNRESOLVED = ResolvedSpeaker(None, "unresolved")


class _Mention(NamedTuple):
    start: int
    end: int
    cluster: int
    form: Literal["name", "pronoun", "nominal"]
    confidence: float = 1.0


# How often each is right, a little less than counted: see MODEL_CARD.md.
_BY_NAME = 0.95
_BY_NAME_OF_PLACE = 0.85
_BY_ALIAS = 0.98
_BY_SHARED_ALIAS = 0.87
_SUREST = 0.97  # how often the pronouns are right that are all but certain
_BY_ISSUER = 0.8
_BY_ROLE = 0.6
BY_SUBJECT = 0.6
_BY_RELATIVE = 0.85
GOES_ON = 0.9
_OPENERS = frozenset({"JJ", "VBG", "VBN", "IN", "RB"})


class Resolver:
    """Resolves the words of a source to a cluster of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self._doc = doc
        self._token_starts: list[int] = doc.to_array("IDX").astype(np.int64).tolist()
        self.paragraph_starts = [paragraph["start"] for paragraph in doc._.paragraphs]
        self._clusters: list[Cluster] = clusters_of(doc)
        self._people = len(doc._.people)
        self._mentions = sorted(
            _Mention(
                mention["start"],
                mention["end"],
                index,
                mention["form"],
                mention.get("confidence", 1.0),
            )
            for index, cluster in enumerate(self._clusters)
            for mention in cluster["mentions"]
        )
        self._starts = [mention.start for mention in self._mentions]
        self._longest = max((m.end - m.start for m in self._mentions), default=0)

    def resolve(self, source: Offsets) -> ResolvedSpeaker:
        """The cluster that the words at ``source`` refer to."""
        words, tokens = self.text[slice(*source)], self.tokens(*source)
        if words.lower() in _RELATIVE and not words.isupper():  # but "WHO"
            return self._antecedent(self._doc[tokens.start])
        mentions = self._mentions_at(source)
        aside = self._in_brackets(tokens)
        steps_of = ((self._steps(tokens, m, aside), m) for m in mentions)
        reached = [(steps, m) for steps, m in steps_of if steps is not None]
        if reached:
            first = self._office_holder(tokens, mentions, aside) or min(reached)[1]
            chosen = first.cluster
            speaker = self._speaker(chosen, [m for m in mentions if m.cluster == chosen])
            return speaker._replace(others=self._joined(tokens, first, mentions))
        holder = self._office_holder(tokens, mentions, aside) or self._described(tokens, mentions)
        if holder is not None:
            return self._speaker(holder.cluster, [holder])
        last = mentions[-1] if mentions and mentions[-1].form == "name" else None
        if last and self._is_behind_opener(tokens, last):
            return self._speaker(last.cluster, [last])
        if last and abbreviates(self._doc, tokens, self.tokens(last.start, last.end)):
            return self._speaker(last.cluster, [last])
        if (issuer := self._issuer(tokens, mentions, aside)) is not None:
            return ResolvedSpeaker(self._id(issuer.cluster), "nominal", _BY_ISSUER)
        by_name = None if mentions else self._by_name(words)
        is_headline = source[1] <= self._doc._.body_start
        return by_name or self._by_role(words, is_headline=is_headline) or UNRESOLVED

    def _issuer(
        self, source: range, mentions: Sequence[_Mention], aside: Set[int]
    ) -> _Mention | None:
        """Who put out what is named with its issuer: "a WMO report", "Quist's letter"."""
        named = [m for m in mentions if self.tokens(m.start, m.end).start not in aside]
        for person in named:
            tokens = self.tokens(person.start, person.end)
            if person.cluster < self._people and wrote(self._doc, source, tokens):
                return person
        if len({mention.cluster for mention in named}) != 1:
            return None
        issuer = named[0]
        tokens = self.tokens(issuer.start, issuer.end)
        match self._clusters[issuer.cluster]["type"]:
            case "place":
                fits = governs(self._doc, source, tokens)
            case "organization":
                fits = issuer.form == "name" and put_out(self._doc, source, tokens, aside)
            case "person":
                fits = False
        return issuer if fits else None

    def _office_holder(
        self, source: range, mentions: Sequence[_Mention], aside: Set[int]
    ) -> _Mention | None:
        """The person named after an office: "Quist Foods managing director Ewa Brandt"."""
        named = [m for m in mentions if m.cluster < self._people and m.form == "name"]
        if not named:
            return None
        last = self.tokens(named[-1].start, named[-1].end)
        # "Te Hau of Marn chair Ewa Brandt": what looks like a person's name is a body's.
        is_last = last.stop == source.stop and is_lower_role(self._doc[last.start - 1])
        person = named[-1] if is_last else named[0]
        tokens = self.tokens(person.start, person.end)
        before = [t for t in self._doc[source.start : tokens.start] if t.i not in aside]
        after = tokens.stop
        if after < len(self._doc) and self._doc[after].tag_ == "POS":
            return None
        return person if says_office(before, closes=after == source.stop) else None

    def _is_behind_opener(self, source: range, last: _Mention) -> bool:
        """Whether a name stands behind a clause: "Fresh from a visit to Marn, Ewa Brandt"."""
        name = self.tokens(last.start, last.end)
        return (
            name.stop == source.stop
            and name.start - 1 > source.start
            and self._doc[name.start - 1].text == ","
            and self._doc[source.start].tag_ in _OPENERS
        )

    def _described(self, source: range, mentions: Sequence[_Mention]) -> _Mention | None:
        """The person whose name and a comma begin it: "Ewa Brandt, a clerk who met Ilse"."""
        first = mentions[0] if mentions else None
        if first is None or first.cluster >= self._people or first.form != "name":
            return None
        tokens = self.tokens(first.start, first.end)
        begins = tokens.start == source.start and tokens.stop < source.stop
        return first if begins and self._doc[tokens.stop].text == "," else None

    def _joined(
        self, source: range, first: _Mention, mentions: Sequence[_Mention]
    ) -> tuple[CoSpeaker, ...]:
        """Further speakers, joined to the first by "and"."""
        heads = {self._root(first).i}
        found: dict[int, CoSpeaker] = {}
        for mention in mentions:
            root = self._root(mention)
            if mention.form == "name" and root.dep_ == "conj" and root.head.i in heads:
                heads.add(root.i)
                if mention.cluster != first.cluster:
                    speaker = self._speaker(mention.cluster, [mention])
                    resolution: Literal["name", "alias"] = (
                        "name" if speaker.resolution == "name" else "alias"
                    )
                    offsets = mention.start, mention.end
                    found.setdefault(
                        mention.cluster,
                        CoSpeaker(
                            self._id(mention.cluster), offsets, resolution, speaker.confidence
                        ),
                    )
        return tuple(found.values())

    def _antecedent(self, relative: Token) -> ResolvedSpeaker:
        """The antecedent of a relative clause: "Brand, who said"."""
        clause = next((t for t in relative.ancestors if t.dep_ == "relcl"), None)
        if clause is None or clause.head.i >= relative.i:
            return UNRESOLVED
        noun = clause.head
        held = [
            m
            for m in self._mentions_at((noun.idx, noun.idx + len(noun)))
            if m.form != "pronoun" and (m.cluster < self._people or relative.lower_ != "who")
        ]
        if not held:
            return UNRESOLVED
        # "the priest, who added": no surer than who the priest is.
        confidence = _BY_RELATIVE * held[0].confidence
        return ResolvedSpeaker(self._id(held[0].cluster), "pronoun", confidence)

    def subject(self, prose: Offsets) -> str | None:
        """The person that prose is about: the only one in it, or the last that is a subject.

        None if it names nobody, or several people of whom none is a subject.
        """
        people = [m for m in self._mentions_at(prose) if m.cluster < self._people]
        if len({mention.cluster for mention in people}) == 1:
            return self._id(people[0].cluster)
        for mention in reversed(people):
            if self._root(mention).dep_ == "nsubj":
                return self._id(mention.cluster)
        return None

    def _id(self, cluster: int) -> str:
        return self._clusters[cluster]["id"]

    def tokens(self, start: int, end: int) -> range:
        """The tokens at these offsets."""
        first = bisect_right(self._token_starts, start) - 1
        return range(first, bisect_left(self._token_starts, end, first))

    def _root(self, mention: _Mention) -> Token:
        tokens = self.tokens(mention.start, mention.end)
        first = self._doc[tokens.start]
        return first if len(tokens) == 1 else self._doc[tokens.start : tokens.stop].root

    def _mentions_at(self, source: Offsets) -> list[_Mention]:
        start, end = source
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end, first)
        return [mention for mention in self._mentions[first:last] if mention.end > start]

    def _steps(self, source: range, mention: _Mention, aside: Set[int]) -> int | None:
        """How many steps a mention stands below a head of the tokens of ``source``; None if it is
        not who speaks.

        Tokens that the parser did not see as one phrase have several heads. What stands in brackets
        behind a name is no head of it: "Chen Li-shu (陳麗淑)".
        """
        path = [self._root(mention)]
        if path[0].i in aside:
            aside = frozenset()
        while (
            (above := path[-1].head).i in source and above.i != path[-1].i and above.i not in aside
        ):
            path.append(above)
        head = path.pop()
        if head.dep_ == "conj" and head.left_edge.i > source.start:
            return None
        is_person = mention.cluster < self._people
        if path and is_person and are_others(head, path[0]):
            return None
        allowed = _STEPS_OF_PERSONS if is_person else _STEPS
        # A name before the head only qualifies it: "the Dar office".
        named = all(step.dep_ in allowed and step.i > step.head.i for step in path)
        return len(path) if not path or (named and mention.form == "name") else None

    def _in_brackets(self, source: range) -> set[int]:
        """The tokens of ``source`` that stand in brackets behind others, brackets included."""
        found: set[int] = set()
        opened: list[int] = []
        for index in source:
            text = self._doc[index].text
            if text in _BRACKETS and index > source.start:
                opened.append(index)
            elif text in _BRACKETS.values() and opened:
                found.update(range(opened.pop(), index + 1))
        return found

    def _speaker(self, cluster: int, mentions: Iterable[_Mention]) -> ResolvedSpeaker:
        mentions = list(mentions)
        forms = {mention.form for mention in mentions}
        if "name" not in forms:
            confidence = min(_SUREST, max(mention.confidence for mention in mentions))
            return ResolvedSpeaker(
                self._id(cluster), "pronoun" if "pronoun" in forms else "nominal", confidence
            )
        name = self._clusters[cluster]["name"]
        names = (self.text[m.start : m.end] for m in mentions if m.form == "name")
        if name in names:
            is_place = self._clusters[cluster]["type"] == "place"
            return ResolvedSpeaker(
                self._id(cluster), "name", _BY_NAME_OF_PLACE if is_place else _BY_NAME
            )
        called = (self._called.get(name_words(self.text[m.start : m.end])) for m in mentions)
        shared = any(bearers and len(bearers) > 1 for bearers in called)
        return ResolvedSpeaker(
            self._id(cluster), "alias", _BY_SHARED_ALIAS if shared else _BY_ALIAS
        )

    def _by_name(self, words: str) -> ResolvedSpeaker | None:
        """The only cluster of that name, for names that the model has missed ("ROPER:")."""
        called = name_words(words)
        if not called or not words[:1].isupper():
            return None
        fits = self._called.get(called, [])
        if len(fits) != 1:
            return None
        name = self._clusters[fits[0]]["name"]
        is_name = called == name_words(name)
        return ResolvedSpeaker(self._id(fits[0]), "name" if is_name else "alias", _BY_ALIAS)

    @cached_property
    def _called(self) -> dict[tuple[str, ...], list[int]]:
        """The clusters with a name; for people, also with its last word."""
        called: dict[tuple[str, ...], list[int]] = {}
        for index, cluster in enumerate(self._clusters):
            words = {name_words(name) for name in (cluster["name"], *cluster["aliases"])}
            if index < self._people:
                words |= {name[-1:] for name in words}
            for name in words:
                called.setdefault(name, []).append(index)
        return called

    def _by_role(self, words: str, *, is_headline: bool) -> ResolvedSpeaker | None:
        """The one person of that role, or organisation of that kind: "the mayor", "the board".

        Headlines leave out the article, and say for short whose role it is: "Marn mayor".
        """
        of, role = read_role(words)
        if not (of or is_headline or words.lower().startswith("the ")):
            return None
        whose = (of, "") if of else (None,)
        fits = {index for one in whose for index in self._holders.get((role, one), ())}
        if not fits and is_headline:
            fits = self._held(words.lower().split())
        return (
            ResolvedSpeaker(self._id(fits.pop()), "nominal", _BY_ROLE) if len(fits) == 1 else None
        )

    def _held(self, words: Sequence[str]) -> set[int]:
        """The people whose roles include the last word and the stems of all others."""
        *others, noun = words
        found = set()
        for index, cluster in enumerate(self._clusters):
            roles = {word for role in cluster["roles"] for word in role.lower().split()}
            if noun in roles and stems(set(others)) <= stems(roles):
                found.add(index)
        return found

    @cached_property
    def _holders(self) -> dict[tuple[str, str | None], set[int]]:
        """The clusters that have a role, or are of a kind, by that and whose role it is.

        Whose it is may be left open (""); under None stands everybody who has the role.
        """
        holders: dict[tuple[str, str | None], set[int]] = {}
        for index, cluster in enumerate(self._clusters):
            roles = (read_role(role) for role in cluster["roles"])
            known = [(of, name) for of, role in roles for name in short_for(role)]
            if cluster["type"] == "organization":
                known += (("", kind) for kind in ends(cluster["name"].lower()))
            for of, name in known:
                for whose in (of, None):
                    holders.setdefault((name, whose), set()).add(index)
        return holders
