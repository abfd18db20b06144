"""Undo encodings left in a text: JSON escapes, quoted-printable, percent-encoding."""

from __future__ import annotations

import quopri
import re
import unicodedata
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

from .divided import without_divided_words

_CODE_POINT: Final = re.compile(r"\\u[0-9A-Fa-f]{4}")
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|([nrt\"'/\\]))")
_BREAK: Final = re.compile(r"\\n(?=[\\A-Z\W])")
_ESCAPED: Final = {"n": "\n", "r": "", "t": "\t"}
_CARRIAGE_RETURN: Final = re.compile(r"_x000D_\r?\n?", re.IGNORECASE)
_QUOTED: Final = re.compile(r"=E2=80=[0-9A-F]{2}|=C[23]=[0-9A-F]{2}")
_SOFT_BREAK: Final = re.compile(r"(?<![=\n])=\r?\n")
_FEWEST: Final = 2
_FEWEST_BLANKS: Final = 5
_ODD: Final = str.maketrans(
    {
        "\x0b": "\n",
        "\x0c": "\n",
        "\u2028": "\n",
        "\u2029": "\n\n",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
    }
)
_NEXT_LINE: Final = "\x85"
"""The line end of mainframes; also what an ellipsis becomes that was wrongly decoded."""
_BYTES: Final = re.compile(r"(?:\\x[0-9A-Fa-f]{2}){2,8}")
_WHOLE: Final = re.compile(r"\s*b?([\"'])(.*)\1\s*", re.DOTALL)
_UTF_7: Final = re.compile(r"\+IB[QTUgwk0-9][A-Za-z0-9+/]?")
_STYLED: Final = re.compile(r"[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
_FEWEST_STYLED: Final = 20
_IS_ODD: Final = re.compile(f"[{''.join(map(chr, _ODD))}]")


def without_escapes(text: str) -> str:
    r"""``\n`` and ``\u201c`` as what they stand for, in a text that has no line ends, or several.

    A text in which one stands by itself may be about it.
    """
    code_points = len(_CODE_POINT.findall(text)) >= _FEWEST
    breaks = len(_BREAK.findall(text)) >= _FEWEST and "\n" not in text.strip()
    in_bytes = len(_BYTES.findall(text)) >= _FEWEST
    if not code_points and not breaks and not in_bytes:
        return text
    if breaks and (whole := _WHOLE.fullmatch(text)):
        text = whole[2]  # as a program writes a string
    text = _ESCAPE.sub(_escaped, _BYTES.sub(_of_bytes, text) if in_bytes else text)
    # Characters beyond the first plane are written in two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _escaped(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return _ESCAPED.get(found[2], found[2])


def _of_bytes(found: re.Match[str]) -> str:
    try:
        return bytes.fromhex(found[0].replace("\\x", "")).decode()
    except UnicodeDecodeError:
        return found[0]


def without_utf_7(text: str) -> str:
    """The text of an old mail program: ``+IBw-No,+IB0- she said``."""
    if not text.isascii() or len(_UTF_7.findall(text)) < _FEWEST:
        return text
    try:
        return text.encode("ascii").decode("utf-7")
    except UnicodeDecodeError:
        return text


def without_styled_letters(text: str) -> str:
    """Letters of full width, or of mathematics, which some write headlines in, as plain ones."""
    if sum(map(len, _STYLED.findall(text))) < _FEWEST_STYLED:
        return text
    return _STYLED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def without_carriage_returns(text: str) -> str:
    """``_x000D_``, which is how workbooks write the carriage return before a line end."""
    return _CARRIAGE_RETURN.sub("\n", text)


def without_quoted_printable(text: str) -> str:
    """The text of a mail that was never decoded: ``=E2=80=9C``."""
    if len(_QUOTED.findall(text)) < _FEWEST and len(_SOFT_BREAK.findall(text)) < _FEWEST:
        return text
    try:
        return quopri.decodestring(text.encode()).decode()
    except UnicodeDecodeError:
        return text


def without_per_cent(text: str) -> str:
    """A text coded for an address: ``The%20kiln%20reopened``."""
    if text.count("%20") < _FEWEST_BLANKS or any(map(str.isspace, text.strip())):
        return text
    return unquote(text, errors="replace")


def without_odd_characters(text: str) -> str:
    """Line ends and letters in forms that only printing needs: U+2028, ``ﬁ``."""
    if text.count(_NEXT_LINE) >= _FEWEST and "\n" not in text.strip():
        text = text.replace(_NEXT_LINE, "\n")
    return text.translate(_ODD) if _IS_ODD.search(text) else text


DECODERS: Final[dict[str, Callable[[str], str]]] = {
    "escape sequences decoded": without_escapes,
    "carriage returns of a workbook decoded": without_carriage_returns,
    "quoted-printable decoded": without_quoted_printable,
    "percent-encoding decoded": without_per_cent,
    "UTF-7 decoded": without_utf_7,
    "letters of other styles replaced": without_styled_letters,
    "line separators and ligatures replaced": without_odd_characters,
    "words divided at line ends joined": without_divided_words,
}
"""What is said to have been done, and what does it."""
