"""Each stage writes what it declares and nothing else; a wrong order is an error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from newsquotes.analysis import make_doc
from newsquotes.articles.text import article_of
from newsquotes.errors import PipelineContractError
from newsquotes.stages import STAGES, check_contract, factory_name

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SEED = Path(__file__).parents[2] / "seeds" / "000_c54c2a8a42594d80.txt"

UNDERSCORE = [
    "body_start", "paragraphs", "marks", "people", "unresolved", "places", "demonyms",
    "attributions", "quotes",
]  # fmt: skip
"""What hangs on a Doc but ``notes``, which any stage may add to."""


def state(doc: Doc) -> dict[str, Any]:
    """Everything on a Doc that a stage could write, by the name it would declare."""
    found: dict[str, Any] = {f"doc._.{name}": repr(getattr(doc._, name)) for name in UNDERSCORE}
    found["doc.ents"] = [(ent.start, ent.end, ent.label, ent.kb_id, ent.id) for ent in doc.ents]
    for name in ("tag", "pos", "dep", "lemma", "morph"):
        found[f"token.{name}"] = [str(getattr(token, f"{name}_" if name != "morph" else name))
                                  for token in doc]  # fmt: skip
    found["token.head"] = [token.head.i for token in doc]
    found["token.is_sent_start"] = [token.is_sent_start for token in doc]
    found["doc.spans"] = repr(doc.spans)
    return found


def test_stages_write_only_what_they_assign(nlp: Language) -> None:
    doc = make_doc(nlp, article_of(SEED.read_text(encoding="utf-8")))
    for name, component in nlp.pipeline:
        before = state(doc)
        doc = component(doc)
        if not name.startswith("newsquotes_"):
            continue
        assigned = set(nlp.get_pipe_meta(name).assigns)
        written = {key for key, value in state(doc).items() if value != before[key]}
        assert written <= assigned, f"{name} wrote {written - assigned}"


def test_what_stages_leave_is_plain_data(nlp: Language) -> None:
    doc = nlp(make_doc(nlp, article_of(SEED.read_text(encoding="utf-8"))))

    def check(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, part in value.items():
                check(part, f"{path}.{key}")
        elif isinstance(value, list | tuple):
            for number, part in enumerate(value):
                check(part, f"{path}.{number}")
        else:
            assert type(value) in {str, int, float, bool, type(None)}, path

    for name in [*UNDERSCORE, "notes"]:
        check(getattr(doc._, name), name)


def test_each_attribute_has_one_writer(nlp: Language) -> None:
    writers: dict[str, list[str]] = {}
    for stem in STAGES:
        for attribute in nlp.get_pipe_meta(factory_name(stem)).assigns:
            writers.setdefault(attribute, []).append(stem)
    shared = {name: by for name, by in writers.items() if len(by) > 1 and name != "doc._.notes"}
    assert shared == {}


def test_all_stages_are_in_the_pipeline_in_order(nlp: Language) -> None:
    ours = [name for name in nlp.pipe_names if name.startswith("newsquotes_")]
    assert ours == [factory_name(stem) for stem in STAGES]
    assert nlp.pipe_names[0] == "newsquotes_paragraphs"


@pytest.mark.parametrize("stem", STAGES)
def test_a_stage_without_what_it_reads_is_refused(stem: str) -> None:
    alone = spacy.blank("en")
    alone.add_pipe(factory_name(stem))
    if not alone.get_pipe_meta(factory_name(stem)).requires:
        check_contract(alone)
        return
    with pytest.raises(PipelineContractError, match=rf"^newsquotes_{stem} reads .+; put one that"):
        check_contract(alone)


@pytest.mark.parametrize("stem", STAGES)
def test_a_stage_works_in_a_pipeline_of_ones_own(stem: str) -> None:
    """By its factory name; on a Doc without annotations it finds little, but does not fail."""
    own = spacy.blank("en")
    own.add_pipe(factory_name(stem))
    assert own("“It rained,” Ann Lee said.\n\nIt did.").text
    assert own("").text == ""
