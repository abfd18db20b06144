"""Check that what a stage reads has been assigned: in a pipeline, and on each Doc."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ..errors import PipelineContractError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

GIVEN: Final = frozenset({"doc._.body_start", "doc._.copies"})
"""Attributes that the caller sets on a Doc before any component runs."""

_TOKENS: Final = {
    "doc.ents": "ENT_IOB",
    "token.tag": "TAG",
    "token.dep": "DEP",
    "token.head": "HEAD",
}


def check_contract(nlp: Language) -> None:
    """Check that everything each component requires is assigned by a component before it.

    Raises:
        PipelineContractError: something is missing; the message names the component, what it
            lacks, and which component would assign it.
    """
    assigned = set(GIVEN)
    for name in nlp.pipe_names:
        meta = nlp.get_pipe_meta(name)
        if missing := [attribute for attribute in meta.requires if attribute not in assigned]:
            raise PipelineContractError(
                f"{name} reads {', '.join(missing)}, which no component ahead of it assigns; "
                f"add one that does before it (now: {', '.join(nlp.pipe_names)})."
            )
        assigned.update(meta.assigns)


def check_read(doc: Doc, name: str, reads: Sequence[str]) -> None:
    """Check that a Doc has everything that the stage ``name`` reads.

    Raises:
        PipelineContractError: something has not been written, so the stage would find nothing or
            make mistakes.
    """
    if missing := [attribute for attribute in reads if len(doc) and not _written(doc, attribute)]:
        raise PipelineContractError(
            f"{name} reads {', '.join(missing)}, which nothing has written; add a component that "
            "does, before it (newsquotes.add_stages puts every stage into its place)."
        )


def _written(doc: Doc, attribute: str) -> bool:
    if attribute in _TOKENS:
        return doc.has_annotation(_TOKENS[attribute])
    key: Any = ("._.", attribute.removeprefix("doc._."), None, None)
    return key in doc.user_data
