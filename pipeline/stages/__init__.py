"""The stages, in order: one spaCy component per package, each the only writer of what it assigns.

A new stage is one file and one line in :data:`STAGES` (and its entry point in ``pyproject.toml``,
so that ``nlp.add_pipe`` finds it in a pipeline of anybody's own).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from ..errors import PipelineContractError

if TYPE_CHECKING:
    from spacy.language import Language

BEFORE_MODEL: Final = ("paragraphs",)
"""Stages that the model's own components build on."""

AFTER_MODEL: Final = ("quotations", "attribution", "entities", "people", "places", "speakers")
"""Stages that build on tags, dependencies and raw entities, and on one another."""

STAGES: Final = BEFORE_MODEL + AFTER_MODEL
"""Stems of the modules here; the factory of each is ``newsquotes_<stem>``."""

GIVEN: Final = frozenset({"doc._.body_start"})
"""What the caller sets on a Doc before any component runs."""


def factory_name(stem: str) -> str:
    """The name under which spaCy knows the stage of this module."""
    return f"newsquotes_{stem}"


def add_stages(nlp: Language, weights: str | None = None) -> None:
    """Put every stage into its place around the components of ``nlp``, and check the contract.

    Args:
        nlp: a loaded model.
        weights: a file of attribution weights other than the package's own.

    Raises:
        UsageError: the weights cannot be read.
        PipelineContractError: see :func:`check_contract`.
    """
    for stem in STAGES:
        import_module(f"{__name__}.{stem}.component")
    for stem in reversed(BEFORE_MODEL):
        nlp.add_pipe(factory_name(stem), first=True)
    for stem in AFTER_MODEL:
        config = {"weights": weights} if stem == "attribution" else {}
        nlp.add_pipe(factory_name(stem), config=config)
    check_contract(nlp)


def check_contract(nlp: Language) -> None:
    """Hold every component to what it declares: all it requires is assigned ahead of it.

    Raises:
        PipelineContractError: naming the component, what it lacks, and who would assign it.
    """
    assigned = set(GIVEN)
    for name in nlp.pipe_names:
        meta = nlp.get_pipe_meta(name)
        if missing := [attribute for attribute in meta.requires if attribute not in assigned]:
            raise PipelineContractError(
                f"{name} reads {', '.join(missing)}, which no component ahead of it assigns; "
                f"put one that does before it (now: {', '.join(nlp.pipe_names)})."
            )
        assigned.update(meta.assigns)
