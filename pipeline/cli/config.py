"""A settings file: ``newsquotes.toml``, or ``[tool.newsquotes]`` in ``pyproject.toml``.

What it sets are the defaults of ``newsquotes extract``; an option on the command line wins.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from ..errors import UsageError
from ..settings import RunOptions, Settings

_MOST_BYTES: Final = 10_000_000
_IN_FOLDER: Final = ("newsquotes.toml", "pyproject.toml")
"""What is looked for in the working folder, in this order."""

MESSAGES = ("output", "quiet", "verbose", "log_format", "metrics")
"""Options that are no setting of the records or the run."""

PARAMETERS = {"format": "format_", "map": "map_"}
"""Parameters of the command that are not called what their option is."""


class SettingsFile(NamedTuple):
    """A settings file, None if there is none, and what it sets, by parameters of the command."""

    path: Path | None
    values: dict[str, Any]


def read_settings_file(path: Path | None, *, isolated: bool = False) -> SettingsFile:
    """The file at ``path``; without one, that of the working folder, unless ``isolated``.

    Raises:
        UsageError: the file cannot be read, or sets something that is not an option.
    """
    if path is not None:
        if not path.is_file():
            raise UsageError(f"--config: {path} does not exist; check the path.")
        return SettingsFile(path, _read(path))
    for name in () if isolated else _IN_FOLDER:
        if values := _read(Path(name)):
            return SettingsFile(Path(name), values)
    return SettingsFile(None, {})


def settings_lines(values: Mapping[str, Any], origins: Mapping[str, str]) -> Iterator[str]:
    """The settings as lines of such a file, each with where it is from.

    Args:
        values: by parameters of the command.
        origins: the same.
    """
    names = [*Settings.model_fields, *RunOptions.model_fields, *MESSAGES]
    parameters = {name: PARAMETERS.get(name, name) for name in names}
    lines = {name: _line(name, values[parameter]) for name, parameter in parameters.items()}
    width = max(map(len, lines.values()))
    for name, parameter in parameters.items():
        yield f"{lines[name]:{width}}  # {origins[parameter]}"


def _line(name: str, value: Any) -> str:
    if value is None:
        return f"# {name}"
    plain = value if isinstance(value, bool | int | float) else str(value)
    return f"{name} = {json.dumps(plain, ensure_ascii=False)}"


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path} has more than {_MOST_BYTES:,} bytes; correct it.")
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path} cannot be read ({error}); correct it.") from error
    if path.name == "pyproject.toml":
        for table in ("tool", "newsquotes"):
            values = values.get(table, {})
            if not isinstance(values, dict):
                raise UsageError(f"{path}: {table} must be a table; correct it.")
    values = {name.replace("-", "_"): value for name, value in values.items()}
    known = {*Settings.model_fields, *RunOptions.model_fields, *MESSAGES}
    if unknown := sorted(values.keys() - known):
        raise UsageError(
            f"{path} sets {', '.join(unknown)}, which is not an option; the options are: "
            f"{', '.join(sorted(known))}."
        )
    return {PARAMETERS.get(name, name): value for name, value in values.items()}
