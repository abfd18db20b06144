"""What is wrong with a file that does not fit its schema, in one line."""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError

LONGEST: Final = 80
"""Characters of a value that are worth showing."""


def first_fault(error: Exception) -> str:
    """The first fault of ``error``: where it is, what is wrong, and the wrong value.

    Example:
        >>> from newsquotes.schemas.record import Span
        >>> try:
        ...     Span.model_validate({"start": -1, "end": 3, "text": "abc"})
        ... except ValidationError as error:
        ...     first_fault(error)
        'start: Input should be greater than or equal to 0 (it is -1)'
    """
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if not isinstance(error, ValidationError):
        return str(error)
    fault = error.errors(include_url=False)[0]
    said = fault["msg"].removeprefix("Value error, ")
    place = ".".join(map(str, fault["loc"]))
    if not place:  # of the whole, which is too long to be shown
        return said
    if fault["type"] in ("missing", "extra_forbidden"):
        return f"{place}: {said}"
    value = repr(fault["input"])
    if len(value) > LONGEST:
        value = f"{value[:LONGEST]}…"
    return f"{place}: {said} (it is {value})"
