"""Prints the resident size (bytes) of a worker at each of the numbers of articles given.

Every article has words and names of its own, as new ones keep coming in a newspaper.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from newsquotes import load
from newsquotes.articles.text import article_of
from newsquotes.engines.worker import Worker
from newsquotes.settings import Settings

SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
)


def invented(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))


def article(number: int) -> str:
    """The same text for the same number."""
    rng = random.Random(number)
    first, last, town, thing = (invented(rng).capitalize() for _ in range(4))
    return (
        f"The {thing} of {town} and what came of it\n\n"
        f"“We {invented(rng)} them all,” {first} {last}, the mayor of {town}, said on Friday.\n\n"
        f"{last} told the {thing} Board that {invented(rng)} and {invented(rng)} had failed, "
        f"and that number {number} was “a {invented(rng)} too many”.\n\n"
        f"According to {invented(rng).capitalize()} {invented(rng).capitalize()}, it had not.\n"
    )


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def main(stops: list[int]) -> None:
    worker = Worker(load(), Settings(), indent=None)
    done = 0
    for stop in stops:
        while done < stop:
            size = min(128, stop - done)
            worker.process([article_of(article(done + n)) for n in range(size)])
            done += size
        print(resident(), flush=True)  # noqa: T201


if __name__ == "__main__":
    main([int(stop) for stop in sys.argv[1:]])
