"""The entities stage on hand-made Docs: what the model found, and what becomes of it."""

from __future__ import annotations

import pytest
from newsquotes.stages.entities.component import Entities, find_entities
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
    return [(doc[c.start : c.end].text, c.label) for c in find_entities(doc)]


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
        ("A flood in the town of Arbel.", ("Arbel", "PERSON"), ("Arbel", "GPE")),
        ("He read it in the newspaper Granat.", ("Granat", "PERSON"), ("Granat", "ORG")),
        ("Then spokesman Ruch spoke.", ("Ruch", "ORG"), ("Ruch", "PERSON")),
        ("Then Ruch, 45, spoke.", ("Ruch", "GPE"), ("Ruch", "PERSON")),
        ("They left for Norway.", ("Norway", "PERSON"), ("Norway", "GPE")),
        ("So the mayor of Port Vell left.", ("Port Vell", "ORG"), ("Port Vell", "GPE")),
        ("A mine of Arbel Coal closed.", ("Arbel Coal", "GPE"), ("Arbel Coal", "ORG")),
        ("It was Ada née Quist.", ("née Quist", "PERSON"), ("Quist", "PERSON")),
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
        ("So Quist v. Fenn began.", ("Quist v. Fenn", "PERSON"), ("Quist", "PERSON")),
        ("So Quist v. Fenn began.", ("Quist v. Fenn", "PERSON"), ("Fenn", "PERSON")),
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
        ("Come on Monday.", ("Monday", "PERSON")),
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
        ("There Xqor Pelletier, 51, waited.", [], ("Xqor Pelletier", "PERSON")),
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
        ("So S M Kamr-ul-Hassan spoke.", [("Hassan", "PERSON")], ("S M Kamr-ul-Hassan", "PERSON")),
        (
            "So Mara López García spoke.",
            [("Mara López", "PERSON")],
            ("Mara López García", "PERSON"),
        ),
        ("Later Velling Police came.", [("Velling", "GPE")], ("Velling Police", "ORG")),
        (
            "Later Arbel and Velling Police came.",
            [("Arbel", "GPE"), ("Velling", "GPE")],
            ("Arbel and Velling Police", "ORG"),
        ),
        ("It was the Harbour Workers Guild.", [], ("Harbour Workers Guild", "ORG")),
        ("So, The Harbour Workers Guild met.", [], ("Harbour Workers Guild", "ORG")),
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
        ("Later Ark Aid paid. It was Ark Aid.", [("Ark Aid", "ORG")], ("Ark Aid", "ORG")),
        ("The party CPI(M) lost.", [], ("CPI(M)", "ORG")),
        ("They landed at Dhaka airport.", [("Dhaka", "GPE")], ("Dhaka airport", "FAC")),
        ("Shares on Wall Street fell.", [], ("Wall Street", "GPE")),
    ],
)
def test_missing_names(text: str, raw: list[tuple[str, str]], missing: tuple[str, str]) -> None:
    names = found(document(text, raw))
    assert missing in names
    # A repeat is found besides the first, not instead of it.
    if text.count(missing[0]) > 1 and missing in raw:
        assert names.count(missing) == text.count(missing[0])


def test_no_surname_is_seen_in_a_word_in_capitals() -> None:
    raw = [("Ada King", "PERSON")]
    assert ("KING", "PERSON") not in found(document("KING CHARLES SPEAKS\n\nAda King left.", raw))


def test_a_verb_that_opens_a_sentence_is_no_name() -> None:
    assert found(document("Said suspension lasts.", [("Said", "PERSON")], common="Said")) == []
    assert found(document('"Tell Ada so."', [("Ada", "PERSON")])) == [("Ada", "PERSON")]


def test_an_office_before_a_name_is_no_organization() -> None:
    raw = [("District Collector", "ORG"), ("Ada Quist", "PERSON")]
    assert found(document("So District Collector Ada Quist left.", raw)) == raw[1:]


def test_an_acronym_needs_its_initials() -> None:
    assert found(document("The Board of Clean Water (XYZ) met.", [])) == []


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
