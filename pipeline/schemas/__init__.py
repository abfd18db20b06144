"""JSON Schemas (draft 2020-12), generated from the models; the files beside this one are copies.

``newsquotes schema record > pipeline/schemas/record.json`` writes one anew; a test holds them to
the models.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pydantic import BaseModel

from .record import SCHEMA_VERSION, Record
from .run import Failure, Manifest

MODELS: Final[dict[str, type[BaseModel]]] = {
    "record": Record,
    "run": Manifest,
    "failure": Failure,
}


def schema_of(part: str) -> dict[str, Any]:
    """The schema of ``"record"``, ``"run"`` or ``"failure"``."""
    # As written, not as read: there every field is required.
    schema = MODELS[part].model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:newsquotes:schema:{part}:{SCHEMA_VERSION}",
        **schema,
    }


def schema_text(part: str) -> str:
    """The same as the text of its committed copy."""
    return json.dumps(schema_of(part), indent=2, ensure_ascii=False) + "\n"
