"""What a program calls: many articles at once, data frames, and every example of the docstrings."""

from __future__ import annotations

import doctest
import inspect
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import newsquotes
import pytest
import spacy
from newsquotes import Article, InputError, Record, extract, extract_many, records_to_dataframe
from newsquotes.errors import FailureCode, UsageError
from newsquotes.settings import Settings

from tests.samples import bare, harbour

if TYPE_CHECKING:
    from spacy.language import Language

RAIN = "“It has rained for a week,” said Mara Okoro."
NO = "“No,” Tomas Lind said on Friday."


def examples() -> Iterator[Any]:
    finder = doctest.DocTestFinder()
    for name in newsquotes.__all__:
        thing = getattr(newsquotes, name)
        if inspect.isfunction(thing) or inspect.isclass(thing):
            for test in finder.find(thing, name):
                if test.examples:
                    yield pytest.param(test, id=test.name)


def test_everything_public_has_an_example() -> None:
    shown = {example.values[0].name.partition(".")[0] for example in examples()}
    assert shown == set(newsquotes.__all__)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With a folder of articles, and the records of it."""
    path = tmp_path_factory.mktemp("examples")
    (path / "articles").mkdir()
    (path / "articles" / "rain.txt").write_text(RAIN, encoding="utf-8")
    newsquotes.run(path / "articles", path / "outputs")
    return path


@pytest.mark.parametrize("example", list(examples()))
def test_examples(
    example: doctest.DocTest, nlp: Language, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    example.globs |= {name: getattr(newsquotes, name) for name in newsquotes.__all__} | {
        "nlp": nlp,
        "record": extract(nlp, RAIN),
    }
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=said.append)
    assert "".join(said) == ""


def test_every_item_gives_a_record_or_an_error_in_order(nlp: Language) -> None:
    given: list[Any] = [
        RAIN,
        {"id": "no", "text": NO, "published": date(2024, 5, 3), "publisher": float("nan")},
        None,
        b"bytes",
        3,
        "",
        {"text": None},
        {"text": NO, "authors": {1, 2}},
        Article.from_text(NO, id="own/id", title="Rain"),
    ]
    found = list(extract_many(nlp, given, batch_size=2))
    assert [isinstance(one, Record) for one in found] == [True, True, *[False] * 6, True]
    rain, no, none, *_, own = found
    assert isinstance(no, Record)
    assert (no.id, no.article.published, no.article.publisher) == ("no", "2024-05-03", None)
    assert rain == extract(nlp, RAIN)
    assert isinstance(own, Record)
    assert (own.id, own.article.source, own.article.title) == ("own__id", "own/id", "Rain")
    assert isinstance(none, InputError)
    assert str(none) == (
        "item-3: None is not an article; give a str, a mapping with 'text', or an Article."
    )
    assert {one.code for one in found if isinstance(one, InputError)} == {
        FailureCode.NO_TEXT,
        FailureCode.EMPTY,
        FailureCode.BAD_JSON,
    }


def test_articles_are_taken_as_they_are_needed(nlp: Language) -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield RAIN

    found = extract_many(nlp, endless(), batch_size=4)
    assert isinstance(next(found), Record)
    assert len(taken) == 4


def test_texts_have_ids_of_their_own(nlp: Language) -> None:
    one, other = extract_many(nlp, [RAIN, NO])
    assert one.id != other.id
    assert extract(nlp, RAIN).id == one.id


def test_processes_give_the_same_records(nlp: Language) -> None:
    given = [{"id": f"a{number}", "text": RAIN} for number in range(12)]
    assert list(extract_many(nlp, given, jobs=2)) == list(extract_many(nlp, given))


def test_processes_cannot_be_given_another_model(nlp: Language, tmp_path: Path) -> None:
    other = {"lang": "en", "name": "other", "version": "1"}
    (tmp_path / "meta.json").write_text(json.dumps(other), encoding="utf-8")
    settings = Settings(model=str(tmp_path))
    with pytest.raises(UsageError, match=r"loaded with other settings \(model\)"):
        extract_many(nlp, [], settings, jobs=2)
    with pytest.raises(UsageError, match="would load en_other, but nlp is en_pipeline"):
        extract_many(spacy.blank("en"), [], settings, jobs=2)


@pytest.mark.parametrize("value", [None, b"text", 3, ["text"]])
def test_what_is_no_text_is_refused(nlp: Language, value: Any) -> None:
    with pytest.raises(TypeError, match="an article's text must be a str, not "):
        extract(nlp, value)


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
@pytest.mark.parametrize("kind", ["quotes", "entities", "mentions", "articles"])
def test_frames(kind: Any, library: Any) -> None:
    pytest.importorskip({"arrow": "pyarrow"}.get(library, library))
    rows = {"quotes": 5, "entities": 4, "mentions": 6, "articles": 2}[kind]
    frame = records_to_dataframe([harbour(), bare()], kind, library=library)
    assert frame.shape[0] == rows
    assert records_to_dataframe([], kind, library=library).shape == (0, frame.shape[1])


def test_a_quote_in_a_frame_has_all_that_is_known_of_it() -> None:
    first = records_to_dataframe([harbour()]).iloc[0]
    assert first["speaker"] == "Ilse Brand"
    assert list(first["speaker_roles"]) == ["harbour master"]
    assert first["content"] == harbour().quotes[0].text
    assert first["published"] == "2024-05-06"


def test_frames_refuse_what_they_cannot_make() -> None:
    with pytest.raises(TypeError, match="takes Records, not str"):
        records_to_dataframe(["x"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="no kind 'words'"):
        records_to_dataframe([], "words")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no library 'excel'"):
        records_to_dataframe([], library="excel")  # type: ignore[arg-type]
