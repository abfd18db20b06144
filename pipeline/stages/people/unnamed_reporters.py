"""Whether "she said" goes on with what somebody without a name reported just before.

"Jo Tarn's mother said he was never late. 'He was a good boy,' she said": the mother says both,
and no woman who is named elsewhere in the article.
"""

from __future__ import annotations

from typing import Final

from spacy.tokens import Doc, Token

from ...lexicons import load_terms
from ...lexicons.first_names import Gender
from ...lexicons.inflections import find_lemma
from ..annotations import text_of
from .context import Context, Report
from .descriptions import gender_of_noun
from .discourse import Discourse
from .pronoun_features import GENDERS
from .said import person_nouns

_SENTENCES: Final = 3
_ASIDE: Final = frozenset({"who", "that", "which", "they"})


def goes_on_from_unnamed(
    doc: Doc, discourse: Discourse, pronoun: int, gender: Gender | None
) -> bool:
    """Whether the last who reported before a pronoun has no name, and is meant by it.

    Args:
        doc: with attributions.
        discourse: what has been decided so far.
        pronoun: the token of he or she, or of a noun that may be anybody's: "the person".
        gender: its gender; None if a noun has none.
    """
    context = discourse.context
    own = context.source_of.get(pronoun)
    if own is None:
        return False
    last = _last_report(doc, context, pronoun, own)
    if last is None or last.source is None or discourse.speaker(last) != "unnamed":
        return False
    if last.number in context.inside(pronoun) or _asks(doc, last):
        return False
    noun = _person(doc, context, last.source)
    if noun is None:
        goes_on = _is_of_nobody(doc, discourse, last.source, gender)
        return goes_on and not _is_somebody_named_since(discourse, last, own, pronoun, gender)
    if gender is not None and gender_of_noun(noun.lower_) not in {None, gender}:
        return False
    return not _is_somebody_named_since(discourse, last, own, pronoun, gender)


def _last_report(doc: Doc, context: Context, pronoun: int, own: int) -> Report | None:
    """The last report before that is no part of another, at most one paragraph away.

    What is said by the pronoun may go on for paragraphs.
    """
    begin = context.tokens(*doc._.attributions[own]["content"][0])[0]
    paragraph = context.paragraph[min(begin, pronoun)]
    for report in context.reports_before(pronoun):
        if report.number == own or pronoun in (report.source or ()):
            continue
        if paragraph - context.paragraph[report.start] > 1:
            return None
        is_aside = (
            report.source is not None
            and len(report.source) == 1
            and doc[report.source.start].lower_ in _ASIDE
        )
        if is_aside or context.inside(report.start):
            continue
        return report
    return None


def _asks(doc: Doc, report: Report) -> bool:
    """Whether a report is a question, which somebody else answers."""
    cue = doc._.attributions[report.number]["cue"]
    words = text_of(doc)[slice(*cue)].lower().split() if cue else []
    return any(find_lemma(word, load_terms("cues_asking")) for word in words)


def _person(doc: Doc, context: Context, source: range) -> Token | None:
    """The noun of a source that is one person: "neighbour" in "a neighbour of Okoro"."""
    head = doc[context.head_of(source.start, source.stop)]
    if head.lower_ == "one":
        many = any(t.tag_ == "NNS" for child in head.rights for t in child.rights)
        return head if many else None
    is_one = head.tag_ == "NN" and not head.ent_type_ and head.lower_ in person_nouns()
    return head if is_one else None


def _is_of_nobody(doc: Doc, discourse: Discourse, source: range, gender: Gender | None) -> bool:
    """Whether a source is the same pronoun, of somebody without a name: "He said … . He wrote"."""
    used = GENDERS.get(doc[source.start].lower_)
    if len(source) != 1 or used is None or gender not in {None, used}:
        return False
    return any(
        one.token == source.start and one.person is None
        for one in discourse.seen[discourse.place(source.start) :][:1]
    )


def _is_somebody_named_since(
    discourse: Discourse, last: Report, own: int, pronoun: int, gender: Gender | None
) -> bool:
    """Whether somebody of that gender is mentioned between, outside of what is reported."""
    assert last.source is not None
    held = {own} | {one.number for one in discourse.context.reports if one.source == last.source}
    for one in discourse.seen[discourse.place(last.source.stop) : discourse.place(pronoun)]:
        if one.person is None or not held.isdisjoint(one.spot.inside):
            continue
        if gender is None or discourse.may_be(one.person, gender):
            return True
    return False
