"""The language of an article, by py3langid (Lui and Baldwin 2012); others than English are refused.

Errors cost unequally: an English article refused is a loss, so a text is refused only where no part
of it looks English. Texts too short to judge are taken for what their input says, or for English.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import cache
from typing import Any, Final, NamedTuple

from ..errors import EngineError, FailureCode, InputError, Stage
from ..settings import Settings
from .base import Article, Note

ENGLISH: Final = "en"
_SAMPLE: Final = 1_000
_PART: Final = 1_000
_PIECE: Final = 300
_LETTERS_LOOKED_AT: Final = 200
_SMALL_WORDS: Final = (" and ", " in ", " of ", " to ")
_FEWEST_LETTERS: Final = 80
"""Of 14,000 English paragraphs of this length or more, none was taken for another language."""
_FEWEST_FOREIGN_LETTERS: Final = 20
_FEWEST_ACCENTED_LETTERS: Final = 40
_MANY_ACCENTS: Final = 0.2
"""The share of letters with accents that no English text has, but for a list of names."""
_SURE: Final = 0.5
_HARDLY: Final = 0.05
_MOST_PARTS: Final = 12
_NO_LANGUAGE: Final = "zxx"
_NAMES: Final = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
    "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay", "nb": "Norwegian",
    "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def in_language(article: Article, settings: Settings) -> Article:
    """``article`` with its language as detected, and a note where its input says otherwise.

    Where the text is too short to tell, the language is what the input says, or else English.

    Raises:
        InputError: not-english, unless the settings take any language.
        EngineError: the model that tells languages apart cannot be loaded.
    """
    detected, other = detect(article.text[slice(*article.body)])
    if detected is None:
        given = _code(article.language or ENGLISH)
        if given == ENGLISH or settings.any_language:
            return replace(article, language=given)
        message = (
            f"The input gives the language as {article.language!r}, and the text is too short to "
            "tell; it was analysed as English."
        )
        note = Note("language-mismatch", message)
        return replace(article, language=given, notes=(*article.notes, note))
    if detected != ENGLISH and other is None and not settings.any_language:
        message = (
            f"The article is not in English but in {language_name(detected)}; remove it, "
            "or analyse it nevertheless with --any-language."
        )
        raise InputError(article.source, Stage.READ, FailureCode.NOT_ENGLISH, message, article.id)
    notes = article.notes
    declared = article.language
    if other is not None:
        foreign = other if detected == ENGLISH else detected
        message = f"Only parts of the text are English; the rest is {language_name(foreign)}."
        notes += (Note("mixed-language", message),)
    elif declared and (_code(declared) == ENGLISH) != (detected == ENGLISH):
        message = (
            f"The input gives the language as {declared!r}, but the text seems to be "
            f"{language_name(detected)}."
        )
        notes += (Note("language-mismatch", message),)
    return replace(article, language=detected, notes=notes)


class Detected(NamedTuple):
    """The language (ISO 639) of a text, None where unsure, and that of other parts of it."""

    language: str | None
    other: str | None = None


def detect(text: str) -> Detected:
    """In which language ``text`` is, and if one of two is English, the other one."""
    start = text[:_SAMPLE]
    if not _is_long_enough(start):
        return Detected(None)
    language = _classify(start)
    if language is None:
        if any(map(_has_english, _parts(text))) and (other := _other_language(text)):
            return Detected(ENGLISH, other)  # half and half
        return Detected(None)
    if language == ENGLISH:
        return Detected(ENGLISH, _other_language(text))
    if len(text) <= _PIECE and "\n" not in text and _has_small_words(f" {text.lower()}"):
        return Detected(None)  # a sentence or two with many names
    return Detected(language, ENGLISH if any(map(_has_english, _parts(text))) else None)


def _other_language(text: str) -> str | None:
    """The language of the beginning, middle or end of an English text, if it is another.

    In short texts, that of any paragraph.
    """
    middle = len(text) // 2
    pieces = [text[:_PIECE], text[middle : middle + _PIECE], text[-_PIECE:]]
    for part in pieces if len(text) > len(pieces) * _PIECE else text.split("\n"):
        # Nearly all are English by these words, which costs less than to classify them.
        if _has_small_words(part):
            continue
        if _is_long_enough(part):
            language = _classify(part)
            if language not in {None, ENGLISH}:
                return language
    return None


def _has_small_words(text: str) -> bool:
    """Whether it has "the" and another small word of English."""
    return " the " in text and any(word in text for word in _SMALL_WORDS)


def _is_long_enough(text: str) -> bool:
    """Whether it has letters enough to tell its language: fewer do where they are not English."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= _FEWEST_LETTERS or len(letters) < _FEWEST_FOREIGN_LETTERS:
        return len(letters) >= _FEWEST_LETTERS
    accents = sum(not letter.isascii() for letter in letters) / len(letters)
    return _latin(letters) < 0.3 or (
        len(letters) >= _FEWEST_ACCENTED_LETTERS and accents >= _MANY_ACCENTS
    )


def _parts(text: str) -> list[str]:
    """The beginning, the middle and the end of a text, and some of its paragraphs."""
    middle = len(text) // 2
    paragraphs = [part for part in text.split("\n") if len(part) >= _FEWEST_LETTERS]
    some = paragraphs[:: max(1, len(paragraphs) // _MOST_PARTS)]
    return [text[:_PART], text[middle : middle + _PART], text[-_PART:], *(p[:_PART] for p in some)]


def language_name(code: str) -> str:
    """The language's English name, or its code where we have no name for it."""
    return _NAMES.get(code, f"the language with the code {code!r}")


def _code(declared: str) -> str:
    """The code of a language that an input gives by its code or name, with a country or not."""
    plain = declared.strip().lower()
    codes = {name.lower(): code for code, name in _NAMES.items()}
    named = (codes[word] for word in re.findall(r"[^\W\d_]+", plain) if word in codes)
    plain = next(named, None) or re.split(r"[-_ (.]", plain)[0]
    return ENGLISH if plain == "eng" else plain


def _has_english(part: str) -> bool:
    return sum(map(str.isalpha, part)) >= _FEWEST_LETTERS and _probability(part) > _SURE


def _latin(letters: list[str]) -> float:
    some = letters[:_LETTERS_LOOKED_AT]
    return sum("LATIN" in unicodedata.name(letter, "") for letter in some) / len(some)


def _probability(text: str) -> float:
    return float(dict(_identifier().rank(text.lower())).get(ENGLISH, 0.0))


def _classify(text: str) -> str | None:
    ranked = _identifier().rank(text.lower())
    language, probability = ranked[0]
    if language == ENGLISH:
        return ENGLISH
    if language == _NO_LANGUAGE:  # addresses, figures, code
        return None
    return language if probability > _SURE and dict(ranked)[ENGLISH] < _HARDLY else None


@cache
def _identifier() -> Any:
    # Half a second and 100 MB: only for those who read articles.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:  # it unpacks 40 MB, and the fault is no article's
        raise EngineError(
            "The model that tells languages apart cannot be unpacked to a temporary file "
            f"({error.strerror}); make room, or name another folder for it in the environment "
            "variable TMPDIR."
        ) from error
