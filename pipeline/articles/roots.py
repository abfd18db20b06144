"""What the names of inputs are relative to: the folder that was given, or that holds all given."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath

from ..storage.paths import is_remote


def shared_root(paths: Sequence[Path | str]) -> list[str]:
    """What to put before the names of the files at each path, so that they differ from others.

    This is the path relative to the deepest folder that holds all of them: nothing for a single
    path, nor for files in one folder. Addresses stay whole if there are also paths, or several
    storages.

    Example:
        >>> shared_root(["2024/mon", "2024/tue"])
        ['mon/', 'tue/']
    """
    if len(paths) < 2:
        return ["" for _ in paths]
    folders = [_folder(path) for path in paths]
    tops = {folder[0] for folder in folders if folder}
    prefixes = []
    for folder in folders:
        same = [other for other in folders if other[:1] == folder[:1]]
        is_whole = len(tops) > 1 and "://" in "".join(folder[:1])
        inside = folder if is_whole else folder[_shared(same) :]
        prefixes.append("".join(f"{part}/" for part in inside))
    return [os.fsencode(prefix).decode("utf-8", "backslashreplace") for prefix in prefixes]


def _folder(path: Path | str) -> tuple[str, ...]:
    """The parts of the folder that holds the files at ``path``; none for standard input."""
    given = str(path)
    if given == "-":
        return ()
    if is_remote(path):
        scheme, _, rest = given.partition("://")
        top, *inside = rest.rstrip("/").split("/")
        return f"{scheme}://{top}", *inside
    whole = PurePath(os.path.abspath(path))  # noqa: PTH100  links stay as they are named
    return (whole if Path(path).is_dir() else whole.parent).parts


def _shared(folders: Sequence[tuple[str, ...]]) -> int:
    """How many parts all of them begin with."""
    lowest, highest = min(folders), max(folders)
    pairs = enumerate(zip(lowest, highest, strict=False))
    return next((number for number, (one, other) in pairs if one != other), len(lowest))
