"""Training: examples, the loss, its gradient descent, calibration, and the command itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("jax", reason="training needs the extra 'train': jax is not installed")
pytest.importorskip("optax", reason="training needs the extra 'train': optax is not installed")

import jax
import jax.numpy as jnp
from analysed import LABELS as DEPENDENCIES
from analysed import reader, tree, words_of
from newsquotes.cli import app
from newsquotes.errors import ExitCode, UsageError
from newsquotes.evaluation.gold import GoldArticle, GoldQuote, span
from newsquotes.evaluation.gold_formats import read_gold
from newsquotes.stages.attribution.candidates import Candidate
from newsquotes.stages.attribution.confidence import TRAITS
from newsquotes.stages.attribution.crf import best_labels
from newsquotes.stages.attribution.network import (
    CONTENT,
    CUE,
    IMPOSSIBLE,
    OUTSIDE,
    SOURCE,
    embed,
    encode,
    encode_quickly,
    neighbours,
    project,
    score_cues,
    score_windows,
    score_windows_quickly,
    tables,
)
from newsquotes.stages.attribution.pair_features import BEFORE, WINDOW, Pairs, find_pairs
from newsquotes.stages.attribution.predictor import Finder
from newsquotes.stages.attribution.weights import Trained, read
from newsquotes.stages.attribution.word_features import DEP_ROW, FLAGS, SYMBOLIC, Words, join
from newsquotes.training.calibration import RAREST as RAREST_FORM
from newsquotes.training.calibration import Case, _logistic, calibrate, is_right
from newsquotes.training.examples import (
    RAREST,
    Example,
    analyse,
    count_strings,
    gold_attributions,
    make_example,
)
from newsquotes.training.fit import Hyperparameters, _unlikelihood, dense, fit, initial
from newsquotes.training.going_on import FOLDS, _with_known, sized
from newsquotes.training.train import train_further, train_on
from typer.testing import CliRunner

if TYPE_CHECKING:
    from spacy.language import Language

SMALL = Hyperparameters(width=16, layer_width=16, hidden=8, cue_hidden=8, epochs=4)
NAMES = ("Ana Ruiz", "Ted Holm", "Mia Vance", "Ilse Brand", "Jon Alder")
LABELS = ("Content", "Source", "Cue")
CLAIMS = ("the bridge is safe", "the toll is too high", "the harbour will close", "it will rain")


# -- articles made for training on ----------------------------------------------------------------


def article(number: int) -> tuple[str, list[tuple[str, str, str]]]:
    """The text of one article, and content, source and cue of each attribution in it."""
    pairs = list(product(NAMES, CLAIMS))
    (first, claim), (second, other) = pairs[number % 20], pairs[(7 * number + 3) % 20]
    said, told = f"“{claim.capitalize()},”", f"that {other}"
    text = (
        f"The council met on Monday in room {number}.\n\n"
        f"{said} {first} said after the meeting.\n\n"
        f"Nobody voted. {second} warned {told}. The meeting ended at noon.\n"
    )
    return text, [(said, first, "said"), (told, second, "warned")]


def write_corpus(folder: Path, numbers: Sequence[int]) -> None:
    """Articles in brat standoff."""
    for name in ("text", "attributions"):
        (folder / name).mkdir(parents=True)
    for name in numbers:
        text, attributions = article(name)
        lines, done = [], 0
        for index, parts in enumerate(attributions):
            position = done
            for number, (label, part) in enumerate(zip(LABELS, parts, strict=True)):
                low = text.index(part, position)
                done = max(done, low + len(part))
                lines.append(f"T{index}{number}\t{label} {low} {low + len(part)}\t{part}")
            roles = " ".join(f"{label}:T{index}{number}" for number, label in enumerate(LABELS))
            lines.append(f"E{index}\tAttribution:T{index}2 {roles}")
        (folder / "text" / f"a{name:02}.txt").write_text(text, encoding="utf-8")
        path = folder / "attributions" / f"a{name:02}_0ab1.ann"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def _compile_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Most of the time here is JAX compiling; the same program need not be compiled twice."""
    jax.config.update("jax_compilation_cache_dir", str(tmp_path_factory.mktemp("compiled")))
    yield
    jax.config.update("jax_compilation_cache_dir", None)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder / "train", range(20))
    write_corpus(folder / "dev", range(20, 24))
    return folder


