"""A spaCy component that does what the text says: raises, hangs, dies at once or when it answers,
or eats all memory.
"""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection

from spacy.language import Language
from spacy.tokens import Doc


def _send_half(connection: Connection, data: bytes, write: object = None) -> None:
    """Send half of a message and die, as by a kill that comes just then."""
    os.write(connection.fileno(), data[: len(data) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


@Language.component("faulty")
def faulty(doc: Doc) -> Doc:
    """Nothing, on a text that asks for nothing."""
    if "RAISE" in doc.text:
        raise RuntimeError("as asked")
    if "HANG" in doc.text:
        time.sleep(1000)
    if "KILL" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "HALF" in doc.text:
        Connection._send = _send_half  # type: ignore[attr-defined]
    if "EAT" in doc.text:
        eaten = []
        while True:
            eaten.append(bytearray(100_000_000))
    return doc
