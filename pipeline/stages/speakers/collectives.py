"""Resolve sources such as "it", "the group", "the city" or "the statement" to an organisation.

The options are all organisations and places named before, and "nobody". A log-linear model ranks
them by the features made here; ``MODEL_CARD.md`` says what its weights were trained on.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Final, Literal, NamedTuple

from spacy.tokens import Doc

from ...lexicons import load_terms
from ...spans import Offsets, covers
from ..annotations import Cluster
from ..grammar import SUBJECTS
from ..people.ranking import Option, Ranker, read_ranker

_IT: Final = "it"
_LONGEST: Final = 6  # words
_MOST_OPTIONS: Final = 12
_ONLY_ONE: Final = 0.6
"""The least confidence in what the ranker chooses if nothing else is of that kind; set by hand."""
_FAR: Final = 4
_BACK: Final = 400  # words
_PLACES: Final = frozenset({"GPE", "LOC", "NORP"})

WEIGHTS: Final = Path(__file__).parent / "weights.json"

type Options = list[tuple[str | None, list[str]]]
"""Ids of clusters, each with the names of its features; the last option is nobody."""

type Chooser = Callable[[Asked, Options, Sequence[Offsets]], tuple[str | None, float]]
"""Chooses one of the options for a source, and returns its probability."""


class Asked(NamedTuple):
    """What the words of a source tell about its referent.

    ``form`` is "it", "kind" (a noun such as "ministry", in which names of organisations end),
    "general" ("group", which can be any organisation), "place" ("city") or "document" ("statement",
    which stands for its issuer).
    """

    form: Literal["it", "kind", "general", "place", "document"]
    noun: str
    start: int
    determiner: str


class Named(NamedTuple):
    """A mention of an organisation or place by name: its tokens, and whether it is a subject."""

    start: int
    end: int
    is_subject: bool


def read_source(doc: Doc, source: range) -> Asked | None:
    """What the tokens ``source`` refer to, or None if they are not an unnamed organisation."""
    tokens = doc[source.start : source.stop]
    if len(tokens) == 1 and tokens[0].lower_ == _IT:
        return Asked("it", _IT, source.start, "")
    if not 2 <= len(tokens) <= _LONGEST or tokens[0].lower_ not in load_terms("determiners"):
        return None
    if any(token.ent_type_ and token.ent_type_ not in _PLACES for token in tokens):
        return None
    issuer = next((token.i for token in tokens if token.tag_ == "POS"), None)
    if issuer is not None:  # "the ministry's letter", "the bureau's website"
        if tokens[-1].lower_ not in load_terms("document_nouns") | load_terms("organization_nouns"):
            return None
        tokens = doc[source.start : issuer]
    noun = tokens[-1]
    # "the Federation" is a federation named before, too.
    if noun.tag_ not in {"NN", "NNP"} or noun.ent_type_:
        return None
    word = noun.lower_
    if word in load_terms("document_nouns"):
        form: Literal["kind", "general", "place", "document"] = "document"
    elif word in load_terms("organization_nouns"):
        form = "general"
    elif word in _kinds():
        form = "kind"
    elif word in load_terms("place_nouns"):
        form = "place"
    else:
        return None
    return Asked(form, word, source.start, tokens[0].lower_)


class Reporters:
    """Resolves the sources of one Doc in order, because earlier speakers matter."""

    def __init__(self, doc: Doc, choose: Chooser, threshold: float) -> None:
        self._doc = doc
        self._choose = choose
        self._threshold = threshold
        self._last: str | None = None
        self._sources: set[str] = set()
        self._resolved: list[tuple[str, range]] = []

    def resolve(self, source: range, contents: Sequence[Offsets]) -> tuple[str, float] | None:
        """The id of the organisation that the tokens ``source`` refer to, and its probability."""
        anybody = self._doc._.organizations or self._doc._.places
        asked = read_source(self._doc, source) if anybody else None
        if asked is None:
            return None
        chosen, confidence = self._choose(asked, self.options(asked, contents), contents)
        if chosen is not None and self.candidates.is_only_one(chosen, asked):
            confidence = max(confidence, _ONLY_ONE)
        return None if chosen is None or confidence < self._threshold else (chosen, confidence)

    def options(self, asked: Asked, contents: Sequence[Offsets]) -> Options:
        """All who may be meant, latest mentioned first, and nobody."""
        self.candidates.mention(self._resolved)
        self._resolved.clear()
        return self.candidates.options(asked, contents, self._last, self._sources)

    def note(self, speaker: str | None, source: range = range(0)) -> None:
        """Remember a speaker, and the tokens that mention it without its name."""
        self._last = speaker
        if speaker is not None:
            self._sources.add(speaker)
            if source:
                self._resolved.append((speaker, source))

    @cached_property
    def candidates(self) -> Candidates:
        """The organisations and places of the Doc."""
        return Candidates(self._doc, [*self._doc._.organizations, *self._doc._.places])


class Candidates:
    """Makes the options for sources of one Doc."""

    def __init__(self, doc: Doc, bodies: Sequence[Cluster]) -> None:
        self._doc = doc
        self._ids = [cluster["id"] for cluster in bodies]
        self._is_place = [cluster["type"] == "place" for cluster in bodies]
        starts = [token.idx for token in doc]
        self._is_platform = [
            cluster["name"].lower() in load_terms("platforms") for cluster in bodies
        ]
        self._heads = [_kinds_of(cluster) for cluster in bodies]
        self._named = [list(_named(doc, starts, cluster)) for cluster in bodies]
        self._called = [_called(doc, named) for named in self._named]
        self._sentences = [sentence.start for sentence in doc.sents]
        self._paragraphs = [bisect_left(starts, one["start"]) for one in doc._.paragraphs]

    def mention(self, resolved: Iterable[tuple[str, range]]) -> None:
        """Add mentions without a name, such as "the group": ids and tokens."""
        for body, source in resolved:
            if body in self._ids:
                named = self._named[self._ids.index(body)]
                if not any(one.start < source.stop and source.start < one.end for one in named):
                    head = self._doc[source.start : source.stop].root
                    one = Named(source.start, source.stop, head.dep_ in SUBJECTS)
                    insort(named, one)

    def options(
        self, asked: Asked, contents: Sequence[Offsets], last: str | None, sources: Collection[str]
    ) -> Options:
        """All who may be meant, latest named first, and nobody.

        Args:
            asked: what the source refers to.
            contents: the spans of its content, in which no options are looked for.
            last: the id of the speaker of the previous quote.
            sources: the ids of all earlier speakers.
        """
        before: list[tuple[int, int, list[Named]]] = []
        for number, named in enumerate(self._named):
            if not self._may_be(asked, number):
                continue
            fits = [
                one
                for one in named
                if one.start < asked.start
                and not any(covers(span, self._offsets(one)) for span in contents)
            ]
            if fits:
                before.append((fits[-1].start, number, fits))
        before.sort(reverse=True)
        found: Options = [
            (self._ids[number], list(self._features(asked, rank, number, fits, last, sources)))
            for rank, (_, number, fits) in enumerate(before[:_MOST_OPTIONS])
        ]
        found.append((None, list(self._nobody(asked, before))))
        return found

    def before(self, body: str, start: int) -> bool:
        """Whether an organisation or place is named before the token ``start``."""
        return any(one.start < start for one in self._named[self._ids.index(body)])

    def is_only_one(self, body: str, asked: Asked) -> bool:
        """Whether of all that are named before, this alone is of the kind asked for: "bureau"."""
        fits = [
            number
            for number, named in enumerate(self._named)
            if asked.form == "kind"
            and asked.noun in self._heads[number] | self._called[number]
            and any(one.start < asked.start for one in named)
        ]
        return len(fits) == 1 and self._ids[fits[0]] == body

    def kinds(self, body: str) -> list[str]:
        """The kinds that its names, or the gazetteer, give: "union"."""
        return sorted(self._heads[self._ids.index(body)])

    def _may_be(self, asked: Asked, number: int) -> bool:
        """Whether the kind of an organisation does not rule out that it is meant."""
        if self._is_platform[number] and not _may_be_platform(asked):
            return False
        known = self._heads[number]
        if asked.noun in load_terms("business_nouns") and known & load_terms("public_bodies"):
            return False  # "the company" is no ministry
        if asked.noun in load_terms("private_nouns") and known & load_terms("state_bodies"):
            return False  # "the group" is no ministry either
        apart = asked.noun in load_terms("organization_kinds_apart")
        return not (apart and known) or asked.noun in known | self._called[number]

    def _offsets(self, one: Named) -> Offsets:
        return self._doc[one.start].idx, self._doc[one.end - 1].idx + 1

    def _features(
        self,
        asked: Asked,
        rank: int,
        number: int,
        named: Sequence[Named],
        last: str | None,
        sources: Collection[str],
    ) -> Iterator[str]:
        latest = named[-1]
        form = asked.form
        sentences = self._between(self._sentences, latest.start, asked.start)
        yield f"rank={min(rank, _FAR)}"
        yield f"sentences={min(sentences, _FAR)}"
        yield f"sentences={min(sentences, _FAR)}|{form}"
        yield f"paragraphs={min(self._between(self._paragraphs, latest.start, asked.start), _FAR)}"
        yield f"mentions={min(len(named), _FAR)}"
        if latest.is_subject:
            yield f"subject|{min(sentences, 2)}"
        if any(one.is_subject for one in named):
            yield "subject-once"
        if self._ids[number] == last:
            yield "spoke-last"
            yield f"spoke-last|{form}"
        if self._ids[number] in sources:
            yield "spoke"
        if named[0].start < self._doc_beginning():
            yield "in-the-beginning"
        if self._is_place[number]:
            yield f"place|{form}"
        if form in {"kind", "general", "place"}:
            if asked.noun in self._heads[number] or asked.noun in self._called[number]:
                yield f"same-kind|{form}"
            elif form != "general":
                yield "other-kind" if self._heads[number] else "kind-unknown"
            if self._heads[number] & _groups():
                yield f"group|{form}"
        if form == "document" and any(self._issued(one, asked.noun) for one in named):
            yield "issued-it"

    def _nobody(
        self, asked: Asked, before: Sequence[tuple[int, int, list[Named]]]
    ) -> Iterator[str]:
        yield "nobody"
        yield f"nobody|{asked.form}"
        if asked.determiner:
            yield f"nobody|{asked.determiner}"
        near = sum(self._between(self._sentences, start, asked.start) <= 2 for start, *_ in before)
        yield f"nobody|near={min(near, 2)}"
        if asked.form != "it" and any(
            token.lower_ == asked.noun and _is_new(self._doc, token.i)
            for token in self._doc[max(0, asked.start - _BACK) : asked.start]
        ):
            yield "nobody|introduced"

    def _issued(self, one: Named, noun: str) -> bool:
        """Whether the document is named beside it: "a WMO report", "the report by the WMO"."""
        beside = self._doc[max(0, one.start - _LONGEST) : one.end + _LONGEST]
        return any(token.lower_ == noun for token in beside)

    def _doc_beginning(self) -> int:
        paragraphs = self._paragraphs[:3]
        return paragraphs[-1] if len(paragraphs) == 3 else len(self._doc)

    @staticmethod
    def _between(starts: Sequence[int], first: int, second: int) -> int:
        return bisect_left(starts, second + 1) - bisect_left(starts, first + 1)


def _may_be_platform(asked: Asked) -> bool:
    """Whether a source may mean a service on which others post: "the platform", not "her party"."""
    return asked.form == "it" or asked.noun in load_terms("platform_nouns")


def _named(doc: Doc, starts: Sequence[int], cluster: Cluster) -> Iterator[Named]:
    mentions = cluster["mentions"]
    named = [mention for mention in mentions if mention["form"] == "name"]
    for mention in named or mentions[:1]:
        start, end = bisect_left(starts, mention["start"]), bisect_left(starts, mention["end"])
        if start < end <= len(doc):
            head = doc[start:end].root
            yield Named(start, end, head.dep_ in SUBJECTS)


def _called(doc: Doc, named: Sequence[Named]) -> frozenset[str]:
    """The common nouns beside the name: "the rights group Article 13", "Kessler, a company"."""
    found: set[str] = set()
    for one in named:
        root = doc[one.start : one.end].root
        beside = [*root.children, root.head] if root.dep_ == "appos" else [*root.children]
        found.update(
            token.lower_ for token in beside if token.tag_ == "NN" and token.dep_ != "compound"
        )
        if one.start and doc[one.start - 1].tag_ == "NN":
            found.add(doc[one.start - 1].lower_)
        if root.dep_ in SUBJECTS:
            found.update(t.lower_ for t in root.head.children if t.dep_ == "attr")
    return frozenset(found)


def _kinds_of(cluster: Cluster) -> frozenset[str]:
    """The kinds that an organisation's names, or the data of a place, give."""
    if cluster["type"] == "place":
        words = {word for name in (cluster["name"], *cluster["aliases"]) for word in name.split()}
        known = (cluster["place"] or {}).get("kind", "")
        return frozenset({known, *map(str.lower, words)} & load_terms("place_nouns"))
    return frozenset(filter(None, map(_kind_of, (cluster["name"], *cluster["aliases"]))))


