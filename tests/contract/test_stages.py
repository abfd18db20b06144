"""Each stage writes what it declares and nothing else; a wrong order is an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from newsquotes import add_stages, extract
from newsquotes.analysis import make_doc
from newsquotes.articles.text import article_of
from newsquotes.errors import PipelineContractError, UsageError
from newsquotes.settings import DEFAULT_MODEL
from newsquotes.spacy_model.lookup import find_model
from newsquotes.stages import STAGES, check_contract, factory_name
from newsquotes.stages.annotations import ATTRIBUTES, DocAttribute, register_extensions, shifted
from spacy.language import Language
from spacy.tokens import Doc

SEED = Path(__file__).parents[2] / "seeds" / "000_c54c2a8a42594d80.txt"

UNDERSCORE = [attribute.name for attribute in ATTRIBUTES if attribute.name != "notes"]
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
    ours.remove("newsquotes_white_space")
    first, *others = (factory_name(stem) for stem in STAGES)
    assert ours == [first, "newsquotes_names", *others]
    assert nlp.pipe_names[0] == "newsquotes_paragraphs"


@pytest.mark.parametrize("stem", STAGES)
def test_a_stage_without_what_it_reads_is_refused(stem: str) -> None:
    alone = spacy.blank("en")
    alone.add_pipe(factory_name(stem))
    if not alone.get_pipe_meta(factory_name(stem)).requires:
        check_contract(alone)
        return
    with pytest.raises(PipelineContractError, match=rf"^newsquotes_{stem} reads .+; add one that"):
        check_contract(alone)


@pytest.mark.parametrize("stem", STAGES)
def test_a_stage_alone_raises_at_the_first_document(stem: str) -> None:
    """Unless nothing is lacking: on a Doc that nobody has tagged it would find nothing."""
    own = spacy.blank("en")
    own.add_pipe(factory_name(stem))
    if own.get_pipe_meta(factory_name(stem)).requires:
        with pytest.raises(PipelineContractError, match=rf"^newsquotes_{stem} reads .+ which noth"):
            own("“It rained,” Ann Lee said.\n\nIt did.")
    else:
        assert own("“It rained,” Ann Lee said.\n\nIt did.").text
    assert own("").text == ""


def test_an_extension_of_other_code_is_refused() -> None:
    Doc.set_extension("sightings", default="theirs")
    try:
        with pytest.raises(PipelineContractError, match="sightings is already registered"):
            register_extensions([DocAttribute("sightings", dict, ("start", "end"))])
    finally:
        Doc.remove_extension("sightings")


def test_offsets_move_and_nothing_else_does() -> None:
    attribute = DocAttribute("sightings", dict, ("start", "where", "parts", "none", "seen"))
    annotation = {
        "start": 3,
        "where": (3, 5),
        "parts": [(1, 2), (4, 5)],
        "none": None,
        "seen": [{"start": 3, "end": 5, "form": "name"}],
        "pages": (7, 8),
    }
    assert shifted(annotation, attribute, 10) == {
        "start": 13,
        "where": (13, 15),
        "parts": [(11, 12), (14, 15)],
        "none": None,
        "seen": [{"start": 13, "end": 15, "form": "name"}],
        "pages": (7, 8),
    }


def test_a_new_attribute_is_joined_in_long_articles(
    nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new stage is a component and one line in the registry, also where parts are joined."""
    from newsquotes import analysis

    attribute = DocAttribute("sightings", dict, ("start", "end"))
    monkeypatch.setattr(analysis, "ATTRIBUTES", (*ATTRIBUTES, attribute))
    register_extensions([attribute])

    @Language.component("newsquotes_test_sightings")
    def find_sightings(doc: Doc) -> Doc:
        doc._.sightings = [
            {"start": token.idx, "end": token.idx + len(token)}
            for token in doc
            if token.text == "harbour"
        ]
        return doc

    days = (f"The harbour of Marn was closed on day {day}.\n\n" for day in range(40))
    text = "Rain\n\n" + "".join(days)
    nlp.add_pipe("newsquotes_test_sightings", after="parser")
    try:
        doc = analysis.analyse(nlp, article_of(text), 300)
        words = [text[one["start"] : one["end"]] for one in doc._.sightings]
        assert words == ["harbour"] * 40
    finally:
        nlp.remove_pipe("newsquotes_test_sightings")
        Doc.remove_extension("sightings")


def test_quotes_are_a_view_of_spans(nlp: Language) -> None:
    text = "Rain\n\n“It rained all week,” said Mara Okoro, the harbour master."
    doc = nlp(make_doc(nlp, article_of(text)))
    (quote,) = doc._.quotes
    assert [span.text for span in quote.content] == ["“It rained all week,”"]
    assert (quote.cue.text, quote.source.text) == ("said", "Mara Okoro, the harbour master")
    assert quote.speaker is not None
    assert quote.speaker["name"] == "Mara Okoro"
    assert quote.speaker_confidence is not None
    assert quote.speaker_confidence > 0.5


def test_the_view_tells_what_was_denied_and_who_spoke_together(nlp: Language) -> None:
    text = "Okoro denied that it rained.\n\nMara Okoro and Ada Lund said that it was dry."
    denied, joint = nlp(make_doc(nlp, article_of(text)))._.quotes
    assert (denied.stance, joint.stance) == ("denied", "affirmed")
    assert [one["name"] for one in (joint.speaker, *joint.co_speakers)] == [
        "Mara Okoro",
        "Ada Lund",
    ]


def as_spacy_has_it() -> Language:
    return spacy.load(find_model(DEFAULT_MODEL).path)


TEXT = "The levee will hold.\n\n“It will,” said the mayor, Ann Lee. Lee said that rain was due."


def quotes_of(nlp: Language) -> list[Any]:
    return [(q.content[0].text, q.type, q.speaker.name, q.rule) for q in extract(nlp, TEXT).quotes]


def test_stages_in_a_pipeline_of_ones_own(nlp: Language) -> None:
    """All at once, or one by one in the order of the README; the model is nobody's of ours."""
    expected = quotes_of(nlp)
    assert len(expected) == 2
    own = as_spacy_has_it()
    add_stages(own)
    assert quotes_of(own) == expected
    add_stages(own)
    assert [name for name in own.pipe_names if own.pipe_names.count(name) > 1] == []

    one_by_one = as_spacy_has_it()
    one_by_one.add_pipe("newsquotes_paragraphs", first=True)
    for stem in STAGES[1:]:
        one_by_one.add_pipe(factory_name(stem))
    assert one_by_one.pipe_names == own.pipe_names
    assert quotes_of(one_by_one) == expected


def test_stages_in_a_pipeline_that_lacks_what_they_read() -> None:
    with pytest.raises(PipelineContractError, match=r"reads .*token\.tag"):
        add_stages(spacy.blank("en"))


def test_stages_with_weights_that_do_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.npz do not exist; check the path"):
        add_stages(as_spacy_has_it(), str(tmp_path / "none.npz"))
