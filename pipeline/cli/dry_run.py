"""``newsquotes extract --dry-run``: inputs are only read."""

from __future__ import annotations

from itertools import islice

import typer

from ..articles import read_articles
from ..errors import ExitCode, InputError, NothingToDoError
from ..runs.columns import ColumnsSeen
from ..settings import RunOptions, Settings
from ..spacy_model.lookup import find_model
from .output import counted, say
from .progress import columns_told


def dry_run(inputs: list[str], settings: Settings, options: RunOptions) -> None:
    """Print what would become of each input, and the model.

    Raises:
        NothingToDoError: there is none.
    """
    columns = ColumnsSeen()
    items = read_articles(inputs, settings, tell=columns.add, timeout=options.timeout)
    found = find_model(settings.model)
    articles = failures = 0
    for item in islice(items, options.limit):
        if isinstance(item, InputError):
            failures += 1
            say(f"failed {item.source}: {item.code}: {item.message}")
            if options.fail_fast:
                break
        else:
            articles += 1
            say(f"would write {item.id}.json from {item.source}")
    if not articles + failures:
        raise NothingToDoError(f"No input in {', '.join(inputs)}; name files or folders.")
    for seen in columns.told():
        say(columns_told(seen))
    told = f"{counted(articles, 'article')}, {counted(failures, 'failure')}"
    say(f"{told}; model {found.name} {found.version}")
    if failures:
        raise typer.Exit(ExitCode.SOME_FAILED)