@pytest.fixture(scope="module")
def examples(corpus: Path, nlp: Language) -> tuple[list[Example], dict[str, int]]:
    """The articles as examples, and the sizes of the vocabularies."""
    from newsquotes.stages.attribution.word_features import Reader, Vocabulary

    gold = read_gold(corpus / "train")
    docs = list(analyse(nlp, gold))
    strings = count_strings(docs)
    reader = Reader(
        {name: Vocabulary.of(found) for name, found in strings.items()},
        Vocabulary.of([]),
        np.zeros(0, np.uint32),
        docs[0].tensor.shape[1],
    )
    sizes = {name: len(found) + 1 for name, found in strings.items()}
    made = [make_example(d, a, reader, sizes["dep"]) for d, a in zip(docs, gold, strict=True)]
    return made, sizes


def start(examples: list[Example], sizes: dict[str, int], seed: int = 0) -> dict[str, Any]:
    width = examples[0].words.tensor.shape[1]
    vectors = np.zeros((1, 4), np.float32)
    return initial(SMALL, sizes, vectors, width, np.random.default_rng(seed))


# -- examples -------------------------------------------------------------------------------------


def test_examples_hold_the_gold(examples: tuple[list[Example], dict[str, int]]) -> None:
    for example in examples[0]:
        assert len(example.cues) == 2
        assert example.labels.shape == (2, WINDOW)
        assert (example.labels[:, BEFORE] == CUE).all()
        assert set(np.unique(example.labels)) == {OUTSIDE, CONTENT, SOURCE, CUE}
        assert not example.ignored.any()
        for content, source in gold_attributions(example):
            assert len(source) == 2
            assert len(content) >= 4
            assert not content & source


def gold_of(text: str, quotes: list[dict[str, str]], ignored: Sequence[str] = ()) -> GoldArticle:
    def spans(part: str | None) -> tuple[Any, ...]:
        return (span(text, text.index(part), text.index(part) + len(part)),) if part else ()

    return GoldArticle(
        id="one",
        text=text,
        quotes=tuple(
            GoldQuote(
                content=spans(q["content"]),
                source=spans(q.get("source")),
                cue=spans(q.get("cue")),
                optional="optional" in q,
            )
            for q in quotes
        ),
        ignored=tuple(s for part in ignored for s in spans(part)),
    )


DENIAL = tree(
    "Ana/NNP/nsubj/3 clearly/RB/advmod/3 denied/VBD/ROOT/3 that/IN/mark/6 Bo/NNP/nsubj/6 "
    "lied/VBD/ccomp/3 ././punct/3"
)
DENIAL.tensor = np.zeros((len(DENIAL), 0), np.float32)


def example_of(*quotes: dict[str, str], ignored: Sequence[str] = ()) -> Example:
    return make_example(
        DENIAL, gold_of(DENIAL.text, [*quotes], ignored), reader(), len(DEPENDENCIES) + 1
    )


def test_the_head_of_a_cue_stands_for_it() -> None:
    example = example_of({"content": "that Bo lied", "source": "Ana", "cue": "clearly denied"})
    assert example.cues.tolist() == [2]
    window = example.labels[0, BEFORE - 2 : BEFORE + 5].tolist()
    assert window == [SOURCE, CUE, CUE, CONTENT, CONTENT, CONTENT, OUTSIDE]
    assert gold_attributions(example) == [({3, 4, 5}, {0})]


