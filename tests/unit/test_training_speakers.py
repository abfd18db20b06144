"""Training of the weights that say who "he", "the minister" and "the group" are."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from newsquotes.analysis import analyse
from newsquotes.articles.text import article_of
from newsquotes.errors import UsageError
from newsquotes.evaluation.standoff import read_rows
from newsquotes.stages.people.component import read_people
from newsquotes.stages.people.named_people import full_name
from newsquotes.training.collectives import (
    GoldSpeaker,
    collect,
    cross_validate_collectives,
    train_collectives,
)
from newsquotes.training.coreference import (
    FOLDS,
    GoldPeople,
    answers_of,
    calibrated,
    cross_validate,
    folds,
    people_of,
    train_coreference,
)
from newsquotes.training.source_answers import GoldSources, find_person, keys_of, sources_of
from spacy.tokens import Doc

TEXT = (
    "{0} opened the harbour of Marn on Monday.\n\n“It rains,” {1} said. Jon Lind, a clerk, "
    "waited. {0} said {1} would leave.\n\nThe Marn Fishing Board met. It said that nets were dear."
)
PEOPLE = [("Mara Okoro", "she"), ("Tom Quist", "he"), ("Ada Fenn", "she"), ("Ben Holt", "he")]
TEXTS = [TEXT.format(name, pronoun) for name, pronoun in PEOPLE * 2]


def people_gold(path: Path) -> list[GoldPeople]:
    return [people_of(row) for row in read_rows(path, [])]


def sources_gold(path: Path) -> list[GoldSources]:
    return [sources_of(row) for row in read_rows(path, [])]


def test_gold(tmp_path: Path) -> None:
    """What is written of the people of an article: see the page on formats of annotations."""
    gold = write(tmp_path)
    (first, *_) = people_gold(gold)
    assert first.text == TEXTS[0]
    assert [person.names for person in first.people] == [("Mara Okoro",)]
    assert len(first.people[0].pronouns) == 2


def write(folder: Path, **changes: Any) -> Path:
    lines = []
    for number, text in enumerate(TEXTS):
        name, pronoun = (PEOPLE * 2)[number]
        (folder / f"a{number}.txt").write_text(text, encoding="utf-8")
        starts = [at for at in range(len(text)) if text.startswith(f"{pronoun} ", at)]
        starts = [at for at in starts if text[at - 1] == " "]
        spans = [[at, at + len(pronoun)] for at in starts]
        person = {"name": name, "aliases": [], "pronouns": spans, "nominals": []}
        values = {
            "doc": f"a{number}.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "people": [person],
        }
        lines.append(json.dumps({**values, **changes}))
    path = folder / "gold.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("people", [None, [{"name": "Mara Okoro"}], "Mara Okoro"])
def test_gold_that_does_not_hold(tmp_path: Path, people: object) -> None:
    with pytest.raises(UsageError, match=r"gold\.jsonl:1 has no valid 'people'"):
        people_gold(write(tmp_path, people=people))


@pytest.fixture(scope="module")
def docs(nlp: Any) -> list[Doc]:
    return [analyse(nlp, article_of(text), 100_000) for text in TEXTS]


def test_people(docs: list[Doc], tmp_path: Path) -> None:
    """What is learned from the other articles resolves the pronouns of those held out."""
    gold = people_gold(write(tmp_path))
    held_out = [number for numbers, _ in folds(docs, gold) for number in numbers]
    assert sorted(held_out) == list(range(len(docs)))
    trials = [trial for trial in cross_validate(docs, gold) if trial.kind == "pronoun"]
    assert len(trials) >= 2 * len(docs)
    assert sum(trial.right for trial in trials) / len(trials) > 0.7
    rankers = calibrated(train_coreference(docs, gold), trials)
    assert rankers.pronouns.weights
    assert 0 < rankers.pronouns.calibrated(0.5) < 1


def test_sources_alone(docs: list[Doc], tmp_path: Path) -> None:
    """Who speaks tells who is meant where an annotation has quotes, but no pronouns."""
    gold = sources_gold(write_quotes(tmp_path))
    trials = [trial for trial in cross_validate(docs, gold) if trial.kind == "pronoun"]
    assert len(trials) == len(docs)  # those in "Mara Okoro said she would leave" are not sources
    assert all(trial.right for trial in trials)
    prior = train_coreference(docs, gold)
    again = train_coreference(docs, gold, prior)
    assert set(prior.pronouns.weights) <= set(again.pronouns.weights)


def write_quotes(folder: Path, **changes: Any) -> Path:
    """The people's file with an attribution of each article in place of its people."""
    rows = [json.loads(line) for line in write(folder).read_text("utf-8").splitlines()]
    for number, row in enumerate(rows):
        name, pronoun = (PEOPLE * 2)[number]
        text = TEXTS[number]
        quote, said = text.index("“It rains,”"), text.index(f"{pronoun} said")
        one = {"content": [[quote, quote + 11]], "source": [said, said + len(pronoun)]}
        row["people"] = []
        row["attributions"] = [{**one, "speaker": name, **changes}]
    path = folder / "quotes.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "trials"),
    [
        ({"speaker": "Okoro", "also": ["Quist", "Fenn", "Holt"]}, 8),
        ({"speaker": "The Marn Fishing Board"}, 0),  # "he" is no board: that is no example
        ({"speaker": None}, 0),  # somebody without a name is meant
        ({"source": None}, 0),
        ({"speaker": "Ilse Brandt"}, 0),  # whom the pipeline does not find
    ],
)
def test_sources_that_tell_who(
    docs: list[Doc], tmp_path: Path, changes: dict[str, Any], trials: int
) -> None:
    gold = sources_gold(write_quotes(tmp_path, **changes))
    people = train_coreference(docs, people_gold(write(tmp_path)))
    assert sum(
        len(answers_of(doc, one, people, test=True).trials)
        for doc, one in zip(docs, gold, strict=True)
    ) == (trials)


