"""Compute all figures from gold articles and records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..articles.ids import safe_id
from ..errors import UsageError
from ..schemas.record import Entity, EntityType, MentionForm, Quote, Record, Span
from ..spans import Offsets
from .alternatives import settle
from .attribution import MAIN_FIGURES, Comparison, QuoteSpans, compare, score
from .confidence import Rated, confidence_figures, rated
from .coreference import score_people
from .counts import Figures, Sheet, bootstrap, total
from .entities import EntitySpans, score_entities
from .gold import GoldArticle
from .speakers import rated_speakers, score_speakers


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One article: its gold annotation, the comparison of the quotes, and all counts.

    ``comparison`` is None if the gold annotation has no quotes; ``speaker_ratings`` is empty if it
    does not name speakers.
    """

    gold: GoldArticle
    comparison: Comparison | None
    sheet: Sheet
    speaker_ratings: Sequence[Rated] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All articles; ``missing`` lists the ids of gold articles without a record."""

    articles: tuple[Evaluated, ...]
    missing: tuple[str, ...] = ()

    @property
    def regions(self) -> dict[str, list[Sheet]]:
        """The counts of the articles by region, if the gold annotation gives it."""
        found: defaultdict[str, list[Sheet]] = defaultdict(list)
        for article in self.articles:
            if article.gold.region is not None:
                found[article.gold.region].append(article.sheet)
        return dict(sorted(found.items()))

    def figures(self, resamples: int = 0) -> Figures:
        """All figures, nested; with ``resamples``, also 95 % intervals of the main ones."""
        figures = _figures([article.sheet for article in self.articles], resamples)
        compared = [article.comparison for article in self.articles if article.comparison]
        figures["confidence"] = confidence_figures(list(map(rated, compared)), resamples)
        figures["speaker_confidence"] = confidence_figures(
            [article.speaker_ratings for article in self.articles], resamples
        )
        figures["missing_records"] = list(self.missing)
        figures["regions"] = {
            region: _figures(sheets, resamples) for region, sheets in self.regions.items()
        }
        return figures


def _figures(sheets: Sequence[Sheet], resamples: int) -> Figures:
    everything = total(sheets)
    everything.numbers["docs"] = len(sheets)
    figures = everything.figures()
    if resamples:
        wanted = [
            name for name in everything.tallies if name.startswith(("entities.exact", "quotes"))
        ]
        shares = sorted(name for name in everything.shares if name.startswith("speaker"))
        found = bootstrap(sheets, [*MAIN_FIGURES, *sorted(wanted), *shares], resamples)
        intervals = {name: list(pair) for name, pair in found.items()}
        figures["accuracy_95_interval"] = {name: intervals.pop(name) for name in shares}
        figures["f1_95_interval"] = intervals
    return figures


def evaluate(gold: Sequence[GoldArticle], records: Mapping[str, Record]) -> Evaluation:
    """Compare gold articles with the records of the same articles, by id.

    For a gold article without a record nothing counts as found; it is listed in
    :attr:`Evaluation.missing`.

    Args:
        gold: the annotated articles.
        records: by id, made from the gold id by :func:`newsquotes.articles.ids.safe_id`.

    Raises:
        UsageError: no gold article has a record, or the text of a record differs.
    """
    pairs = [(article, records.get(safe_id(article.id))) for article in gold]
    missing = tuple(article.id for article, record in pairs if record is None)
    if len(missing) == len(gold):
        raise UsageError(
            f"None of the {len(gold)} gold articles ({missing[0]}, …) has a record; "
            "are these the records of the gold texts?"
        )
    return Evaluation(tuple(_evaluate_one(*pair) for pair in pairs), missing)


def _evaluate_one(gold: GoldArticle, record: Record | None) -> Evaluated:
    if record is not None and record.text != gold.text:
        raise UsageError(
            f"The record {record.id!r} has a text that differs from that of its gold article; "
            "evaluate records that were made from the gold texts."
        )
    comparison = None
    sheet = Sheet()
    ratings: Sequence[Rated] = ()
    if gold.quotes is not None:
        settled = settle(
            gold.text, gold.quotes, list(map(quote_spans, record.quotes if record else ()))
        )
        comparison = compare(
            gold.text,
            settled.gold,
            settled.predicted,
            [_offsets(span) for span in gold.ignored],
            detailed=gold.entities is not None,
        )
        sheet = score(comparison)
        if gold.tells_speakers:
            sheet.add(score_speakers(gold.text, settled))
            ratings = rated_speakers(settled)
    theirs = list(map(entity_spans, record.entities if record else ()))
    sheet.add(score_names(gold, theirs))
    if gold.entities is not None:
        ours = [entity.spans() for entity in gold.entities]
        sheet.add(score_people(gold.text, ours, theirs))
    return Evaluated(gold, comparison, sheet, ratings)


def score_names(gold: GoldArticle, found: Sequence[EntitySpans]) -> Sheet:
    """Count the names that are found, whether or not the gold annotation links them to entities."""
    if gold.entities is not None:
        return score_entities(gold.text, [entity.spans() for entity in gold.entities], found)
    if gold.names is not None:
        names = [name_spans(name.type, _offsets(name)) for name in gold.names]
        return score_entities(gold.text, names, found, [_offsets(span) for span in gold.ignored])
    return Sheet()


def name_spans(kind: EntityType, name: Offsets) -> EntitySpans:
    """A single name in the form that the scorer takes."""
    return EntitySpans(type=kind, name="", names=(name,))


def quote_spans(quote: Quote) -> QuoteSpans:
    """A record's quote in the form that the scorer takes."""
    return QuoteSpans(
        content=_all(quote.content),
        source=_all([quote.speaker.mention]),
        cue=_all([quote.cue]),
        addressee=_all([quote.addressee.mention] if quote.addressee else []),
        type=quote.type,
        mode=quote.mode,
        speaker=quote.speaker.name,
        confidence=quote.confidence,
        speaker_confidence=quote.speaker.confidence,
    )


def entity_spans(entity: Entity) -> EntitySpans:
    """A record's entity in the form that the scorer takes: names and pronouns only."""
    return EntitySpans(
        type=entity.type,
        name=entity.name,
        names=_all(m for m in entity.mentions if m.form is MentionForm.NAME),
        pronouns=_all(m for m in entity.mentions if m.form is MentionForm.PRONOUN),
    )


def _all(spans: Iterable[Span | None]) -> tuple[Offsets, ...]:
    return tuple(_offsets(span) for span in spans if span is not None)


def _offsets(span: Span) -> Offsets:
    return span.start, span.end
