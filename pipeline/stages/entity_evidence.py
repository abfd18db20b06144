"""What the whole article says about its entities: titles, surnames, name words."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.strings import get_string_id
from spacy.tokens import Doc

from pipeline.lexicons import load_terms
from pipeline.stages.entity_spans import NAME_TAGS, Candidate
from pipeline.stages.names import parse_name

_NAME_TAG_IDS = frozenset(map(get_string_id, NAME_TAGS))
_MAX_NAME = 9  # tokens; hyphens count


def titled_names(doc: Doc, found: Iterable[Candidate]) -> list[Candidate]:
    """Add the name after a title ("General S M Kamr-ul-Hassan") that the model left out."""
    result = list(found)
    taken = {index for c in result for index in range(c.start, c.end)}
    titles = load_terms("titles")
    for index, tag in enumerate(doc.to_array("TAG").tolist()):
        if tag not in _NAME_TAG_IDS or index in taken:
            continue
        if doc[index].lower_ not in titles or not doc[index].text[0].isupper():
            continue
        start = index + 1
        while start < len(doc) and start not in taken and doc[start].lower_ in titles:
            start += 1
        end = start
        while (
            end < len(doc) and end - start < _MAX_NAME and end not in taken and _in_name(doc, end)
        ):
            end += 1
        if end > start and doc[end - 1].tag_ in NAME_TAGS:
            result.append(Candidate(start, end, "PERSON"))
            taken.update(range(start, end))
    return sorted(result)


def _in_name(doc: Doc, index: int) -> bool:
    token = doc[index]
    if token.tag_ in NAME_TAGS and token.text[0].isupper():
        return True
    # "Kamr-ul-Hassan" is several tokens.
    glued = not doc[index - 1].whitespace_
    return glued and (token.text == "-" or (doc[index - 1].text == "-" and token.is_alpha))


def relabelled(doc: Doc, found: Iterable[Candidate]) -> list[Candidate]:
    """Labels that the words of the name contradict, set right."""
    return list(found)


def with_surnames(doc: Doc, found: Iterable[Candidate]) -> list[Candidate]:
    """The surname of a full name is that person's wherever it stands alone in the article."""
    result = list(found)
    surnames: set[str] = set()
    for c in result:
        if c.label != "PERSON" or c.end - c.start < 2:
            continue
        last = doc[c.end - 1].text
        if (
            len(last) >= 3
            and last[0].isupper()
            and parse_name([t.text for t in doc[c.start : c.end]]).full
        ):
            surnames.add(last)
    if not surnames:
        return result
    owner = {index: n for n, c in enumerate(result) for index in range(c.start, c.end)}
    ids = {doc.vocab.strings[surname] for surname in surnames}
    for index, orth in enumerate(doc.to_array("ORTH").tolist()):
        if orth not in ids:
            continue
        if index in owner:
            c = result[owner[index]]
            if c.end - c.start == 1 and c.label != "PERSON":
                result[owner[index]] = c._replace(label="PERSON")
        elif not _touches_capital(doc, index):
            result.append(Candidate(index, index + 1, "PERSON"))
    return sorted(result)


def _touches_capital(doc: Doc, index: int) -> bool:
    before = (
        index > 0
        and doc[index - 1].tag_ in NAME_TAGS
        and doc[index - 1].lower_ not in load_terms("titles")
    )
    after = index + 1 < len(doc) and doc[index + 1].tag_ in NAME_TAGS
    return before or after
