"""Words as data: one term per line, in files beside this module; ``SOURCES.md`` says where from.

A user's own terms add to them, see :func:`use_lexicons`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ..errors import UsageError

EXTENSIBLE: Final = (
    "titles", "titles_female", "titles_male", "roles", "roles_female", "roles_male",
    "first_names_female", "first_names_male", "first_names_either", "not_names",
    "known_organizations", "organization_words", "cues_speech", "cues_writing", "cues_thought",
    "cues_nouns", "cues_denying", "furniture",
)  # fmt: skip
"""Lexicons to which a user's own lists may add."""

_own: dict[str, frozenset[str]] = {}
_folder: str | None = None


@cache
def load_terms(name: str) -> frozenset[str]:
    """The terms of the lexicon ``<name>.txt``, lower-case, without its comment lines.

    Raises:
        FileNotFoundError: there is no such lexicon.

    """
    text = (files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(_terms(text)) | _own.get(name, frozenset())


def use_lexicons(folder: str | None) -> None:
    """Add the terms of the lists in ``folder``, which are named like ours, to ours.

    This holds for the process. It may be called again with the same folder. What is made of the
    terms is cached in many places, so it must be called before any term is looked up, and the
    folder cannot be changed later.

    Raises:
        UsageError: there is no such folder, or a list in it cannot be read or is not named like one
        of ours; or terms have already been looked up in this process.
    """
    global _folder
    if folder == _folder:
        return
    if load_terms.cache_info().currsize:
        before = f"those of {_folder}" if _folder else "none but newsquotes' own"
        raise UsageError(
            f"This process already uses other lexicons ({before}); start another for "
            f"{folder or 'ours alone'}."
        )
    own = _read(Path(folder)) if folder else {}
    _own.clear()
    _own.update(own)
    _folder = folder


def _read(folder: Path) -> dict[str, frozenset[str]]:
    lists = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not lists:
        raise UsageError(f"--lexicons: {folder} is not a folder with .txt files; check the path.")
    found: dict[str, frozenset[str]] = {}
    for path in lists:
        if path.stem not in EXTENSIBLE:
            raise UsageError(
                f"--lexicons: {path} is not named after a lexicon; these can be added to: "
                f"{', '.join(EXTENSIBLE)}."
            )
        try:
            terms = _terms(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"--lexicons: {path} cannot be read ({error}).") from error
        if odd := [term for term in terms if not any(map(str.isalpha, term)) or "=" in term]:
            raise UsageError(f"--lexicons: {odd[0]!r} in {path} is not a word; write one per line.")
        found[path.stem] = frozenset(terms)
    return found


def _terms(text: str) -> list[str]:
    lines = (line.strip().lower() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]
