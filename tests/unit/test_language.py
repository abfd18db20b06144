"""The language of an article: detected, refused where it is not English, checked where given."""

# ruff: noqa: E501  wide letters count twice, and sentences are easier to read unbroken

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from newsquotes import Record, extract, extract_many
from newsquotes.articles import Article, read_articles
from newsquotes.articles.language import detect, language_name
from newsquotes.errors import FailureCode, InputError
from newsquotes.settings import Settings

if TYPE_CHECKING:
    from spacy.language import Language

ENGLISH: Final = (
    "The ferry to Quill Bay stopped at noon because the tide had taken two planks of the pier. "
    "“We shall mend it before the weekend,” said Mara Okoro, who has kept the harbour for eleven "
    "years. She asked the passengers to be patient and promised them a bus along the coast."
)
FOREIGN: Final = {
    "ar": "توقفت العبارة إلى خليج كويل عند الظهر لأن المد جرف لوحين من خشب الرصيف. وقالت مارا أوكورو "
          "التي تدير الميناء منذ أحد عشر عاما إن الإصلاح سيتم قبل نهاية الأسبوع.",
    "da": "Færgen til Quill Bay standsede ved middagstid, fordi tidevandet havde taget to planker af "
          "broen. “Vi reparerer den inden weekenden,” sagde Mara Okoro, som har passet havnen i elleve "
          "år. Hun bad passagererne om at være tålmodige og lovede dem en bus langs kysten.",
    "de": "Die Fähre nach Quill Bay fiel am Mittag aus, weil die Flut zwei Bretter des Stegs "
          "mitgerissen hatte. „Wir reparieren ihn noch vor dem Wochenende“, sagte Mara Okoro, die den "
          "Hafen seit elf Jahren leitet. Sie bat die Fahrgäste um Geduld und versprach einen Bus.",
    "el": "Το πλοίο για τον κόλπο σταμάτησε το μεσημέρι, επειδή η παλίρροια πήρε δύο σανίδες της "
          "αποβάθρας. Η Μάρα Οκόρο είπε ότι θα επισκευαστεί πριν από το Σαββατοκύριακο.",
    "es": "El transbordador a Quill Bay se detuvo al mediodía porque la marea se había llevado dos "
          "tablas del muelle. «Lo arreglaremos antes del fin de semana», dijo Mara Okoro, que dirige "
          "el puerto desde hace once años. Pidió paciencia a los pasajeros y les prometió un autobús.",
    "fi": "Lautta Quill Bayhin pysähtyi puoliltapäivin, koska vuorovesi oli vienyt laiturista kaksi "
          "lankkua. ”Korjaamme sen ennen viikonloppua”, sanoi Mara Okoro, joka on hoitanut satamaa "
          "yksitoista vuotta. Hän pyysi matkustajilta kärsivällisyyttä ja lupasi heille bussin.",
    "fr": "Le bac pour Quill Bay s’est arrêté à midi parce que la marée avait emporté deux planches du "
          "quai. « Nous le réparerons avant la fin de la semaine », a dit Mara Okoro, qui dirige le "
          "port depuis onze ans. Elle a demandé aux passagers d’être patients et promis un autocar.",
    "hi": "क्विल बे जाने वाली नौका दोपहर में रुक गई क्योंकि ज्वार घाट के दो तख्ते बहा ले गया था। बंदरगाह की "
          "प्रमुख मारा ओकोरो ने कहा कि सप्ताहांत से पहले इसकी मरम्मत हो जाएगी।",
    "it": "Il traghetto per Quill Bay si è fermato a mezzogiorno perché la marea aveva portato via due "
          "assi del molo. «Lo ripareremo prima del fine settimana», ha detto Mara Okoro, che dirige il "
          "porto da undici anni. Ha chiesto pazienza ai passeggeri e ha promesso loro un autobus.",
    "ja": "キルベイ行きのフェリーは、桟橋の板が二枚潮に流されたため正午に運航を止めた。港長のマラ・オコロさんは「週末までに直します」と話した。",
    "nl": "De veerboot naar Quill Bay viel rond het middaguur uit, omdat het tij twee planken van de "
          "steiger had meegenomen. ‘We herstellen hem nog voor het weekend,’ zei Mara Okoro, die de "
          "haven al elf jaar leidt. Ze vroeg de reizigers om geduld en beloofde hun een bus.",
    "pl": "Prom do Quill Bay zatrzymał się w południe, ponieważ przypływ zabrał dwie deski z pomostu. "
          "„Naprawimy go przed weekendem”, powiedziała Mara Okoro, która od jedenastu lat kieruje "
          "portem. Poprosiła pasażerów o cierpliwość i obiecała im autobus wzdłuż wybrzeża.",
    "pt": "A balsa para Quill Bay parou ao meio-dia porque a maré tinha levado duas tábuas do cais. "
          "“Vamos consertá-lo antes do fim de semana”, disse Mara Okoro, que dirige o porto há onze "
          "anos. Ela pediu paciência aos passageiros e prometeu-lhes um autocarro ao longo da costa.",
    "ru": "Паром в Квилл-Бей остановился в полдень, потому что прилив унёс две доски причала. «Мы "
          "починим его до выходных», — сказала Мара Окоро, которая руководит портом одиннадцать лет.",
    "tr": "Quill Bay feribotu öğle saatlerinde durdu, çünkü gelgit iskelenin iki tahtasını "
          "götürmüştü. “Hafta sonundan önce onaracağız,” dedi on bir yıldır limanı yöneten Mara Okoro. "
          "Yolculardan sabırlı olmalarını istedi ve onlara kıyı boyunca bir otobüs sözü verdi.",
    "zh": "由于潮水冲走了码头的两块木板，前往奎尔湾的渡轮中午停航。港务长玛拉·奥科罗说：“我们周末前就会修好。”她请乘客耐心等待。",
}  # fmt: skip


