"""One cluster a person: names, pronouns, noun phrases and roles, on Docs annotated by hand."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes.stages.annotations import Attribution, Cluster, Quotation
from newsquotes.stages.people.component import find_people
from newsquotes.stages.people.name_groups import group_names
from newsquotes.stages.people.named_people import read_names
from spacy.tokens import Doc

from tests.builders import make_doc


def people(doc: Doc) -> list[tuple[str, list[str]]]:
    """The name of each person and the texts of the mentions."""
    return [
        (cluster["name"], [doc.text[m["start"] : m["end"]] for m in cluster["mentions"]])
        for cluster in find_people(doc).clusters
    ]


def named(text: str, *names: str) -> Doc:
    return make_doc(text, ents=[(name, "PERSON") for name in names])


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["Ada Quist", "Quist", "Ada"], [["Ada Quist", "Quist", "Ada"]]),
        (["Quist", "Ada Quist"], [["Quist", "Ada Quist"]]),
        (["Ada Quist", "Tom Quist"], [["Ada Quist"], ["Tom Quist"]]),
        (["Ada Quist", "Tom Quist", "Quist"], [["Ada Quist"], ["Tom Quist", "Quist"]]),
        (
            ["Tom Quist", "Quist", "Ada Quist", "Quist"],
            [["Tom Quist", "Quist", "Quist"], ["Ada Quist"]],
        ),
        (["Pieter van der Berg", "Van der Berg"], [["Pieter van der Berg", "Van der Berg"]]),
        (["Yusuf al-Rashid", "Al-Rashid"], [["Yusuf al-Rashid", "Al-Rashid"]]),
        (["Ada Quist", "Brandt"], [["Ada Quist"], ["Brandt"]]),
        (["William Fenn", "Bill Fenn"], [["William Fenn", "Bill Fenn"]]),
        (["María López de la Vega", "López"], [["María López de la Vega", "López"]]),
        (["Ada Berglund", "Bergland"], [["Ada Berglund", "Bergland"]]),
        (["Yusuf bin Hamad al-Sabri", "bin Hamad"], [["Yusuf bin Hamad al-Sabri", "bin Hamad"]]),
        (["María Elena Roa Quist", "Elena Roa"], [["María Elena Roa Quist", "Elena Roa"]]),
        (
            ["Kassiel Ato Forsberg", "Kassiel Ato Forsber"],
            [["Kassiel Ato Forsberg", "Kassiel Ato Forsber"]],
        ),
        (["Elena Quist", "María Elena Roa Quist"], [["Elena Quist", "María Elena Roa Quist"]]),
        (["María Elena Roa Quist", "Pia Roa"], [["María Elena Roa Quist"], ["Pia Roa"]]),
        (["William Fenn", "Billy"], [["William Fenn", "Billy"]]),
        (["Bill Fenn", "William"], [["Bill Fenn"], ["William"]]),
        (["Syed Kamr-ul-Mahmud", "Mahmud"], [["Syed Kamr-ul-Mahmud", "Mahmud"]]),
        (["Yusuf al-Sabri", "Sabri"], [["Yusuf al-Sabri", "Sabri"]]),
        (["María López García", "López García"], [["María López García", "López García"]]),
        (["Ada Berglund", "Tom Bergland"], [["Ada Berglund"], ["Tom Bergland"]]),
        (["Ada Seif Al Dawla", "Seif Al Dawla"], [["Ada Seif Al Dawla", "Seif Al Dawla"]]),
        (["Seif Al Dawla", "Ada Seif Al Dawla"], [["Seif Al Dawla", "Ada Seif Al Dawla"]]),
        (
            ["Ada Quist", "Tom", "Quist", "Tom Quist"],
            [["Ada Quist", "Quist"], ["Tom", "Tom Quist"]],
        ),
        (["Ada Bennett", "Bennet"], [["Ada Bennett", "Bennet"]]),
        (["Lucas Moravec", "Lucas Moarvec"], [["Lucas Moravec", "Lucas Moarvec"]]),
        (["Yusuf Al Rashid", "al-Rashid"], [["Yusuf Al Rashid", "al-Rashid"]]),
        (["Yusuf Ali Al-Ghanem", "Al-Ghanim"], [["Yusuf Ali Al-Ghanem", "Al-Ghanim"]]),
        (["Lena Martin", "Marden"], [["Lena Martin"], ["Marden"]]),
        # A married woman's two family names, of which the first is used.
        (
            ["Mary Ho Tang Sau-lan", "Ho Kam-wai", "Ho"],
            [["Mary Ho Tang Sau-lan"], ["Ho Kam-wai", "Ho"]],
        ),
        (
            ["Ho Kam-wai", "Mary Ho Tang Sau-lan", "Ho"],
            [["Ho Kam-wai"], ["Mary Ho Tang Sau-lan", "Ho"]],
        ),
    ],
)
def test_grouping(names: list[str], groups: list[list[str]]) -> None:
    doc = named(" met ".join(names) + ".", *names)
    found = group_names(read_names(doc))
    assert [[mention.text for mention in person.names] for person in found] == groups


@pytest.mark.parametrize(
    ("text", "names", "groups"),
    [
        (
            "Tom and Ada Quist met Tom Fenn. Tom left.",
            ["Tom", "Ada Quist", "Tom Fenn", "Tom"],
            [["Tom", "Tom"], ["Ada Quist"], ["Tom Fenn"]],
        ),
        (
            "Tom Fenn left. Tom and Ada Quist met.",
            ["Tom Fenn", "Tom", "Ada Quist"],
            [["Tom Fenn", "Tom"], ["Ada Quist"]],
        ),
        (
            "Brandt and Ada Quist met Tom Quist.",
            ["Brandt", "Ada Quist", "Tom Quist"],
            [["Brandt"], ["Ada Quist"], ["Tom Quist"]],
        ),
    ],
)
def test_two_first_names_may_share_a_family_name(
    text: str, names: list[str], groups: list[list[str]]
) -> None:
    found = group_names(read_names(named(text, *names)))
    assert [[mention.text for mention in person.names] for person in found] == groups


@pytest.mark.parametrize("between", ["v.", "vs", "and"])
def test_names_on_both_sides_are_of_two_people(between: str) -> None:
    text = f"Quist {between} Quist: Ada Quist and Tom Quist met."
    doc = named(text, "Quist", "Quist", "Ada Quist", "Tom Quist")
    assert [names for _, names in people(doc)] == [["Quist", "Ada Quist"], ["Quist", "Tom Quist"]]


def test_titles_keep_namesakes_apart() -> None:
    doc = named("Tom Quist met Ada Quist. Mrs. Quist smiled.", "Tom Quist", "Ada Quist", "Quist")
    assert people(doc) == [("Tom Quist", ["Tom Quist"]), ("Ada Quist", ["Ada Quist", "Quist"])]


def test_a_name_at_birth_is_the_same_persons() -> None:
    doc = named(
        "Ada Quist (née Fenn) met Tom Berg. Fenn left.", "Ada Quist", "Fenn", "Tom Berg", "Fenn"
    )
    assert people(doc) == [("Ada Quist", ["Ada Quist", "Fenn", "Fenn"]), ("Tom Berg", ["Tom Berg"])]


def test_a_title_tells_its_bearer_from_namesakes() -> None:
    doc = named("Dr. Kim Quist met Lee Quist. Dr. Quist left.", "Kim Quist", "Lee Quist", "Quist")
    assert people(doc) == [("Kim Quist", ["Kim Quist", "Quist"]), ("Lee Quist", ["Lee Quist"])]


def test_a_title_outdoes_what_a_first_name_is_mostly() -> None:
    doc = named("Mary Pinasa came. Mr Mary left.", "Mary Pinasa", "Mary")
    assert people(doc) == [("Mary Pinasa", ["Mary Pinasa", "Mary"])]


def test_a_title_of_the_other_gender_is_somebody_else() -> None:
    doc = named("Tom Quist left. Mrs. Quist stayed.", "Tom Quist", "Quist")
    assert [name for name, _ in people(doc)] == ["Tom Quist", "Quist"]


def test_name_and_aliases() -> None:
    doc = named("Quist left; Ada Quist did. So Ada.", "Quist", "Ada Quist", "Ada")
    (cluster,) = find_people(doc).clusters
    assert (cluster["name"], cluster["aliases"]) == ("Ada Quist", ["Quist", "Ada"])
    assert [m["form"] for m in cluster["mentions"]] == ["name"] * 3


# --- pronouns -----------------------------------------------------------------------------------


def parsed(text: str, heads: list[int], deps: list[str], *names: str, **annotations: Any) -> Doc:
    return make_doc(
        text,
        heads=heads,
        deps=deps,
        ents=[(name, "PERSON") for name in names],
        underscore=annotations,
    )


def test_gender_decides() -> None:
    doc = parsed(
        "Maria met John. She left.",
        [1, 1, 1, 1, 5, 5, 5],
        ["nsubj", "ROOT", "dobj", "punct", "nsubj", "ROOT", "punct"],
        "Maria",
        "John",
    )
    assert people(doc) == [("Maria", ["Maria", "She"]), ("John", ["John"])]


def test_the_subject_is_meant() -> None:
    doc = parsed(
        "Peter met John. He left.",
        [1, 1, 1, 1, 5, 5, 5],
        ["nsubj", "ROOT", "dobj", "punct", "nsubj", "ROOT", "punct"],
        "Peter",
        "John",
    )
    assert people(doc)[0] == ("Peter", ["Peter", "He"])


def test_subject_and_object_are_two() -> None:
    doc = parsed("John saw him.", [1, 1, 1, 1], ["nsubj", "ROOT", "dobj", "punct"], "John")
    assert people(doc) == [("John", ["John"])]


def test_a_reflexive_is_the_subject() -> None:
    doc = parsed("John saw himself.", [1, 1, 1, 1], ["nsubj", "ROOT", "dobj", "punct"], "John")
    assert people(doc) == [("John", ["John", "himself"])]


def test_a_pronoun_ahead_of_its_name() -> None:
    doc = parsed(
        "In his speech John wept.",
        [4, 2, 0, 4, 4, 4],
        ["prep", "poss", "pobj", "nsubj", "ROOT", "punct"],
        "John",
    )
    assert people(doc) == [("John", ["his", "John"])]


def test_they_of_one_person_only_where_the_article_says_so() -> None:
    heads = [1, 1, 3, 1, 1, 7, 7, 7, 7]
    deps = ["nsubj", "ROOT", "amod", "dobj", "punct", "dep", "nsubj", "ROOT", "punct"]
    doc = parsed("Sam is a poet. Then they left.", [*heads[:-1], 7], deps, "Sam")
    assert people(doc) == [("Sam", ["Sam"])]
    doc = parsed("Sam is a nonbinary. Then they left.", heads, deps, "Sam")
    assert people(doc) == [("Sam", ["Sam", "they"])]


def test_nobody_fits() -> None:
    doc = parsed(
        "John left. She wept.",
        [1, 1, 1, 4, 4, 4],
        ["nsubj", "ROOT", "punct", "nsubj", "ROOT", "punct"],
        "John",
    )
    assert people(doc) == [("John", ["John"])]


def test_the_only_man_named_is_meant_from_afar() -> None:
    sentences = 6
    doc = make_doc(
        "John left." + " It rained." * sentences + " He wept.",
        heads=[i + j for i in range(0, 3 * (sentences + 2), 3) for j in (1, 1, 1)],
        deps=["nsubj", "ROOT", "punct"] * (sentences + 2),
        ents=[("John", "PERSON")],
    )
    assert people(doc) == [("John", ["John", "He"])]


def quoted(start: int, end: int) -> Quotation:
    return Quotation(
        start=start, end=end, open='"', close='"', closed=True, continues=False, depth=0
    )


def said(content: tuple[int, int], source: tuple[int, int]) -> Attribution:
    return Attribution(
        content=[content],
        cue=None,
        cue_lemma="say",
        source=source,
        addressee=None,
        type="direct",
        mode="speech",
        confidence=1.0,
        rule="test",
    )


def test_inside_a_quotation_the_speaker_is_i_and_not_he() -> None:
    text = 'John met Peter. "I saw he left my house," John said.'
    end = text.index('"', 17) + 1
    doc = make_doc(
        text,
        heads=[1, 1, 1, 1, 14, 6, 14, 8, 6, 10, 8, 14, 14, 14, 14, 14],
        deps=[
            "nsubj",
            "ROOT",
            "dobj",
            "punct",
            "punct",
            "nsubj",
            "ccomp",
            "nsubj",
            "ccomp",
            "poss",
            "dobj",
            "punct",
            "punct",
            "nsubj",
            "ROOT",
            "punct",
        ],
        ents=[("John", "PERSON"), ("Peter", "PERSON"), ("John", "PERSON")],
        underscore={
            "quotations": [quoted(16, end)],
            "attributions": [said((16, end), (end + 1, end + 5))],
        },
    )
    assert people(doc) == [
        ("John", ["John", "I", "my", "John"]),
        ("Peter", ["Peter", "he"]),
    ]


def test_after_a_speakers_label_i_is_the_speaker() -> None:
    doc = make_doc("QUIST: I left. I wept.", ents=[("QUIST", "PERSON")])
    text = doc.text
    doc._.attributions = [said((7, len(text)), (0, 5)) | {"type": "indirect", "rule": "transcript"}]
    assert people(doc) == [("QUIST", ["QUIST", "I", "I"])]


def test_i_outside_quotations_is_nobody() -> None:
    doc = parsed(
        "John left. I wept.",
        [1, 1, 1, 4, 4, 4],
        ["nsubj", "ROOT", "punct", "nsubj", "ROOT", "punct"],
        "John",
    )
    assert people(doc) == [("John", ["John"])]


# --- with the model ------------------------------------------------------------------------------


@pytest.fixture
def cluster_of(nlp: Any) -> Any:
    """A function: the cluster of a name in a text."""

    def find(text: str, name: str) -> Cluster:
        doc = nlp(text)
        return next(c for c in doc._.people if c["name"] == name)

    return find


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("The finance minister, Anna Quist, resigned on Friday.", ["finance minister"]),
        ("Prime Minister Anna Quist resigned on Friday.", ["Prime Minister"]),
        ("Anna Quist, a retired judge, resigned on Friday.", ["retired judge"]),
        (
            "Anna Quist, Norway’s ambassador to Chile, resigned on Friday.",
            ["Norway’s ambassador to Chile"],
        ),
        ("Anna Quist is the president of the club.", ["president of the club"]),
        (
            "Anna Quist, who also serves as deputy mayor, resigned on Friday.",
            ["deputy mayor"],
        ),
        ("Sir Colin Fenn and Judge Anna Quist resigned on Friday.", ["Judge"]),
        ("The former envoy to Chile, Anna Quist, resigned.", ["former envoy to Chile"]),
        (
            "Tom’s successor, Anna Quist, is the prime minister.",
            ["Tom’s successor", "prime minister"],
        ),
        ("Mrs Anna Quist resigned on Friday.", []),
        ("General Anna Quist resigned on Friday.", []),
        ("On Friday the police chief, Gen. Anna Quist, resigned.", ["police chief"]),
        ("On Friday police chief Gen. Anna Quist resigned.", ["police chief"]),
        ("Anna Quist, a professor, resigned on Friday.", ["professor"]),
        ("Then professor Anna Quist resigned on Friday.", ["professor"]),
        ("On Friday a subdued Prime Minister Anna Quist resigned.", ["Prime Minister"]),
        ("They settled the issue Prime Minister Anna Quist had raised.", ["Prime Minister"]),
        ("On Friday accused Deputy President Anna Quist resigned.", ["Deputy President"]),
        ("On Friday former Prime Minister Anna Quist resigned.", ["former Prime Minister"]),
        ("Anna Quist, director of the clinic, resigned.", ["director of the clinic"]),
        ("Embattled Finance Minister Anna Quist resigned.", ["Finance Minister"]),
        ("Yesterday Deputy Premier Anna Quist resigned.", ["Deputy Premier"]),
        ("Egyptian President Anna Quist resigned.", ["Egyptian President"]),
        ("On Friday acting Prime Minister Anna Quist resigned.", ["acting Prime Minister"]),
        ("Trade and Tourism Minister Anna Quist resigned.", ["Trade and Tourism Minister"]),
        ("The Crown Prince and Prime Minister Anna Quist met.", ["Prime Minister"]),
        ("Her Excellency Governor Anna Quist resigned on Friday.", ["Governor"]),
        ("Their Royal Highnesses Princess Anna Quist and Tom left.", ["Princess"]),
        ("Anna Quist, a 45-year-old teacher, resigned.", ["teacher"]),
        ("Attorney General Anna Quist resigned on Friday.", ["Attorney General"]),
        ("Air Force Commander Lt. Gen. Anna Quist resigned.", ["Air Force Commander"]),
        ("The fellow Pentagon analyst Anna Quist wrote it.", ["Pentagon analyst"]),
        ("A student named Anna Quist resigned on Friday.", ["student"]),
        ("The harbour master, Anna Quist, resigned.", ["harbour master"]),
        ("Ring Mistress Anna Quist resigned on Friday.", ["Ring Mistress"]),
        ("Master Sergeant Anna Quist resigned on Friday.", []),
        ("Then Minister of Education Dr Anna Quist resigned.", ["Minister of Education"]),
        ("Then Chief of Staff Anna Quist resigned.", ["Chief of Staff"]),
        ("Anna Quist, ever a scholar, resigned on Friday.", ["scholar"]),
        ("The mother of a teacher, Anna Quist, resigned.", ["mother of a teacher"]),
        (
            "University of Ghana President Anna Quist resigned.",
            ["University of Ghana President"],
        ),
        ("Foreign Minister Tom Fenn's Kenyan counterpart Dr Anna Quist left.", []),
        ("Anna Quist, her father, her dog and her cat resigned on Friday.", []),
    ],
)
def test_roles(cluster_of: Any, text: str, roles: list[str]) -> None:
    assert cluster_of(text, "Anna Quist")["roles"] == roles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("The former deputy Tan Sri Anna Quist left.", ["Tan Sri"]),
        ("Dr. Anna Quist resigned. Dr Quist left, and so did Quist.", ["Dr."]),
        ("Sir Tom Fenn met General Anna Quist.", ["General"]),
        ("Lt. Gen. Anna Quist resigned on Friday.", ["Lt. Gen."]),
        ("Lieutenant-General Anna Quist resigned on Friday.", ["Lieutenant-General"]),
        ("The Rev. Dr. Anna Quist resigned. Later Mrs Quist left.", ["Rev.", "Dr.", "Mrs"]),
        ("On Friday police chief Gen. Anna Quist resigned.", ["Gen."]),
        ("Prime Minister Anna Quist resigned on Friday.", []),
        ("Then professor Anna Quist resigned on Friday.", []),
        ("Attorney General Anna Quist resigned on Friday.", []),
        ("Harbour Master Anna Quist resigned on Friday.", []),
        ("Master Sergeant Anna Quist resigned.", ["Master Sergeant"]),
        ("Pol Maj-General Anna Quist resigned on Friday.", ["Pol", "Maj-General"]),
    ],
)
def test_titles(cluster_of: Any, text: str, titles: list[str]) -> None:
    assert cluster_of(text, "Anna Quist")["titles"] == titles


def test_a_list_without_commas_is_no_role() -> None:
    names = " ".join(["President"] * 20)
    text = f"{names} Anna Quist"
    doc = make_doc(text, tags=["NNP"] * 22, ents=[("Anna Quist", "PERSON")])
    (cluster,) = find_people(doc).clusters
    assert all(len(role.split()) < 20 for role in cluster["roles"])


@pytest.mark.parametrize(
    ("text", "nominals"),
    [
        ("“We won,” wrote @tess_q, the club’s captain.\n\nAnna Quist left.", []),
        ("The finance minister, Anna Quist, left. Later the minister wept.", ["the minister"]),
        pytest.param(
            "The finance minister, Anna Quist, left. The British minister wept.",
            [],
            marks=pytest.mark.xfail(
                strict=True, reason="of where somebody is from, most articles say it only once"
            ),
        ),
        (
            "The minister, Anna Quist, met the minister, Paul Brandt. Then the minister wept.",
            [],
        ),
        ("The minister wept. The finance minister, Anna Quist, left.", []),
        (
            "The minister, Anna Quist, met the former minister, Paul Berg. Then the minister left.",
            ["the minister"],
        ),
        (
            "The minister, Paul Brandt, met the former minister, Anna Quist. "
            "Then the former minister left.",
            ["the former minister"],
        ),
        ("The judge, Anna Quist, left. He met the judge Paul Brandt.", []),
    ],
)
def test_noun_phrases(cluster_of: Any, text: str, nominals: list[str]) -> None:
    mentions = cluster_of(text, "Anna Quist")["mentions"]
    assert [text[m["start"] : m["end"]] for m in mentions if m["form"] == "nominal"] == nominals


@pytest.mark.parametrize(
    ("text", "mention", "reason"),
    [
        ("Anna Quist left. He wept.", "He", "nobody-fits"),
        ("Rain fell. She wept.", "She", "nobody-fits"),
        ("“I am tired.” Nobody answered.", "I", "speaker-unknown"),
        (
            "The minister, Anna Quist, met the minister, Paul Brandt. Then the minister wept.",
            "the minister",
            "several-fit",
        ),
    ],
)
def test_what_cannot_be_decided_has_its_reason(
    nlp: Any, text: str, mention: str, reason: str
) -> None:
    found = nlp(text)._.unresolved
    assert [(text[m["start"] : m["end"]], m["reason"]) for m in found] == [(mention, reason)]


def test_mentions_are_in_order_and_distinct(nlp: Any) -> None:
    doc = nlp(
        "Anna Quist, the mayor of Oslo, said she would resign. The mayor told reporters that her "
        "deputy, Paul Brandt, knew. “I told him,” Quist said. “He wept.”"
    )
    starts = [m["start"] for cluster in doc._.people for m in cluster["mentions"]]
    assert len(starts) == len(set(starts))
    for cluster in doc._.people:
        assert cluster["mentions"] == sorted(cluster["mentions"], key=lambda m: m["start"])
