"""Texts that may be no article, or more than one: a look at their shape, before they are analysed.

Everything here is read and analysed all the same. A note says what looks wrong, so that nobody
takes the record of a cookie wall, or of thirty articles in one file, for that of an article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from ..lexicons import load_terms
from .base import Article, Note
from .text import credits_paper, is_date

_ADVICE: Final = "check that it is what you meant to read."
_LABEL: Final = re.compile(r"([A-Za-z][A-Za-z-]{1,14}(?: [A-Za-z-]{1,14}){0,2})[ \t]*:(?=[ \t]|$)")
_BYLINE: Final = re.compile(r"By [A-Z][\w.’'-]+(?: [\w.’'-]+){1,5}")
_MARKER: Final = re.compile(
    r"(?:Document )?\d{1,6} of \d{1,6}(?: DOCUMENTS)?"
    r"|End of Document|Do[ck]umento? [A-Z]+\d[A-Za-z0-9]{8,}"
    r"|Do[ck]ument \d{1,6} (?:von|de|van) \d{1,6}|Record Number: ?\S{4,40}"
    r"|TY {1,2}- [A-Z]{3,5}|ER {1,2}-|%0 [A-Z].{1,30}"
)
_RULE: Final = re.compile(r"([-=_*#~+])(?:\1{4,}|(?: \1){2,})")
_END_MARK: Final = re.compile(r"#{2,4}|# # #|-{1,2} ?30 ?-{1,2}|\((?:END|ENDS|MORE)\)|ENDS")
"""What agencies and press offices put below a story."""
_TITLES: Final = frozenset({"title", "headline"})
_CITY: Final = (
    r"[A-Z][A-Z.’'-]+(?:[ -][A-Z.’'-]{2,}){0,3}"
    r"(?:, [A-Z][A-Za-z. ]{1,15})?(?:,? \(?[A-Z][a-z]{2,8}\.? \d{1,2}\)?)?"
)
_NAME_OF_AGENCY: Final = r" \([A-Z][\w/ .-]{1,24}\)"
_DATELINE: Final = re.compile(rf"{_CITY}(?:{_NAME_OF_AGENCY})? ?[-–—]{{1,2}} \S")
_AGENCY: Final = re.compile(rf"{_CITY}{_NAME_OF_AGENCY} ?[-–—]{{1,2}} \S")
_AGE: Final = re.compile(
    r"(?:an?|\d{1,3}) ?(?:s|m|h|d|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?|weeks?)"
    r"(?: ago| read)",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>)\]]{4,2000}|\[[^\]\n]{1,200}\]\([^)\s]{4,2000}\)"
)
_LOST: Final = re.compile(
    r"\ufffd|(?:^|\s)\?(?=[A-Z][a-z]*\s)|[a-z]\?(?:s|t|re|ve|ll)\b", re.MULTILINE
)
_TIME_CODE: Final = re.compile(r"(?:\d{2}:)?\d{2}:\d{2}[.,]\d{3} --> (?:\d{2}:)?\d{2}:\d{2}")
_OTHER_KIND: Final = re.compile(
    r"[\[{(]\s*(?:\{\s*)?['\"]\w+['\"]\s*:"  # a value of Python or JavaScript
    r"|\w+\(\w+=|\w+ = (?:['\"\[{(\d]|None|true|false)"
    r"|@\w+\{|TY {1,2}- |%0 [A-Z]"  # references
    r"|BEGIN:V[A-Z]+|HTTP/\d|\\(?:documentclass|begin)\b"
    r"|diff --git |--- \S+\n\+\+\+ |(?:INSERT INTO|CREATE TABLE|SELECT \S+ FROM) "
    r"|#!/|#include\b|<\?php|(?:def|function) \w+\(|import \w+$|from [\w.]+ import "
    r"|\|[^|\n]+\|[^|\n]+\|",
    re.MULTILINE,
)
"""How files begin that are data, code or a message of a protocol."""
_ENDS_SENTENCE: Final = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_BREAKS_OFF: Final = re.compile(r"\[(?:…|\.\.\.)\]$|(?:…|\.\.\.)$")
_ANSWERED: Final = re.compile(r"^On .{5,120} wrote:$", re.MULTILINE)
_CITED: Final = re.compile(r"^>+ ?(?!>|[A-Z][A-Z .’'-]{1,40}:)\S", re.MULTILINE)
_NUMBERED: Final = re.compile(r"^[ \t]*(\d{1,4})[ \t:|]{1,8}\S", re.MULTILINE)
_TWO_SCRIPTS: Final = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_CREDIT: Final = re.compile(r"\b(?:Photo(?:graph)?s?|Pictures?|Images?)(?: by|:) ?[A-Z]")
_BETWEEN: Final = re.compile(r"\n[ \t\r]*\n\s*")
_CURLY: Final = {"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "}

_SHORT: Final = 80
"""Words of a text in which one phrase of a wall is enough."""
_LONG: Final = 400
"""Words of a text in which two phrases are not."""
_END: Final = 600
"""Characters at the end of a text in which a paywall's words stand."""
_STUB: Final = 120
"""Words of a text that is no more than a summary, if it breaks off."""
_PROMISE: Final = 4
"""Words of a line that says that more will follow."""
_INTO_THE_STORY: Final = 60
"""Words behind which the head of an article is that of another one."""
_WHOLE_HEAD: Final = 3
"""Lines of a head, one after the other, that begin another article even in short ones."""
_SHORT_STORY: Final = 20
_LONGEST_HEADING: Final = 20