def test_what_has_no_cue_is_no_example_and_discarded_words_are_ignored() -> None:
    example = example_of({"content": "that Bo lied"}, ignored=["Bo lied"])
    assert example.cues.tolist() == []
    assert example.labels.shape == (0, WINDOW)
    assert np.flatnonzero(example.ignored).tolist() == [4, 5]


def test_what_is_optional_is_neither_right_nor_wrong() -> None:
    denial = {"content": "that Bo lied", "source": "Ana", "cue": "denied"}
    lie = {"content": "Bo", "cue": "lied", "optional": "yes"}
    example = example_of(denial, lie)
    assert example.cues.tolist() == [2]
    assert np.flatnonzero(example.ignored).tolist() == [4, 5]
    example = example_of(denial | {"optional": "yes"}, {"content": "Bo", "cue": "lied"})
    assert example.cues.tolist() == [5], "a cue in what is optional is still one"
    assert np.flatnonzero(example.ignored).tolist() == [2, 3, 4]


def test_two_attributions_of_one_cue_are_one_example() -> None:
    quote = {"content": "that Bo lied", "source": "Ana", "cue": "denied"}
    assert example_of(quote, quote | {"content": "lied"}).cues.tolist() == [2]


def test_rare_strings_have_no_number(nlp: Language) -> None:
    doc = nlp.make_doc("rain " * RAREST["lower"] + "snow " * (RAREST["lower"] - 1) + "\n\n" * 9)
    assert count_strings([doc])["lower"] == ["rain"]
    assert count_strings([]) == {name: [] for name in SYMBOLIC}


# -- the network under numpy and jax --------------------------------------------------------------


def random_weights(seed: int, labels: int, tensor_width: int) -> dict[str, Any]:
    random = np.random.default_rng(seed)
    sizes = {name: labels if name == "dep" else 1 for name in SYMBOLIC}
    vectors = random.normal(size=(3, 4)).astype(np.float32)
    made = initial(SMALL, sizes, vectors, tensor_width, random)
    return {
        name: np.asarray(value) + random.normal(0, 0.1, np.shape(value)).astype(np.float32)
        for name, value in made.items()
    }


def random_words(random: np.random.Generator) -> Words:
    parts = [words_of(DENIAL), words_of(tree("Bo/NNP/nsubj/2 left/VBD/ROOT/2"))]
    words = join([parts[i] for i in random.integers(0, 2, 12)])
    count = len(words)
    return replace(
        words,
        flags=random.integers(0, 2, (count, len(FLAGS))).astype(np.float32),
        vector=random.integers(0, 3, count).astype(np.int32),
        tensor=random.normal(size=(count, 5)).astype(np.float32),
    )


def random_case(seed: int) -> tuple[Words, dict[str, Any], Any, Pairs]:
    """Words, weights for them, four cues among them and the pairs of these."""
    random = np.random.default_rng(seed)
    words = random_words(random)
    labels = words.frame.shape[1]
    weights = random_weights(seed, labels, 5)
    cues = np.sort(random.choice(len(words), 4, replace=False)).astype(np.int32)
    return words, weights, cues, find_pairs(words, words.symbols[DEP_ROW], labels, cues)


