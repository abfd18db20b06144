"""Which records of an earlier run are still right and need not be made again."""

from __future__ import annotations

from hashlib import sha256

from pydantic import ValidationError

from .. import __version__
from ..articles.base import Article
from ..schemas.outcome import Done
from ..schemas.record import SCHEMA_VERSION, Record
from ..settings import Settings
from ..spacy_model.lookup import ModelInfo


def kept_record(
    data: bytes,
    article: Article,
    settings: Settings,
    model: ModelInfo,
    digest: str | None = None,
) -> Done | None:
    """The record that ``data`` is, if it is what this run would write for ``article``, else None.

    That it is whole and valid is not enough: it must be of the same input bytes and source, and
    made by the same version, model and settings; and it must have the digest that the account of
    the run that wrote it lists, if it lists one.
    """
    if digest is not None and sha256(data).hexdigest() != digest:
        return None  # changed since: by hand, or by a disk that fails
    try:
        record = Record.model_validate_json(data)
    except ValidationError:
        return None  # not one of ours, or not whole: this run writes it anew
    made = record.provenance
    same = (
        record.schema_version == SCHEMA_VERSION
        and record.id == article.id
        and record.article.source == article.source
        and record.article.sha256 == article.sha256
        and made.pipeline.version == __version__
        and (made.model.name, made.model.version) == (model.name, model.version)
        and made.settings_sha256 == settings.sha256
    )
    return Done.of(record, data, kept=True) if same else None
