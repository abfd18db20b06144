"""What the network reads of a Doc: words without white space, their tree, marks and paragraphs."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from analysed import LABELS, marked, plain, reader, tree, words_of
from builders import blank, make_doc
from newsquotes.lexicons import load_terms
from newsquotes.stages.attribution.word_features import (
    CUE_LEXICONS,
    DEP_ROW,
    FLAGS,
    SYMBOLIC,
    Vocabulary,
    Words,
    cue_forms,
    join,
)
from spacy.strings import get_string_id
from spacy.tokens import Doc

TWO_PARAGRAPHS = (
    "“/``/punct/4 Rain/NN/nsubj/3 falls/VBZ/ccomp/4 says/VBZ/ROOT/4 ”/''/punct/4 ././punct/4",
    "⏎/_SP/dep/2 Ana/NNP/nsubj/3 denies/VBZ/ROOT/3 her/PRP$/poss/5 claim/NN/dobj/3 ././punct/3",
)
DENIAL = "Ana/NNP/nsubj/2 denies/VBZ/ROOT/2 that/IN/mark/5 Bo/NNP/nsubj/5 lied/VBD/ccomp/2"


def flagged(doc: Doc, words: Words, flag: str) -> list[str]:
    chosen = np.flatnonzero(words.flags[:, FLAGS.index(flag)])
    return [doc[int(words.token[i])].text for i in chosen]


def test_words_are_the_tokens_that_are_no_white_space() -> None:
    text = "  Ana spoke.\n\n\tBo left. "
    doc, words = plain(text)
    assert [text[a:b] for a, b in zip(words.start, words.end, strict=True)] == [
        "Ana", "spoke", ".", "Bo", "left", ".",
    ]  # fmt: skip
    assert [doc[int(i)].text for i in words.token] == ["Ana", "spoke", ".", "Bo", "left", "."]
    assert len(words) == 6
    assert words.doc.tolist() == [0] * 6


@pytest.mark.parametrize("text", ["", " ", "\n\n \n"])
def test_a_doc_without_words(text: str) -> None:
    words = plain(text)[1]
    assert len(words) == 0
    assert words.flags.shape == (0, len(FLAGS))
    assert len(join([words, words])) == 0


@pytest.mark.parametrize(
    ("sentence", "heads"),
    [
        ("Ana/NNP/nsubj/3 ⏎/_SP/dep/1 spoke/VBD/ROOT/3 ././punct/3", [1, 1, 1]),
        ("Ana/NNP/nsubj/2 ⏎/_SP/dep/3 spoke/VBD/ROOT/3 ././punct/3", [1, 1, 1]),
        ("Ana/NNP/nsubj/2 ⏎/_SP/dep/3 ⏎/_SP/dep/4 spoke/VBD/ROOT/4", [1, 1]),
        ("Ana/NNP/nsubj/2 ⏎/_SP/ROOT/2 spoke/VBD/dep/2", [0, 1]),
    ],
    ids=[
        "white space hangs from a word",
        "a word from white space",
        "twice",
        "white space is root",
    ],
)
def test_heads_are_words(sentence: str, heads: list[int]) -> None:
    assert words_of(tree(sentence)).head.tolist() == heads


def test_the_tree() -> None:
    words = words_of(tree(DENIAL, DENIAL))
    assert words.head.tolist() == [1, 1, 4, 4, 1, 6, 6, 9, 9, 6]
    assert words.first.tolist() == [0, 0, 2, 3, 2, 5, 5, 7, 8, 7]
    assert words.last.tolist() == [0, 4, 2, 3, 4, 5, 9, 7, 8, 9]
    assert words.subject.tolist() == [0, 0, 2, 3, 3, 5, 5, 7, 8, 8]
    assert words.complement.tolist() == [0, 4, 2, 3, 4, 5, 9, 7, 8, 9]
    assert words.sentence.tolist() == [0] * 5 + [1] * 5


def test_the_first_of_several_children_counts() -> None:
    doc = tree("told/VBD/ROOT/1 Ana/NNP/dobj/1 lies/NNS/dobj/1 Bo/NNP/nsubj/1 Cy/NNP/nsubj/1")
    words = words_of(doc)
    assert int(words.complement[0]) == 1
    assert int(words.subject[0]) == 3


def test_frames_hold_the_labels_of_the_children() -> None:
    words = words_of(tree(DENIAL))
    assert words.frame.shape == (5, len(LABELS) + 1)
    labels = ["", *LABELS]
    children = [{labels[i] for i in np.flatnonzero(row)} for row in words.frame]
    assert children == [set(), {"nsubj", "ccomp"}, set(), set(), {"mark", "nsubj"}]


def test_an_unknown_label_is_number_0() -> None:
    words = words_of(tree("Ana/NNP/vocative/2 spoke/VBD/ROOT/2"))
    assert words.symbols[DEP_ROW].tolist() == [0, 1]
    assert np.flatnonzero(words.frame[1]).tolist() == [0]


def test_flags_of_quotations() -> None:
    doc, words = plain("“It is late,” she said. “Go ‘home’ now.”")
    assert flagged(doc, words, "opens_quotation") == ["“", "“"]
    assert flagged(doc, words, "closes_quotation") == ["”", "”"]
    assert "".join(flagged(doc, words, "in_quotation")) == "“Itislate,”“Go‘home’now.”"
    assert flagged(doc, words, "continues_quotation") == []
    assert sorted(set(words.quotation.tolist())) == [-1, 0, 1]


def test_a_quotation_that_goes_on_in_the_next_paragraph() -> None:
    doc, words = plain("“We came.\n\n“We left,” she said.")
    assert np.flatnonzero(words.flags[:, FLAGS.index("continues_quotation")]).tolist() == [4]
    assert flagged(doc, words, "continues_quotation") == ["“"]


def test_a_mark_within_a_token_still_counts() -> None:
    text = "She said it was“over”."
    doc = Doc(blank().vocab, words=["She", "said", "it", "was“over”", "."], spaces=[1, 1, 1, 0, 0])
    doc._.quotations = [
        {"start": 15, "end": 21, "open": "“", "close": "”", "closed": True, "continues": False,
         "depth": 0}
    ]  # fmt: skip
    assert text[15:21] == "“over”"
    words = words_of(doc)
    assert words.quotation.tolist() == [-1, -1, -1, 0, -1]


def test_flags_of_paragraphs_and_title() -> None:
    text = "Harbour shut\nAna spoke .\n\nBo left ."
    doc = make_doc(text, body_start=13)
    words = words_of(marked(doc))
    assert flagged(doc, words, "title") == ["Harbour", "shut"]
    assert flagged(doc, words, "starts_paragraph") == ["Harbour", "Ana", "Bo"]
    assert flagged(doc, words, "ends_paragraph") == ["shut", ".", "."]
    assert np.diff(words.paragraph).tolist() == [0, 1, 0, 0, 1, 0, 0]


def test_sentences_start_where_the_trees_do() -> None:
    doc = tree(DENIAL, DENIAL)
    assert flagged(doc, words_of(doc), "starts_sentence") == ["Ana", "Ana"]


@pytest.mark.parametrize(
    ("word", "flag"),
    [
        ("said", "speech_cue"),
        ("SAYS", "speech_cue"),
        ("denying", "speech_cue"),
        ("tweeted", "writing_cue"),
        ("wrote", "writing_cue"),
        ("believes", "thought_cue"),
        ("feared", "thought_cue"),
        ("claim", "noun_cue"),
        ("claims", "noun_cue"),
        ("table", None),
        ("walked", None),
    ],
)
def test_flags_of_cues(word: str, flag: str | None) -> None:
    doc, words = plain(f"Then she {word} it")
    found = {name for name in FLAGS if name.endswith("_cue") and flagged(doc, words, name)}
    assert (flag in found) if flag else not found


def test_every_form_of_a_cue_is_known_by_its_lexicons() -> None:
    vocabulary, table = cue_forms()
    assert not table[0].any(), "other words are in none"
    for column, name in enumerate(CUE_LEXICONS):
        terms = np.array([get_string_id(term) for term in load_terms(name)], dtype=np.uint64)
        assert table[vocabulary.numbers(terms), column].all()


def test_vocabularies_number_from_one_in_order() -> None:
    strings = ["the", "said", "Ana", "x"]
    vocabulary = Vocabulary.of(strings)
    hashes = np.array([get_string_id(s) for s in [*strings, "unknown"]], dtype=np.uint64)
    assert vocabulary.numbers(hashes).tolist() == [1, 2, 3, 4, 0]
    assert vocabulary.numbers(hashes.reshape(5, 1)).shape == (5, 1)
    assert len(vocabulary) == 5
    assert Vocabulary.of([]).numbers(hashes).tolist() == [0] * 5


def test_rows_of_vectors_go_by_the_lower_case_word() -> None:
    doc = plain("Ana SAID no")[0]
    words = reader(vectors=["said", "ana"]).read(doc, use_tensor=False)
    assert words.vector.tolist() == [2, 1, 0]


def test_tensors_are_those_of_the_words_or_zero() -> None:
    doc = plain("Ana\n\nspoke")[0]
    doc.tensor = np.arange(9, dtype=np.float32).reshape(3, 3)
    with_tensor = reader(tensor_width=3)
    assert with_tensor.read(doc, use_tensor=True).tensor.tolist() == [[0, 1, 2], [6, 7, 8]]
    assert not with_tensor.read(doc, use_tensor=False).tensor.any()


def test_symbols_are_in_the_order_of_their_vocabularies() -> None:
    words = words_of(tree(DENIAL))
    assert words.symbols.shape == (len(SYMBOLIC), 5)
    assert [LABELS[i - 1] for i in words.symbols[DEP_ROW]] == [
        "nsubj", "ROOT", "mark", "nsubj", "ccomp",
    ]  # fmt: skip


def test_joining_keeps_docs_apart() -> None:
    docs = [tree(*TWO_PARAGRAPHS), tree(DENIAL), tree(DENIAL, *TWO_PARAGRAPHS)]
    parts = [words_of(doc) for doc in docs]
    joined = join(parts)
    sizes = [len(part) for part in parts]
    assert len(joined) == sum(sizes)
    assert joined.doc.tolist() == [i for i, size in enumerate(sizes) for _ in range(size)]
    for name in ("head", "subject", "complement", "first", "last"):
        index = getattr(joined, name)
        assert (joined.doc[index] == joined.doc).all(), name
    for name in ("sentence", "paragraph", "quotation"):
        numbers = getattr(joined, name)
        for number in set(numbers.tolist()) - {-1}:
            assert len(set(joined.doc[numbers == number].tolist())) == 1, name
    # Taken apart again, each Doc's words are as they were, but for where they are counted from.
    for number, part in enumerate(parts):
        own = joined.doc == number
        shift = int(np.flatnonzero(own)[0])
        for field in fields(Words):
            whole = getattr(joined, field.name)
            cut = whole[:, own] if field.name == "symbols" else whole[own]
            before = getattr(part, field.name)
            if field.name in ("head", "subject", "complement", "first", "last"):
                cut = cut - shift
            elif field.name in ("sentence", "paragraph", "quotation"):
                cut = np.where(cut < 0, -1, cut - shift)
            elif field.name == "doc":
                continue
            assert np.array_equal(cut, before), field.name