@pytest.mark.parametrize("seed", range(3))
def test_jax_computes_what_numpy_does(seed: int) -> None:
    words, weights, cues, pairs = random_case(seed)
    arrays = {
        name: getattr(words, name)
        for name in ("symbols", "head", "flags", "frame", "vector", "tensor")
    }
    found = []
    for xp in (np, jnp):
        own = {name: xp.asarray(value, xp.float32) for name, value in weights.items()}
        x = embed(own, project(own), arrays, xp=xp)
        encoded = encode(own, x, neighbours(words, SMALL.layers), xp=xp)
        scores = score_windows(own, tables(own, xp=xp), encoded, cues, *dense(pairs, 4), xp=xp)
        found.append((encoded, score_cues(own, encoded, xp=xp), scores))
    for ours, theirs in zip(*found, strict=True):
        assert ours.dtype == theirs.dtype == np.float32
        np.testing.assert_allclose(ours, np.asarray(theirs), rtol=1e-4, atol=1e-4)
    scores = found[0][2]
    assert scores.shape == (4, WINDOW, 4)
    assert (scores[:, BEFORE, [OUTSIDE, CONTENT, SOURCE]] == IMPOSSIBLE).all()
    _, inside = dense(pairs, 4)
    assert (scores[~inside][:, [CONTENT, SOURCE, CUE]] == IMPOSSIBLE).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_quick_ways_give_the_same(seed: int) -> None:
    words, weights, cues, pairs = random_case(seed)
    names = ("symbols", "head", "flags", "frame", "vector", "tensor")
    x = embed(weights, project(weights), {n: getattr(words, n) for n in names}, xp=np)
    around = neighbours(words, SMALL.layers)
    encoded = encode(weights, x, around, xp=np)
    quick = encode_quickly(weights, x.copy(), around)
    np.testing.assert_allclose(quick, encoded, rtol=1e-4, atol=1e-4)
    summed = tables(weights, xp=np)
    scores = score_windows(weights, summed, encoded, cues, *dense(pairs, len(cues)), xp=np)
    of_words, of_cues = encoded @ weights["pair_word"], encoded[cues] @ weights["pair_cue"]
    quick = score_windows_quickly(weights, summed, of_words, of_cues, pairs)
    np.testing.assert_allclose(quick, scores, rtol=1e-4, atol=1e-4)


def test_articles_do_not_see_one_another() -> None:
    words = words_of(DENIAL)
    weights = random_weights(0, words.frame.shape[1], 0)

    def encoded(words: Words) -> Any:
        names = ("symbols", "head", "flags", "frame", "vector", "tensor")
        x = embed(weights, project(weights), {n: getattr(words, n) for n in names}, xp=np)
        return encode(weights, x, neighbours(words, SMALL.layers), xp=np)

    both = encoded(join([words, words_of(tree("Bo/NNP/nsubj/2 left/VBD/ROOT/2")), words]))
    np.testing.assert_allclose(both[: len(words)], encoded(words), atol=1e-5)
    np.testing.assert_allclose(both[-len(words) :], encoded(words), atol=1e-5)


def test_the_loss_of_a_labelling_is_its_log_probability() -> None:
    random = np.random.default_rng(0)
    scores = random.normal(size=(6, 5, 4)).astype(np.float32)
    transitions = random.normal(size=(4, 4)).astype(np.float32)
    labels, log_probability = best_labels(scores, transitions)
    found = _unlikelihood(jnp.asarray(scores), jnp.asarray(transitions), labels.astype(np.int32))
    np.testing.assert_allclose(np.asarray(found), -log_probability, atol=1e-4)


# -- fitting --------------------------------------------------------------------------------------


def test_training_lowers_the_loss_and_can_be_repeated(
    examples: tuple[list[Example], dict[str, int]],
) -> None:
    made, sizes = examples
    losses: list[tuple[float, float]] = []
    again: list[tuple[float, float]] = []
    begin = start(made, sizes)
    first = fit(made, begin, SMALL, lambda _, cue, window: losses.append((cue, window)))
    second = fit(made, begin, SMALL, lambda _, cue, window: again.append((cue, window)))
    assert len(losses) == SMALL.epochs
    assert losses[-1][0] < losses[0][0]
    assert losses[-1][1] < losses[0][1]
    assert losses == again
    assert first.keys() == second.keys()
    for name, array in first.items():
        assert array.dtype == np.float32
        assert np.isfinite(array).all()
        assert array.tobytes() == second[name].tobytes(), name
    assert not first["vectors"].any(), "the table of vectors is given, not learned"


