"""Who the source of an attribution is: its words tied to a person, an organisation or a place.

The head of the source's words decides: in "Mr Roper's lawyer, Jane Roe" that is the lawyer, who is
then named; in "a spokesman for the ministry" it is a spokesman, whom nobody names, and so the
source stays unresolved, as it does for a report or an office. Of several speakers joined by "and",
the first is taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...spans import Offsets, covers
from .. import views as views  # registers doc._.quotes
from ..annotations import AttributedQuote, Attribution, Cluster, clusters_of, text_of

Resolution = Literal["name", "alias", "pronoun", "nominal", "context", "unresolved"]

# The steps from a name up to the head of its phrase on which it is still the one who speaks. The
# parser joins a role and the person's name after it ("the minister Ishaq Dar") in all these ways.
_STEPS_OF_PERSONS = frozenset({"appos", "flat", "nmod", "npadvmod", "dep", "attr", "oprd"})
_STEPS = frozenset({"appos"})
_RELATIVE = frozenset({"who", "which", "that"})
_MYSELF = frozenset({"i", "me", "myself"})
_TIED_TO = ("at ", "for ", "in ", "of ")
_WORD = re.compile(r"\w+(?:[-'’.]\w+)*\.?")
_ROLE = re.compile(
    r"(?:(?:the|an?|his|her|its|their|our|my)\s+)?(?:(?P<of>.+?)(?:['’]s|(?<=s)['’])\s+)?(?P<role>.+)",
    re.IGNORECASE | re.DOTALL,
)


class Speaker(NamedTuple):
    """Index of a cluster in :func:`.annotations.clusters_of`, and how it was found."""

    cluster: int | None
    resolution: Resolution


UNRESOLVED = Speaker(None, "unresolved")


class _Mention(NamedTuple):
    start: int
    end: int
    cluster: int
    form: Literal["name", "pronoun", "nominal"]


def find_speakers(doc: Doc) -> list[AttributedQuote]:
    """The attributions of ``doc`` in order of their content, each with its speaker.

    An "I" inside a quotation is the one who is quoted; a quotation without cue or source of its
    own goes on in the voice of the one before, or is that of the person just written about.
    """
    if not doc._.attributions:
        return []
    resolver = _Resolver(doc)
    attributions: list[Attribution] = sorted(doc._.attributions, key=_outer_first)
    quotes: list[AttributedQuote] = []
    reach: list[int] = []
    for attribution in attributions:
        source, addressee = attribution["source"], attribution["addressee"]
        if source is None:
            speaker = _going_on(doc, attribution, quotes, resolver)
        elif resolver.text[slice(*source)].lower() in _MYSELF:
            speaker = _around(source, quotes, reach)
        else:
            speaker = resolver.resolve(source)
        heard_by = None if addressee is None else resolver.resolve(addressee).cluster
        quotes.append(
            {
                **attribution,
                "speaker": speaker.cluster,
                "heard_by": None if heard_by == speaker.cluster else heard_by,
                "resolution": speaker.resolution,
            }
        )
        reach.append(max([attribution["content"][-1][1], *reach[-1:]]))
    return quotes


def _outer_first(attribution: Attribution) -> Offsets:
    return attribution["content"][0][0], -attribution["content"][-1][1]


def _around(source: Offsets, quotes: Sequence[AttributedQuote], reach: Sequence[int]) -> Speaker:
    """The speaker of the innermost quote whose content holds ``source``.

    ``reach`` is how far the quotes up to each go: where no earlier one can hold it, it ends.
    """
    for quote, furthest in zip(reversed(quotes), reversed(reach), strict=True):
        if furthest < source[1]:
            break
        if any(covers(part, source) for part in quote["content"]):
            return _in_context(quote)
    return UNRESOLVED


def _going_on(
    doc: Doc, attribution: Attribution, quotes: Sequence[AttributedQuote], resolver: _Resolver
) -> Speaker:
    """The voice of a quotation that has neither source nor cue.

    It is the voice of the quotation that ends in the text leading up to this one: what stands
    before it in its paragraph, or else the paragraph before. If that is prose, it is whom the
    prose is about, or failing that the voice from before it.
    """
    if attribution["cue"] is not None or attribution["type"] == "indirect":
        return UNRESOLVED
    start = attribution["content"][0][0]
    before = bisect_left(resolver.paragraph_starts, start)
    starts = resolver.paragraph_starts[max(0, before - 2) : before]
    if not starts:
        return UNRESOLVED
    # A quotation around this one is no earlier one.
    earlier = (q for q in reversed(quotes) if q["content"][-1][1] <= start)
    last = next((quote for quote in earlier if quote["type"] != "indirect"), None)
    if last is not None and last["content"][-1][1] > starts[-1]:
        return _in_context(last)
    subject = resolver.subject((starts[-1], start))
    if subject is not None:
        return Speaker(subject, "context")
    is_near = last is not None and last["content"][-1][1] > starts[-2:][0]
    return _in_context(last) if last is not None and is_near else UNRESOLVED


def _in_context(quote: AttributedQuote) -> Speaker:
    return UNRESOLVED if quote["speaker"] is None else Speaker(quote["speaker"], "context")


class _Resolver:
    """Ties the words of a source to a cluster of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.text = text_of(doc)
        self._doc = doc
        self._token_starts: list[int] = doc.to_array("IDX").astype(np.int64).tolist()
        self.paragraph_starts = [paragraph["start"] for paragraph in doc._.paragraphs]
        self._clusters: list[Cluster] = clusters_of(doc)
        self._people = len(doc._.people)
        self._mentions = sorted(
            _Mention(mention["start"], mention["end"], index, mention["form"])
            for index, cluster in enumerate(self._clusters)
            for mention in cluster["mentions"]
        )
        self._starts = [mention.start for mention in self._mentions]
        self._longest = max((m.end - m.start for m in self._mentions), default=0)

    def resolve(self, source: Offsets) -> Speaker:
        """The cluster that the words at ``source`` stand for."""
        words, tokens = self.text[slice(*source)], self._tokens(*source)
        if words.lower() in _RELATIVE:
            return self._antecedent(self._doc[tokens.start])
        mentions = self._mentions_at(source)
        reached = [(steps, m) for m in mentions if (steps := self._steps(tokens, m)) is not None]
        if reached:
            chosen = min(reached)[1].cluster
            return self._speaker(chosen, [m for m in mentions if m.cluster == chosen])
        by_name = None if mentions else self._by_name(words)
        is_headline = source[1] <= self._doc._.body_start
        return by_name or self._by_role(words, is_headline=is_headline) or UNRESOLVED

    def _antecedent(self, relative: Token) -> Speaker:
        """Whom a relative clause is about: "Brand, who said"."""
        clause = next((t for t in relative.ancestors if t.dep_ == "relcl"), None)
        if clause is None or clause.head.i >= relative.i:
            return UNRESOLVED
        noun = clause.head
        held = [m for m in self._mentions_at((noun.idx, noun.idx + len(noun))) if m.form == "name"]
        return Speaker(held[0].cluster, "pronoun") if held else UNRESOLVED

    def subject(self, prose: Offsets) -> int | None:
        """Whom a piece of prose is about: the only person in it, or the last one who does a thing.

        None if it names nobody, or several of whom none is a subject.
        """
        people = [m for m in self._mentions_at(prose) if m.cluster < self._people]
        if len({mention.cluster for mention in people}) == 1:
            return people[0].cluster
        for mention in reversed(people):
            if self._root(mention).dep_ == "nsubj":
                return mention.cluster
        return None

    def _tokens(self, start: int, end: int) -> range:
        first = bisect_right(self._token_starts, start) - 1
        return range(first, bisect_left(self._token_starts, end, first))

    def _root(self, mention: _Mention) -> Token:
        tokens = self._tokens(mention.start, mention.end)
        first = self._doc[tokens.start]
        return first if len(tokens) == 1 else self._doc[tokens.start : tokens.stop].root

    def _mentions_at(self, source: Offsets) -> list[_Mention]:
        start, end = source
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, end, first)
        return [mention for mention in self._mentions[first:last] if mention.end > start]

    def _steps(self, source: range, mention: _Mention) -> int | None:
        """How many steps a mention stands below a head of the tokens of ``source``; None if it is
        not who speaks.

        Tokens that the parser did not see as one phrase have several heads.
        """
        path = [self._root(mention)]
        while (above := path[-1].head).i in source and above.i != path[-1].i:
            path.append(above)
        head = path.pop()
        if head.dep_ == "conj" and head.i > source.start:
            return None
        allowed = _STEPS_OF_PERSONS if mention.cluster < self._people else _STEPS
        # A name before the head only qualifies it: "the Dar office".
        named = all(step.dep_ in allowed and step.i > step.head.i for step in path)
        return len(path) if not path or (named and mention.form == "name") else None

    def _speaker(self, cluster: int, mentions: Iterable[_Mention]) -> Speaker:
        forms = {mention.form for mention in mentions}
        if "name" not in forms:
            return Speaker(cluster, "pronoun" if "pronoun" in forms else "nominal")
        name = self._clusters[cluster]["name"]
        names = (self.text[m.start : m.end] for m in mentions if m.form == "name")
        return Speaker(cluster, "name" if name in names else "alias")

    def _by_name(self, words: str) -> Speaker | None:
        """The one cluster of that name, for words that the model took for no name ("ROPER:")."""
        called = _name_words(words)
        if not called or not words[:1].isupper():
            return None
        fits = self._called.get(called, [])
        if len(fits) != 1:
            return None
        name = self._clusters[fits[0]]["name"]
        return Speaker(fits[0], "name" if called == _name_words(name) else "alias")

    @cached_property
    def _called(self) -> dict[tuple[str, ...], list[int]]:
        """The clusters that go by a name; people also go by its last word."""
        called: dict[tuple[str, ...], list[int]] = {}
        for index, cluster in enumerate(self._clusters):
            words = {_name_words(name) for name in (cluster["name"], *cluster["aliases"])}
            if index < self._people:
                words |= {name[-1:] for name in words}
            for name in words:
                called.setdefault(name, []).append(index)
        return called

    def _by_role(self, words: str, *, is_headline: bool) -> Speaker | None:
        """The one person of that role, or organisation of that kind: "the mayor", "the board".

        Headlines leave out the article.
        """
        of, role = _role(words)
        if not (of or is_headline or words.lower().startswith("the ")):
            return None
        whose = (of, "") if of else (None,)
        fits = {index for one in whose for index in self._holders.get((role, one), ())}
        return Speaker(fits.pop(), "nominal") if len(fits) == 1 else None

    @cached_property
    def _holders(self) -> dict[tuple[str, str | None], set[int]]:
        """The clusters that have a role, or are of a kind, by that and whose role it is.

        Whose it is may be left open (""); under None stands everybody who has the role.
        """
        holders: dict[tuple[str, str | None], set[int]] = {}
        for index, cluster in enumerate(self._clusters):
            roles = (_role(role) for role in cluster["roles"])
            known = [(of, name) for of, role in roles for name in _short_for(role)]
            if cluster["type"] == "organization":
                known += (("", kind) for kind in _ends(cluster["name"].lower()))
            for of, name in known:
                for whose in (of, None):
                    holders.setdefault((name, whose), set()).add(index)
        return holders