class _Shape(NamedTuple):
    """The body of an article as it is looked at."""

    text: str
    lines: list[str]
    head: list[str]
    """What stands above the body: title and header lines."""
    words: int
    phrases: str
    """Lower case, straight marks, single spaces."""

    @classmethod
    def of(cls, article: Article) -> _Shape:
        start, end = article.body
        text = article.text[start:end]
        phrases = " ".join(_straight(text).casefold().split())
        head = list(_lines(article.text[:start]))
        return cls(text, list(_lines(text)), head, phrases.count(" ") + 1, phrases)


def _straight(text: str) -> str:
    for curly, plain in _CURLY.items():
        text = text.replace(curly, plain)
    return text


def _lines(text: str) -> Iterator[str]:
    return (stripped for line in text.splitlines() if (stripped := line.strip()))


def suspicions(article: Article) -> tuple[Note, ...]:
    """One note for each way in which the text does not look like that of one article."""
    shape = _Shape.of(article)
    notes: list[Note] = []
    for reason, looks in _REASONS.items():
        if looks(shape):
            notes.append(Note("suspicious-input", f"{reason}; {_ADVICE}"))
    return tuple(notes)


def _several(shape: _Shape) -> bool:
    """Heads, markers of a database or datelines of other articles stand in the body."""
    labels: Counter[str] = Counter()
    heads = markers = ends = words = run = 0
    bylines: list[int] = []
    titles: list[int] = []
    before = ""
    datelines = sum(bool(_DATELINE.match(line)) for line in shape.lines)
    agencies = sum(bool(_AGENCY.match(line)) for line in shape.lines)
    opens_so = bool(shape.lines) and bool(_DATELINE.match(shape.lines[0]))
    known = load_terms("article_labels")
    lines = [*shape.head, *shape.lines]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        label = _LABEL.match(line)
        name = label[1].lower() if label else ""
        is_head = name in known or bool(_BYLINE.fullmatch(line)) or is_date(line)
        run = run + 1 if is_head else 0
        if _BYLINE.fullmatch(line) or credits_paper(line):
            # A heading above it is that of another story, however short they are.
            if bylines and _is_heading(before):
                titles += [*bylines[:1], words]
            bylines.append(words)
        if name in _TITLES:
            titles.append(words)
        if is_head and words >= _INTO_THE_STORY:
            labels[name or ("by" if _BYLINE.fullmatch(line) else "date")] += 1
            heads += run == 2
        heads += run == _WHOLE_HEAD and words >= _SHORT_STORY
        markers += bool(_MARKER.fullmatch(line))
        markers += bool(_RULE.fullmatch(line)) and _is_heading(following)
        ends += bool(_END_MARK.fullmatch(line)) and _is_heading(following)
        words += 0 if is_head else len(line.split())
        before = line
    # Another one between two stories; one at the end may be the first again.
    between = (_INTO_THE_STORY <= at <= words - _INTO_THE_STORY for at in bylines[1:])
    again = any(at - first >= _SHORT_STORY for first, at in pairwise(titles))
    if heads or again or any(between) or markers > 1 or ends > 1:
        return True
    if max(labels.values(), default=0) > 1:
        return True
    return agencies > 1 or (opens_so and datelines > 1)


def _is_index(shape: _Shape) -> bool:
    """Headings without a story below them, or links to stories."""
    lines = shape.lines
    labels = load_terms("link_labels")
    links = sum(line.casefold() in labels or bool(_AGE.fullmatch(line)) for line in lines)
    prose = sum(len(line.split()) for line in lines if _is_prose(line)) / max(1, shape.words)
    if links >= 4 and links * 10 >= len(lines) and prose < 0.8:
        return True
    headings = sum(
        _is_heading(line) and not following[:1].islower()
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
    )
    return headings >= 8 and headings >= 0.6 * len(lines) and prose < 0.5


def _is_wall(shape: _Shape) -> bool:
    """Asks for cookies, JavaScript or a proof of being human, or says that there is no page."""
    said = f"{_straight(' '.join(shape.head)).casefold()} {shape.phrases}"
    found = sum(phrase in said for phrase in load_terms("wall_phrases"))
    needed = 1 if shape.words < _SHORT else 2 if shape.words < _LONG else 4
    return found >= needed


def _is_paywalled(shape: _Shape) -> bool:
    """Ends by asking to subscribe."""
    end = shape.phrases[-_END:]
    return any(phrase in end for phrase in load_terms("paywall_phrases"))


