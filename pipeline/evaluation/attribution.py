"""The attribution measure: predicted contents, sources and cues against gold ones.

Spans are compared as sets of tokens (:mod:`newsquotes.evaluation.tokens`). The figures:

``content_token``
    Whether each token is in some content. ``direct`` counts the tokens between quotation marks,
    ``indirect`` the others.
``content_span``
    ``exact``: the same tokens. ``exact_words``: the same words, ignoring punctuation.
    ``relaxed``: matched one to one with an intersection over union of at least 0.5.
    ``relaxed_by_type``: the same, recall over gold contents and precision over predicted contents
    of a type. A content is direct if at least 90 % of its words are between marks, and indirect if
    none are.
``attribution``
    A relaxed match whose sources share a word (``source_overlap``) or have the same words
    (``source_exact``); two missing sources agree. ``cue_overlap``: whose cues share a token.
``cue.overlap``
    Cues that share a token, matched one to one, regardless of their contents.
``source_accuracy``, ``type_accuracy``
    The share that is right among relaxed matches. An annotated gold type takes precedence over one
    derived from the quotation marks.
``direct_quotation``
    Quoted segments of at least 4 words. A segment is found if 90 % of its words lie in one content.
    Segments of which the gold contents cover between 10 and 90 % are not scored.
``speaker``, ``mode_accuracy``, ``addressee``
    If the gold annotation has them: relaxed matches with the same full name of the speaker, with
    the same mode, and with addressees that share a word.

After Newell, Margolin & Ruths (LREC 2018), whose PolNeAR corpus joins a quotation broken by its
cue into one attribution; two predictions for it lose in all figures but ``content_token`` and
``direct_quotation``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ..errors import UsageError
from ..spans import Offsets
from .counts import Sheet, Tally
from .matching import one_to_one, overlapping
from .tokens import Tokens, TokenSet

MIN_IOU: Final = 0.5
DIRECT_SHARE: Final = 0.9
INSIDE: Final = 0.9
OUTSIDE: Final = 0.1
MIN_QUOTED_WORDS: Final = 4
TYPES: Final = ("direct", "mixed", "indirect")

MAIN_FIGURES: Final = {
    "attribution.source_overlap": "attribution (content + source)",
    "direct_quotation.with_source": "direct quotation + source",
    "content_token.indirect": "content tokens, indirect",
    "cue.overlap": "cue",
    "content_span.relaxed": "content span, relaxed",
    "content_token.all": "content tokens, all",
    "direct_quotation.found": "direct quotation found",
}
"""The figures people look at first, with the words for them in a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteSpans:
    """One attribution, gold or predicted, as offsets into the text.

    ``speaker`` is the speaker's full name, ``confidence`` that of the quote and
    ``speaker_confidence`` that of the speaker, both for predictions only. None means "not given",
    and leaves the quote out of the figures concerned. ``speaker_also`` lists other correct names,
    for gold quotes only.
    """

    content: tuple[Offsets, ...]
    source: tuple[Offsets, ...] = ()
    cue: tuple[Offsets, ...] = ()
    addressee: tuple[Offsets, ...] = ()
    type: str | None = None
    mode: str | None = None
    speaker: str | None = None
    speaker_also: tuple[str | None, ...] = ()
    confidence: float | None = None
    speaker_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class TokenAttribution:
    """One attribution as sets of tokens, made from ``spans``."""

    content: TokenSet
    source: TokenSet
    cue: TokenSet
    addressee: TokenSet
    spans: QuoteSpans


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is counted about one article.

    ``matches`` holds the relaxed matches ``{gold position: predicted position}``; ``detailed`` is
    True if the gold annotation has speakers' names, modes and addressees.
    """

    tokens: Tokens
    gold: list[TokenAttribution]
    predicted: list[TokenAttribution]
    matches: dict[int, int]
    detailed: bool

    def content_type(self, attribution: TokenAttribution) -> str:
        """Direct, mixed or indirect by the share of words between quotation marks."""
        words = self.tokens.words_or_all(attribution.content)
        share = len(words & self.tokens.quoted) / len(words)
        return "direct" if share >= DIRECT_SHARE else "mixed" if share > 0 else "indirect"

    def sources_agree(
        self, gold: TokenAttribution, predicted: TokenAttribution
    ) -> tuple[bool, bool]:
        """Whether the sources share a word, and whether they have the same words."""
        return _agree(self.tokens, gold.source, predicted.source)

    def right(self, i: int, j: int) -> bool:
        """Whether a matched pair is a correct attribution, that is, the sources overlap too."""
        return self.sources_agree(self.gold[i], self.predicted[j])[0]


def _agree(tokens: Tokens, gold: TokenSet, predicted: TokenSet) -> tuple[bool, bool]:
    gold, predicted = tokens.words_or_all(gold), tokens.words_or_all(predicted)
    if not gold or not predicted:
        return gold == predicted, gold == predicted
    return bool(gold & predicted), gold == predicted


def compare(
    text: str,
    gold: Iterable[QuoteSpans],
    predicted: Iterable[QuoteSpans],
    ignored: Iterable[Offsets] = (),
    *,
    detailed: bool = False,
) -> Comparison:
    """Match the predictions for one article with its gold attributions.

    Attributions whose content lies in ``ignored`` spans are left out on both sides. ``detailed``
    says that the gold annotation has speakers' names, modes and addressees, so that a missing value
    means that there is none.

    Raises:
        UsageError: a predicted span lies outside the text.
    """
    tokens = Tokens(text, ignored)
    gold_sets = _as_tokens(tokens, gold)
    predicted_sets = _as_tokens(tokens, predicted)
    pairs = overlapping([a.content for a in gold_sets], [a.content for a in predicted_sets])
    close = {(pair.gold, pair.predicted): pair.iou for pair in pairs if pair.iou >= MIN_IOU}
    return Comparison(tokens, gold_sets, predicted_sets, one_to_one(close), detailed)


def _as_tokens(tokens: Tokens, quotes: Iterable[QuoteSpans]) -> list[TokenAttribution]:
    attributions = []
    for quote in quotes:
        for start, end in (*quote.content, *quote.source, *quote.cue, *quote.addressee):
            if not 0 <= start < end <= len(tokens.text):
                raise UsageError(
                    f"The span {start}..{end} of a quote does not lie in its text "
                    f"(0..{len(tokens.text)}); are annotations and text of the same version?"
                )
        content = tokens.within(quote.content)
        if content:
            attributions.append(
                TokenAttribution(
                    content,
                    tokens.within(quote.source),
                    tokens.within(quote.cue),
                    tokens.within(quote.addressee),
                    quote,
                )
            )
    return attributions


def score(comparison: Comparison) -> Sheet:
    """All counts of one article."""
    sheet = Sheet()
    sheet.numbers["docs"] = 1
    sheet.numbers["gold_attributions"] = len(comparison.gold)
    sheet.numbers["predicted_attributions"] = len(comparison.predicted)
    _score_content_tokens(comparison, sheet)
    _score_content_spans(comparison, sheet)
    _score_attributions(comparison, sheet)
    _score_by_type(comparison, sheet)
    _score_cues(comparison, sheet)
    _score_quoted_segments(comparison, sheet)
    if comparison.detailed:
        _score_speakers(comparison, sheet)
    return sheet


def _score_content_tokens(comparison: Comparison, sheet: Sheet) -> None:
    gold = _union(comparison.gold)
    predicted = _union(comparison.predicted)
    quoted = comparison.tokens.quoted
    for name, g, p in (
        ("all", gold, predicted),
        ("direct", gold & quoted, predicted & quoted),
        ("indirect", gold - quoted, predicted - quoted),
    ):
        sheet.tally(f"content_token.{name}", right=len(g & p), predicted=len(p), gold=len(g))


def _union(attributions: Iterable[TokenAttribution]) -> TokenSet:
    nothing: TokenSet = frozenset()
    return nothing.union(*(attribution.content for attribution in attributions))


def _score_content_spans(comparison: Comparison, sheet: Sheet) -> None:
    gold = [a.content for a in comparison.gold]
    predicted = [a.content for a in comparison.predicted]
    of_words = comparison.tokens.words_or_all
    for name, right in (
        ("exact", _equal(gold, predicted)),
        ("exact_words", _equal(map(of_words, gold), map(of_words, predicted))),
        ("relaxed", len(comparison.matches)),
    ):
        sheet.tally(f"content_span.{name}", right=right, predicted=len(predicted), gold=len(gold))


def _equal(gold: Iterable[TokenSet], predicted: Iterable[TokenSet]) -> int:
    """The number of items that can be paired one to one with an equal item."""
    return (Counter(gold) & Counter(predicted)).total()


def _score_attributions(comparison: Comparison, sheet: Sheet) -> None:
    right: Counter[str] = Counter()
    for i, j in comparison.matches.items():
        gold, predicted = comparison.gold[i], comparison.predicted[j]
        overlap, exact = comparison.sources_agree(gold, predicted)
        cue = bool(gold.cue & predicted.cue)
        right["source_overlap"] += overlap
        right["source_exact"] += exact
        right["cue_overlap"] += cue
        right["source_overlap_and_cue"] += overlap and cue
        sheet.share("source_accuracy.overlap", overlap)
        sheet.share("source_accuracy.exact", exact)
        if gold.source:
            sheet.share("source_accuracy.overlap_gold_has_source", overlap)
        gold_type = comparison.content_type(gold)
        sheet.share(f"source_accuracy.overlap_{gold_type}", overlap)
        if predicted.spans.type is not None:
            sheet.share("type_accuracy", predicted.spans.type == (gold.spans.type or gold_type))
    for name in ("source_overlap", "source_exact", "source_overlap_and_cue", "cue_overlap"):
        sheet.tally(
            f"attribution.{name}",
            right=right[name],
            predicted=len(comparison.predicted),
            gold=len(comparison.gold),
        )


def _score_by_type(comparison: Comparison, sheet: Sheet) -> None:
    gold_types = [comparison.content_type(a) for a in comparison.gold]
    predicted_types = [comparison.content_type(a) for a in comparison.predicted]
    spans = {name: Tally() for name in TYPES}
    attributions = {name: Tally() for name in TYPES}
    for name in TYPES:
        for tally in (spans[name], attributions[name]):
            tally.gold = gold_types.count(name)
            tally.predicted = predicted_types.count(name)
    for i, j in comparison.matches.items():
        right = comparison.right(i, j)
        spans[gold_types[i]].right_gold += 1
        spans[predicted_types[j]].right_predicted += 1
        attributions[gold_types[i]].right_gold += right
        attributions[predicted_types[j]].right_predicted += right
    for name in TYPES:
        sheet.tallies[f"content_span.relaxed_by_type.{name}"].add(spans[name])
        sheet.tallies[f"attribution.by_type.{name}"].add(attributions[name])


def _score_cues(comparison: Comparison, sheet: Sheet) -> None:
    gold = [a.cue for a in comparison.gold if a.cue]
    predicted = [a.cue for a in comparison.predicted if a.cue]
    weights = {(pair.gold, pair.predicted): pair.iou for pair in overlapping(gold, predicted)}
    right = len(one_to_one(weights))
    sheet.tally("cue.overlap", right=right, predicted=len(predicted), gold=len(gold))


def _score_quoted_segments(comparison: Comparison, sheet: Sheet) -> None:
    segments = comparison.tokens.long_segments(MIN_QUOTED_WORDS)
    sheet.numbers["quoted_segments_ambiguous"] += 0
    found, with_source, with_source_exact = Tally(), Tally(), Tally()
    for segment in segments:
        gold, gold_share = _holder(comparison.gold, segment)
        predicted, predicted_share = _holder(comparison.predicted, segment)
        if OUTSIDE < gold_share < INSIDE:
            sheet.numbers["quoted_segments_ambiguous"] += 1
            continue
        in_gold = gold_share >= INSIDE
        in_predicted = predicted_share >= INSIDE
        overlap = exact = False
        if gold is not None and predicted is not None and in_gold and in_predicted:
            overlap, exact = comparison.sources_agree(gold, predicted)
        both = in_gold and in_predicted
        for tally, right in ((found, both), (with_source, overlap), (with_source_exact, exact)):
            tally.add(Tally(int(in_predicted), int(in_gold), int(right), int(right)))
    sheet.numbers["quoted_segments_min_words"] += len(segments)
    sheet.tallies["direct_quotation.found"].add(found)
    sheet.tallies["direct_quotation.with_source"].add(with_source)
    sheet.tallies["direct_quotation.with_source_exact"].add(with_source_exact)


def _holder(
    attributions: Sequence[TokenAttribution], segment: TokenSet
) -> tuple[TokenAttribution | None, float]:
    """The first attribution with most of a segment's words, and the share of them that it has."""
    best = max(attributions, key=lambda a: len(a.content & segment), default=None)
    return best, len(best.content & segment) / len(segment) if best is not None else 0.0


