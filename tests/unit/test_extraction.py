"""``build_record``: from hand-made annotations to a record; and what a record refuses."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from builders import make_doc, offsets
from hypothesis import given
from hypothesis import strategies as st
from newsquotes.articles.base import Article, Note
from newsquotes.articles.text import article_of
from newsquotes.extraction import build_record
from newsquotes.schemas.record import Doubt, MentionForm, Provenance, Record, Versioned
from pydantic import ValidationError

TEXT = "“Oslo told us ‘wait’ twice,” Mara Okoro said. She hoped Ann Lee had heard. Okoro left Oslo."
PROVENANCE = Provenance(
    pipeline=Versioned(name="newsquotes", version="0"),
    model=Versioned(name="en_none", version="0"),
    components=("newsquotes_paragraphs",),
    settings_sha256="0" * 64,
)


def mention(text: str, part: str, form: str = "name", nth: int = 0) -> dict[str, Any]:
    start, end = offsets(text, *[part] * (nth + 1))[-1]
    return {"start": start, "end": end, "form": form}


def cluster(kind: str, name: str, *mentions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": name, "type": kind, "name": name, "aliases": [], "roles": [],
        "mentions": list(mentions), "place": None, **more,
    }  # fmt: skip


def quote(content: list[tuple[int, int]], **more: Any) -> dict[str, Any]:
    return {
        "content": content, "cue": None, "cue_lemma": None, "source": None, "addressee": None,
        "type": "direct", "mode": "speech", "confidence": 0.9666, "rule": "test",
        "speaker": None, "heard_by": None, "resolution": "unresolved", **more,
    }  # fmt: skip


def record_of(*, notes: tuple[Note, ...] = (), **underscore: Any) -> Record:
    article = Article(
        id="a", source="a.txt", sha256="1" * 64, media_type="text/plain", encoding="utf-8",
        text=TEXT, body=(0, len(TEXT)), notes=notes,
    )  # fmt: skip
    return build_record(article, make_doc(TEXT, underscore=underscore), PROVENANCE)


OUTER, INNER = offsets(TEXT, "“Oslo told us ‘wait’ twice,”")[0], offsets(TEXT, "Oslo told us")[0]


def full_record() -> Record:
    okoro = cluster(
        "person", "Mara Okoro", mention(TEXT, "Mara Okoro"), mention(TEXT, "She", "pronoun"),
        mention(TEXT, "Okoro", nth=1), aliases=["Okoro"], roles=["harbour master"],
    )  # fmt: skip
    lee = cluster("person", "Ann Lee", mention(TEXT, "Ann Lee"))
    oslo = cluster("place", "Oslo", mention(TEXT, "Oslo"), mention(TEXT, "Oslo", nth=1))
    cue = offsets(TEXT, "said")[0]
    return record_of(
        notes=(Note("whole", "About it all."),),
        people=[okoro, lee],
        places=[oslo],
        attributed_quotes=[
            quote(
                offsets(TEXT, "Ann Lee had heard"), speaker="Mara Okoro", resolution="pronoun",
                source=offsets(TEXT, "She")[0], addressee=offsets(TEXT, "Ann Lee")[0],
                heard_by="Ann Lee", type="indirect", mode="thought",
            ),
            quote(
                [OUTER], speaker="Mara Okoro", resolution="name", cue=cue, cue_lemma="say",
                source=offsets(TEXT, "Mara Okoro")[0],
            ),
            quote([INNER], speaker=None),
        ],
    )  # fmt: skip


def test_entities_are_ordered_by_their_first_mention() -> None:
    record = full_record()
    assert [(e.id, e.name) for e in record.entities] == [
        ("e1", "Oslo"),
        ("e2", "Mara Okoro"),
        ("e3", "Ann Lee"),
    ]
    assert record.entities[1].aliases == ("Okoro",)
    assert record.entities[1].roles == ("harbour master",)
    assert [m.form.value for m in record.entities[1].mentions] == ["name", "pronoun", "name"]


def test_quotes_are_ordered_and_point_at_entities() -> None:
    first, second, third = full_record().quotes
    assert [q.id for q in (first, second, third)] == ["q1", "q2", "q3"]
    assert first.content[0].text.startswith("“Oslo")
    assert first.cue is not None
    assert (first.cue.text, first.cue.lemma) == ("said", "say")
    assert (first.speaker.entity, first.speaker.name) == ("e2", "Mara Okoro")
    assert first.confidence == 0.97
    assert (second.speaker.entity, second.cue) == (None, None)
    assert third.speaker.mention is not None
    assert third.speaker.mention.text == "She"
    assert third.addressee is not None
    assert (third.addressee.mention.text, third.addressee.entity) == ("Ann Lee", "e3")


def test_a_mention_belongs_to_the_innermost_quote_that_holds_it() -> None:
    oslo, okoro, lee = full_record().entities
    assert [m.quote for m in oslo.mentions] == ["q2", None]
    assert [m.quote for m in okoro.mentions] == [None, None, None]
    assert [m.quote for m in lee.mentions] == ["q3"]


def test_a_place_that_no_gazetteer_knows_is_still_a_place() -> None:
    place = full_record().entities[0].place
    assert place is not None
    assert place.model_dump(mode="json") == {
        "kind": "other",
        "geonames_id": None,
        "country_code": None,
        "latitude": None,
        "longitude": None,
        "unlocated": "unlisted",
    }


def test_warnings_of_readers_and_stages() -> None:
    note = {"code": "open", "message": "Not closed.", "start": 0, "end": 1}
    record = full_record()
    assert [(w.code, w.start, w.end) for w in record.warnings] == [("whole", None, None)]
    article = article_of("Title\n\nStory here.")
    doc = make_doc(article.prose, underscore={"notes": [note]})
    (warning,) = build_record(article, doc, PROVENANCE).warnings
    assert (warning.code, warning.start, warning.end) == ("open", 0, 1)


def test_numbers_that_json_has_no_type_for_are_refused() -> None:
    offsets_of_numpy = {"start": np.int64(1), "end": np.int64(5), "form": "name"}
    with pytest.raises(ValidationError, match="valid integer"):
        record_of(people=[cluster("person", "Oslo", offsets_of_numpy)])


def test_json_round_trip() -> None:
    record = full_record()
    data = record.model_dump_json()
    assert Record.model_validate_json(data) == record
    assert Record.model_validate_json(data).model_dump_json() == data


def _set(path: str, value: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(full_record().model_dump_json())
    *parents, last = path.split(".")
    place: Any = data
    for key in parents:
        place = place[int(key) if key.isdigit() else key]
    place[int(last) if last.isdigit() else last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("entities.0.mentions.0.text", "Bern", "entities.0.mentions.0: text[1:5] is 'Oslo', not"),
        ("entities.0.mentions.0.end", 6, "span 1..6 is 5 characters long, its text 4"),
        ("entities.0.mentions.0.quote", "q9", "there is no quote 'q9'"),
        ("entities.0.mentions.1.quote", "q1", "the content of 'q1' does not hold the mention"),
        ("entities.0.id", "e7", "entities.0.id: 'e7' should be 'e1'"),
        ("entities.0.place", None, "places, and only places, have a 'place'"),
        ("entities.0.roles", ["mayor"], "only persons have roles"),
        ("entities.0.titles", ["Dr"], "only persons have titles"),
        ("entities.1.aliases", ["Mara Okoro"], "stands in 'aliases' twice"),
        ("quotes.0.speaker.entity", "e9", "there is no entity 'e9'"),
        ("quotes.0.speaker.name", "Bob", "'Bob' is not the name of 'e2'"),
        ("quotes.0.speaker.entity", None, "exactly when it is resolved"),
        ("quotes.0.confidence", 1.5, "less than or equal to 1"),
        ("quotes.0.type", "shouted", "'direct', 'indirect' or 'mixed'"),
        ("body.end", 9999, "body: 0..9999 is not a range of the text"),
        ("warnings.0.start", 3, "both start and end, or neither"),
        ("article.sha256", "abc", "should match pattern"),
        ("article.published", "yesterday", "should match pattern"),
        ("nonsense", 1, "Extra inputs are not permitted"),
        ("schema_name", "other", "Input should be 'newsquotes.record'"),
    ],
)
def test_what_does_not_hold_is_refused(path: str, value: object, fault: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Record.model_validate_json(json.dumps(_set(path, value)))
    assert fault in str(caught.value)


@pytest.mark.parametrize("field", sorted(Record.model_fields))
def test_no_key_may_be_missing(field: str) -> None:
    data = json.loads(full_record().model_dump_json())
    del data[field]
    with pytest.raises(ValidationError, match=r"Field required|is missing"):
        Record.model_validate_json(json.dumps(data))


def test_records_of_the_first_version_are_read() -> None:
    data = json.loads(full_record().model_dump_json())
    del data["unresolved"], data["demonyms"]
    for entity in data["entities"]:
        if entity["place"] is not None:
            del entity["place"]["unlocated"]
    with pytest.raises(ValidationError, match="is missing"):
        Record.model_validate_json(json.dumps(data))
    old = Record.model_validate_json(json.dumps(data | {"schema_version": "1.0.0"}))
    assert (old.unresolved, old.demonyms) == ((), ())


def test_mentions_of_nobody_and_demonyms() -> None:
    she = mention(TEXT, "She", "pronoun")
    lee = offsets(TEXT, "Lee")[0]
    record = record_of(
        unresolved=[{**she, "reason": "nobody-fits"}],
        demonyms=[{"start": lee[0], "end": lee[1], "country_code": "US"}],
    )
    (open_,), (demonym,) = record.unresolved, record.demonyms
    assert (open_.text, open_.form, open_.quote, open_.reason) == (
        "She", MentionForm.PRONOUN, None, Doubt.NOBODY_FITS,
    )  # fmt: skip
    assert (demonym.text, demonym.country_code) == ("Lee", "US")


WORDS = st.lists(st.sampled_from(["“", "”", "said", "Ann", " ", "\n", "é", "𝒳", "."]), min_size=1)


@given(WORDS, st.data())
def test_any_spans_of_any_text_give_a_record_that_holds(
    words: list[str], data: st.DataObject
) -> None:
    text = "a" + "".join(words)
    places = st.integers(0, len(text) - 1)
    spans = [
        (start, data.draw(st.integers(start + 1, len(text))))
        for start in data.draw(st.lists(places, max_size=4, unique=True))
    ]
    article = Article(
        id="a", source="a", sha256="1" * 64, media_type="text/plain", encoding="utf-8", text=text,
        body=(0, len(text)),
    )  # fmt: skip
    people = [
        cluster("person", "Ann", {"start": start, "end": end, "form": "name"}, id=f"{start}-{end}")
        for start, end in spans
    ]
    quotes = [quote([span]) for span in spans]
    doc = make_doc(text, underscore={"people": people, "attributed_quotes": quotes})
    record = build_record(article, doc, PROVENANCE)
    assert Record.model_validate_json(record.model_dump_json()) == record
    assert len(record.quotes) == len(spans)
