"""Text of articles for a terminal, which would obey some characters rather than show them."""

from __future__ import annotations

import io
from codecs import getincrementaldecoder
from collections.abc import Buffer
from typing import Final, TextIO

BIDIRECTIONAL: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""What turns round the order in which the rest of a line is shown."""

_IN_TEXT: Final = (
    {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\n\t\r"}
    | {ord("\r"): "", 127: "␡"}
    | dict.fromkeys((*range(0x80, 0xA0), *BIDIRECTIONAL), "\N{REPLACEMENT CHARACTER}")
)
_IN_LINE: Final = {
    code: chr(code).encode("unicode_escape").decode()
    for code in (*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029, *BIDIRECTIONAL)
}


def visible_text(text: str) -> str:
    """The text with one visible character for each that a terminal would obey.

    Lines and tabs stay; carriage returns are left out.
    """
    return text.translate(_IN_TEXT)


def visible_line(text: str) -> str:
    r"""The text on one line, with escapes such as ``\n`` for what a terminal would obey."""
    return text.translate(_IN_LINE)


class VisibleOutput(io.RawIOBase):
    """UTF-8 in, visible text out, in what encoding the terminal has."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._decoder = getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Buffer) -> int:
        """Show these bytes; all of them, or those up to a character that is not yet whole."""
        data = bytes(data)
        encoding = self._terminal.encoding or "ascii"
        text = visible_text(self._decoder.decode(data))
        self._terminal.write(text.encode(encoding, "replace").decode(encoding))
        return len(data)

    def flush(self) -> None:
        """Flush the terminal."""
        self._terminal.flush()
