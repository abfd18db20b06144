"""Whom a description, an office or a short name means: the speakers of whole short articles."""

from __future__ import annotations

from typing import Any

import pytest
from newsquotes.extraction import extract
from newsquotes.lexicons.personal_names import parse_name, same_person
from newsquotes.schemas.record import EntityType

SPEAKERS = {
    "who is charged is the defendant": (
        "Rune Falk was charged with arson. Prosecutor Lena Bruun said he had bought petrol. "
        "The defendant said he had a car.",
        ["Lena Bruun", "Rune Falk"],
    ),
    "who is arrested is the suspect": (
        "Officers arrested Davor Matic at the ferry. Inspector Petra Kos said he had a knife. "
        "The suspect said it was for bread.",
        ["Petra Kos", "Davor Matic"],
    ),
    "who is accused in a relative clause": (
        "The court heard Anan Suwan, 41, who is accused of selling a bus. Judge Lek Thong came "
        "late. The accused said the bus was his.",
        ["Anan Suwan"],
    ),
    "who pleads is the accused": (
        "Tariq Baloch pleaded not guilty. His lawyer, Sana Mir, said he was at sea. "
        "“I caught nothing,” the accused told the court.",
        ["Tariq Baloch", "Sana Mir", "Tariq Baloch"],
    ),
    "a public prosecutor is not the defendant": (
        "DPP Noraini Aziz told the court that Lim Boon Huat took the rice. The defendant said he "
        "was hungry.",
        ["Noraini Aziz", "Lim Boon Huat"],
    ),
    "the vice-president is not the president": (
        "Ilse Manrique spoke in the square, against President Bruno Lazo. Manrique appealed to the "
        "crowd. The vice-president said: “He signs whatever he is given.”",
        ["Ilse Manrique"],
    ),
    "the minister of something else": (
        "Finance minister Odile Marchand spoke first. Health minister Bram Visser said beds were "
        "missing. The finance minister said money was, too. The trade minister said exports fell.",
        ["Bram Visser", "Odile Marchand", None],
    ),
    "an office by its initials": (
        "Roads CS Kiptoo Rotich opened the bridge. Water CS Achieng Odera said the river was low. "
        "The Roads CS said it would rise.",
        ["Achieng Odera", "Kiptoo Rotich"],
    ),
    "who goes on from somebody without a name": (
        "Marek Holub, who runs the clinic, said it was full. A spokesman for the province said he "
        "could give no figures. He said they would come on Monday. “We are counting,” he wrote.",
        ["Marek Holub", None, None, None],
    ),
    "the new minister is the successor": (
        "Interior minister Jens Kold resigned on Monday. His successor, Signe Dahl, spoke in the "
        "evening. “There were two letters,” the new minister said.",
        ["Signe Dahl"],
    ),
    "the former minister is not the successor": (
        "Interior minister Jens Kold resigned on Monday. His successor, Signe Dahl, spoke in the "
        "evening. “I read one letter,” the former minister said.",
        ["Jens Kold"],
    ),
    "the former coach": (
        "Former coach Karim Saidi said they were tired. Current coach Nabil Fassi said they were "
        "fit. The former coach said fit was not enough.",
        ["Karim Saidi", "Nabil Fassi", "Karim Saidi"],
    ),
    "whom an agency quotes": (
        "“The fence was cut,” state agency Balnews quoted warden Ulla Krag as saying.",
        ["Ulla Krag"],
    ),
    "a place that is the rest of a name": (
        "After the arrival of Ostrovan Quist in the capital, the posts were sold. “It was a fair,” "
        "Quist said later.",
        ["Ostrovan Quist"],
    ),
    "a name behind a rank": (
        "Colonel Sékou Traoré said the road was open. The rebel Moussa Ag Issa said no. The "
        "colonel said that was a lie.",
        ["Sékou Traoré", "Moussa Ag Issa", "Sékou Traoré"],
    ),
    "who she is before her name": (
        "Mother of three Awa Sissoko said her son was weak. “He sleeps all day,” she said.",
        ["Awa Sissoko", "Awa Sissoko"],
    ),
    "an office of a body whose name has an apostrophe": (
        "The secretary of the Drivers’ League, Ousmane Sarr, said buses would stop.",
        ["Ousmane Sarr"],
    ),
    "an occupation is no part of the name": (
        "Potter Emi Takeda came with one wheel. Shopper Nomsa Cele said the bowls were dear. "
        "“They last,” said Takeda.",
        ["Nomsa Cele", "Emi Takeda"],
    ),
    "what looks like a person before an office is a body": (
        "Te Hauora of Ngā Rito chair Rawiri Hone said teachers were missing.",
        ["Rawiri Hone"],
    ),
    "an office with two complements": (
        "The chairman of the Young branch at Marn University, Ivo Bader, said it was a vigil.",
        ["Ivo Bader"],
    ),
    "a name alone that speaks is no firm": (
        "Gautam Kolari, who owns docks, bought the port. “It is historic,” Kolari tweeted. "
        "Trains are made by Kolari Steel and by another Kolari company.",
        ["Gautam Kolari"],
    ),
    "a firm named since speaks": (
        "Gautam Kolari owns docks. Kolari Steel makes trains. Kolari Steel said they were late.",
        ["Kolari Steel"],
    ),
    "the initials of one office": (
        "Mr Kofi Sarpong, the Municipal Chief Executive (MCE), met the press. The husk makes "
        "black soap (Alata Simo). He said it was rich. The MCE said it would sell.",
        ["Kofi Sarpong", "Kofi Sarpong"],
    ),
    "a title is no first name": (
        "Lebna was followed by his son Emperor Galadewo. “Go home,” Galadewo told the monk.",
        ["Galadewo"],
    ),
    "the new mayor beat the incumbent": (
        "Aminata Camara beat incumbent mayor Issa Keita. The new mayor said she would sweep. "
        "“Let her sweep,” the former mayor said.",
        ["Aminata Camara", "Issa Keita"],
    ),
    "the new minister followed the other": (
        "Minister Odile Marchand was succeeded by Jean Perrin. The new minister said he was tired.",
        ["Jean Perrin"],
    ),
    "a counterpart has the office, too": (
        "Foreign minister Bakyt Osmonov met his Uzbek counterpart, Dilshod Karimov. “Water is for "
        "all,” the Uzbek minister said.",
        ["Dilshod Karimov"],
    ),
    "an occupation that may be a verb": (
        "“The snow is late,” said guide Lhamo Tenzin.",
        ["Lhamo Tenzin"],
    ),
    "a name that is a word, before a clause": (
        "Team owner Mark Cuban came late. Cuban, who is also a host, said it was too early.",
        ["Mark Cuban"],
    ),
    "a title with the first name": (
        "Imam Ahmad ibn Salim came from the east. Enbaro wrote to Imam Ahmad. The Imam said yes.",
        ["Ahmad ibn Salim"],
    ),
    "the other woman": (
        "Gisela Roa sells fruit. This young woman is pleased with the market. The other young "
        "woman said that she cares for her parents.",
        [None],
    ),
    "a ministry is no group": (
        "The Torture Watch Association lost its licence. The Interior Ministry signed the letter. "
        "The group said it would go to court.",
        ["Torture Watch Association"],
    ),
    "somebody goes on who has spoken": (
        "The leftwing leader Pepe Morales said the law was old. “We lost ten years,” he said. The "
        "former Frente Verde leader added that nobody had read it. Former President Luis Herrán "
        "stands on the other side. “He is right,” Herrán said.",
        ["Pepe Morales", "Pepe Morales", "Pepe Morales", "Luis Herrán"],
    ),
    "anybody goes on who has no name": (
        "Minister Wen Bao came at noon. A senior diplomat said there was a list. “It is long,” the "
        "person added.",
        [None, None],
    ),
    "a neighbour is whoever spoke before": (
        "Thami Zungu bought the hotel. A fellow resident said that Zungu had cut the trees. “He "
        "does not ask,” the neighbour said. Zungu is married to the singer Lerato Khoza.",
        [None, None],
    ),
    "what they say is said in passing": (
        "Thami Zungu bought the hotel. A resident said he had signed the letter, which they say "
        "is late. “I would have moved,” he said.",
        [None, None, None],
    ),
    "a constituency is nobody": (
        "In a statement signed by Dr Kofi Ato Forsu, MP, Ajumako Enyan Constituency, he stated "
        "that the bank had lent too much.",
        ["Kofi Ato Forsu"],
    ),
    "a name that the parser joins to its office": (
        "The plant at Penora has 120 megawatts and 4,000 panels.\n\n“The share of the sun in the "
        "first months is a sign that the change must go on with more force, mainly in times where "
        "we see a market moved by the price of gas,”  National Secretary of Energy, Julio Rivera "
        "Lasso.",
        ["Julio Rivera Lasso"],
    ),
    "a priest is no imam": (
        "Imam Abdou Sene said the town was one family. Father Luc Mendy nodded. Nobody else spoke. "
        "“We bury them together,” the priest said.",
        ["Abdou Sene", None],
    ),
}


