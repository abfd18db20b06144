"""Equal and nearly equal articles: found, grouped under the longest, and nothing else is."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from newsquotes.cli import app
from newsquotes.copies import LEAST_SIMILARITY, find_copies, find_heads, sign
from newsquotes.errors import UsageError
from newsquotes.schemas.record import Record
from typer.testing import CliRunner

from tests.samples import entity, harbour, quote, record, span

WORDS: Final = [
    "".join(random.Random(number).choices("bdfgklmnprstvaeiou", k=2 + number % 7))
    for number in range(3_000)
]


def story(seed: int, length: int = 300) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def edited(words: list[str], share: float, seed: int) -> list[str]:
    """The story with so many of its words changed, in one piece of it."""
    count = round(len(words) * share)
    start = random.Random(seed).randrange(len(words) - count)
    return [*words[:start], *story(seed + 1_000, count), *words[start + count :]]


def jaccard(one: list[str], other: list[str]) -> float:
    mine, yours = ({tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in (one, other))
    return len(mine & yours) / len(mine | yours)


def test_the_estimate_is_near_the_similarity() -> None:
    errors = []
    for seed in range(200):
        one = story(seed)
        other = edited(one, 0.02 + seed % 10 * 0.04, seed)
        first, second = sign(" ".join(one)), sign(" ".join(other))
        assert first is not None
        assert second is not None
        errors.append(float((first == second).mean()) - jaccard(one, other))
    assert abs(float(np.mean(errors))) < 0.01
    assert float(np.std(errors)) < 0.05


@pytest.mark.parametrize("text", ["", " \n", "—", "“…”"])
def test_without_words_nothing_is_a_copy(text: str) -> None:
    assert sign(text) is None


def test_marks_capitals_and_line_ends_do_not_count() -> None:
    one = sign("“The sheep won,” said Olaf Hagen. He had come with nine.")
    other = sign("THE SHEEP WON\nsaid Olaf Hagen -- he had come with nine!")
    assert (one == other).all()  # type: ignore[union-attr]
    assert (one != sign("The sheep lost, said Olaf Hagen. He had come with nine.")).any()


def test_every_copy_is_found_and_nothing_else() -> None:
    """500 stories; of each fifth an exact copy and one with a twentieth of it rewritten."""
    rows: list[list[str]] = [story(seed) for seed in range(500)]
    origin = list(range(500))
    for seed in range(0, 500, 5):
        rows += [rows[seed], edited(rows[seed], 0.05, seed)[:-10]]
        origin += [seed, seed]
    signatures = np.array([sign(" ".join(words)) for words in rows])
    lengths = np.array([len(" ".join(words)) for words in rows])
    found = {copy: head for copy, head, _ in find_heads(signatures, lengths, 0.7)}
    assert all(origin[copy] == origin[head] for copy, head in found.items())
    assert len(found) == 200


def test_no_head_is_a_copy_and_none_is_joined_by_others_alone() -> None:
    """A story that is rewritten bit by bit: the last is no copy of the first."""
    rows = [story(1)]
    for number in range(12):
        rows.append(edited(rows[-1], 0.08, number)[: 299 - number])
    signatures = np.array([sign(" ".join(words)) for words in rows])
    lengths = np.array([len(words) for words in rows])
    found = list(find_heads(signatures, lengths, 0.7))
    heads = {head for _, head, _ in found}
    assert heads.isdisjoint(copy for copy, _, _ in found)
    assert len(heads) > 1
    for copy, head, likeness in found:
        assert likeness >= 0.7
        assert jaccard(rows[copy], rows[head]) > 0.5


def test_many_that_only_look_alike_take_little_time() -> None:
    """Two thousand market reports of one mould, with figures of their own."""
    mould = story(7, 60)
    rows = [
        [*mould, *(str(random.Random(number * 99 + n).random()) for n in range(60))]
        for number in range(2_000)
    ]
    signatures = np.array([sign(" ".join(words)) for words in rows])
    assert list(find_heads(signatures, np.full(2_000, 500), 0.7)) == []


@pytest.mark.parametrize("similarity", [LEAST_SIMILARITY - 0.01, 1.01])
def test_a_similarity_that_means_nothing_is_refused(similarity: float) -> None:
    with pytest.raises(UsageError, match="similarity"):
        find_copies([harbour()], similarity)


MORE: Final = (
    "The fair in the meadow below the church is held for the ninetieth time. Its judges, a vet of "
    "the coast and two shepherds of her choice, looked at gait and wool for an hour, and at the "
    "faces for a minute. Goats had been asked in as well, but stayed at the fence."
)


def quoting(identity: str, publisher: str, end: str = "") -> Record:
    text = (
        f"{publisher}\n\n“The sheep won,” said Olaf Hagen, a farmer of Harl. He had come with nine "
        f"of them, and went home with eight and a cup, which stands on the sill since. {MORE}{end}"
    )
    name = span(text, "Olaf Hagen")
    return record(
        identity,
        text,
        title="Sheep win",
        publisher=publisher,
        entities=[entity(1, "person", "Olaf Hagen", [name])],
        quotes=[
            quote(
                1,
                [span(text, "“The sheep won,”")],
                cue=span(text, "said") | {"lemma": "say"},
                source=name,
                speaker=("e1", "Olaf Hagen", "name"),
            )
        ],
    )


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One story in three papers, and another article."""
    folder = tmp_path / "records"
    folder.mkdir()
    rest = " The cup is to be filled with oats in May."
    for one in (
        quoting("a", "Harl Echo"),
        quoting("b", "Vale Post", rest),
        quoting("c", "Quill Mail"),
        harbour(),
    ):
        (folder / f"{one.id}.json").write_text(one.model_dump_json(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def newsquotes(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return done.exit_code, done.stdout, done.stderr


def test_the_longest_heads_its_group(printed: Path) -> None:
    code, out, err = newsquotes("copies", printed)
    assert (code, err) == (0, "4 articles, of which 2 are copies of longer ones\n")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["head"], row["id"]) for row in rows] == [("b", "b"), ("b", "a"), ("b", "c")]
    assert (rows[0]["similarity"], rows[0]["publisher"]) == ("1.0", "Vale Post")
    assert all(0.6 < float(row["similarity"]) < 1 for row in rows[1:])
    assert newsquotes("copies", printed, "-o", "copies.csv", "-q") == (0, "", "")
    assert Path("copies.csv").read_text(encoding="utf-8") == out
    assert newsquotes("copies", printed, "-o", "copies.csv", "-q")[0] == 0
    strict = newsquotes("copies", printed, "--similarity", "0.95")[1]
    assert [row["id"] for row in csv.DictReader(io.StringIO(strict))] == ["c", "a"]


def test_a_story_and_its_quotes_are_counted_once(printed: Path) -> None:
    def hagen(*options: str) -> list[str]:
        rows = csv.DictReader(io.StringIO(newsquotes("speakers", printed, *options)[1]))
        return next([row["articles"], row["quotes"]] for row in rows if row["name"] == "Olaf Hagen")

    assert (hagen(), hagen("--once")) == (["3", "3"], ["1", "1"])
    export = ["export", "--to", "csv", printed, "-o", "tables", "--once"]
    assert newsquotes(*export) == (0, "", "2 records written to tables as csv\n")
    table = Path("tables/quotes.csv").read_text(encoding="utf-8")
    assert table.count("The sheep won") == 1
    assert newsquotes("report", printed, "--once")[2] == "report.html shows 2 of 2 articles\n"


def test_a_faulty_record_moves_no_other_into_its_place(printed: Path) -> None:
    (printed / "aa.json").write_text("{}", encoding="utf-8")
    code, out, err = newsquotes("speakers", printed, "--once", "-o", "-")
    assert code == 1
    assert err.count("aa.json") >= 1
    (row,) = [row for row in csv.DictReader(io.StringIO(out)) if row["name"] == "Olaf Hagen"]
    assert row["article_ids"] == "b"
