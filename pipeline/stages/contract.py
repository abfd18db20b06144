"""What a stage reads must be there: checked over a pipeline, and on each Doc that a stage gets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ..errors import PipelineContractError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

GIVEN: Final = frozenset({"doc._.body_start", "doc._.copies"})
"""What the caller sets on a Doc before any component runs."""

_TOKENS: Final = {
    "doc.ents": "ENT_IOB",
    "token.tag": "TAG",
    "token.dep": "DEP",
    "token.head": "HEAD",
}


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


def check_read(doc: Doc, name: str, reads: Sequence[str]) -> None:
    """Hold a Doc to what the stage ``name`` reads from it.

    Raises:
        PipelineContractError: nothing has written one of them, so that the stage would find
            nothing, or the wrong things.
    """
    if missing := [attribute for attribute in reads if len(doc) and not _written(doc, attribute)]:
        raise PipelineContractError(
            f"{name} reads {', '.join(missing)}, which nothing has written; put a component that "
            "does before it (newsquotes.add_stages puts every stage into its place)."
        )


def _written(doc: Doc, attribute: str) -> bool:
    if attribute in _TOKENS:
        return doc.has_annotation(_TOKENS[attribute])
    key: Any = ("._.", attribute.removeprefix("doc._."), None, None)
    return key in doc.user_data
