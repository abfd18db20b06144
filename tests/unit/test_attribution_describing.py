"""From candidates and certain finds to attributions in characters."""

from __future__ import annotations

import pytest
from analysed import outermost, places, plain, tree, words_of
from newsquotes.spans import Offsets
from newsquotes.stages.annotations import Attribution
from newsquotes.stages.attribution.candidates import Candidate
from newsquotes.stages.attribution.certain import Certain
from newsquotes.stages.attribution.conversion import (
    add_floating,
    around,
    describe,
    describe_certain,
    named_beside,
    outside,
    rule_name,
    source_head,
)
from newsquotes.stages.attribution.false_finds import is_name
from newsquotes.stages.attribution.introduced import find_introduced
from spacy.tokens import Doc

SPOKEN = tree(
    "“/``/punct/7 We/PRP/nsubj/3 came/VBD/ccomp/7 ,/,/punct/7 ”/''/punct/7 Ana/NNP/nsubj/7 "
    "told/VBD/ROOT/7 reporters/NNS/dobj/7 ././punct/7"
)
ACCORDING = tree(
    "It/PRP/nsubj/2 rains/VBZ/ROOT/2 ,/,/punct/2 according/VBG/prep/2 to/IN/prep/4 "
    "Ana/NNP/pobj/5 ././punct/2"
)


def candidate(
    content: list[int], source: list[int] | None = None, cue: list[int] | None = None, head: int = 6
) -> Candidate:
    return Candidate(head, content, source or [], cue or [head], 0.0, 0.0)


def test_all_of_an_attribution() -> None:
    words = words_of(SPOKEN)
    one = candidate([1, 2, 3], [5], [6])
    text = SPOKEN.text
    found = describe(SPOKEN, text, words, one, 0.8, outermost(SPOKEN))
    assert found == {
        "content": [(0, len("“We came,”"))],
        "cue": (text.index("told"), text.index("told") + 4),
        "cue_lemma": "tell",
        "source": (text.index("Ana"), text.index("Ana") + 3),
        "addressee": (text.index("reporters"), text.index("reporters") + 9),
        "type": "direct",
        "mode": "speech",
        "confidence": 0.8,
        "rule": "cue-after",
    }


def test_nobody_is_told_what_he_says_himself() -> None:
    words = words_of(ACCORDING)
    one = candidate([0, 1], [5], [3, 4], head=3)
    found = describe(ACCORDING, ACCORDING.text, words, one, 0.8, [])
    assert found["source"] == (ACCORDING.text.index("Ana"), ACCORDING.text.index("Ana") + 3)
    assert found["addressee"] is None
    assert found["cue_lemma"] == "according"


def test_a_source_has_no_marks_at_its_edges() -> None:
    words = words_of(SPOKEN)
    found = describe(SPOKEN, SPOKEN.text, words, candidate([1, 2], [4, 5]), 0.8, [])
    assert found["source"] == (SPOKEN.text.index("Ana"), SPOKEN.text.index("Ana") + 3)
    found = describe(SPOKEN, SPOKEN.text, words, candidate([1, 2], [3, 4]), 0.8, [])
    assert found["source"] is None


@pytest.mark.parametrize(
    ("content", "head", "rule"),
    [
        ([4, 5, 6], 2, "cue-before"),
        ([0, 1], 2, "cue-after"),
        ([0, 1, 4], 2, "cue-between"),
    ],
)
def test_rules(content: list[int], head: int, rule: str) -> None:
    assert rule_name(candidate(content, head=head)) == rule


@pytest.mark.parametrize(
    ("indices", "head", "expected"),
    [
        ([], None, None),
        ([2], None, "c"),
        ([0, 2, 3], None, "c d"),
        ([0, 2, 3], 0, "a"),
        ([0, 1, 3, 4], None, "a b"),
        ([0, 2, 3], 4, "c d"),
    ],
)
def test_one_run_of_words(indices: list[int], head: int | None, expected: str | None) -> None:
    text = "a b c d e"
    found = around(plain(text)[1], indices, head)
    assert (found and text[slice(*found)]) == expected


def test_the_head_of_a_source() -> None:
    doc = tree("the/DT/det/2 mayor/NN/nsubj/5 of/IN/prep/2 Oslo/NNP/pobj/3 spoke/VBD/ROOT/5")
    words = words_of(doc)
    assert source_head(doc, words, [0, 1, 2, 3]) == doc[1]
    assert source_head(doc, words, [3]) == doc[3]
    assert source_head(doc, words, [4]) == doc[4]
    assert source_head(doc, words, []) is None