@pytest.mark.parametrize("attributions", [None, [{"speaker": "Mara Okoro"}], [{"source": 7}]])
def test_sources_that_do_not_hold(tmp_path: Path, attributions: object) -> None:
    path = write_quotes(tmp_path)
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows[0]["attributions"] = attributions
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with pytest.raises(UsageError, match=r"quotes\.jsonl:1 has no valid 'attributions'"):
        sources_gold(path)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Mara Okoro", "Mara Okoro"),
        ("okoro", "Mara Okoro"),
        ("Mara Ilse Okoro", "Mara Okoro"),
        ("Dr Tom Lind", "Tom Lind"),
        ("Lind", None),  # of two
        ("Ada Okoro", None),
        ("the board", None),
        ("", None),
    ],
)
def test_person_of_a_name(nlp: Any, name: str, found: str | None) -> None:
    text = "Mara Okoro met Tom Lind. Tom Lind and Jon Lind met Okoro on Monday."
    people, _ = read_people(analyse(nlp, article_of(text), 1000))
    known = {person: keys_of(person) for person in people}
    person = find_person(name, known)
    assert (person and full_name(person)) == found


def test_collectives(docs: list[Doc]) -> None:
    collected = []
    for doc in docs:
        at = doc.text.index("that nets")
        board = GoldSpeaker(((at, len(doc.text) - 1),), frozenset({"Marn Fishing Board"}))
        collected.append(collect(doc, [board]))
    annotated = [one for each in collected for one in each if one.annotated]
    assert len(annotated) == len(docs)
    assert all(one.example.right != {len(one.example.options) - 1} for one in annotated)
    trials = cross_validate_collectives(collected)
    assert len(trials) == len(docs) > FOLDS
    assert all(trial.right for trial in trials)
    assert train_collectives([one for each in collected for one in each]).weights


def test_nobody_annotated_is_nobody_to_learn_from(docs: list[Doc]) -> None:
    assert not any(one.annotated for one in collect(docs[0], None))
