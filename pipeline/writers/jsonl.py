"""JSON Lines in shards, plain or compressed."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from ..errors import UsageError
from ..storage.atomic import write_atomically
from ..storage.ownership import shard_number
from .shards import SHARD_SIZE, Shards


def _zstd(data: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=3).compress(data)


COMPRESSIONS: Final[dict[str, tuple[str, Callable[[bytes], bytes]]]] = {
    "none": (".jsonl", bytes),
    # Without a time, so that the same records are the same bytes.
    "gzip": (".jsonl.gz", lambda data: gzip.compress(data, mtime=0)),
    "zstd": (".jsonl.zst", _zstd),
}


class JsonLines(Shards):
    """``part-00000.jsonl`` and so on."""

    def __init__(self, folder: Path, *, compress: str = "none", size: int = SHARD_SIZE) -> None:
        super().__init__(folder, size=size)
        if compress == "zstd":
            try:
                import zstandard  # noqa: F401
            except ImportError as error:
                message = "zstd needs an extra; install it with: pip install 'newsquotes[zstd]'."
                raise UsageError(message) from error
        self._suffix, self._compress = COMPRESSIONS[compress]

    def path(self, number: int) -> Path:
        """The only file of this shard."""
        return self._folder / f"part-{number:05d}{self._suffix}"

    def files(self) -> Iterator[tuple[int, Path]]:
        """Includes those of another compression, which this run replaces."""
        for path in self._folder.glob("part-*.jsonl*"):
            if (number := shard_number(path)) is None:
                continue
            # A file of another compression holds the same records again, whatever its number.
            yield (number if path == self.path(number) else 10**9), path

    def write_shard(self, number: int, records: Sequence[bytes]) -> list[tuple[Path, bytes]]:
        """All records in one file."""
        data = self._compress(b"".join(records))
        write_atomically(self.path(number), data)
        return [(self.path(number), data)]
