"""The spaCy pipeline: a model's own components with the stages of this package around them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import spacy
from spacy.pipeline import AttributeRuler

from ..errors import ModelMissingError
from ..lexicons import load_terms, use_lexicons
from ..settings import META_KEY, Settings
from ..stages import add_stages, check_contract
from .fast_tok2vec import CALLBACK, make_accelerate
from .lookup import find_model
from .own_stages import add_own_stages, run_code
from .whitespace import are_these_rules

if TYPE_CHECKING:
    from spacy.language import Language

NAMES: Final = "newsquotes_names"

VECTORS: Final = 300
"""Width of the word vectors that our tagger of names reads."""

UNUSED: Final = ("lemmatizer", "senter")
"""Components of spaCy's English models whose annotations no stage reads."""

TITLES: Final = ("titles", "titles_female", "titles_male", "rank_titles")
"""Lexicons of titles before names, some with a full stop."""

NEEDED: Final = ("tagger", "parser")
"""Components that a model must have; and ``ner``, where its own names are wanted."""


def load(settings: Settings | str | None = None) -> Language:
    """Load a spaCy model with all stages in place.

    Args:
        settings: the settings, or only the name or path of the model; by default, the settings'
            defaults. The pipeline remembers them, and :func:`newsquotes.extract` uses them.

    Example:
        >>> nlp = load()
        >>> record = extract(nlp, "“It has rained for a week,” said Mara Okoro.")
        >>> record.quotes[0].speaker.name
        'Mara Okoro'

    Raises:
        ModelMissingError: the model is not installed, cannot be loaded, or lacks a component that
            the stages need.
        PipelineContractError: a stage needs annotations that no component before it writes.
        UsageError: ``code``, ``stages`` or ``lexicons`` of the settings cannot be used.
        WeightsError: a file of weights is damaged, or was made for another network.
    """
    if not isinstance(settings, Settings):
        settings = Settings() if settings is None else Settings(model=settings)
    model = settings.model
    info = find_model(model)
    use_lexicons(settings.lexicons)
    if settings.code is not None:
        run_code(settings.code)
    try:
        nlp = spacy.load(info.path, exclude=UNUSED)
    except (OSError, ValueError) as error:
        raise ModelMissingError(
            f"The spaCy model {model!r} cannot be loaded ({' '.join(str(error).split())[:200]}); "
            "install one made for this version of spaCy."
        ) from error
    _know_titles(nlp)
    replace_names(nlp, settings)
    needed = (*NEEDED, *(() if nlp.has_pipe(NAMES) else ("ner",)))
    if missing := [name for name in needed if name not in nlp.pipe_names]:
        raise ModelMissingError(
            f"The spaCy model {model!r} has no {', '.join(missing)}; choose one that has."
        )
    # A reader's limits decide what is too long, once; see Settings.max_chars.
    nlp.max_length = 2**31
    _trim_attribute_ruler(nlp)
    make_accelerate()(nlp)
    if nlp.config["nlp"].get("after_pipeline_creation") is None:
        # So that what is saved is as fast, and of the same opinion to the last bit, when loaded.
        nlp.config["nlp"]["after_pipeline_creation"] = {"@callbacks": CALLBACK}
    add_stages(
        nlp,
        settings.weights,
        settings.threshold,
        speaker_threshold=settings.speaker_threshold,
    )
    if own := settings.own_stages:
        add_own_stages(nlp, own)
        check_contract(nlp)
    nlp.meta[META_KEY] = settings.loaded()
    return nlp


def _know_titles(nlp: Language) -> None:
    """Let titles keep their full stop, as spaCy has it for "Gen.", but not for "Sgt." and "Mme.".

    Else the parser may end a sentence there, and the name behind it begins another.
    """
    tokenizer: Any = nlp.tokenizer
    titles = (word for name in TITLES for word in load_terms(name) if word.endswith("."))
    for word in sorted(titles):
        form = word.capitalize()
        if form not in tokenizer.rules and form[:-1].isalpha():
            tokenizer.add_special_case(form, [{"ORTH": form}])


def replace_names(nlp: Language, settings: Settings) -> None:
    """Replace the model's tagger of names by our own, unless the settings keep the model's.

    Ours needs word vectors; a model without them, such as the small ones, keeps its own.

    Raises:
        WeightsError: the tagger's weights cannot be read.
    """
    if settings.names == "model" or nlp.vocab.vectors_length != VECTORS or nlp.has_pipe(NAMES):
        return
    if nlp.has_pipe("ner"):
        nlp.remove_pipe("ner")
    import_module("..stages.names.component", __package__)
    nlp.add_pipe(NAMES, config={"weights": settings.names_weights})


def _trim_attribute_ruler(nlp: Language) -> None:
    """Leave only what it does to tags and dependencies, in English those of white space.

    Parts of speech, morphology and lemmas, which no stage reads, take most of its time.
    """
    if not nlp.has_pipe("attribute_ruler"):
        return
    ruler = nlp.get_pipe("attribute_ruler")
    assert isinstance(ruler, AttributeRuler)
    patterns: list[dict[str, Any]] = list(ruler.patterns)
    patterns = [one for one in patterns if {"TAG", "DEP"} & one["attrs"].keys()]
    if are_these_rules(patterns):
        nlp.add_pipe("newsquotes_white_space", after="attribute_ruler")
        nlp.remove_pipe("attribute_ruler")
        return
    ruler.clear()
    ruler.add_patterns(patterns)