def _score_speakers(comparison: Comparison, sheet: Sheet) -> None:
    names_right = addressees_right = 0
    for i, j in comparison.matches.items():
        gold, predicted = comparison.gold[i], comparison.predicted[j]
        if gold.spans.speaker is not None:
            names_right += same_name(gold.spans.speaker, predicted.spans.speaker)
        if gold.addressee:
            both = _agree(comparison.tokens, gold.addressee, predicted.addressee)
            addressees_right += both[0]
        sheet.share("mode_accuracy", gold.spans.mode == predicted.spans.mode)
    for name, right, has in (
        ("name", names_right, lambda a: a.spans.speaker is not None),
        ("addressee", addressees_right, lambda a: bool(a.addressee)),
    ):
        predicted_count = sum(map(has, comparison.predicted))
        gold_count = sum(map(has, comparison.gold))
        sheet.tally(f"speaker.{name}", right=right, predicted=predicted_count, gold=gold_count)


def same_name(one: str, other: str | None) -> bool:
    """Whether two names are the same, ignoring case and white space."""
    return other is not None and one.casefold().split() == other.casefold().split()


def score_article(
    text: str,
    gold: Iterable[QuoteSpans],
    predicted: Iterable[QuoteSpans],
    ignored: Iterable[Offsets] = (),
    *,
    detailed: bool = False,
) -> Sheet:
    """The whole measure for one article. The module's docstring explains the figures' names.

    Raises:
        UsageError: a span lies outside the text.
    """
    return score(compare(text, gold, predicted, ignored, detailed=detailed))
