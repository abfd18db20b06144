"""Names of forms that local news of other continents has."""

from __future__ import annotations

import pytest
from newsquotes import extract
from spacy.language import Language


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("A woman surnamed Zhou called the harbour master on Tuesday.", "Zhou"),
        ("MP Tarek Al-Hadidi asked for a new road on Sunday.", "Tarek Al-Hadidi"),
        ("Mayor Ramón Beltrán came. On Friday, Ramon Beltran left.", "Ramón Beltrán"),
        ("Prime Minister Park Dae-jun wept. Dae-jun had lost.", "Park Dae-jun"),
        ("President Moon Hae-in wept on Monday.", "Moon Hae-in"),
        ("Barrister Felix Kuan Mak-on said his client paid. Kuan was calm.", "Felix Kuan Mak-on"),
        ("“It is late,” spokesperson Kang In-ho said on Monday. Kang left.", "Kang In-ho"),
        (
            "Nurul Huda binti Salim said the bill was flawed. Nurul Huda left.",
            "Nurul Huda binti Salim",
        ),
        ("Datuk Seri Salim Sabri bin Yusof spoke on Monday.", "Salim Sabri bin Yusof"),
        ("The bronze went to the Salvadoran Héctor Mojica.", "Héctor Mojica"),
        ("Alhaji Musa Danladi spoke. Danladi was calm.", "Musa Danladi"),
        ("The judge Musa\u00a0Bello spoke. Bello was calm.", "Musa Bello"),
        ("The judge Musa \u200bBello spoke. Bello was calm.", "Musa Bello"),
        ("The judge Musa\u200bBello spoke. Bello was calm.", "Musa Bello"),
        ("Prime Minister Kow\u200balska left. Kowalska is proud.", "Kowalska"),
        ("Bridge\n\nIt was built by Marta\nOkoro, who is proud.", "Marta Okoro"),
        ("Mr. Trump says the plan would help.", "Trump"),
        ("Pikwanga Elder Jerry Lavall spoke. Lavall was calm.", "Jerry Lavall"),
        (
            "The head of the Inter-Ministerial Committee for Women Empowerment Wafa Bani Karim "
            "spoke on Monday. Bani Karim was calm.",
            "Wafa Bani Karim",
        ),
    ],
)
def test_people(nlp: Language, text: str, person: str) -> None:
    assert [e.name for e in extract(nlp, text).entities if e.type == "person"] == [person]


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("The U.N.-backed court sat in a U.S.-built hall.", "place", "U.S."),
        ("Ulaanbaatar /MONTSAME/. The minister visited the school.", "organization", "MONTSAME"),
        ("The road\n\nKUCHING: The road is closed.", "place", "KUCHING"),
        ("Non-EU workers came on Monday.", "organization", "EU"),
        ("The Dhaka-Kolkata train is late.", "place", "Kolkata"),
        ("The Cape\u00a0Town mayor left.", "place", "Cape Town"),
        ("Gold went to Ida Holm (NOR)/Mathieu Baumont (FRA).", "person", "Mathieu Baumont"),
    ],
)
def test_names_that_the_tokenizer_glues(nlp: Language, text: str, kind: str, name: str) -> None:
    assert name in [e.name for e in extract(nlp, text).entities if e.type == kind]


@pytest.mark.parametrize("title", ["Highness", "Royal Highness", "Most Gracious Majesty"])
def test_a_form_of_address_is_no_pronoun(nlp: Language, title: str) -> None:
    text = f"Prime Minister Ahmad Salem spoke on Monday. His {title} the Crown Prince thanked him."
    person = next(e for e in extract(nlp, text).entities if e.type == "person")
    assert "His" not in {mention.text for mention in person.mentions}


@pytest.mark.parametrize(
    "text",
    [
        "The ministry signed an MoU and sent an SMS on Monday.",
        "The herd costs about N$66,000 a year, and Tk 26 lakh was paid.",
        "The Yoruba and the Fulani met on Friday. A Cree elder prayed.",
        "Xhosa and Swahili are taught. The Herero sued on Monday.",
        "The Mapuche live in the south. The land was taken from the Mapuche.",
    ],
)
def test_no_names(nlp: Language, text: str) -> None:
    assert extract(nlp, text).entities == ()


