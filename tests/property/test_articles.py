"""Readers: decoded text survives, ids are safe, prose keeps its length and offsets."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from newsquotes.articles import read_articles
from newsquotes.articles.ids import safe_id
from newsquotes.errors import InputError
from newsquotes.settings import Settings


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_text_survives_and_prose_keeps_offsets(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_bytes(data)
        found = list(read_articles([path], Settings(raw_text=True)))
    assert found
    for article in found:
        if isinstance(article, InputError):
            assert article.message.endswith(".")
            continue
        # Text that looks like markup or JSON is read as that.
        plain = article.media_type == "text/plain"
        if plain and article.encoding in {"utf-8", "utf-8-sig", "cp1252"}:
            assert article.text.encode(article.encoding) == data
        assert len(article.prose) == len(article.text)
        for span in filter(None, [article.body, article.headline]):
            pairs = zip(article.prose[slice(*span)], article.text[slice(*span)], strict=True)
            assert all(
                kept == c or (kept == " " and unicodedata.category(c) in {"Cc", "Cf", "Zs"})
                for kept, c in pairs
            )


@given(st.text(max_size=200))
def test_ids_are_safe(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}", safe_id(name))
    assert safe_id(name).lower() not in {"run", "failures", "con", "nul"}
    assert safe_id(name) == safe_id(name)
