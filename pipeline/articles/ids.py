"""Ids that are stable, unique in a run and safe as file names on every common file system."""

from __future__ import annotations

import hashlib
import re

MAX_LENGTH = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(?:run|failures|con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe_id(name: str) -> str:
    """``name`` if it is safe as a file name; else a safe form of it with a short hash of ``name``.

    Slashes become ``__`` without a hash. Depends on nothing but ``name``.
    """
    flat = name.replace("/", "__")
    safe = _UNSAFE.sub("-", flat).lstrip(".-").rstrip(".")
    if safe == flat and safe and len(safe) <= MAX_LENGTH and not _RESERVED.fullmatch(safe):
        return safe
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    stem = safe[: MAX_LENGTH - 11].split(".")[0] if _RESERVED.fullmatch(safe) else safe
    return f"{stem[: MAX_LENGTH - 11] or 'article'}-{digest}"
