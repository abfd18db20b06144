"""The entities stage on hand-made Docs: what the model found, and what becomes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from newsquotes.errors import WeightsError
from newsquotes.stages.entities.alike import made_alike
from newsquotes.stages.entities.boundaries import EntityCandidate
from newsquotes.stages.entities.component import Entities, candidates, find_entities
from newsquotes.stages.entities.evidence import clues_of, relabelled
from newsquotes.stages.entities.kind_weights import KINDS, KindWeights, read, save
from newsquotes.stages.entities.tagger_scores import clues_of_scores
from newsquotes.stages.token_columns import read_words
from spacy.tokens import Doc

from tests.builders import make_doc

NAMES = ("NNP", "NNPS")


def document(text: str, ents: list[tuple[str, str]], common: str = "") -> Doc:
    """A Doc whose capitalised words are tagged as proper nouns, but for those in ``common``."""
    cut = make_doc(text)
    first = {0} | {t.i + 1 for t in cut if t.text in {".", "?", "!"} or t.is_space}
    tags = [
        "NNP"
        if t.text[0].isupper() and t.text not in common.split() and not (t.i in first and t.is_stop)
        else "NN"
        for t in cut
    ]
    return make_doc(text, tags=tags, ents=ents, sent_starts=sorted(first & set(range(len(cut)))))


def found(doc: Doc) -> list[tuple[str, str]]:
    """The names found; MISC, which is none, left out."""
    return [(doc[c.start : c.end].text, c.label) for c in find_entities(doc) if c.label != "MISC"]


def asked_about(doc: Doc) -> list[tuple[str, str]]:
    """What may be a name, with the labels that it comes with."""
    return [(doc[c.start : c.end].text, c.label) for c in candidates(read_words(doc), doc)]


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        # Spans hold the name alone.
        ("He left the Quill Bank.", ("the Quill Bank", "ORG"), ("Quill Bank", "ORG")),
        ("It was Ada Quist's idea.", ("Ada Quist's", "PERSON"), ("Ada Quist", "PERSON")),
        ("It was Ada Quist’s idea.", ("Ada Quist’s", "PERSON"), ("Ada Quist", "PERSON")),
        ("I met Mr. Tom Fenn there.", ("Mr. Tom Fenn", "PERSON"), ("Tom Fenn", "PERSON")),
        ("I met Tom Fenn 42 there.", ("Tom Fenn 42", "PERSON"), ("Tom Fenn", "PERSON")),
        ("I met Tom Fenn - Oslo there.", ("Tom Fenn - Oslo", "PERSON"), ("Tom Fenn", "PERSON")),
        ("I met Tom Fenn yawning.", ("Tom Fenn yawning", "PERSON"), ("Tom Fenn", "PERSON")),
        ("I met Tom Fenn of Ark Aid.", ("Tom Fenn of Ark Aid", "PERSON"), ("Tom Fenn", "PERSON")),
        ("I met Kim Ha-joon there.", ("Kim Ha-joon", "PERSON"), ("Kim Ha-joon", "PERSON")),
        ("The Plover news agency said so.", ("Plover news agency", "ORG"), ("Plover", "ORG")),
        # Labels follow the words beside a name.
        ("He read it in the newspaper Granat.", ("Granat", "PERSON"), ("Granat", "ORG")),
        ("Then spokesman Ruch spoke.", ("Ruch", "ORG"), ("Ruch", "PERSON")),
        ("They left for Norway.", ("Norway", "PERSON"), ("Norway", "GPE")),
        ("A mine of Arbel Coal closed.", ("Arbel Coal", "GPE"), ("Arbel Coal", "ORG")),
        ("It was Ada née Mary Quist.", ("née Mary Quist", "PERSON"), ("Mary Quist", "PERSON")),
        ("It was Dr. the Ada Quist.", ("Dr. the Ada Quist", "PERSON"), ("Ada Quist", "PERSON")),
        # What turns out to be a person's name is cut as one.
        (
            "So Ada Quist at Ark Day, 45, spoke.",
            ("Ada Quist at Ark Day", "ORG"),
            ("Ada Quist", "PERSON"),
        ),
        ("One Briton was hurt.", ("Briton", "PERSON"), ("Briton", "NORP")),
        # A word that opens the sentence or the letter is none of the name.
        (
            "Meet Ada Maria Quist.",
            ("Meet Ada Maria Quist", "PERSON"),
            ("Ada Maria Quist", "PERSON"),
        ),
        ("Born Ada Quist, she left.", ("Born Ada Quist", "PERSON"), ("Ada Quist", "PERSON")),
        ("“Dear Tom Quist, I left.”", ("Dear Tom Quist", "PERSON"), ("Tom Quist", "PERSON")),
        ("Then Said Quist left.", ("Said Quist", "PERSON"), ("Said Quist", "PERSON")),
        # Names of two people are two names.
        ("So Ada v. Tom began.", ("Ada v. Tom", "PERSON"), ("Ada", "PERSON")),
        ("So Ada v. Tom began.", ("Ada v. Tom", "PERSON"), ("Tom", "PERSON")),
        ("So Ada and Tom Fenn left.", ("Ada and Tom Fenn", "PERSON"), ("Tom Fenn", "PERSON")),
        ("So Ada, Tom left.", ("Ada, Tom", "PERSON"), ("Ada", "PERSON")),
    ],
)
def test_span_and_label(text: str, raw: tuple[str, str], expected: tuple[str, str]) -> None:
    assert expected in found(document(text, [raw]))


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("The MPs voted.", ("MPs", "PERSON")),
        ("It closed at 3 GMT.", ("GMT", "ORG")),
        ("The Prime Minister left.", ("Prime Minister", "PERSON")),
        ("He met the Foreign Minister.", ("Foreign Minister", "PERSON")),
        ("Then Cyclone Hana struck.", ("Cyclone Hana", "PERSON")),
        ("He left on Monday.", ("Monday", "PERSON")),
        ("It was in March.", ("March", "GPE")),
        ("(Laughter in the room.)", ("Laughter", "PERSON")),
    ],
)
def test_no_names(text: str, raw: tuple[str, str]) -> None:
    assert found(document(text, [raw])) == []


@pytest.mark.parametrize(
    ("text", "raw", "missing"),
    [
        (
            "So Lieutenant General S M Kamr-ul-Hassan spoke.",
            [],
            ("S M Kamr-ul-Hassan", "PERSON"),
        ),
        ("There Amanda Pelletier waited.", [], ("Amanda Pelletier", "PERSON")),
        ("Ada Quist left. Then Quist wept.", [("Ada Quist", "PERSON")], ("Quist", "PERSON")),
        (
            "Ada Quist left. Then Quist wept.",
            [("Ada Quist", "PERSON"), ("Quist", "ORG")],
            ("Quist", "PERSON"),
        ),
        (
            "Ann Fitz-Ware left. Then Fitz-Ware wept.",
            [("Ann Fitz-Ware", "PERSON")],
            ("Fitz-Ware", "PERSON"),
        ),
        ("She met Sten Quist. QUIST: I did.", [("Sten Quist", "PERSON")], ("QUIST", "PERSON")),
        ("The Board of Clean Water (BCW) met.", [], ("BCW", "ORG")),
        ("The Board of Clean Water (BCW) met.", [], ("Board of Clean Water", "ORG")),
        ("DAKAR (Ark Press) — It rained.", [], ("DAKAR", "GPE")),
        ("By Ada\n\nDAKAR (Ark Press) — It rained.", [], ("DAKAR", "GPE")),
        ("ALTON, Ill. (Ark Press) — It rained.", [("ALTON", "ORG")], ("ALTON", "GPE")),
        ("Médecins du Nord (MDN) left.", [], ("Médecins du Nord", "ORG")),
        (
            "So Mara López García spoke.",
            [("Mara López", "PERSON")],
            ("Mara López García", "PERSON"),
        ),
        (
            "Later Avon and Somerset Police came.",
            [("Avon", "GPE"), ("Somerset Police", "ORG")],
            ("Avon and Somerset Police", "ORG"),
        ),
        ("It was the Harbour Workers Guild.", [], ("Harbour Workers Guild", "ORG")),
        ("OKORO RESIGNS\n\nAda Okoro left.", [("Ada Okoro", "PERSON")], ("OKORO", "PERSON")),
        (
            "OKORO RESIGNS\n\nAda Okoro left.",
            [("OKORO RESIGNS", "PERSON"), ("Ada Okoro", "PERSON")],
            ("OKORO", "PERSON"),
        ),
        (
            "ADA OKORO RESIGNS\n\nAda Okoro left.",
            [("ADA OKORO RESIGNS", "PERSON"), ("Ada Okoro", "PERSON")],
            ("ADA OKORO", "PERSON"),
        ),
        ("Later Ark Bank paid. It was Ark Bank.", [("Ark Bank", "ORG")], ("Ark Bank", "ORG")),
        ("The party CPI(M) lost.", [], ("CPI(M)", "ORG")),
        ("They landed at Dhaka airport.", [("Dhaka", "GPE")], ("Dhaka airport", "FAC")),
        (
            "Then the Grandmothers of the Plaza Roja marched.",
            [("Plaza Roja", "GPE")],
            ("Grandmothers of the Plaza Roja", "ORG"),
        ),
        (
            "Israel Tovar, a potter, left. Later Tovar wept.",
            [("Israel Tovar", "GPE"), ("Tovar", "PERSON")],
            ("Israel Tovar", "PERSON"),
        ),
        ("Shares on Wall Street fell.", [], ("Wall Street", "GPE")),
    ],
)
def test_missing_names(text: str, raw: list[tuple[str, str]], missing: tuple[str, str]) -> None:
    names = found(document(text, raw))
    assert missing in names
    # A repeat is found besides the first, not instead of it.
    if text.count(missing[0]) > 1 and missing in raw:
        assert names.count(missing) == text.count(missing[0])


@pytest.mark.parametrize(
    ("text", "raw", "whole"),
    [
        ("They saw Jose “El Gato” Quist there.", [("Jose", "PERSON")], "Jose “El Gato” Quist"),
        ('They saw Julia "Owl" Quist there.', [('Julia "Owl', "PERSON")], 'Julia "Owl" Quist'),
        ("They saw James (Leo) Quist there.", [("James", "PERSON")], "James (Leo) Quist"),
        ("Happy Quist left.", [("Quist", "PERSON")], "Happy Quist"),
        ("Sunday Quist, a potter, left.", [("Quist", "PERSON")], "Sunday Quist"),
        ("Sunday Tunde, who sells yams, left.", [("Tunde", "PERSON")], "Sunday Tunde"),
        ("Happy Tunde and Ada Quist left.", [("Tunde", "PERSON")], "Happy Tunde"),
        ("Then spokesman Per Quist spoke.", [("Quist", "PERSON")], "Per Quist"),
        ("Pope Ada II spoke.", [("Ada", "PERSON")], "Ada II"),
        ("Queen Ada I spoke.", [("Ada", "PERSON")], "Ada I"),
        ("They freed Li In-mo there.", [("Li", "PERSON")], "Li In-mo"),
        ("Minister of Clean Water Maria Quist spoke.", [], "Maria Quist"),
        (
            "The Office of the First Lady Maria Quist paid.",
            [("Office of the First Lady Maria Quist", "ORG")],
            "Maria Quist",
        ),
    ],
)
def test_full_names(text: str, raw: list[tuple[str, str]], whole: str) -> None:
    doc = document(text, raw)
    assert (whole, "PERSON") in asked_about(doc)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They saw James (ANC) Quist there.", "Quist"),  # a party
        ("In Quist they trust.", "Quist"),
        ("Sunday Quist left.", "Quist"),  # the day, perhaps
        ("Happy Tunde left.", "Tunde"),
        ("Happy Tunde, now free, left.", "Tunde"),
        ("When asked, Quist I think left.", "Quist"),
        ("The Quist-led group left.", "Quist"),
        ("They met Ada Quist QC there.", "Ada Quist"),
        ("They met Ada Quist MBE there.", "Ada Quist"),
        ("They met Ada Quist KC MP there.", "Ada Quist"),
        ("They met Ada Quist PhD there.", "Ada Quist"),
    ],
)
def test_what_is_no_part_of_a_name(text: str, name: str) -> None:
    doc = document(text, [(name, "PERSON")])
    assert (name, "PERSON") in asked_about(doc)


def test_a_country_before_a_known_family_name_is_a_first_name() -> None:
    text = "Israel Tovar left. They saw Tovar. "
    words = read_words(document(text + "Israel Bank lent.", []))
    country, tovar = EntityCandidate(0, 1, "GPE"), EntityCandidate(1, 2, "PERSON")
    again, bank = EntityCandidate(6, 7, "PERSON"), EntityCandidate(8, 9, "GPE")
    kinds = [c.label for c in made_alike(words, [country, tovar, again, bank])]
    assert kinds == ["PERSON", "PERSON", "PERSON", "GPE"]
    assert made_alike(words, [country, tovar])[0].label == "GPE"


def test_mothers_who_open_a_sentence_are_no_body() -> None:
    names = found(document("Mothers of Oslo wept.", [("Oslo", "GPE")]))
    assert names == [("Oslo", "GPE")]


def test_two_initials_are_no_title() -> None:
    for text, name in (("MS Quist spoke.", "MS Quist"), ("Ms Quist spoke.", "Quist")):
        assert found(document(text, [(text[:8], "PERSON")])) == [(name, "PERSON")]


def test_no_surname_is_seen_in_a_word_in_capitals() -> None:
    raw = [("Ada King", "PERSON")]
    assert ("KING", "PERSON") not in found(document("KING CHARLES SPEAKS\n\nAda King left.", raw))


def test_a_country_is_no_short_name_of_a_firm() -> None:
    raw = [("Norway Bank", "ORG"), ("Norway", "ORG")]
    doc = document("The Norway Bank lent Norway money.", raw)
    assert found(doc) == [("Norway Bank", "ORG"), ("Norway", "GPE")]


def test_what_the_weights_are_asked_for() -> None:
    doc = document("Ada Quist met Quist and Oslo.", [("Ada Quist", "PERSON"), ("Oslo", "GPE")])
    words = read_words(doc)
    names = candidates(words, doc)
    given = [*clues_of_scores(doc, names)]
    clues = dict(zip("abc", clues_of(words, names, given), strict=True))
    assert {"own:PERSON", "own:PERSON more", "name:2 words", "once:PERSON"} <= clues["a"].keys()
    assert {"score:PERSON more", "last score:ORG"} <= clues["a"].keys()
    # The tagger left it out; it is the last word of a full name, and beside a place in a list.
    assert {"own:PERSON", "part:ends PERSON", "list:PLACE", "after=and"} <= clues["b"].keys()
    assert {"own:PLACE", "name:place=large", "before=and", "list:PERSON"} <= clues["c"].keys()


def test_other_weights_give_other_kinds() -> None:
    doc = document("Then Ruch left.", [("Ruch", "ORG")])
    words = read_words(doc)
    kinds = np.eye(len(KINDS), dtype=np.float32)
    for number, label in enumerate(("PERSON", "GPE", "ORG", "NORP", "MISC")):
        weights = KindWeights({"own:ORG": 0}, kinds[number : number + 1])
        (name,) = relabelled(words, candidates(words, doc), [{}], weights)
        assert name.label == label


def test_a_verb_that_opens_a_sentence_is_no_name() -> None:
    assert found(document("Said suspension lasts.", [("Said", "PERSON")], common="Said")) == []
    assert found(document('"Tell Ada so."', [("Ada", "PERSON")])) == [("Ada", "PERSON")]


def test_an_office_before_a_name_is_no_organization() -> None:
    raw = [("District Collector", "ORG"), ("Ada Quist", "PERSON")]
    assert found(document("So District Collector Ada Quist left.", raw)) == raw[1:]


def test_an_acronym_needs_its_initials() -> None:
    assert found(document("The Board of Clean Water (XYZ) met.", [])) == []


def test_initials_of_a_person_are_no_organization() -> None:
    text = "Andrés Manuel López Obrador (AMLO) met the Ada Quist Institute (AQI)."
    assert found(document(text, [])) == [
        ("Andrés Manuel López Obrador", "PERSON"),
        ("AMLO", "PERSON"),
        ("Ada Quist Institute", "ORG"),
        ("AQI", "ORG"),
    ]


def test_line_breaks_end_a_name() -> None:
    doc = make_doc("Ada Quist\nOslo", ents=[("Ada Quist\nOslo", "PERSON")])
    assert ("Ada Quist", "PERSON") in found(doc)
    assert all("\n" not in name for name, _ in found(doc))


def test_other_kinds_stay() -> None:
    doc = document("Ada Quist left on Monday.", [("Ada Quist", "PERSON"), ("Monday", "DATE")])
    assert [(e.text, e.label_) for e in Entities()(doc).ents] == [
        ("Ada Quist", "PERSON"),
        ("Monday", "DATE"),
    ]


def test_empty() -> None:
    assert list(Entities()(make_doc("")).ents) == []


def test_weights_are_kept_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    save(KindWeights({"own:ORG": 0, "opens": 1}, np.ones((2, 5), np.float32)), path)
    again = read(path)
    assert list(again.rows) == ["opens", "own:ORG"]
    assert again.values.tolist() == [[1] * 5] * 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        '{"format": "other/1"}',
        '{"format": "newsquotes.kinds/1", "kinds": ["PERSON"], "clues": {}}',
        '{"format": "newsquotes.kinds/1", "kinds": ["PERSON", "PLACE", "ORG", "NORP", "MISC"],'
        ' "clues": {"opens": [1, 2]}}',
        '{"format": "newsquotes.kinds/1", "kinds": ["PERSON", "PLACE", "ORG", "NORP", "MISC"],'
        ' "clues": {"opens": [NaN, 1, 1, 1, 1]}}',
    ],
)
def test_damaged_weights(tmp_path: Path, text: str) -> None:
    path = tmp_path / "weights.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WeightsError, match=r"weights\.json holds no weights"):
        read(path)


def test_the_founder_of_a_firm_is_no_firm(nlp: Any) -> None:
    doc = nlp(
        "The founder of Zami Ndlola Holdings, Zami Ndlola, says there is a plot against him. "
        "Ndlola said he was sad. He was angry, too, Ndlola added."
    )
    assert ("Zami Ndlola", "PERSON") in [(entity.text, entity.label_) for entity in doc.ents]