def test_what_rules_have_taken_is_taken() -> None:
    doc, words = plain("HOLM: Vance said no.\n\nAna said yes.")
    taken = [(6, 20)]
    inside = candidate(places(doc, words, "no"), head=places(doc, words, "said")[0])
    free = candidate(places(doc, words, "yes"), head=places(doc, words, "Ana said")[1])
    reaching = candidate(places(doc, words, "no.", "yes"), head=free.head)
    assert outside(words, [inside, free, reaching], taken) == [free]
    assert outside(words, [inside, free], []) == [inside, free]


REMARK = tree(
    "Ana/NNP/nsubj/2 made/VBD/ROOT/2 one/CD/nummod/4 remark/NN/dobj/2 :/:/punct/2 “/``/punct/2 "
    "We/PRP/nsubj/8 left/VBD/ccomp/2 the/DT/det/10 town/NN/dobj/8 ././punct/8 ”/''/punct/8"
)
TITLE = tree(
    "Ana/NNP/nsubj/2 read/VBD/ROOT/2 two/CD/nummod/4 books/NNS/dobj/2 :/:/punct/2 “/``/punct/2 "
    "The/DT/det/8 Town/NN/dobj/2 ”/''/punct/2"
)
NO_SUBJECT = tree(
    "A/DT/det/2 remark/NN/ROOT/2 :/:/punct/2 “/``/punct/2 We/PRP/nsubj/6 left/VBD/ccomp/2 "
    "the/DT/det/8 town/NN/dobj/6 ././punct/6 ”/''/punct/6"
)


def test_a_colon_introduces_a_quotation() -> None:
    marks = outermost(REMARK)
    (found,) = find_introduced(REMARK, REMARK.text, words_of(REMARK), marks, [])
    said = {name: REMARK.text[slice(*found[name])] for name in ("source", "cue") if found[name]}
    assert said == {"source": "Ana", "cue": "made"}
    assert (found["rule"], found["type"], found["cue_lemma"]) == ("introduced", "direct", "make")
    assert found["content"] == [(marks[0]["start"], marks[0]["end"])]
    assert not find_introduced(REMARK, REMARK.text, words_of(REMARK), marks, [found])


def test_a_verb_introduces_a_quotation() -> None:
    doc = tree(
        "Ana/NNP/nsubj/2 laughed/VBD/ROOT/2 and/CC/cc/2 said/VBD/conj/2 ,/,/punct/4 “/``/punct/8 "
        "We/PRP/nsubj/8 left/VBD/ccomp/4 the/DT/det/10 town/NN/dobj/8 ././punct/8 ”/''/punct/8"
    )
    (found,) = find_introduced(doc, doc.text, words_of(doc), outermost(doc), [])
    assert found["source"] == (0, len("Ana"))
    assert found["cue_lemma"] == "say"


@pytest.mark.parametrize("doc", [TITLE, NO_SUBJECT], ids=["too short", "nobody"])
def test_a_colon_introduces_nothing(doc: Doc) -> None:
    assert not find_introduced(doc, doc.text, words_of(doc), outermost(doc), [])


def test_a_comma_at_the_end_of_a_quotation_says_that_what_follows_reports_it() -> None:
    (found,) = find_introduced(SPOKEN, SPOKEN.text, words_of(SPOKEN), outermost(SPOKEN), [])
    spans = (*found["content"], found["source"], found["cue"])
    assert [SPOKEN.text[slice(*span)] for span in spans if span] == ["“We came,”", "Ana", "told"]


@pytest.mark.parametrize(("cue", "expected"), [(1, "Ana Ruiz"), (4, "Bo"), (6, "Bo"), (9, None)])
def test_a_name_beside_a_cue(cue: int, expected: str | None) -> None:
    doc = tree(
        "Yesterday/NN/npadvmod/2 said/VBD/ROOT/2 Ana/NNP/dobj/4 Ruiz/NNP/dobj/2 told/VBD/dep/2 "
        "Bo/NNP/dobj/5 declared/VBD/dep/2 the/DT/det/9 rain/NN/dobj/7 fell/VBD/dep/2 ././punct/2"
    )
    found = named_beside(doc, doc[cue])
    assert (found and doc.text[slice(*found)]) == expected