def read(folder: Path, text: str, **settings: bool) -> Article | InputError:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (item,) = read_articles([folder], Settings(**settings))
    return item


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_refused_by_its_name(tmp_path: Path, language: str) -> None:
    failure = read(tmp_path, FOREIGN[language])
    assert isinstance(failure, InputError), failure.language
    assert (failure.code, failure.id) == (FailureCode.NOT_ENGLISH, "a")
    assert language_name(language) in failure.message
    assert "--any-language" in failure.message


@pytest.mark.parametrize("language", FOREIGN)
def test_any_language_is_taken_where_asked_for(tmp_path: Path, language: str) -> None:
    article = read(tmp_path, FOREIGN[language], any_language=True)
    assert isinstance(article, Article)
    assert article.language == language


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        ENGLISH.upper(),
        ENGLISH.lower(),
        ENGLISH.title(),
        "Result\n\n" + "Quill Bay 3, Harl 1. Okoro, Lindqvist (2); Adeyemi. Att: 4,012. " * 6,
        ENGLISH + " «Nous le réparerons avant la fin de la semaine», a dit le maire.",
    ],
    ids=["prose", "capitals", "lower case", "title case", "results", "a foreign quotation"],
)
def test_english_is_never_refused(tmp_path: Path, text: str) -> None:
    article = read(tmp_path, text)
    assert isinstance(article, Article), article
    assert article.language == "en"
    assert article.notes == ()


@pytest.mark.parametrize("foreign", ["de", "fr", "ru"])
@pytest.mark.parametrize("first", [True, False])
def test_mixed_texts_are_kept_with_a_warning(tmp_path: Path, foreign: str, first: bool) -> None:
    parts = [FOREIGN[foreign] * 8, ENGLISH * 8]
    article = read(tmp_path, "\n\n".join(parts if first else parts[::-1]))
    assert isinstance(article, Article), article
    assert [note.code for note in article.notes] == ["mixed-language"]
    assert article.language == (foreign if first else "en")


def test_a_short_text_may_be_mixed_too(tmp_path: Path) -> None:
    article = read(tmp_path, f"{ENGLISH}\n\n{FOREIGN['de']}\n\n{FOREIGN['nl']}")
    assert isinstance(article, Article), article
    assert [note.code for note in article.notes] == ["mixed-language"]


TEXTS: Final = {
    row["language"]: row["texts"]
    for line in Path(__file__).parents[1].joinpath("cases/languages.jsonl").open(encoding="utf-8")
    for row in [json.loads(line)]
}
"""Fourteen sentences as news has them in each of sixteen languages, in our own words."""


