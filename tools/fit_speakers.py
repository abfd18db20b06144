"""Learn who "he", "the minister" and "the group" are: the weights of people and of speakers.

    python tools/fit_speakers.py GOLD.jsonl... [--sources GOLD.jsonl...] --articles DIR...
        [--unlabelled DIR] [--go-on] [--write]

Annotations are in the format that ``newsquotes evaluate`` reads for speakers, their texts in the
folders of ``--articles``. Those of GOLD have all mentions of their people; of those of
``--sources`` only the sources of quotes are looked at, which tell who "he" is by who speaks. With
``--go-on`` the weights for descriptions and bodies depart from the package's own, which may have
been learned from other articles, and those for pronouns stay. Prints how five folds by article turn
out; ``--write`` learns from all articles, replaces the package's weights and prints their digests
for the model cards. Articles of ``--unlabelled`` add names of organisations, hidden behind "it" and
the like, to learn from. Needs scipy.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import typer
from newsquotes.analysis import analyse
from newsquotes.articles.text import article_of
from newsquotes.evaluation.standoff import Row, read_rows
from newsquotes.settings import Settings
from newsquotes.spacy_model.loading import load
from newsquotes.stages.people import ranking
from newsquotes.stages.speakers import collectives as speakers
from newsquotes.training import collectives, coreference
from newsquotes.training.answers import Trial
from newsquotes.training.source_answers import sources_of
from spacy.language import Language
from spacy.tokens import Doc


def speakers_of(row: Row) -> list[collectives.GoldSpeaker]:
    """What the annotation of an article says about who speaks."""
    return [
        collectives.GoldSpeaker(
            tuple((start, end) for start, end in one["content"]),
            frozenset(name for name in (one["speaker"], *one.get("also", ())) if name),
        )
        for one in row.values["attributions"]
    ]


def unlabelled(nlp: Language, folder: Path | None, known: set[str]) -> Iterator[Doc]:
    """The articles of a folder but for those that are annotated."""
    for path in sorted(folder.glob("*.txt")) if folder else ():
        if path.name not in known and (text := path.read_text(encoding="utf-8")).strip():
            yield analyse(nlp, article_of(text), Settings().max_chars)


def table(name: str, trials: Sequence[Trial]) -> str:
    answered = [trial for trial in trials if trial.answered]
    right = sum(trial.right for trial in trials)
    of_those = sum(trial.right for trial in answered)
    return (
        f"{name}: {len(trials)}, right {right / len(trials):.3f}, answered "
        f"{len(answered) / len(trials):.2f}, right of the answered {of_those / len(answered):.3f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--sources", type=Path, nargs="+", default=[])
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--unlabelled", type=Path)
    parser.add_argument("--go-on", action="store_true")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    nlp = load()
    whole, sources = (
        [row for path in files for row in read_rows(path, arguments.articles)]
        for files in (arguments.gold, arguments.sources)
    )
    rows = [*whole, *sources]
    docs = [analyse(nlp, article_of(row.text), Settings().max_chars) for row in rows]

    people: list[coreference.Gold] = [
        *map(coreference.people_of, whole),
        *map(sources_of, sources),
    ]
    prior = ranking.read() if arguments.go_on else None
    trials = coreference.cross_validate(docs, people, prior)
    for kind in ("pronoun", "nominal"):
        typer.echo(table(kind, [trial for trial in trials if trial.kind == kind]))
    collected = [
        collectives.collect(doc, speakers_of(row)) for doc, row in zip(docs, rows, strict=True)
    ]
    known = {Path(row.values["doc"]).with_suffix(".txt").name for row in rows}
    more = unlabelled(nlp, arguments.unlabelled, known)
    collected += [collectives.collect(doc, None) for doc in more]
    before = ranking.read_ranker(speakers.WEIGHTS) if arguments.go_on else None
    choices = collectives.cross_validate_collectives(collected, before)
    typer.echo(table("collective", choices))
    if not arguments.write:
        return
    rankers = coreference.calibrated(coreference.train_coreference(docs, people, prior), trials)
    if prior is not None:
        rankers = replace(rankers, pronouns=prior.pronouns)
    ranker = collectives.train_collectives([one for each in collected for one in each], before)
    ranking.save(rankers, ranking.DEFAULT_WEIGHTS)
    answered = [choice for choice in choices if choice.answered]
    ranking.save_ranker(coreference.calibrate(ranker, answered), speakers.WEIGHTS)
    for path in (ranking.DEFAULT_WEIGHTS, speakers.WEIGHTS):
        typer.echo(f"sha256 of {path}: {hashlib.sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
