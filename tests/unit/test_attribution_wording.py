"""What the words of an attribution say about it: lemma, mode, addressee."""

from __future__ import annotations

import pytest
from analysed import tree
from newsquotes.stages.attribution.cues import cue_lemma, find_addressee, find_mode, noun_phrase


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("said", "VBD", "say"),
        ("SAYS", "VBZ", "say"),
        ("saying", "VBG", "say"),
        ("tweeted", "VBD", "tweet"),
        ("thought", "VBD", "think"),
        ("denies", "VBZ", "deny"),
        ("argued", "VBN", "argue"),
        ("claims", "NNS", "claim"),
        ("belief", "NN", "belief"),
        ("according", "VBG", "according"),
        ("According", "VBG", "according"),
        (":", ":", ":"),
        ("per", "IN", "per"),
        ("adamant", "JJ", "adamant"),
        ("thought", "NN", "thought"),
        ("need", "VBP", "need"),
        ("bring", "VB", "bring"),
        ("meeting", "NN", "meeting"),
        ("expressed", "VBD", "express"),
        ("shows", "VBZ", "show"),
        ("raising", "VBG", "raise"),
        ("findings", "NNS", "finding"),
        ("says", "NNS", "say"),
    ],
)
def test_lemma_of_the_cue(word: str, tag: str, lemma: str) -> None:
    assert cue_lemma(tree(f"{word}/{tag}/ROOT/1")[0]) == lemma


@pytest.mark.parametrize(
    ("lemma", "source", "mode"),
    [
        ("say", "she", "speech"),
        ("say", None, "speech"),
        ("say", "report", "writing"),
        ("say", "Statement", "writing"),
        ("show", "letter", "writing"),
        ("write", "she", "writing"),
        ("tweet", None, "writing"),
        ("believe", "she", "thought"),
        ("belief", "her", "thought"),
        ("convinced", None, "thought"),
        ("hope", None, "thought"),
        ("according", "memo", "writing"),
        ("according", "her", "speech"),
        ("zorb", "she", "speech"),
    ],
)
def test_mode(lemma: str, source: str | None, mode: str) -> None:
    token = tree(f"{source}/NN/ROOT/1")[0] if source else None
    assert find_mode(lemma, token) == mode


TOLD = "Ana/NNP/nsubj/2 told/VBD/ROOT/2"
URGED = "Ana/NNP/nsubj/2 urged/VBD/ROOT/2 the/DT/det/4 residents/NNS/dobj/2"
SAID = "Ana/NNP/nsubj/2 said/VBD/ROOT/2"


@pytest.mark.parametrize(
    ("sentence", "cue", "addressee"),
    [
        (f"{TOLD} reporters/NNS/dobj/2 it/PRP/nsubj/5 rains/VBZ/ccomp/2", 1, "reporters"),
        (f"{TOLD} Al/NNP/compound/4 Jazeera/NNP/dobj/2 it/PRP/nsubj/6 rains/VBZ/ccomp/2", 1,
         "Al Jazeera"),
        (f"{TOLD} her/PRP/dative/2 the/DT/det/5 truth/NN/dobj/2", 1, "her"),
        (f"{TOLD} the/DT/det/4 truth/NN/dobj/2", 1, None),
        (f"{TOLD} a/DT/det/5 packed/JJ/amod/5 court/NN/dobj/2 in/IN/prep/5 Oslo/NNP/pobj/6", 1,
         "a packed court in Oslo"),
        (f"{TOLD} reporters/NNS/dobj/2 who/WP/nsubj/5 waited/VBD/relcl/3", 1, "reporters"),
        (f"{TOLD} reporters/NNS/dobj/2 ,/,/punct/3 some/DT/appos/3", 1, "reporters"),
        (f"{SAID} to/IN/prep/2 reporters/NNS/pobj/3", 1, "reporters"),
        (f"{SAID} to/IN/dative/2 him/PRP/pobj/3", 1, "him"),
        (f"{SAID} in/IN/prep/2 an/DT/det/5 interview/NN/pobj/3 with/IN/prep/5 Le/NNP/compound/8 "
         "Monde/NNP/pobj/6", 1, "Le Monde"),
        (f"{SAID} in/IN/prep/2 a/DT/det/5 letter/NN/pobj/3 to/IN/prep/5 the/DT/det/8 "
         "minister/NN/pobj/6", 1, None),
        (f"{SAID} in/IN/prep/2 a/DT/det/5 letter/NN/pobj/3 to/IN/prep/5 the/DT/det/8 "
         "premier/NN/pobj/6", 1, "the premier"),
        (f"{SAID} in/IN/prep/2 Oslo/NNP/pobj/3", 1, None),
        (f"{SAID} in/IN/prep/2 a/DT/det/5 house/NN/pobj/3 with/IN/prep/5 friends/NNS/pobj/6", 1,
         None),
        ("Ana/NNP/nsubj/2 points/VBZ/ROOT/2 to/IN/prep/2 progress/NN/pobj/3", 1, None),
        ("Ana/NNP/nsubj/2 likes/VBZ/ROOT/2 reporters/NNS/dobj/2", 1, None),
        ("Ana/NNP/nsubj/2 warned/VBD/ROOT/2 investors/NNS/dobj/2", 1, "investors"),
        ("Ana/NNP/nsubj/2 agreed/VBD/ROOT/2 with/IN/prep/2", 1, None),
        (f"{URGED} to/TO/aux/6 save/VB/xcomp/2", 1, "the residents"),
        (f"{URGED} to/TO/aux/7 be/VB/auxpass/7 saved/VBN/xcomp/2", 1, "the residents"),
        (f"{URGED} of/IN/prep/4 lying/VBG/pcomp/5", 1, "the residents"),
        (f"{URGED} of/IN/prep/4 Oslo/NNP/pobj/5", 1, "the residents of Oslo"),
    ],
    ids=[
        "told reporters", "a name", "an indirect object", "told the truth", "a whole phrase",
        "without relative clause", "without what follows a comma", "said to", "dative",
        "interview with", "no listener we know", "letter to", "a place", "no occasion",
        "points to progress", "a verb that addresses nobody", "warned",
        "a preposition without object", "urged to", "what is done to it", "accused of doing",
        "no deed behind of",
    ],
)  # fmt: skip
def test_addressee(sentence: str, cue: int, addressee: str | None) -> None:
    doc = tree(sentence)
    found = find_addressee(doc, doc[cue], cue_lemma(doc[cue]))
    assert (found and doc.text[slice(*found)]) == addressee


@pytest.mark.parametrize(
    ("sentence", "head", "phrase"),
    [
        ("the/DT/det/2 mayor/NN/ROOT/2 of/IN/prep/2 Oslo/NNP/pobj/3", 1, "the mayor of Oslo"),
        ("Mia/NNP/compound/2 Vance/NNP/ROOT/2 ,/,/punct/2 34/CD/appos/2", 1, "Mia Vance"),
        ("her/PRP$/poss/3 old/JJ/amod/3 friends/NNS/ROOT/3", 2, "her old friends"),
        ("the/DT/det/2 mayor/NN/ROOT/2 of/IN/prep/2 lying/VBG/pcomp/3", 1, "the mayor"),
        ("reporters/NNS/ROOT/1 ⏎/_SP/prep/1 there/RB/advmod/2", 0, "reporters"),
    ],
)
def test_noun_phrase(sentence: str, head: int, phrase: str) -> None:
    doc = tree(sentence)
    assert doc.text[slice(*noun_phrase(doc, doc[head]))] == phrase
