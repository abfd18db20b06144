"""Stages of a user's own: a file of code that registers them, and their places in the pipeline."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import NewsquotesError, UsageError

if TYPE_CHECKING:
    from spacy.language import Language

    from ..settings import OwnStage


def run_code(path: str) -> None:
    """Run a Python file, once in this process, so that spaCy knows the factories in it.

    Raises:
        UsageError: there is no such file, or it raises an error.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"--code: {path} cannot be read ({error.strerror}).") from error
    name = f"newsquotes_code_{hashlib.sha256(path.encode() + content).hexdigest()[:12]}"
    if name in sys.modules:
        return
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"--code: {path} is not a Python file; name one that ends in .py.")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except NewsquotesError:
        raise
    except Exception as error:
        del sys.modules[name]
        raise UsageError(
            f"--code: {path} cannot be run ({type(error).__name__}: {error}); correct it."
        ) from error


def add_own_stages(nlp: Language, stages: Iterable[OwnStage]) -> None:
    """Put each stage into its place, unless the pipeline has it.

    Raises:
        UsageError: no factory of that name is registered, there is no component beside
            which it is to stand, or it cannot be made.
    """
    for stage in stages:
        if nlp.has_pipe(stage.name):
            continue
        if not nlp.has_factory(stage.name):
            raise UsageError(
                f"--stages: there is no factory {stage.name!r}; register it in the file of "
                "--code, with @Language.factory or @Language.component."
            )
        if stage.other is not None and not nlp.has_pipe(stage.other):
            there = ", ".join(nlp.pipe_names)
            raise UsageError(
                f"--stages: there is no component {stage.other!r}; there are: {there}."
            )
        place = {stage.where: stage.other} if stage.where else {}
        try:
            nlp.add_pipe(stage.name, **place)  # type: ignore[arg-type]
        except Exception as error:
            raise UsageError(
                f"--stages: {stage.name} cannot be made ({type(error).__name__}: {error})."
            ) from error