@pytest.mark.parametrize(
    ("verb", "lemma", "source", "name"),
    [
        ("known as", "know", (0, 3), True),
        ("knows", "know", (0, 3), False),
        ("called", "call", None, True),
        ("called", "call", (0, 3), False),
    ],
)
def test_names_are_no_quotes(verb: str, lemma: str, source: Offsets | None, name: bool) -> None:
    text = f"Ana {verb} “Bo”."
    end = 4 + len(verb)
    one = Attribution(
        content=[(end + 1, end + 5)],
        cue=(4, end),
        cue_lemma=lemma,
        source=source,
        addressee=None,
        type="direct",
        mode="speech",
        confidence=0.9,
        rule="cue-before",
    )
    assert is_name(text, one) is name


def test_what_a_rule_is_certain_of() -> None:
    text = "“We came.” — Ana Ruiz"
    marks = outermost(plain(text)[0])
    found = describe_certain(text, Certain([(0, 10)], (13, 21), (11, 12), "signed"), marks)
    assert (found["type"], found["rule"], found["cue_lemma"]) == ("direct", "signed", "—")
    assert found["content"] == [(0, 10)]
    assert found["confidence"] > 0.9


def said(text: str, content: str, cue: str, source: str) -> Attribution:
    def span(part: str) -> tuple[int, int]:
        return text.index(part), text.index(part) + len(part)

    return Attribution(
        content=[span(content)],
        cue=span(cue),
        cue_lemma=cue,
        source=span(source),
        addressee=(0, 1),
        type="direct",
        mode="writing",
        confidence=0.8,
        rule="cue-after",
    )


def test_a_quotation_that_goes_on_at_once_is_the_same_quote() -> None:
    text = "“We came,” wrote Ana. “Then we left the town.”"
    doc = plain(text)[0]
    first = said(text, "“We came,”", "wrote", "Ana")
    (found,) = add_floating(text, doc._.paragraphs, outermost(doc), [first])
    assert [text[slice(*span)] for span in found["content"]] == [
        "“We came,”",
        "“Then we left the town.”",
    ]
    assert {**found, "content": first["content"]} == first


def test_a_later_quotation_is_a_quote_of_its_own_without_a_cue() -> None:
    text = "“We came,” wrote Ana. She wept. “Then we left the town.”"
    doc = plain(text)[0]
    first = said(text, "“We came,”", "wrote", "Ana")
    before, after = add_floating(text, doc._.paragraphs, outermost(doc), [first])
    assert before == first
    assert after == {
        "content": [(text.index("“Then"), len(text))],
        "cue": None,
        "cue_lemma": None,
        "source": first["source"],
        "addressee": None,
        "type": "direct",
        "mode": "writing",
        "confidence": pytest.approx(0.72),
        "rule": "floating",
    }


def test_attributions_stay_in_order() -> None:
    text = "“We came,” wrote Ana. She wept. “Then we left the town.”\n\n“No,” said Bo."
    doc = plain(text)[0]
    found = add_floating(
        text,
        doc._.paragraphs,
        outermost(doc),
        [said(text, "“We came,”", "wrote", "Ana"), said(text, "“No,”", "said", "Bo")],
    )
    assert [one["rule"] for one in found] == ["cue-after", "floating", "cue-after"]


def test_a_cue_has_no_colon_behind_it_unless_it_is_one() -> None:
    doc = tree("Ana/NNP/nsubj/2 said/VBD/ROOT/2 :/:/punct/2 Rain/NN/dobj/2")
    words = words_of(doc)
    found = describe(doc, doc.text, words, candidate([3], [0], [1, 2], head=1), 0.8, [])
    assert found["cue"] == (4, 8)
    found = describe(doc, doc.text, words, candidate([3], [0], [2], head=2), 0.8, [])
    assert found["cue"] == (8, 9)


@pytest.mark.parametrize(
    ("text", "content", "lemma", "source", "expected"),
    [
        ("It is known as “the Pocket”.", "“the Pocket”", "know", None, True),
        ("a film titled “The Salt Road”", "“The Salt Road”", "title", None, True),
        ("He is nicknamed “Shorty”.", "“Shorty”", "nickname", None, True),
        ("Ana calls it “the Pocket”.", "“the Pocket”", "call", "Ana", False),
        ("It is said to be “the Pocket”.", "“the Pocket”", "say", None, False),
        ("It is known that he left.", "that he left", "know", None, False),
        ("It was called “one of the worst things that we have ever seen”.",
         "“one of the worst things that we have ever seen”", "call", None, False),
    ],
)  # fmt: skip
def test_names(text: str, content: str, lemma: str, source: str | None, expected: bool) -> None:
    one = said(text, content, content, source or content)
    one["cue_lemma"] = lemma
    one["type"] = "direct" if "“" in content else "indirect"
    if source is None:
        one["source"] = None
    assert is_name(text, one) is expected
