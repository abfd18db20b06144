"""English verb forms: from a lemma to its forms, and from a form to its lemma. No model needed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from . import load_terms

_VOWELS: Final = frozenset("aeiou")
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh", "o")
# "dropped" is a form of "drop", "raised" of "raise": right more often than not.
_DOUBLED: Final = re.compile(r"(.*[aeiou]([bdgmnprt]))\2(?:ed|ing)")
_MUTE_E: Final = re.compile(
    r"(?:[cvuz]|uir|[aeiou]s|[^aeioul]l|[dr]g|[ae]ng|[^aeiou](?:a[tgmkpr]|i[dnrmk]|o[kt]|u[rmtd]))$"
)


@lru_cache(maxsize=8192)
def inflect(lemma: str) -> frozenset[str]:
    """All forms of the verb (or, as a rule does no harm, noun), the lemma included, lower-case."""
    regular = _regular(lemma)
    if irregular := _irregular().get(lemma):
        # An odd past form takes the place of the regular one; so does an odd participle.
        odd_past = any(not form.endswith(("ing", "s")) for form in irregular)
        odd_ing = any(form.endswith("ing") for form in irregular)
        regular = frozenset(
            form
            for form in regular
            if form == lemma
            or not ((odd_past and form.endswith("ed")) or (odd_ing and form.endswith("ing")))
        )
        return regular | frozenset(irregular)
    return regular


def lemmatise(form: str, lemmas: frozenset[str]) -> str:
    """The lemma in ``lemmas`` that ``form`` is a form of; else a guess by the rules of spelling."""
    return find_lemma(form, lemmas) or _guess(form.lower())


def find_lemma(form: str, lemmas: frozenset[str]) -> str | None:
    """The lemma in ``lemmas`` that ``form`` is a form of, or None."""
    form = form.lower()
    for lemma in _candidates(form):
        if lemma in lemmas and form in inflect(lemma):
            return lemma
    return None


def _guess(form: str) -> str:
    if doubled := _DOUBLED.fullmatch(form):
        return doubled[1]
    found = [lemma for lemma in _candidates(form)[1:] if form in inflect(lemma)]
    odd = _irregular_lemmas().get(form, ())
    likely = (
        lemma
        for lemma in found
        if lemma in odd or lemma.endswith("e") == bool(_MUTE_E.search(lemma.removesuffix("e")))
    )
    return next(likely, found[0] if found else form)


def _regular(lemma: str) -> frozenset[str]:
    if lemma.endswith("ee"):
        return frozenset({lemma, lemma + "s", lemma + "d", lemma + "ing"})
    if lemma.endswith("e"):
        return frozenset({lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"})
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return frozenset({lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"})
    third = lemma + ("es" if lemma.endswith(_SIBILANTS) else "s")
    return frozenset({lemma, third, lemma + "ed", lemma + "ing"})


def _candidates(form: str) -> list[str]:
    found = [form, *_irregular_lemmas().get(form, ())]
    for ending, replacements in (
        ("ies", ("y",)), ("ied", ("y",)), ("es", ("", "e")), ("s", ("",)), ("ed", ("", "e")),
        ("ing", ("", "e")),
    ):  # fmt: skip
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            found.extend(stem + replacement for replacement in replacements)
    return found


@cache
def _irregular() -> dict[str, tuple[str, ...]]:
    lines = (line.split() for line in load_terms("irregular_verbs"))
    return {lemma: tuple(forms) for lemma, *forms in lines}


@cache
def _irregular_lemmas() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for lemma, forms in sorted(_irregular().items()):
        for form in forms:
            found[form] = (*found.get(form, ()), lemma)
    return found