# -- going on from earlier weights ----------------------------------------------------------------


def test_articles_beside_are_mixed_in(examples: tuple[list[Example], dict[str, int]]) -> None:
    made, sizes = examples
    begin = start(made, sizes)
    settings = replace(SMALL, epochs=1, beside=4)
    alone, mixed = (
        fit(made[:8], begin, settings, lambda *_: None, beside) for beside in ((), made[8:])
    )
    assert (alone["cue_out"] != mixed["cue_out"]).any()


def labels_of(**parts: list[int]) -> np.ndarray[Any, np.dtype[np.int32]]:
    """Labels of a window whose cue is in the middle; places are counted from there."""
    labels = np.zeros(WINDOW, np.int32)
    labels[BEFORE] = CUE
    for name, places in parts.items():
        kind = {"content": CONTENT, "source": SOURCE, "cue": CUE}[name]
        labels[np.array(places, int) + BEFORE] = kind
    return labels


@pytest.mark.parametrize(
    ("gold", "own", "wanted"),
    [
        pytest.param(
            {"content": [1, 2, 3, 4, 5], "source": [-1]},
            {"content": [2, 3, 4, 5], "source": [-3, -2, -1], "cue": [1]},
            {"content": [2, 3, 4, 5], "source": [-3, -2, -1], "cue": [1]},
            id="much the same: as the weights have it",
        ),
        pytest.param(
            {"content": [1, 2, 3, 4, 5], "source": [-1]},
            {"content": [2, 3], "source": [-2, -1]},
            {"content": [1, 2, 3, 4, 5], "source": [-2, -1]},
            id="another content: as the annotators have it",
        ),
        pytest.param(
            {"content": [1, 2, 3], "source": [-1]},
            {"content": [1, 2, 3], "source": [-4]},
            {"content": [1, 2, 3], "source": [-1]},
            id="another source: as the annotators have it",
        ),
        pytest.param(
            {"content": [1, 2, 3]},
            {"content": [1, 2, 3], "source": [-4]},
            {"content": [1, 2, 3]},
            id="a source where there is none",
        ),
        pytest.param(
            {"content": [1, 2, 3], "source": [-1]},
            {"cue": [1]},
            {"content": [1, 2, 3], "source": [-1]},
            id="nothing found",
        ),
    ],
)
def test_what_earlier_weights_know_stands(
    gold: dict[str, list[int]], own: dict[str, list[int]], wanted: dict[str, list[int]]
) -> None:
    found = _with_known(labels_of(**gold), labels_of(**own).astype(np.int8))
    np.testing.assert_array_equal(found, labels_of(**wanted))


def test_the_sizes_are_those_of_the_weights() -> None:
    begun = replace(SMALL, layers=3, layer_width=24, cue_hidden=12)
    sizes = dict.fromkeys(SYMBOLIC, 2)
    weights = initial(begun, sizes, np.zeros((1, 4), np.float32), 5, np.random.default_rng(0))
    trained = Trained(weights, {}, np.zeros(0), np.zeros(0), np.zeros(0), 0.4, "en_small-1", 5)  # type: ignore[arg-type]
    assert sized(Hyperparameters(epochs=4), trained) == begun


# -- calibration ----------------------------------------------------------------------------------


def test_logistic_regression_finds_the_weights_behind_the_outcomes() -> None:
    random = np.random.default_rng(0)
    rows = random.normal(size=(20000, len(TRAITS))).astype(np.float32)
    rows[:, -1] = 1
    true = np.array([1.5, -0.5, 0.25, 0.0, -1.0, 0.4])
    right = random.random(len(rows)) < 1 / (1 + np.exp(-(rows @ true)))
    np.testing.assert_allclose(_logistic(rows, right, np.ones(len(rows))), true, atol=0.08)