def test_first_names_in_a_list_are_people(nlp: Language) -> None:
    record = extract(nlp, "The sons of Rosa, Yolanda, Imelda and Pilar won the race.")
    assert {e.type for e in record.entities} == {"person"}
    assert len(record.entities) == 4


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("Puan Salmah binti Daud won on Monday.", "person", ["Salmah binti Daud"]),
        ("Otto zu Ahrenfels lent the vase.", "person", ["Otto zu Ahrenfels"]),
        ("João Pedro das Neves e Sousa won.", "person", ["João Pedro das Neves e Sousa"]),
        ("Sione Fa'amatu rowed home on Monday.", "person", ["Sione Fa'amatu"]),
        ("Minister Ts.Batsaikhan left on Monday.", "person", ["Ts.Batsaikhan"]),
        ("A cook, surnamed Ruan, was ill.", "person", ["Ruan"]),
        ("Alice Okoro and Sunday Amadi were freed.", "person", ["Alice Okoro", "Sunday Amadi"]),
        ("Chief (Mrs.) Folake Adewale and Alhaji Umaru Sani left.", "person",
         ["Folake Adewale", "Umaru Sani"]),
        ("The miners met Doña Clotilde Apaza in Cusco.", "person", ["Clotilde Apaza"]),
        ("Miss Uganda Brenda Nakato will travel.", "person", ["Brenda Nakato"]),
        ("The judge K.T.S. Perera and A.R.M. Fazil heard the case.", "person",
         ["K.T.S. Perera", "A.R.M. Fazil"]),
        ("Pedro Pablo Quispe Mamani teaches. Quispe teaches Latin.", "person",
         ["Pedro Pablo Quispe Mamani"]),
        ("Police accused Deputy Governor Yakubu Sani of theft.", "person", ["Yakubu Sani"]),
        ("Budi Santoso alias Gaga was held.", "person", ["Budi Santoso"]),
        ("Port opens\n\nNews\n\nBY TAFADZWA MOYO\n\nIt is open.", "person", ["TAFADZWA MOYO"]),
        ("Ana Clara do Vale Pinto and Joost van der Plas left.", "person",
         ["Ana Clara do Vale Pinto", "Joost van der Plas"]),
        ("A trader surnamed Peng and a student surnamed Yuan were fined.", "person",
         ["Peng", "Yuan"]),
        ("Nobody asked Bartholomew Quansah. Quan\u200bsah left on Monday.", "person",
         ["Bartholomew Quansah"]),
        ("Wrestler Ts.Oyuntsetseg beat D.Sarangoo on Monday.", "person",
         ["Ts.Oyuntsetseg", "D.Sarangoo"]),
        ("Praise Okon, Monday Effiong and Felix Bassey were freed.", "person",
         ["Praise Okon", "Monday Effiong", "Felix Bassey"]),
        ("Gold coins of the First World War were found.", "person", []),
        ("They were aided by St. John’s Ambulance volunteers.", "person", []),
        ("He paid AED 900, then KES 40 and USD 12.", "organization", []),
        ("Universitas Cendana Raya and Partai Rakyat Baru signed a pact.", "organization",
         ["Universitas Cendana Raya", "Partai Rakyat Baru"]),
        ("Mrs Oduya of Jinja was on board.", "place", ["Jinja"]),
        ("Hamilton, Bermuda, is quiet. Hamilton has one theatre.", "place",
         ["Hamilton", "Bermuda"]),
        ("Congo-Brazzaville lost the match.", "place", ["Congo-Brazzaville"]),
        ("St Brigid's Primary School and Kwame Asare Senior High School won.", "organization",
         ["St Brigid's Primary School", "Kwame Asare Senior High School"]),
        ("Kim & Song-ho LLP sued Hassan Motors.", "organization",
         ["Kim & Song-ho LLP", "Hassan Motors"]),
        ("The Supreme Court of Eswatini and Ndola Magistrate's Court were shut.", "organization",
         ["Supreme Court of Eswatini", "Ndola Magistrate's Court"]),
        ("PT Maju Sejahtera employs 400 people.", "organization", ["PT Maju Sejahtera"]),
        ("Partido Aurora Verde won the vote.", "organization", ["Partido Aurora Verde"]),
        ("The Ministry of Works Engr. Tunde Ojo left.", "organization", ["Ministry of Works"]),
        ("The Wayuu and the Arhuaco met on Monday.", "place", []),
        ("The Nandere have farmed here for long. Maize grows on the land of the Nandere.",
         "place", []),
        ("Works on Samora Nkutu Boulevard will last a month.", "person", []),
        ("The MV Tumaini Bora ran aground. Divers reached the MV Tumaini Bora.", "person", []),
        ("Nurses walked from Sidi Hamza to Oued Laou.", "person", []),
        ("The hamlet of Khorgachi has no clinic.", "place", ["Khorgachi"]),
        ("Gupta Jewellers was robbed. Police said Gupta Jewellers had no guard.",
         "organization", ["Gupta Jewellers"]),
        ("Lawyer Chioma Eze of Eze, Danjuma and Partners left.", "organization",
         ["Eze, Danjuma and Partners"]),
        ("The Union of Weavers and Dyers of Benin called off its march.", "organization",
         ["Union of Weavers and Dyers of Benin"]),
        ("The Prime Minister's Office denied it on Monday.", "organization",
         ["Prime Minister's Office"]),
        ("A UNESCO Goodwill Ambassador wrote to the bishop.", "organization", ["UNESCO"]),
        ("Squad: Han Dae-su (Jeju Wanderers), Ken Morita (Nara Sakai), Cho Min-ki (Iksan Comets).",
         "organization", ["Jeju Wanderers", "Nara Sakai", "Iksan Comets"]),
        ("Safe Harbour feeds 90 boys. The Safe Harbour appeal is run by a cook.",
         "organization", ["Safe Harbour"]),
        ("An ex-Chelsea keeper runs the farm.", "organization", ["Chelsea"]),
        ("Parliament passed the Wetlands Act on Monday.", "organization", ["Parliament"]),
        ("He was jailed for his novel The House of Reeds.", "organization", []),
        ("Accra, June 4, GNA - The farmers of Wenchi want seeds.", "organization", ["GNA"]),
        ("PORT-AU-PRINCE, Haiti (AP) — Two nurses were freed on Sunday.", "place",
         ["PORT-AU-PRINCE", "Haiti"]),
        ("Nurses from Saint Kitts and Nevis flew home.", "place", ["Saint Kitts and Nevis"]),
        ("Fire tore through huts in Cox's Bazar on Monday.", "place", ["Cox's Bazar"]),
        ("Said agreement was to end in June. Pilar Rueda sued.", "person", ["Pilar Rueda"]),
        ("Codenamed Lantern, the raid failed. Christened Aurora, the ship sank.", "person", []),
        ("Lawyers A K Gunadasa and S. R. Haniffa left.", "person",
         ["A K Gunadasa", "S. R. Haniffa"]),
        ("Đặng Văn Hùng owns the boat. Dang Van Hung was paid on Monday.", "person",
         ["Đặng Văn Hùng"]),
        ("Minister of Water and Sanitation Bashiru Gadanya left.", "person", ["Bashiru Gadanya"]),
        ("Poet Zhanibek-Temir Aqsaqov sang on Monday.", "person", ["Zhanibek-Temir Aqsaqov"]),
        ("Singer Ratnawulan won. Judges gave Ratnawulan nine points.", "person", ["Ratnawulan"]),
        ("The cook, A M S Fazal Karim, was ill.", "person", ["A M S Fazal Karim"]),
        ("He preached in Tashelhit on Monday.", "place", []),
        ("He prayed in Zaghawa on Monday.", "place", []),
        ("Minister of Roads and Sanitation Bitrus Gyang left.", "person", ["Bitrus Gyang"]),
        ("The lawyers A N Siribandara and A. P. Nuwan left.", "person",
         ["A N Siribandara", "A. P. Nuwan"]),
        ("A pastor in Odegbamu said so. Traders left Odegbamu on Monday.", "place",
         ["Odegbamu"]),
        ("Kotri. The governor opened a dam on Monday.", "place", ["Kotri"]),
        ("Phnom Penh - Police freed nine monks on Monday.", "place", ["Phnom Penh"]),
        ("Multan Falcons beat Faisalabad Wolves on Monday.", "organization",
         ["Multan Falcons", "Faisalabad Wolves"]),
        ("Law firm Idris Farouk Advocates sued Salma Tours.", "organization",
         ["Idris Farouk Advocates", "Salma Tours"]),
        ("The Drivers' Council of Lesotho agreed.", "organization",
         ["Drivers' Council of Lesotho"]),
        ("The Midwives' Association of Zambia agreed.", "organization",
         ["Midwives' Association of Zambia"]),
        ("The FAO Country Director left on Monday.", "organization", ["FAO"]),
    ],
)  # fmt: skip
def test_names(nlp: Language, text: str, kind: str, names: list[str]) -> None:
    assert [e.name for e in extract(nlp, text).entities if e.type == kind] == names


