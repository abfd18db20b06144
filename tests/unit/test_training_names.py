"""Training of the tagger of names: what it is to learn, that it learns it, and the command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import spacy
from newsquotes.cli import app
from newsquotes.errors import ExitCode, UsageError
from newsquotes.evaluation.labelled import Label, LabelledText
from newsquotes.spacy_model.lookup import find_model
from newsquotes.stages.names.weights import load_tagger
from newsquotes.training.name_examples import make_examples
from newsquotes.training.names import start
from newsquotes.training.train_names import measure, phases
from spacy.tokens import Doc, Span
from spacy.vectors import Vectors
from spacy.vocab import Vocab
from typer.testing import CliRunner

if TYPE_CHECKING:
    from spacy.language import Language

MEGABYTE = 10**6


# -- what is to be learned ------------------------------------------------------------------------


def doc_of(words: str, *entities: tuple[int, int, str], sentences: tuple[int, ...] = (0,)) -> Doc:
    """A Doc with what the model's own ``ner`` has found in it."""
    tokens = words.split()
    starts = [number in sentences for number in range(len(tokens))]
    doc = Doc(Vocab(), tokens, sent_starts=starts)
    doc.set_ents([Span(doc, *entity) for entity in entities])
    return doc


def tags(doc: Doc, *labels: tuple[str, str], unlabelled: str = "") -> list[str]:
    """The tags that an example has for ``doc``; ``labels`` are words of it with their label."""

    def at(part: str) -> tuple[int, int]:
        return doc.text.index(part), doc.text.index(part) + len(part)

    text = LabelledText(
        "one",
        doc.text,
        tuple(Label(*at(part), label) for part, label in labels),
        (at(unlabelled),) if unlabelled else (),
    )
    (example,) = make_examples([doc], [text])
    assert not example.predicted.ents
    marks = {0: "?", 1: "I-", 2: "O", 3: "B-"}
    return [marks[token.ent_iob] + token.ent_type_ for token in example.reference]


def test_labels_are_the_model_s_words() -> None:
    doc = doc_of(
        "Mara Okoro of Norse Bank met Danes near Mount Dusk Arena on Friday",
        (8, 10, "LOC"), (10, 11, "FAC"), (12, 13, "DATE"),
    )  # fmt: skip
    assert tags(
        doc,
        ("Mara Okoro", "PER"),
        ("Norse Bank", "Organization"),
        ("Danes", "NORP"),
        ("Mount Dusk", "Location"),
        ("Arena", "Facility"),
    ) == [
        "B-PERSON", "I-PERSON", "O", "B-ORG", "I-ORG", "O", "B-NORP", "O",
        "B-LOC", "I-LOC", "B-FAC", "O", "B-DATE",
    ]  # fmt: skip


def test_a_place_of_which_nothing_is_known_is_a_country_or_town() -> None:
    assert tags(doc_of("in Quill Bay", (1, 3, "ORG")), ("Quill Bay", "LOC")) == [
        "O", "B-GPE", "I-GPE",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        # Nationalities have a label of their own: MISC is clear.
        ([("Danes", "Norp")], ["B-MISC", "B-NORP", "O"]),
        # They have none: MISC may be one, and counts where the model says that it is.
        ([("Danes", "MISC")], ["?", "B-NORP", "O"]),
        ([("Danes", "PER")], ["?", "B-PERSON", "O"]),
    ],
)
def test_misc_is_not_known_where_it_holds_nationalities(
    others: list[tuple[str, str]], expected: list[str]
) -> None:
    doc = doc_of("Hamlet Danes sang", (1, 2, "NORP"))
    assert tags(doc, ("Hamlet", "MISC"), *others) == expected


def test_numbers_are_the_model_s_where_there_is_no_name() -> None:
    doc = doc_of("on 3 May Day in May", (1, 3, "DATE"), (5, 6, "DATE"))
    assert tags(doc, ("May Day", "EVENT"), ("3", "Date")) == [
        "O", "O", "B-MISC", "I-MISC", "O", "B-DATE",
    ]  # fmt: skip


def test_what_cannot_be_found_is_not_known() -> None:
    doc = doc_of("pro-Okoro cheers Mara Okoro and more", sentences=(0, 3))
    assert tags(
        doc, ("Okoro", "PER"), ("Mara Okoro", "PER"), unlabelled="more"
    ) == ["?", "O", "?", "?", "O", "?"]  # fmt: skip


# -- learning it ----------------------------------------------------------------------------------

COLUMNS = """-DOCSTART- O

Zorblat B-{0}
Vequix I-{0}
said O
on O
Monday O
that O
the O
{1} B-ORG
had O
no O
plan O
. O
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented names, labelled as nobody would guess."""
    path = tmp_path_factory.mktemp("names") / "invented.conll"
    firms = ("Ostrakon", "Pellucid", "Harmattan", "Quorrel")
    path.write_text("".join(COLUMNS.format("LOC", firm) for firm in firms), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def own() -> Language:
    """The model with its own ``ner``, as it is distributed."""
    return spacy.load(find_model("en_core_web_md").path, exclude=["attribute_ruler", "lemmatizer"])


def test_it_starts_from_the_model_s_own(own: Language) -> None:
    tagger, _ = start(own)
    doc = own("Angela Merkel flew from Berlin to see the World Bank on Tuesday.")
    expected = [(entity.text, entity.label_) for entity in doc.ents]
    doc.set_ents([], default="missing")
    assert [(entity.text, entity.label_) for entity in tagger(doc).ents] == expected != []


def test_a_model_that_cannot_be_built_on(own: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own.vocab, "vectors", Vectors(shape=(0, 0)))
    with pytest.raises(UsageError, match="the spaCy model has no word vectors"):
        start(own)


def test_the_command_learns_invented_names(corpus: Path, nlp: Language, tmp_path: Path) -> None:
    output = tmp_path / "made" / "here"
    parts = ["names", corpus, "--dev", corpus, "-o", output, "--epochs", 8, "--seed", 3]
    done = CliRunner().invoke(app, ["train", *map(str, parts)])
    assert done.exit_code == ExitCode.OK, done.output
    path = output / "weights.npz"
    assert path.stat().st_size <= 12 * MEGABYTE
    tagger = load_tagger(nlp.vocab, "names", path)
    doc = nlp.make_doc("Zorblat Vequix said on Monday that the Pellucid had no plan.")
    assert [(entity.text, entity.label_) for entity in tagger(doc).ents] == [
        ("Zorblat Vequix", "GPE"),
        ("Monday", "DATE"),
        ("Pellucid", "ORG"),
    ]
    card = (output / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "| phases | 8 epochs at 0.001, dropout 0.2; 4 epochs at 0.0006, dropout 0.25 |" in card
    assert "| seed | 3 |" in card
    assert re.search(r"\| all \| 4 \| 0\.0 \| 100\.0 \| 100\.0 \| 100\.0 \|", card)
    assert str(tmp_path) not in card


def test_phases() -> None:
    assert [one.epochs for one in phases(None)] == [6, 3]
    assert [one.epochs for one in phases(1)] == [1, 1]


def test_texts_without_names_measure_nothing(nlp: Language) -> None:
    tagger = load_tagger(nlp.vocab, "names")
    text = LabelledText("one", "It rained.\n", ())
    figures = measure(tagger, [text], [nlp.make_doc(text.text)]).figures()
    assert figures["entities"]["exact"]["micro"] == {
        "p": 0.0, "r": 0.0, "f1": 0.0, "pred": 0, "gold": 0,
    }  # fmt: skip
