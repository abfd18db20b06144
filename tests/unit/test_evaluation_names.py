"""Corpora of names: CoNLL's columns and the worldwide layout, read and measured."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsquotes.errors import UsageError
from newsquotes.evaluation.evaluate import Evaluated, Evaluation, name_spans, score_names
from newsquotes.evaluation.gold_formats import read_gold, read_labelled
from newsquotes.evaluation.labelled import LabelledText, runs
from newsquotes.evaluation.worldwide import align
from newsquotes.schemas.record import EntityType

COLUMNS = """-DOCSTART- -X- O O

HARBOUR NN B-NP O
REOPENS VB O O
. . O O

Mara NNP B-NP B-PER
Okoro NNP I-NP I-PER
's POS B-NP O
Quill NNP B-NP B-ORG
Bank NNP I-NP I-ORG
( ( O O
QB NNP B-NP S-ORG
) ) O O
said VBD B-VP O
" " O O
No NN B-NP O
" " O O
. . O O

It PRP B-NP O
rained VBD B-VP O
in IN B-PP O
Port NNP B-NP I-LOC
Dusk NNP I-NP E-LOC
. . O O

-DOCSTART- -X- O O
# sent_id = 7
Norse JJ O B-MISC
# SYM O O
4 CD O O
"""


def named(text: LabelledText) -> list[tuple[str, str]]:
    return [(text.text[start:end], label) for start, end, label in text.labels]


def test_columns(tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    path.write_text(COLUMNS, encoding="utf-8")
    first, second = read_labelled(path)
    assert first.id == "made-0000"
    assert first.text == (
        'HARBOUR REOPENS.\n\nMara Okoro\'s Quill Bank (QB) said "No". It rained in Port Dusk.\n'
    )
    assert named(first) == [
        ("Mara Okoro", "PER"),
        ("Quill Bank", "ORG"),
        ("QB", "ORG"),
        ("Port Dusk", "LOC"),
    ]
    assert (second.text, named(second)) == ("Norse #4\n", [("Norse", "MISC")])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O B-A I-A O", [(1, 3, "A")]),
        ("B-A B-A I-B", [(0, 1, "A"), (1, 2, "A"), (2, 3, "B")]),
        ("I-A I-A O I-A", [(0, 2, "A"), (3, 4, "A")]),
        ("B-A E-A S-A U-B L-C", [(0, 2, "A"), (2, 3, "A"), (3, 4, "B"), (4, 5, "C")]),
        ("", []),
    ],
)
def test_tags(tags: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(runs(tags.split())) == expected


@pytest.mark.parametrize("tag", ["B", "PER", "O-PER", "-", "B-"])
def test_tags_that_are_none(tag: str, tmp_path: Path) -> None:
    path = tmp_path / "names.bio"
    path.write_text(f"Mara {tag}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is not in CoNLL's format") as caught:
        read_gold(tmp_path)
    assert f"{tag!r} is not a tag" in str(caught.value)


def test_a_line_without_a_tag(tmp_path: Path) -> None:
    path = tmp_path / "names.bio"
    path.write_text("Mara B-PER\nOkoro\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 2 is 'Okoro'"):
        read_gold(path)


ADDRESS = "https://news.example/1\n"
STORY = (
    "“Rain,” Ana  Ruiz of the Bay Board\u00a0said. (Photo: Ted Holm) The Bay Board’s work ends.\n"
)


def write_worldwide(folder: Path, tokens: str, name: str = "north_1", text: str = STORY) -> Path:
    """A corpus of one article; ``tokens`` are words with their tags, ``O`` left out."""
    (folder / "original_articles").mkdir(parents=True, exist_ok=True)
    (folder / "processed_annotated").mkdir(exist_ok=True)
    (folder / "original_articles" / f"{name}.txt").write_text(ADDRESS + text, encoding="utf-8")
    rows = "\n".join(token.replace("/", "\t") for token in tokens.split())
    path = folder / "processed_annotated" / f"{name}.txt.tsv"
    path.write_text(f"https:news.example1\tO\n{rows}\n\n", encoding="utf-8")
    return folder


TOKENS = (
    "“/O Rain/O ,/O ”/O Ana/B-Person/B-Misc Ruiz/I-Person of/O the/O Bay/B-Organization/B-Location "
    "Board/I-Organization said/O ./O The/B-Organization Bay/I-Organization Board/I-Organization "
    "’s/O work/O ends/O ./O"
)


def test_worldwide(tmp_path: Path) -> None:
    # Sixty more tokens, so that the address, which is not found, is less than 2 % of them.
    more = "It rains . " * 20
    folder = write_worldwide(tmp_path, f"{TOKENS} {more}", text=STORY + more)
    (folder / "regions.txt").write_text("# names\nNorth:\nno\nFar North:\nnorth_\n")
    (text,) = read_labelled(folder)
    assert (text.id, text.region) == ("north_1", "Far North")
    assert named(text) == [
        ("Ana  Ruiz", "Person"),
        ("Bay Board", "Organization"),
        ("The Bay Board", "Organization"),
    ]
    (gold,) = read_gold(folder)
    assert [(name.text, name.type) for name in gold.names or ()] == [
        ("Ana  Ruiz", EntityType.PERSON),
        ("Bay Board", EntityType.ORGANIZATION),
        ("The Bay Board", EntityType.ORGANIZATION),
    ]
    assert [span.text.strip() for span in gold.ignored] == [ADDRESS.strip(), "(Photo: Ted Holm)"]


def test_what_no_annotator_looked_at_is_not_measured(tmp_path: Path) -> None:
    more = "It rains . " * 20
    (gold,) = read_gold(write_worldwide(tmp_path, f"{TOKENS} {more}", text=STORY + more))
    names = {"Ana  Ruiz": EntityType.PERSON, "Ted Holm": EntityType.PERSON}
    found = [
        name_spans(kind, (gold.text.index(name), gold.text.index(name) + len(name)))
        for name, kind in names.items()
    ]
    sheet = score_names(gold, found)
    assert sheet.tallies["entities.exact.person"].figures() == {
        "p": 1.0, "r": 1.0, "f1": 1.0, "pred": 1, "gold": 1,
    }  # fmt: skip
    # The second "The Bay Board" is without its article, on both sides.
    assert sheet.tallies["entities.exact.organization"].gold == 2
    figures = Evaluation((Evaluated(gold, None, sheet),)).figures(10)
    assert figures["entities"]["exact"]["micro"]["f1"] == 0.5
    assert figures["f1_95_interval"]["entities.exact.micro"] == [0.5, 0.5]
    assert figures["regions"] == {}


def test_an_article_that_is_not_the_annotated_one_is_left_out(tmp_path: Path) -> None:
    folder = write_worldwide(tmp_path, "It/O rains/O " * 60, text="It rains " * 60)
    write_worldwide(folder, "Snow/O falls/O " * 60, name="north_2", text="It rains " * 60)
    assert [text.id for text in read_labelled(folder)] == ["north_1"]


def test_a_token_ahead_must_be_followed_by_its_followers() -> None:
    text = "Bay news. The Bay Board met."
    assert align(text, ["Bay", "gone", "Board", "met"]) == [(0, 3), None, (18, 23), (24, 27)]
    assert align(text, ["The", "Bay", "Board"]) == [(10, 13), (14, 17), (18, 23)]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no gold annotations"):
        read_labelled(tmp_path)