def _kind_of(name: str) -> str | None:
    """The kind of organisation in a name: "union" in "Union of Weavers"."""
    words = name.lower().split()
    kinds = _kinds()
    for word, after in zip(words, [*words[1:], "of"], strict=True):
        if after in {"of", "for", "against"} and word in kinds:
            return word
    return None


def _is_new(doc: Doc, noun: int) -> bool:
    """Whether the noun introduces something new: "a group"."""
    before = doc[max(0, noun - 3) : noun]
    return any(token.lower_ in {"a", "an", "another"} for token in before)


@cache
def _kinds() -> frozenset[str]:
    """Nouns in which the names of organisations end."""
    return load_terms("organization_words") | load_terms("bodies_of_people")


@cache
def _groups() -> frozenset[str]:
    """Kinds of organisations made up of people, all of which may be called a group."""
    return load_terms("organization_words") & load_terms("organization_nouns")


def read_chooser(path: Path = WEIGHTS) -> Chooser:
    """The ranker at ``path`` as a chooser.

    Raises:
        WeightsError: the weights are missing, damaged, or of another format.
    """
    return chooser(read_ranker(path))


def chooser(ranker: Ranker) -> Chooser:
    """Chooses the most likely option."""

    def choose(asked: Asked, options: Options, contents: object) -> tuple[str | None, float]:
        chances = ranker.probabilities([Option(None, features) for _, features in options])
        best = max(range(len(options)), key=chances.__getitem__)
        return options[best][0], ranker.calibrated(chances[best])

    return choose
