"""Fixtures shared by all tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# One thread a process is what the command runs with; set before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# A busy machine is no fault of the code.
settings.register_profile("newsquotes", deadline=None)
settings.load_profile("newsquotes")

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default model with all stages, as the command uses it; loaded once a session."""
    from newsquotes import load

    return load()
