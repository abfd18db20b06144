"""Who says it, in whole records: joint speakers, people behind their office, pronouns."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes.extraction import extract
from newsquotes.schemas.record import Record
from newsquotes.stages.people.named_people import Person
from newsquotes.stages.people.resolution import Resolved, without_own_possessor
from newsquotes.stages.speakers.resolver import Resolver
from newsquotes.stages.speakers.same_sentence import said_before


def record(nlp: Any, text: str) -> Record:
    return extract(nlp, f"Station\n\n{text}\n")


def test_joint_speakers_are_all_named(nlp: Any) -> None:
    (quote,) = record(nlp, "Mara Okoro and Jon Lind said the station would close.").quotes
    assert quote.speaker.name == "Mara Okoro"
    assert [one.name for one in quote.co_speakers] == ["Jon Lind"]


def test_an_office_is_not_its_holder(nlp: Any) -> None:
    found = record(nlp, "“We won,” said Northern Foods managing director Ewa Brandt.")
    assert [quote.speaker.name for quote in found.quotes] == ["Ewa Brandt"]


def test_a_name_within_the_words_does_not_take_the_pronoun(nlp: Any) -> None:
    found = record(nlp, "Anna Frey said Maria Holt was wrong. “It was late,” she said.")
    assert [quote.speaker.name for quote in found.quotes] == ["Anna Frey", "Anna Frey"]


def test_pronouns_are_those_that_the_article_uses(nlp: Any) -> None:
    found = record(nlp, "Mara Okoro said she would leave. Jon Lind waited.")
    assert {e.name: e.pronouns for e in found.entities} == {"Mara Okoro": ("she",), "Jon Lind": ()}


def test_a_name_is_surer_than_a_pronoun(nlp: Any) -> None:
    found = record(nlp, "Mara Okoro said it rained. She said it was late.")
    first, second = (quote.speaker.confidence for quote in found.quotes)
    assert first is not None
    assert second is not None
    assert 0 < second < 1
    assert 0 < first < 1


def test_nobody_is_described_as_her_own_mother() -> None:
    someone, other = Person(0), Person(1)
    my = Resolved(4, 5, "pronoun", someone, 1.0, None)
    mother = Resolved(4, 6, "nominal", someone, 0.9, None)
    aunt = Resolved(4, 6, "nominal", other, 0.9, None)
    unknown = Resolved(4, 6, "nominal", None, 0.2, "uncertain")
    assert without_own_possessor([my, mother]) == [my]
    assert without_own_possessor([my, aunt]) == [my, aunt]
    assert without_own_possessor([my, unknown]) == [my, unknown]


def test_nobody_is_described_as_her_own_doctor() -> None:
    """ "The candidate’s doctor", of which both were once taken for the candidate."""
    someone, other = Person(0), Person(1)
    candidate = Resolved(4, 6, "nominal", someone, 0.7, None)
    doctor = Resolved(4, 8, "nominal", someone, 0.6, None)
    friend = Resolved(4, 8, "nominal", other, 0.6, None)
    later = Resolved(9, 11, "nominal", someone, 0.6, None)
    assert without_own_possessor([candidate, doctor, later]) == [candidate, later]
    assert without_own_possessor([candidate, friend]) == [candidate, friend]


def test_a_quote_that_is_printed_twice_is_reported_once(nlp: Any) -> None:
    words = "“The station closes on Friday,” said Mara Okoro in Marn."
    found = record(nlp, f"{words}\n\nNobody had told the town.\n\n{words}")
    assert [quote.speaker.name for quote in found.quotes] == ["Mara Okoro"]
    assert [warning.code for warning in found.warnings] == ["repeated-text"]
    okoro = next(entity for entity in found.entities if entity.name == "Mara Okoro")
    assert len(okoro.mentions) == 2


@pytest.mark.parametrize("medium", ["the Marn News Agency", "the newspaper", "Marn Herald"])
def test_the_medium_that_carries_a_quote_does_not_say_it(nlp: Any, medium: str) -> None:
    found = record(nlp, f"“We will win,” Golan Frey said in a speech, {medium} reported.")
    assert [quote.speaker.name for quote in found.quotes] == ["Golan Frey"]
    assert [quote.within for quote in found.quotes] == [None]


def test_a_report_inside_a_report_is_a_quote_of_its_own(nlp: Any) -> None:
    text = "Okoro told the inquiry that her manager, Jan Brandt, said “nobody will ever know”."
    quotes = record(nlp, text).quotes
    assert [quote.within for quote in quotes] == [None, quotes[0].id]


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (
            "“It rains,” said Shannon Chief, a coordinator. Chief said the roads were closed.",
            "Chief",
            "Shannon Chief",
        ),
        (
            "Harbour official Tan Mei-shu (陳美淑) said that sponges were large.",
            "Harbour official Tan Mei-shu (陳美淑)",
            "Tan Mei-shu",
        ),
        (
            "The road reopened, according to a report from the National Harbour Secretariat (NHS).",
            "a report from the National Harbour Secretariat (NHS)",
            "National Harbour Secretariat",
        ),
        (
            "Fishing Council of Marnia (FCM) chairwoman Yutha Supasorn said the hotels were full.",
            "Fishing Council of Marnia (FCM) chairwoman Yutha Supasorn",
            "Yutha Supasorn",
        ),
        (
            "Prices fell, according to a report from the National Harbour Secretariat (SNE).",
            "a report from the National Harbour Secretariat (SNE)",
            "National Harbour Secretariat",
        ),
        (
            "Cape Town - The community policing forum (CPF) said that the streets were dark.",
            "The community policing forum (CPF)",
            "CPF",
        ),
        (
            "“Many are women,” said KellyAnne Quist, a pollster and strategist who supported "
            "Marnia Sen. Ted Lind during the primaries but joined the council last week.",
            "KellyAnne Quist, a pollster and strategist who supported Marnia Sen. Ted Lind during "
            "the primaries but joined the council last week",
            "KellyAnne Quist",
        ),
        ("Nairobi — Ann Lee said the port would open.", "Ann Lee", "Ann Lee"),
        (
            "MARN, Aug 3 (Northwire) - Ann Lee said the port would open.",
            "Ann Lee",
            "Ann Lee",
        ),
    ],
)
def test_the_words_of_a_source(nlp: Any, text: str, source: str, name: str) -> None:
    speaker = record(nlp, text).quotes[-1].speaker
    assert speaker.mention is not None
    assert (speaker.mention.text, speaker.name) == (source, name)


def test_of_namesakes_the_one_speaks_on_who_has_spoken(nlp: Any) -> None:
    found = record(
        nlp,
        "Ada Quist, a clerk in Marn, was killed in 2020. Quist’s brother, Tom Quist, said the "
        "family would go to court after the funeral of their mother, Ewa Quist.\n\nQuist died on "
        "Monday after a long illness.\n\n“She never knew,” Quist said on Tuesday.",
    )
    assert found.quotes[-1].speaker.name == "Tom Quist"


def test_who_is_named_for_the_sake_of_a_namesake_does_not_take_the_name(nlp: Any) -> None:
    found = record(
        nlp,
        "Ewa Quist, a daughter of the painter Tom Quist and of a nurse, lost her post on Friday. "
        "Quist’s office was closed.\n\nQuist said the town had been told.",
    )
    assert found.quotes[-1].speaker.name == "Ewa Quist"


def test_a_shared_family_name_is_that_of_whoever_was_named_last_in_full(nlp: Any) -> None:
    found = record(
        nlp,
        "Chief of Staff Kim Dae-hyun spoke a day before. Kim said the president had nothing to do "
        "with it.\n\nRep. Kim Mi-sook said the officers had slept.\n\n“Some should think again "
        "before they march,” Kim wrote.\n\nKim said the police would be first.",
    )
    assert [quote.speaker.name for quote in found.quotes] == [
        "Kim Dae-hyun",
        *["Kim Mi-sook"] * 3,
    ]


def test_of_two_ministers_of_one_name_the_title_tells_which(nlp: Any) -> None:
    found = record(
        nlp,
        "Prime Minister Han Dal-su came on Monday. Justice Minister Han Mi-rae said she was "
        "late.\n\nHan added that the unit was not new.\n\nPrime Minister Han said the hall was "
        "cold.",
    )
    assert [q.speaker.name for q in found.quotes] == ["Han Mi-rae", "Han Mi-rae", "Han Dal-su"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("The UK government", "UK"),
        ("The government of Chile", "Chile"),
        ("Health CS Mara Okoro", "Mara Okoro"),
        ("Mara Okoro’s letter", "Mara Okoro"),
        ("A statement by Chile’s Ambassador Mara Okoro", "Mara Okoro"),
        ("Bank of Marn head Ewa Brandt", "Ewa Brandt"),
    ],
)
def test_whose_words_they_are(nlp: Any, source: str, name: str) -> None:
    (quote,) = record(nlp, f"{source} said the station would close in spring.").quotes
    assert quote.speaker.name == name


def test_an_acronym_is_no_relative_pronoun(nlp: Any) -> None:
    found = record(nlp, "The World Health Organization (WHO) met. WHO on Monday said it was late.")
    assert [quote.speaker.name for quote in found.quotes] == ["World Health Organization"]


def test_a_campaign_is_called_by_its_candidates_name(nlp: Any) -> None:
    found = record(
        nlp,
        "Mayor Mara Okoro rested on Friday. The Okoro campaign said it would go on. The mayor of "
        "Marn waited.\n\nThe campaign said it was not late. Her campaign has paid for it.",
    )
    assert [quote.speaker.name for quote in found.quotes] == ["Okoro campaign"] * 2
    campaign = next(entity for entity in found.entities if entity.name == "Okoro campaign")
    assert [mention.text for mention in campaign.mentions] == [
        "Okoro campaign",
        "The campaign",
        "Her campaign",
    ]


def test_a_city_speaks_again_without_its_name(nlp: Any) -> None:
    found = record(
        nlp,
        "The City of Marn says traces of fuel were found in its water.\n\nThe city said a review "
        "of the data would follow on Wednesday.",
    )
    assert {quote.speaker.name for quote in found.quotes} == {"City of Marn"}


def test_a_short_name_that_is_a_common_word(nlp: Any) -> None:
    found = record(
        nlp,
        "Ben Jealous, who led the union, met Tom Quist.\n\n“She is wrong on wages,” Jealous said "
        "of the mayor.\n\n“Quist should stay until he gets all of it,” he added.",
    )
    assert [quote.speaker.name for quote in found.quotes] == ["Ben Jealous"] * 2


def test_a_title_that_always_goes_with_a_name_is_part_of_it(nlp: Any) -> None:
    found = record(nlp, "Prime Minister Sheikh Rehana said it was late. Rehana left.")
    assert [quote.speaker.name for quote in found.quotes] == ["Sheikh Rehana"]
    assert found.entities[0].aliases == ("Rehana",)


def test_a_headline_says_for_short_whose_office_it_is(nlp: Any) -> None:
    text = "Marn governor says rain is late\n\nTom Quist, the governor of Marn, spoke.\n"
    (quote,) = extract(nlp, text).quotes
    assert quote.speaker.name == "Tom Quist"


def test_another_editor_is_somebody_else(nlp: Any) -> None:
    found = record(
        nlp, "The editor, Una Fry, said it was late. “And it rains!” another editor said."
    )
    assert [quote.speaker.name for quote in found.quotes] == ["Una Fry", None]


def test_a_letter_is_of_whoever_wrote_it(nlp: Any) -> None:
    found = record(
        nlp,
        "Mara Okoro said in a letter to the bank that she would leave. The police came.\n\n“I can "
        "no longer stay in this town,” the letter says.",
    )
    assert [quote.speaker.name for quote in found.quotes] == ["Mara Okoro"] * 2


def test_a_name_that_two_people_share_is_less_sure(nlp: Any) -> None:
    alone = record(nlp, "Ada Quist said it rained. Quist said it was late.").quotes[-1]
    shared = record(nlp, "Ada Quist met Tom Quist. Quist said it was late.").quotes[-1]
    assert alone.speaker.confidence is not None
    assert shared.speaker.confidence is not None
    assert shared.speaker.confidence < alone.speaker.confidence


@pytest.mark.parametrize(
    "text",
    [
        "The office of Prime Minister Ewa Brandt said the road would open.",
        "A lawmaker from the Marn Labour Party, who said the road was closed, left.",
        "Ben Holt, 8, went to the harbour. “He likes ships,” the father said.",
    ],
)
def test_nobody_who_is_only_named_beside_the_source_speaks(nlp: Any, text: str) -> None:
    found = record(nlp, text)
    assert found.quotes
    assert [quote.speaker.name for quote in found.quotes] == [None]


@pytest.mark.parametrize("place", ["Doha", "NAIROBI", "New Delhi"])
def test_a_dateline_with_a_colon_is_no_speaker(nlp: Any, place: str) -> None:
    text = f"{place}: A fine will be imposed on anyone who sells tickets, Ada Quist said in a post."
    (quote,) = record(nlp, text).quotes
    assert quote.speaker.name == "Ada Quist"
    assert quote.text == "A fine will be imposed on anyone who sells tickets"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Mara Okoro said that it was late, noting that nobody had come.",
            ["Mara Okoro", "Mara Okoro"],
        ),
        (
            "Mara Okoro said the pier would close and insisted that nobody had asked.",
            ["Mara Okoro", "Mara Okoro"],
        ),
        ("Mara Okoro said the pier would close. It is expected to open in May.", ["Mara Okoro"]),
    ],
)
def test_a_verb_may_share_its_subject(nlp: Any, text: str, speakers: list[str]) -> None:
    found = [quote.speaker.name for quote in record(nlp, text).quotes]
    assert [name for name in found if name] == speakers


@pytest.mark.parametrize(
    ("cue", "shared"),
    [
        (("said", "noting"), True),
        (("said", "is expected"), False),  # not active
        (("noting", "said"), False),  # nothing before it
    ],
)
def test_whose_subject_is_shared(nlp: Any, cue: tuple[str, str], shared: bool) -> None:
    text = "Mara Okoro said it was late, noting that it is expected to rain."
    doc = nlp(text)
    first, second = ((text.index(word), text.index(word) + len(word)) for word in cue)
    earlier: Any = {"source": (0, 10), "cue": first}
    report: Any = {"source": None, "cue": second}
    assert (said_before(doc, report, [earlier]) is earlier) is shared


def test_a_clause_before_the_name_is_not_who_speaks(nlp: Any) -> None:
    text = "Fresh from a visit to Marn, Mara Okoro said it rained."
    doc = nlp(text)
    source = 0, text.index(" said")
    assert Resolver(doc).resolve(source).cluster == doc._.people[0]["id"]


def test_who_is_asked_answers(nlp: Any) -> None:
    text = (
        "I asked the author, Mara Okoro, what the book was for.\n\n"
        "“It was for the station. We had nothing like it, and everybody wanted one.”"
    )
    assert record(nlp, text).quotes[-1].speaker.name == "Mara Okoro"


@pytest.mark.parametrize(
    ("other", "speaker"), [("", "Mara Okoro"), ("Jon Lind said it was late.\n\n", None)]
)
def test_the_only_speaker_goes_on_after_prose(nlp: Any, other: str, speaker: str | None) -> None:
    text = (
        f"{other}“We will build it in May,” Mara Okoro said in Marn. “It is late,” she added.\n\n"
        "The lake is deep and cold.\n\nMost of the boats are old and slow.\n\n"
        "“The pier will save us many hours a week. It is the best that we have ever had.”"
    )
    assert record(nlp, text).quotes[-1].speaker.name == speaker
