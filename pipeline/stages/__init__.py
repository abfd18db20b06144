"""The stages, in order: one spaCy component per package. No two stages write the same attribute.

A new stage needs a package, a line in :data:`STAGES`, and an entry point in ``pyproject.toml``, so
that ``nlp.add_pipe`` finds it in a user's own pipeline.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import UsageError
from .contract import check_contract

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["AFTER_MODEL", "BEFORE_MODEL", "STAGES", "add_stages", "check_contract", "factory_name"]

BEFORE_MODEL: Final = ("paragraphs",)
"""Stages that run before the model's own components, which depend on them."""

AFTER_MODEL: Final = ("quotations", "attribution", "entities", "people", "places", "speakers")
"""Stages that need tags, dependencies and raw entities, and the stages before them."""

STAGES: Final = BEFORE_MODEL + AFTER_MODEL
"""Names of the packages here; the factory of each is ``newsquotes_<name>``."""


def factory_name(stem: str) -> str:
    """The name of this package's stage in spaCy."""
    return f"newsquotes_{stem}"


def add_stages(
    nlp: Language,
    weights: str | None = None,
    threshold: float | None = None,
    *,
    speaker_threshold: float | None = None,
) -> None:
    """Add every stage at its place around the components of ``nlp``, and check the contract.

    ``nlp`` is any spaCy pipeline with a tagger, a parser and a named entity recogniser. Stages that
    it already has stay where they are.

    Args:
        nlp: a loaded model.
        weights: a file of attribution weights to use instead of the package's own.
        threshold: the least confidence (0 to 1) of attributions that are reported; by default that
            of the weights.
        speaker_threshold: the confidence below which a speaker is left unnamed; by default 0.35.

    Example:
        >>> import spacy
        >>> from newsquotes.spacy_model.lookup import find_model
        >>> own = spacy.load(find_model("en_core_web_md").path)
        >>> add_stages(own)
        >>> doc = own("“It has rained for a week,” said Mara Okoro.")
        >>> doc._.quotes[0].speaker["name"], doc._.quotes[0].cue
        ('Mara Okoro', said)

    Raises:
        UsageError: the weights do not exist.
        WeightsError: they are damaged, or made for another network.
        PipelineContractError: a stage reads what no component before it assigns.
    """
    for stem in STAGES:
        import_module(f"{__name__}.{stem}.component")
    for stem in reversed(BEFORE_MODEL):
        if not nlp.has_pipe(factory_name(stem)):
            nlp.add_pipe(factory_name(stem), first=True)
    if weights is not None and not Path(weights).exists():
        raise UsageError(f"The weights {weights} do not exist; check the path.")
    configs: dict[str, dict[str, Any]] = {}
    if weights is not None or threshold is not None:
        configs["attribution"] = {"weights": weights, "threshold": threshold}
    if speaker_threshold is not None:
        configs |= {stem: {"threshold": speaker_threshold} for stem in ("people", "speakers")}
    for stem in AFTER_MODEL:
        name = factory_name(stem)
        if config := configs.get(stem):
            if nlp.has_pipe(name):
                nlp.replace_pipe(name, name, config=config)
            else:
                nlp.add_pipe(name, config=config)
        elif not nlp.has_pipe(name):
            nlp.add_pipe(name)
    check_contract(nlp)
