"""Words as data: one term per line, in files beside this module; ``SOURCES.md`` says where from."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def load_terms(name: str) -> frozenset[str]:
    """The terms of the lexicon ``<name>.txt``, lower-case, without its comment lines.

    Raises:
        FileNotFoundError: there is no such lexicon.

    """
    lines = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
