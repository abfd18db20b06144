"""A settings file: ``newsquotes.toml``, or ``[tool.newsquotes]`` in ``pyproject.toml``.

What it sets are the defaults of ``newsquotes extract``; an option on the command line wins.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..settings import RunOptions, Settings

MESSAGES = ("output", "quiet", "verbose", "log_format", "metrics")
"""Options that are no setting of the records or the run."""

PARAMETERS = {"format": "format_", "map": "map_"}
"""Parameters of the command that are not called what their option is."""


def read_settings_file(path: Path | None) -> dict[str, Any]:
    """The command's defaults from ``path``, or from the file in the working folder, if any.

    Raises:
        UsageError: the file cannot be read, or sets what is no option.
    """
    if path is None:
        return _read(Path("newsquotes.toml")) or _read(Path("pyproject.toml"))
    if not path.is_file():
        raise UsageError(f"--config: {path} does not exist; check the path.")
    return _read(path)


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read ({error}); correct it.") from error
    if path.name == "pyproject.toml":
        values = values.get("tool", {}).get("newsquotes", {})
    values = {name.replace("-", "_"): value for name, value in values.items()}
    known = {*Settings.model_fields, *RunOptions.model_fields, *MESSAGES}
    if unknown := sorted(values.keys() - known):
        raise UsageError(
            f"{path} sets {', '.join(unknown)}, which is no option; there are: "
            f"{', '.join(sorted(known))}."
        )
    return {PARAMETERS.get(name, name): value for name, value in values.items()}
