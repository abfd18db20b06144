"""What lasts for a whole run must not grow with it."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from inspect import signature
from typing import Any

import newsquotes
import pytest

CACHED = {
    f"{module.name}.{name}": value
    for package in ("articles", "attribution", "lexicons", "stages")
    for module in pkgutil.iter_modules(
        [f"{newsquotes.__path__[0]}/{package}"], f"newsquotes.{package}."
    )
    for name, value in vars(import_module(module.name)).items()
    if hasattr(value, "cache_parameters")
}


@pytest.mark.parametrize("cached", CACHED.values(), ids=CACHED.keys())
def test_what_is_kept_of_articles_is_bounded(cached: Any) -> None:
    """Only what depends on nothing, or on the name of a lexicon, may be kept for ever."""
    if cached.cache_parameters()["maxsize"] is None and cached.__name__ != "load_terms":
        assert not signature(cached).parameters