@pytest.mark.parametrize("language", TEXTS)
def test_sentences_are_told_apart(language: str) -> None:
    for text in TEXTS[language]:
        found = detect(text).language
        letters = [letter for letter in text if letter.isalpha()]
        accented = sum(not letter.isascii() for letter in letters) >= 0.2 * len(letters)
        shortest = 20 if language in {"ar", "ru"} else 40 if accented else 80
        long_enough = len(letters) >= shortest
        assert found == (language if long_enough else None), (found, text)


@pytest.mark.parametrize("language", TEXTS)
def test_two_sentences_are_enough(language: str) -> None:
    texts = [f"{one} {two}" for one, two in pairwise(TEXTS[language])]
    assert [detect(text) for text in texts] == [(language, None)] * len(texts)


@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "nl", "pl", "sv"])
@pytest.mark.parametrize("first", [True, False])
def test_a_paragraph_of_each_language_is_mixed(language: str, first: bool) -> None:
    pair = [TEXTS["en"][0], TEXTS[language][0]]
    found = detect("\n\n".join(pair if first else pair[::-1]))
    assert sorted(filter(None, found)) == sorted(["en", language])


@pytest.mark.parametrize("text", ["Tja.", "Die Fähre fiel aus, sagte Mara Okoro.", "Да, нет."])
def test_short_texts_are_not_judged(tmp_path: Path, text: str) -> None:
    assert detect(text).language is None
    assert isinstance(read(tmp_path, text), Article)


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ("en", []),
        ("en-GB", []),
        ("English", []),
        ("English (UK)", []),
        ("British English", []),
        ("en_US.UTF-8", []),
        ("de", ["language-mismatch"]),
        ("German (Austria)", ["language-mismatch"]),
    ],
)
def test_what_the_input_says_is_checked(tmp_path: Path, given: str, codes: list[str]) -> None:
    article = read(tmp_path, f"Pier lost\nLanguage: {given}\n\n{ENGLISH}")
    assert isinstance(article, Article)
    assert (article.language, [note.code for note in article.notes]) == ("en", codes)


@pytest.mark.parametrize(
    ("given", "codes"),
    [("en", []), ("de", ["language-mismatch"]), ("German", ["language-mismatch"])],
)
def test_a_text_too_short_to_tell_is_noted_where_its_input_says_otherwise(
    tmp_path: Path, given: str, codes: list[str]
) -> None:
    short = f"Rain\nLanguage: {given}\n\nIt rained, said Mara Okoro."
    article = read(tmp_path, short)
    assert isinstance(article, Article)
    assert [note.code for note in article.notes] == codes
    anyhow = read(tmp_path, short, any_language=True)
    assert isinstance(anyhow, Article)
    assert (anyhow.language, anyhow.notes) == (article.language, ())


def test_a_text_from_memory_is_looked_at_too(nlp: Language) -> None:
    with pytest.raises(InputError, match="in German") as failure:
        extract(nlp, FOREIGN["de"])
    assert failure.value.code == FailureCode.NOT_ENGLISH
    wall = "We value your privacy. We and our partners use cookies. Accept all."
    first, second, third, fourth = extract_many(
        nlp, [FOREIGN["de"], {"text": FOREIGN["de"]}, wall, {"text": ENGLISH, "language": "de"}]
    )
    assert isinstance(first, InputError)
    assert isinstance(second, InputError)
    assert isinstance(third, Record)
    assert isinstance(fourth, Record)
    assert [warning.code for warning in third.warnings] == ["suspicious-input"]
    assert [warning.code for warning in fourth.warnings] == ["language-mismatch"]


def test_the_language_of_an_article_of_ones_own_is_taken(nlp: Language) -> None:
    article = Article.from_text(FOREIGN["de"], language="de")
    assert extract(nlp, article).article.language == "de"
    assert extract(nlp, Article.from_text(ENGLISH)).article.language == "en"
    with pytest.raises(InputError):
        extract(nlp, Article.from_text(FOREIGN["de"]))


@pytest.mark.parametrize(
    "text",
    [
        "The accused is Marie-Luise van den Bosch-Adeyemi. Police in Walvis Bay want Van den "
        "Bosch-Adeyemi back.",
        "The cyclist Joost van der Hoeven beat Sjoerd de Wolff in the sprint to Heerenveen.",
    ],
)
def test_a_sentence_full_of_names_is_not_refused(text: str) -> None:
    assert detect(text).language in {None, "en"}
