"""A text that names thousands costs as much a word as one that names a few."""

from __future__ import annotations

import time
from random import Random

from newsquotes.spans import Offsets
from newsquotes.stages.annotations import Attribution
from newsquotes.stages.entities.component import Entities
from newsquotes.stages.people.component import People
from newsquotes.stages.places.component import Places
from newsquotes.stages.speakers.component import Speakers
from spacy.tokens import Doc

from tests.builders import blank, declared

SYLLABLES = ("ba", "den", "fi", "gor", "kel", "lu", "man", "ne", "ri", "sol", "tu", "va", "zo")
FIRST = ("Ada", "William", "Kim", "Xo", "J.")
ROLES = ("farmer", "minister", "teacher")
FEW, MANY = 250, 2_000


def census(size: int) -> Doc:
    """A Doc of ``size`` people, named in full, by their last names alone and in capitals."""
    words: list[str] = []
    tags: list[str] = []
    entities: list[tuple[int, int, str]] = []
    sources: list[tuple[int, int]] = []
    chosen = Random(size)
    for number in range(size):
        last = "".join(chosen.choices(SYLLABLES, k=4)).capitalize()
        role = ROLES[number % len(ROLES)]
        full = [FIRST[number % len(FIRST)], last if number % 3 else "Quist"]
        for sentence, label in (
            ([role, *full], "PERSON"),
            (["the", role, "of", last + "burg"], "GPE"),
            (["Mrs.", full[1]], "PERSON"),
            (["young", last[::-1].capitalize()], "PERSON"),
            ([word.upper() for word in full], "PERSON"),
            ([last, "Coal", "Union"], "ORG"),
        ):
            start, end = len(words), len(words) + len(sentence)
            first = next(i for i, word in enumerate(sentence, start) if word[0].isupper())
            if sentence[0] == "Mrs.":
                first += 1
            entities.append((first, end, label))
            sources.append((start, end))
            words += [*sentence, "said", "so", "."]
            tags += ["NNP" if word[0].isupper() else "NN" for word in sentence]
            tags += ["VBD", "RB", "."]
    doc = Doc(blank().vocab, words=words, tags=tags)
    for sentence_start, _ in sources:
        doc[sentence_start].is_sent_start = True
    labels = ["O"] * len(words)
    for start, end, label in entities:
        labels[start:end] = ["B-" + label, *["I-" + label] * (end - start - 1)]
    doc = Doc(
        blank().vocab,
        words=words,
        tags=tags,
        ents=labels,
        sent_starts=[token.is_sent_start is True for token in doc],
    )
    begins = [token.idx for token in doc]

    def characters(start: int, end: int) -> Offsets:
        return begins[start], begins[end] - 1

    doc._.attributions = [
        Attribution(
            content=[characters(end + 1, end + 2)],
            cue=characters(end, end + 1),
            cue_lemma="say",
            source=characters(start, end),
            addressee=None,
            type="indirect",
            mode="speech",
            confidence=1.0,
            rule="test",
        )
        for start, end in sources
    ]
    return doc


def seconds(size: int) -> float:
    doc = declared(census(size))
    begin = time.process_time()
    for stage in (Entities(), People(), Places(), Speakers()):
        doc = stage(doc)
    taken = time.process_time() - begin
    assert len(doc._.people) > size / 2
    return taken


def test_time_is_in_proportion_to_the_number_of_people() -> None:
    seconds(1)  # reads the lexicons
    # Some of it is memory's; in proportion to the square it would be 8 times.
    assert seconds(MANY) < 3 * MANY / FEW * min(seconds(FEW) for _ in range(2))