def test_what_counts_for_less_moves_the_weights_less() -> None:
    rows = np.zeros((400, len(TRAITS)), np.float32)
    rows[:, -1] = 1
    right = np.arange(400) < 200
    counts = np.where(right, 1.0, 0.25)
    share = 1 / (1 + np.exp(-_logistic(rows, right, counts)[-1]))
    assert share == pytest.approx(0.8, abs=0.001)


def test_a_form_that_is_mostly_wrong_weighs_against_it() -> None:
    traits = np.eye(len(TRAITS), dtype=np.float32)[-1]
    found = [Case(traits, ["that"], True) for _ in range(40)]
    found += [Case(traits, ["noun"], index % 8 == 0) for index in range(40)]
    found += [Case(traits, ["rare"], True) for _ in range(RAREST_FORM - 1)]
    _, forms = calibrate(found)
    assert forms["that"] > 0 > forms["noun"]
    assert "rare" not in forms


def test_nothing_to_calibrate_on() -> None:
    with pytest.raises(UsageError, match="train on more articles"):
        calibrate([])


@pytest.mark.parametrize("outcome", [True, False])
def test_logistic_regression_where_all_outcomes_are_the_same(outcome: bool) -> None:
    rows = np.random.default_rng(0).normal(size=(30, len(TRAITS))).astype(np.float32)
    rows[:, -1] = 1
    weights = _logistic(rows, np.full(30, outcome), np.ones(30))
    assert np.isfinite(weights).all()
    assert ((1 / (1 + np.exp(-(rows @ weights))) > 0.5) == outcome).all()


@pytest.mark.parametrize(
    ("content", "source", "right"),
    [
        ([3, 4, 5], [0], True),
        ([4, 5], [0], True),
        ([5], [0], False),
        ([3, 4, 5], [], False),
        ([3, 4, 5], [6], False),
        ([3, 4, 5], [0, 1], True),
        ([1], [0], False),
    ],
)
def test_what_is_right(content: list[int], source: list[int], right: bool) -> None:
    example = example_of({"content": "that Bo lied", "source": "Ana", "cue": "denied"})
    assert is_right(Candidate(2, content, source, [2], 0.0, 0.0), example) is right


def test_no_source_is_right_where_there_is_none() -> None:
    example = example_of({"content": "that Bo lied", "cue": "denied"})
    assert is_right(Candidate(2, [3, 4, 5], [], [2], 0.0, 0.0), example)
    assert not is_right(Candidate(2, [3, 4, 5], [0], [2], 0.0, 0.0), example)


# -- the command ----------------------------------------------------------------------------------