@pytest.mark.parametrize(("text", "speakers"), SPEAKERS.values(), ids=SPEAKERS)
def test_who_speaks(nlp: Any, text: str, speakers: list[str | None]) -> None:
    found = extract(nlp, f"Today\n\n{text}\n").quotes
    assert [quote.speaker.name for quote in found] == speakers


def test_after_passers_by_nobody_goes_on(nlp: Any) -> None:
    text = (
        "Tendai Moyo keeps the library in a bus.\n\n“I read it all,” says Rudo Chirwa.\n\n"
        "“Mine is about whales,” says Farai Banda.\n\nThe bus needs help.\n\n"
        "“It needs new tyres, and nobody will pay for them.”\n"
    )
    assert [quote.speaker.name for quote in extract(nlp, text).quotes] == [
        "Rudo Chirwa",
        "Farai Banda",
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The PTI left. The Institutional Workers’ Union (PTI) said it would come back.",
        "The Institutional Workers’ Union (PTI) left. The PTI and the PTI said so.",
    ],
)
def test_a_body_has_its_full_name_whatever_its_initials(nlp: Any, text: str) -> None:
    record = extract(nlp, text)
    bodies = [e.name for e in record.entities if e.type is EntityType.ORGANIZATION]
    assert bodies == ["Institutional Workers’ Union"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The Interior Ministry was late. The Ministry of the Interior said so.",
            ["Ministry of the Interior"],
        ),
        (
            "The Crane Society of Marn left. The Crane Society said it would come back.",
            ["Crane Society of Marn"],
        ),
        (
            "The Supreme Court left. The Supreme Court of Georgia said it would stay.",
            ["Supreme Court", "Supreme Court of Georgia"],
        ),
    ],
)
def test_short_names_of_bodies(nlp: Any, text: str, names: list[str]) -> None:
    record = extract(nlp, text)
    assert [e.name for e in record.entities if e.type is EntityType.ORGANIZATION] == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Elena Roa", "María Elena Roa Quist", True),
        ("María Elena Roa Quist", "Elena Roa", True),
        ("Pia Roa", "María Elena Roa Quist", False),
        ("Elena Quist Lind", "María Elena Roa Quist", False),
        ("Roa Quist", "María Elena Lind Quist", False),
    ],
)
def test_the_middle_of_a_name(one: str, other: str, *, same: bool) -> None:
    assert same_person(parse_name(one.split()), parse_name(other.split())) is same
