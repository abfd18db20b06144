"""A spaCy component that does what the text says: raises, hangs, dies, or eats all memory."""

from __future__ import annotations

import os
import signal
import time

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("faulty")
def faulty(doc: Doc) -> Doc:
    """Nothing, on a text that asks for nothing."""
    if "RAISE" in doc.text:
        raise RuntimeError("as asked")
    if "HANG" in doc.text:
        time.sleep(1000)
    if "KILL" in doc.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "EAT" in doc.text:
        eaten = []
        while True:
            eaten.append(bytearray(100_000_000))
    return doc