@pytest.mark.parametrize(
    ("text", "titles", "roles"),
    [
        ("Doctor Pham Quoc Dat went home.", ["Doctor"], []),
        ("Datuk Seri Rahim bin Osman spoke.", ["Datuk Seri"], []),
        ("Major (rtd) Moses Okello testified.", ["Major"], []),
        ("Sheikh (Dr) Salem Al Qubaisi testified.", ["Sheikh", "Dr"], []),
        ("Her Royal Highness Princess Aminah Sule came.", [], ["Princess"]),
        ("Ana Brusk was elected mayor of Beira.", [], ["mayor of Beira"]),
        ("Ana Brusk was named judge on Monday.", [], ["judge"]),
        ("A trader surnamed Peng was fined.", [], ["trader"]),
        ("Ana Brusk, an aid worker, left.", [], ["aid worker"]),
        (
            "The outgoing governor of Kogi, Malam Isah Danjuma, left.",
            ["Malam"],
            ["outgoing governor of Kogi"],
        ),
    ],
)
def test_titles_and_roles(nlp: Language, text: str, titles: list[str], roles: list[str]) -> None:
    (person,) = (e for e in extract(nlp, text).entities if e.type == "person")
    assert ([*person.titles], [*person.roles]) == (titles, roles)


def test_a_town_and_its_country_as_one_name(nlp: Language) -> None:
    text = "Fires burn near San Pedro, in Olancho, Honduras. He is from Sambalpur, India."
    codes = {e.name: e.place and e.place.country_code for e in extract(nlp, text).entities}
    for town, code in (("Olancho", "HN"), ("Sambalpur", "IN")):
        assert {found for name, found in codes.items() if name.startswith(town)} == {code}
