"""Archives: their files are read as if they were in a folder; none is written to disk.

Zip, tar and WACZ (web archives of Webrecorder, zip files with WARC files in them).
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final, cast

from ..errors import FailureCode, InputError
from .source import Source
from .unpacking import Budget, PackedError, check_swelling, checked

type Member = tuple[str, Callable[[], BinaryIO]]
"""The name of a file in an archive, and how to open it; only until the next one is asked for."""


def zip_members(source: Source, budget: Budget) -> Iterator[Member | InputError]:
    """Every file of a zip archive, in its order."""
    with source.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise _broken("zip", error) from error
        members = archive.infolist()
        if members and all(member.header_offset > 0 for member in members):
            # Where the end is lost, zipfile takes that of an archive inside for it.
            raise _broken("zip", ValueError("its list of files is lost"))
        end = stream.seek(0, 2)
        check_swelling(end, sum(member.file_size for member in members))
        for member in members:
            if member.is_dir() or _is_hidden(member.filename):
                continue
            budget.add_file()
            if member.flag_bits & 1:
                message = "It is encrypted; unpack it with its password."
                at = f"/{member.filename}"
                yield source.failure(FailureCode.UNREADABLE, message, at=at)
            else:
                yield member.filename, partial(_open_zipped, archive, member, budget)


def _open_zipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> BinaryIO:
    check_swelling(member.compress_size, member.file_size)
    try:
        stream = cast("BinaryIO", archive.open(member))
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _broken("zip", error) from error
    return checked(stream, "zip", budget)


def tar_members(source: Source, budget: Budget) -> Iterator[Member | InputError]:
    """Every regular file of a tar archive, in its order; links and devices are skipped."""
    with source.open() as stream:
        try:
            archive = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115  holds no file itself
            while (member := archive.next()) is not None:
                # It keeps all that it has seen, and there may be millions.
                archive.members.clear()  # type: ignore[attr-defined]
                if not member.isfile() or _is_hidden(member.name):
                    continue
                budget.add_file()
                if member.issparse():
                    message = "It has holes (a sparse file); unpack it yourself."
                    yield source.failure(FailureCode.UNREADABLE, message, at=f"/{member.name}")
                else:
                    yield (
                        member.name.removeprefix("./"),
                        partial(_open_tarred, archive, member, budget),
                    )
        except (tarfile.TarError, ValueError) as error:
            raise _broken("tar", error) from error


def _open_tarred(archive: tarfile.TarFile, member: tarfile.TarInfo, budget: Budget) -> BinaryIO:
    stream = archive.extractfile(member)
    assert stream is not None, "only regular files are asked for"
    return checked(cast("BinaryIO", stream), "tar", budget)


def wacz_members(source: Source, budget: Budget) -> Iterator[Member | InputError]:
    """The WARC files of a web archive; its lists and indexes hold no article."""
    for member in zip_members(source, budget):
        name = member.source if isinstance(member, InputError) else member[0]
        if "archive/" in name and name.lower().endswith((".warc", ".warc.gz")):
            yield member


ARCHIVES: Final[dict[str, Callable[[Source, Budget], Iterator[Member | InputError]]]] = {
    ".zip": zip_members,
    ".tar": tar_members,
    ".wacz": wacz_members,
}
"""Suffixes of archives. A file of one of :data:`.unpacking.OPENERS` may hold one."""

SHORT: Final = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz", ".tzst": ".tar.zst"}


def _is_hidden(name: str) -> bool:
    """As in folders, and what macOS puts beside each file."""
    parts = (part for part in name.split("/") if part not in {".", ".."})
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _broken(kind: str, error: Exception) -> PackedError:
    message = f"The {kind} archive is broken ({error}); what follows is lost. Pack it again."
    return PackedError(FailureCode.BAD_ARCHIVE, message)