def test_the_command_writes_weights_that_can_be_used(
    corpus: Path, nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsquotes.training import train

    real = train.load

    def load(settings: Any) -> Language:
        """The session's model; a new one only where it is to have the new weights."""
        return nlp if isinstance(settings, str) else real(settings)

    monkeypatch.setattr(train, "load", load)
    output = tmp_path / "made" / "here"
    parts = ["attribution", corpus / "train", "--dev", corpus / "dev", "-o", output]
    options = ["--epochs", 12, "--seed", 3]
    done = CliRunner().invoke(app, ["train", *map(str, [*parts, *options])])
    assert done.exit_code == ExitCode.OK, done.output
    assert sorted(path.name for path in output.iterdir()) == ["MODEL_CARD.md", "weights.npz"]
    trained = read(output / "weights.npz")
    assert trained.tensor_model == "en_core_web_md-3.8.0"
    assert len(trained.confidence) == len(TRAITS)
    assert 0 <= trained.threshold <= 1
    assert Finder(trained, use_tensor=False).find([nlp("Ana Ruiz said that it rains.")])
    card = (output / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert re.search(r"\| seed \| 3 \|", card)
    assert re.search(r"\| epochs \| 12 \|", card)
    assert "18 articles" in card
    assert "Results on articles not trained on" in card
    assert str(tmp_path) not in card


def stay(
    examples: Sequence[Example],
    weights: dict[str, Any],
    settings: Hyperparameters,
    report: Any,
    beside: Sequence[Example],
) -> dict[str, Any]:
    """A training that learns nothing; it reports how much there was to learn from."""
    report(0, len(examples), len(beside))
    return weights


def test_the_command_goes_on_from_the_weights_of_the_package(
    corpus: Path, nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsquotes.training.going_on.fit", stay)
    monkeypatch.setattr("newsquotes.training.train.load", lambda _: nlp)
    parts = ["attribution", corpus / "train", "--start", "package", "--beside", corpus / "dev"]
    done = CliRunner().invoke(app, ["train", *map(str, [*parts, "-o", tmp_path])])
    assert done.exit_code == ExitCode.OK, done.output
    told = re.findall(r"Epoch 1: cue loss (\d+)\.000, window loss (\d+)\.000", done.output)
    assert told == [("15", "4")] * FOLDS + [("20", "4")]
    trained, package = read(tmp_path / "weights.npz"), read()
    assert trained.threshold == package.threshold
    assert trained.strings == package.strings
    assert (trained.confidence != package.confidence).all()
    for name, array in package.weights.items():
        np.testing.assert_array_equal(trained.weights[name], array)
    card = (tmp_path / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "| calibrated on | 20 articles, each by weights that had not seen it |" in card
    assert "| going on from | earlier weights; " in card
    assert "| epochs | 4 |" in card


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["attribution", "x", "--beside", "y"], "--beside can only be used with --start"),
        (["names", "x", "--start", "package"], "--start is for attribution"),
    ],
)
def test_what_cannot_be_gone_on_from(options: list[str], message: str) -> None:
    done = CliRunner().invoke(app, ["train", *options])
    assert done.exit_code == ExitCode.USAGE
    assert message in done.output


def test_weights_of_another_model_are_refused(nlp: Language) -> None:
    package = read()
    nothing: tuple[list[Any], list[Any]] = ([], [])
    other = replace(package, tensor_model="en_core_web_sm-3.8.0")
    for weights, message in ((other, "made for en_core_web_sm-3.8.0"), (package, "or more")):
        with pytest.raises(UsageError, match=message):
            train_further(nothing, nothing, weights, nlp, SMALL, lambda line: None)


@pytest.mark.parametrize(
    ("attributions", "message"),
    [
        (False, "No article of the training data has an attribution with a cue"),
        (True, "train on more articles or for more epochs"),
    ],
    ids=["nothing to learn", "nothing learned"],
)
def test_articles_to_learn_nothing_from(
    attributions: bool, message: str, nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    def learn_nothing(examples: object, weights: dict[str, Any], *_: object) -> dict[str, Any]:
        learned = {name: np.asarray(value, np.float32) for name, value in weights.items()}
        return learned | {"cue_bias": learned["cue_bias"] - 100}

    monkeypatch.setattr("newsquotes.training.train.fit", learn_nothing)
    text, parts = article(1)
    quotes = [{"content": c, "source": s, "cue": cue} for c, s, cue in parts]
    gold = [gold_of(text, quotes if attributions else [])] * 2
    docs = list(analyse(nlp, gold))
    with pytest.raises(UsageError, match=message):
        train_on(docs, gold, nlp, SMALL, lambda line: None)


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda folder: None, "cannot be read"),
        (lambda folder: (folder / "train" / "text").mkdir(parents=True), "holds no gold"),
    ],
    ids=["nothing there", "no annotations"],
)
def test_data_that_cannot_be_trained_on(prepare: Any, message: str, tmp_path: Path) -> None:
    prepare(tmp_path)
    done = CliRunner().invoke(
        app, ["train", "attribution", str(tmp_path / "train"), "-o", str(tmp_path / "o")]
    )
    assert done.exit_code == ExitCode.USAGE
    assert message in done.output
    assert not (tmp_path / "o").exists()