def _is_stub(shape: _Shape) -> bool:
    """Is short and breaks off, or ends in the link to the rest."""
    if shape.words >= _STUB or not shape.lines:
        return False
    last = shape.lines[-1]
    # Below a whole story, a few words are what comes: "More soon …"
    promise = len(shape.lines) > 1 and len(last.split()) <= _PROMISE
    promise = promise and bool(_ENDS_SENTENCE.search(shape.lines[-2]))
    return (bool(_BREAKS_OFF.search(last)) and not promise) or (
        len(shape.lines) > 1 and last.casefold() in load_terms("link_labels")
    )


def _is_links(shape: _Shape) -> bool:
    """Consists of web addresses by a third."""
    found = sum(len(address.group()) for address in _ADDRESS.finditer(shape.text))
    return found * 3 > len(shape.text)


def _is_mail(shape: _Shape) -> bool:
    known = load_terms("mail_labels")
    lines = [*shape.head, *shape.lines][:8]
    names = {label[1].lower() for line in lines if (label := _LABEL.match(line))}
    if len(names & known) >= 3 or _ANSWERED.search(shape.text):
        return True
    return len(_CITED.findall(shape.text)) >= max(3, len(shape.lines) // 4)


def _is_torn(shape: _Shape) -> bool:
    """Has blank lines within its sentences, as where each line became a paragraph."""
    parts = _BETWEEN.split(shape.text)
    torn: int = sum(
        following[:1].islower() and not _ENDS_SENTENCE.search(part.rstrip())
        for part, following in pairwise(parts)
    )
    return torn >= 3 and torn >= 0.3 * (len(parts) - 1)


def _is_numbered(shape: _Shape) -> bool:
    """Has a number at the head of each line, one after the other."""
    numbers = [int(number) for number in _NUMBERED.findall(shape.text[:20_000])]
    following = sum(b == a + 1 for a, b in pairwise(numbers))
    return following >= 4 and following >= 0.7 * len(_lines_of(shape.text[:20_000]))


def _lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _is_disguised(shape: _Shape) -> bool:
    """Has words in which letters of two alphabets look alike."""
    return len(_TWO_SCRIPTS.findall(shape.text[:20_000])) >= 5


def _is_captions(shape: _Shape) -> bool:
    """Consists of captions of pictures, each with its credit."""
    credited = sum(bool(_CREDIT.search(line)) for line in shape.lines)
    return credited >= 3 and credited >= 0.6 * len(shape.lines)


def _is_subtitles(shape: _Shape) -> bool:
    return len(_TIME_CODE.findall(shape.text[:5_000])) >= 3


def _is_other_kind(shape: _Shape) -> bool:
    start = "\n".join([*shape.head[:1], *shape.lines[:2]])
    return bool(_OTHER_KIND.match(start))


def _is_no_prose(shape: _Shape) -> bool:
    """Has fewer letters than figures and signs: a table, code, something encoded."""
    dense = "".join(shape.text[:20_000].split())
    if len(dense) < 100:
        return False
    letters = sum(map(str.isalpha, dense))
    lengths = [len(word) for word in _words(shape)]
    return letters < 0.5 * len(dense) or max(lengths) > 2_000 or len(dense) > 30 * len(lengths)


def _is_damaged(shape: _Shape) -> bool:
    """Has characters that were lost on its way: U+FFFD, or ``?`` where quotation marks were."""
    return len(_LOST.findall(shape.text)) >= 2 or "\ufffd" in shape.text


def _words(shape: _Shape) -> Iterator[str]:
    yield ""
    yield from shape.text[:20_000].split()


def _is_heading(line: str) -> bool:
    """Some words without the mark that ends a sentence."""
    return (
        3 <= len(line.split()) <= _LONGEST_HEADING
        and not _ENDS_SENTENCE.search(line)
        and sum(map(str.isalpha, line)) > 0.6 * len(line)
    )


def _is_prose(line: str) -> bool:
    return len(line.split()) > _LONGEST_HEADING and bool(_ENDS_SENTENCE.search(line))


_REASONS: Final[dict[str, Callable[[_Shape], bool]]] = {
    "The text seems to hold several articles": _several,
    "The text looks like a list of stories, such as the page of a section": _is_index,
    "The text looks like a wall of a website (cookies, a check for robots, an error)": _is_wall,
    "The text seems to end at a paywall": _is_paywalled,
    "The text seems to be no more than a summary of an article": _is_stub,
    "The text consists mostly of web addresses": _is_links,
    "The text looks like an e-mail, with its header or others that it answers": _is_mail,
    "Lines that belong together seem to stand apart": _is_torn,
    "The lines of the text are numbered": _is_numbered,
    "Words of the text mix letters of two alphabets": _is_disguised,
    "The text consists of captions": _is_captions,
    "The text looks like subtitles": _is_subtitles,
    "Characters of the text seem to have been lost, such as quotation marks": _is_damaged,
    "The text looks like data, code or a message of a protocol": _is_other_kind,
    "The text holds more figures and signs than words": _is_no_prose,
}
