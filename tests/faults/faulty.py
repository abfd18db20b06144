"""A spaCy component that does what the text says: raises, hangs, starts a process that outlives it,
dies at once or when half its answer is written, stops there, or eats all memory.
"""

from __future__ import annotations

import os
import pickle
import signal
import time
from functools import partial
from typing import BinaryIO

from spacy.language import Language
from spacy.tokens import Doc


def _write_half(sign: signal.Signals, answer: object, file: BinaryIO, protocol: int) -> None:
    """Write half of the answer and get this signal, as if it came just then."""
    data = pickle.dumps(answer, protocol)
    file.write(data[: len(data) // 2])
    file.flush()
    os.kill(os.getpid(), sign)


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
        pickle.dump = partial(_write_half, signal.SIGKILL)
    if "STOP" in doc.text:
        pickle.dump = partial(_write_half, signal.SIGSTOP)
    if "FORK" in doc.text:
        os.fork()
        time.sleep(1000)
    if "EAT" in doc.text:
        eaten = []
        while True:
            eaten.append(bytearray(100_000_000))
    return doc
