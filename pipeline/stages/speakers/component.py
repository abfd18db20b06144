"""Resolve the source of an attribution to a person, an organisation or a place.

The head of the source decides. In "Mr Roper's lawyer, Jane Roe" it is the lawyer, who is named.
In "a spokesman for the ministry" it is a spokesman without a name, so the source is unresolved, as
it is for a report or an office. Of several speakers joined by "and", the first is used.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ...lexicons import load_terms
from ...lexicons.inflections import find_lemma
from ...spans import Offsets, covers
from .. import views as views  # registers doc._.quotes
from ..annotations import AttributedQuote, Attribution, add_note
from ..contract import check_read
from ..people.ranking import THRESHOLD
from .collectives import Chooser, Reporters, read_chooser
from .issuers import said_in
from .repeats import printed_once
from .resolver import BY_SUBJECT, GOES_ON, UNRESOLVED, ResolvedSpeaker, Resolver
from .same_sentence import said_before

_REPEATED: Final = "This quote stands in the article before; it is reported once."
_MOST_EARLIER: Final = 50
_MYSELF = frozenset({"i", "me", "myself"})


def find_speakers(
    doc: Doc, choose: Chooser | None = None, threshold: float = THRESHOLD
) -> list[AttributedQuote]:
    """The attributions of ``doc`` in order of their content, each with its speaker.

    "I" inside a quotation is its speaker. A quotation without a cue or source has the speaker of
    the one before it, or the person that the text before it is about.

    Args:
        doc: the Doc.
        choose: chooses the organisation for "it" or "the group"; by default the package's ranker.
        threshold: the confidence below which such a source is left unresolved.
    """
    attributions, _ = printed_once(doc)
    return _with_speakers(doc, attributions, choose or read_chooser(), threshold)


def _with_speakers(
    doc: Doc, attributions: Sequence[Attribution], choose: Chooser, threshold: float
) -> list[AttributedQuote]:
    if not attributions:
        return []
    resolver = Resolver(doc)
    reporters = Reporters(doc, choose, threshold)
    quotes: list[AttributedQuote] = []
    reach: list[int] = []
    for attribution in attributions:
        source, addressee = attribution["source"], attribution["addressee"]
        if source is None:
            shared = said_before(doc, attribution, quotes)
            speaker = (
                _going_on(doc, attribution, quotes, resolver)
                if shared is None
                else _in_context(shared)
            )
        elif resolver.text[slice(*source)].lower() in _MYSELF:
            speaker = _around(source, quotes, reach)
            if speaker.cluster is None and attribution["cue"] is None:
                speaker = _asked(doc, source, resolver)
        else:
            speaker = resolver.resolve(source)
            if speaker.cluster is None:
                tokens = resolver.tokens(*source)
                found = reporters.resolve(tokens, attribution["content"])
                if found is not None:
                    speaker = ResolvedSpeaker(
                        found[0], "pronoun" if len(tokens) == 1 else "nominal", found[1]
                    )
                elif (writer := _writer(doc, tokens, quotes, resolver)) is not None:
                    speaker = ResolvedSpeaker(writer, "nominal", BY_SUBJECT)
        reporters.note(speaker.cluster, resolver.tokens(*source) if source else range(0))
        heard_by = None if addressee is None else resolver.resolve(addressee).cluster
        quotes.append(
            {
                **attribution,
                "speaker": speaker.cluster,
                "heard_by": None if heard_by == speaker.cluster else heard_by,
                "resolution": speaker.resolution,
                "speaker_confidence": speaker.confidence,
                "co_speakers": list(speaker.others),
            }
        )
        reach.append(max([attribution["content"][-1][1], *reach[-1:]]))
    return quotes


def _writer(
    doc: Doc, source: range, quotes: Sequence[AttributedQuote], resolver: Resolver
) -> str | None:
    """The id of whoever "said in a letter to the bank", if the source is "the letter"."""
    if not source or doc[source.start].lower_ != "the":
        return None
    noun = doc[source[-1]].lower_
    if noun not in load_terms("document_nouns"):
        return None
    for quote in reversed(quotes[-_MOST_EARLIER:]):
        if quote["speaker"] is None or quote["source"] is None:
            continue
        if said_in(doc, resolver.tokens(*quote["source"]), noun):
            return quote["speaker"]
    return None


def _around(
    source: Offsets, quotes: Sequence[AttributedQuote], reach: Sequence[int]
) -> ResolvedSpeaker:
    """The speaker of the innermost quote whose content contains ``source``.

    ``reach`` is the furthest end of the quotes up to each; the search stops where none can contain
    the source.
    """
    for quote, furthest in zip(reversed(quotes), reversed(reach), strict=True):
        if furthest < source[1]:
            break
        if any(covers(part, source) for part in quote["content"]):
            return _in_context(quote)
    return UNRESOLVED


def _asked(doc: Doc, source: Offsets, resolver: Resolver) -> ResolvedSpeaker:
    """Who answers the writer, as in "I asked Mara Okoro what it was for"."""
    asker = resolver.tokens(*source)
    sentence = doc[asker.start].sent
    behind = source[1], sentence.end_char
    words = (token.lower_ for token in doc[asker.stop : sentence.end])
    if not any(find_lemma(word, load_terms("cues_asking")) for word in words):
        return UNRESOLVED
    answers = resolver.subject(behind)
    return UNRESOLVED if answers is None else ResolvedSpeaker(answers, "context", BY_SUBJECT)


def _going_on(
    doc: Doc, attribution: Attribution, quotes: Sequence[AttributedQuote], resolver: Resolver
) -> ResolvedSpeaker:
    """The speaker of a quotation that has neither source nor cue.

    It is the speaker of a quotation that ends in the text before this one, in the same paragraph or
    else in the one before. If that text is prose, it is the person that the prose is about, or else
    the speaker before the prose, if the quotation before is near and no other's is right before it,
    or nobody else has been reported.
    """
    if attribution["cue"] is not None or attribution["type"] == "indirect":
        return UNRESOLVED
    start = attribution["content"][0][0]
    before = bisect_left(resolver.paragraph_starts, start)
    starts = resolver.paragraph_starts[max(0, before - 2) : before]
    if not starts:
        return UNRESOLVED
    # A quotation that encloses this one is not an earlier one.
    earlier = [q for q in reversed(quotes[-_MOST_EARLIER:]) if q["content"][-1][1] <= start]
    last = next((quote for quote in earlier if quote["type"] != "indirect"), None)
    if last is not None and last["content"][-1][1] > starts[-1]:
        return _in_context(last)
    subject = resolver.subject((starts[-1], start))
    if subject is not None:
        return ResolvedSpeaker(subject, "context", BY_SUBJECT)
    if last is None:
        return UNRESOLVED
    is_near = last["content"][-1][1] > starts[-2:][0] and not _are_in_turn(earlier, last["speaker"])
    # Nobody else has been reported since, in whatever way; or at all.
    is_alone = earlier[0] is not last and earlier[0]["speaker"] == last["speaker"]
    speakers = [quote["speaker"] for quote in earlier if quote["source"] is not None]
    is_only = len(speakers) > 1 and set(speakers) == {last["speaker"]}
    return _in_context(last) if is_near or is_alone or is_only else UNRESOLVED


def _are_in_turn(earlier: Sequence[AttributedQuote], last: str | None) -> bool:
    """Whether the last who was quoted spoke once, behind another, as where passers-by are asked.

    ``earlier`` are the reports before.
    """
    speakers = [quote["speaker"] for quote in earlier if quote["source"] is not None]
    return speakers.count(last) == 1 and len({*speakers} - {None}) > 1


def _in_context(quote: AttributedQuote) -> ResolvedSpeaker:
    if quote["speaker"] is None:
        return UNRESOLVED
    confidence = GOES_ON * quote.get("speaker_confidence", 1.0)
    return ResolvedSpeaker(
        quote["speaker"], "context", confidence, tuple(quote.get("co_speakers", ()))
    )


NAME: Final = "newsquotes_speakers"
READS: Final = (
    "doc._.attributions",
    "doc._.paragraphs",
    "doc._.people",
    "doc._.places",
    "doc._.organizations",
    "token.dep",
    "token.head",
)


class Speakers:
    """Writes ``doc._.attributed_quotes``.

    Args:
        threshold: the confidence below which "it" is left unresolved.
    """

    def __init__(self, *, threshold: float = THRESHOLD) -> None:
        self._choose = read_chooser()
        self._threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        check_read(doc, NAME, READS)
        attributions, repeated = printed_once(doc)
        quotes = _with_speakers(doc, attributions, self._choose, self._threshold)
        self.set_annotations(doc, quotes)
        for one in repeated:
            start, end = one["content"][0][0], one["content"][-1][1]
            add_note(doc, code="repeated-text", message=_REPEATED, start=start, end=end)
        return doc

    def set_annotations(self, doc: Doc, quotes: list[AttributedQuote]) -> None:
        doc._.attributed_quotes = quotes


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc._.attributed_quotes"],
    default_config={"threshold": THRESHOLD},
    retokenizes=False,
)
def make_speakers(nlp: Language, name: str, threshold: float) -> Speakers:
    """Registers :class:`Speakers`."""
    return Speakers(threshold=threshold)
