"""Readers of gold annotations: three formats, and what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from newsquotes.errors import UsageError
from newsquotes.evaluation.floors import digest
from newsquotes.evaluation.gold import GoldArticle
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.schemas.record import EntityType, Span

TEXT = "Mara Okoro said it was time. “Time, then,” she said.\n"
CONTENT = {"start": 16, "end": 27, "text": "it was time"}
SOURCE = {"start": 0, "end": 10, "text": "Mara Okoro"}
CUE = {"start": 11, "end": 15, "text": "said"}
ANNOTATION = """T1\tSource 0 10\tMara Okoro
T2\tCue 11 15\tsaid
T3\tContent 16 27\tit was time
T4\tAttribution 11 15\tsaid
E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1
T5\tContent 29 35;36 42\t“Time, then,”
T6\tCue 47 51\tsaid
E2\tAttribution-no-source:T6 Cue:T6 Content:T5
T7\tAttribution 47 51\tsaid
E3\tAttribution:T7 Cue:T6
T8\tDiscard 43 46\tshe
#1\tAnnotatorNotes T8\ta note
"""


def write_split(folder: Path, *, annotation: str = ANNOTATION, annotator: str = "00ff") -> Path:
    (folder / "text").mkdir(parents=True, exist_ok=True)
    (folder / "attributions").mkdir(exist_ok=True)
    (folder / "text" / "a_b.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "attributions" / f"a_b_{annotator}.ann"
    path.write_text(annotation, encoding="utf-8")
    return folder


def texts(spans: tuple[Span, ...]) -> list[str]:
    return [span.text for span in spans]


def test_brat(tmp_path: Path) -> None:
    write_split(tmp_path, annotator="beef", annotation="")
    (article,) = read_gold(write_split(tmp_path))
    assert (article.id, article.text, article.entities) == ("a_b", TEXT, None)
    first, second = article.quotes or ()
    assert (texts(first.content), texts(first.source), texts(first.cue)) == (
        ["it was time"],
        ["Mara Okoro"],
        ["said"],
    )
    assert (texts(second.content), second.source) == (["“Time,", "then,”"], ())
    assert texts(article.ignored) == ["she"]


def test_brat_takes_the_first_annotator(tmp_path: Path) -> None:
    write_split(tmp_path, annotator="0000", annotation="")
    (article,) = read_gold(write_split(tmp_path))
    assert article.quotes == ()


def test_line_ends_keep_offsets(tmp_path: Path) -> None:
    write_split(tmp_path)
    (tmp_path / "text" / "a_b.txt").write_bytes(b"\r\n" * 10 + TEXT.encode())
    assert read_gold(tmp_path)[0].text.startswith("\r\n\r\n")


@pytest.mark.parametrize(
    ("name", "annotation", "message"),
    [
        ("a_b_00ff.ann", "T1\tContent 40 99\tx\nE1\tA:T1 Content:T1", "does not fit a_b.txt"),
        ("a_b_00ff.ann", "T1\tContent ten 12\tx", "does not fit a_b.txt"),
        ("a_b.ann", "", "should be <id>_<four hexadecimal digits>.ann"),
        ("c_00ff.ann", "", "c.txt cannot be read"),
    ],
)
def test_brat_that_does_not_hold(tmp_path: Path, name: str, annotation: str, message: str) -> None:
    write_split(tmp_path)
    (tmp_path / "attributions" / "a_b_00ff.ann").unlink()
    (tmp_path / "attributions" / name).write_text(annotation, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_gold(tmp_path)


def citron(**changes: Any) -> dict[str, Any]:
    quote = {"cue": CUE, "sources": [SOURCE], "contents": [CONTENT], "confidence": "0.5"}
    return {"text": TEXT, "quotes": [quote], "coreference_groups": None} | changes


def test_citron(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "one.json"
    file.parent.mkdir()
    file.write_text(json.dumps(citron()), encoding="utf-8")
    (article,) = read_gold(tmp_path)
    assert (article.id, article.text, article.entities) == ("one", TEXT, None)
    (quote,) = article.quotes or ()
    assert (texts(quote.content), texts(quote.source), texts(quote.cue)) == (
        ["it was time"],
        ["Mara Okoro"],
        ["said"],
    )
    assert read_gold(file) == [article]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a valid Citron annotation"),
        (json.dumps({"text": TEXT}), "is not a valid Citron annotation"),
        (
            json.dumps(citron(quotes=[{"contents": [{"start": 4, "end": 400}]}])),
            "is not a valid Citron annotation",
        ),
    ],
)
def test_citron_that_does_not_hold(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "one.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_gold(tmp_path)


def own(**changes: Any) -> dict[str, Any]:
    mention = SOURCE | {"form": "name"}
    return {
        "schema_name": "newsquotes.gold",
        "id": "one",
        "text_file": "one.txt",
        "entities": [{"type": "person", "name": "Mara Okoro", "mentions": [mention]}],
        "quotes": [{"content": [CONTENT], "source": [SOURCE], "speaker": "Mara Okoro"}],
    } | changes


def write_own(folder: Path, **changes: Any) -> Path:
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    (folder / "one.json").write_text(json.dumps(own(**changes)), encoding="utf-8")
    return folder


def test_own(tmp_path: Path) -> None:
    (article,) = read_gold(write_own(tmp_path))
    assert article.entities is not None
    (entity,) = article.entities
    assert (entity.type, entity.name, entity.spans().names) == (
        EntityType.PERSON,
        "Mara Okoro",
        ((0, 10),),
    )
    (quote,) = article.quotes or ()
    assert quote.spans().speaker == "Mara Okoro"
    assert quote.spans().content == ((16, 27),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"mode": "shouted"},
            r"quotes\.0\.mode: Input should be 'speech', .* \(it is 'shouted'\)\.$",
        ),
        ({"mode": "shouted", "type": 3, "cue": 4}, r"quotes\.0\.cue: "),
        ({"mode": "Mara " * 1000}, r"\(it is 'Mara .{74}…\)"),
        ({"content": []}, r"quotes\.0\.content: "),
        ({"said": "no"}, r"quotes\.0\.said: Extra inputs are not permitted\.$"),
    ],
)
@pytest.mark.parametrize("name", ["one.json", "many.jsonl"])
def test_a_fault_is_told_in_one_line(
    tmp_path: Path, name: str, change: dict[str, Any], message: str
) -> None:
    """Where it is, down to the line, and the value that is wrong."""
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    annotation = json.dumps(own(quotes=[{"content": [CONTENT]} | change]))
    lines = json.dumps(own(id="first")) + "\n" if name.endswith("l") else ""
    (tmp_path / name).write_text(f"{lines}{annotation}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message) as raised:
        read_gold(tmp_path / name)
    assert "\n" not in str(raised.value)
    assert f"{name}{':2' if lines else ''} is not a valid gold annotation" in str(raised.value)


def test_own_with_its_text_inside_and_without_quotes(tmp_path: Path) -> None:
    (article,) = read_gold(write_own(tmp_path, text=TEXT, text_file=None, quotes=None))
    assert (article.text, article.quotes) == (TEXT, None)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quotes": [{"content": [CONTENT | {"text": "it was tame"}]}]}, "is 'it was time', not"),
        ({"quotes": [{"content": []}]}, "at least 1 item"),
        ({"surprise": 1}, "Extra inputs are not permitted"),
        ({"text_file": "two.txt"}, r"two\.txt cannot be read"),
        ({"text": TEXT}, "give either 'text' or 'text_file'"),
        ({"text_file": None}, "give either 'text' or 'text_file'"),
    ],
)
def test_own_that_does_not_hold(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_gold(write_own(tmp_path, **changes))


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no gold annotations"):
        read_gold(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        read_gold(tmp_path / "absent.json")
    (tmp_path / "latin.json").write_bytes(b"\xff")
    with pytest.raises(UsageError, match="is not UTF-8"):
        read_gold(tmp_path)


def test_ids_are_unique(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.json").write_text(json.dumps(citron()), encoding="utf-8")
    with pytest.raises(UsageError, match="holds one twice"):
        read_gold(tmp_path)


def test_digest_is_of_what_is_annotated(tmp_path: Path) -> None:
    one = GoldArticle(id="a", text="A", quotes=())
    two = GoldArticle(id="b", text="B", quotes=())
    assert digest([one, two]) == digest([two, one])
    assert digest([one]) != digest([two])