@lru_cache(maxsize=20_000)
def _name_words(name: str) -> tuple[str, ...]:
    """A name for comparing: its words in lower case, without titles."""
    words = [word.lower() for word in _WORD.findall(name)]
    titles = _titles()
    return tuple(word.removesuffix(".") for word in words if word not in titles)


@cache
def _titles() -> frozenset[str]:
    return load_terms("titles") | load_terms("titles_female") | load_terms("titles_male")


@lru_cache(maxsize=20_000)
def _role(words: str) -> tuple[str, str]:
    """Whose role it is (or "") and the role, in lower case: "Pakistan's foreign minister"."""
    match = _ROLE.fullmatch(words.strip(" ,."))
    if match is None:
        return "", ""
    return (match["of"] or "").lower(), match["role"].lower()


def _short_for(role: str) -> set[str]:
    """What a role may be shortened to: of "trade minister of Chile" to "minister of Chile"."""
    tied = (at for at, word in enumerate(role) if word == " " and role.startswith(_TIED_TO, at + 1))
    return {role, *_ends(role), *(role[:at] for at in tied)}


def _ends(words: str) -> Iterator[str]:
    """What is left of ``words`` without the first, without the first two, and so on."""
    while words := words.partition(" ")[2]:
        yield words


class Speakers:
    """Writes ``doc._.attributed_quotes``."""

    def __call__(self, doc: Doc) -> Doc:
        self.set_annotations(doc, find_speakers(doc))
        return doc

    def set_annotations(self, doc: Doc, quotes: list[AttributedQuote]) -> None:
        doc._.attributed_quotes = quotes


@Language.factory(
    "newsquotes_speakers",
    requires=[
        "doc._.attributions",
        "doc._.paragraphs",
        "doc._.people",
        "doc._.places",
        "doc._.organizations",
        "token.dep",
        "token.head",
    ],
    assigns=["doc._.attributed_quotes"],
    retokenizes=False,
)
def make_speakers(nlp: Language, name: str) -> Speakers:
    """Registers :class:`Speakers`."""
    return Speakers()
