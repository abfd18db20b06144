"""What to do with a file that has no reader, by its suffix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_ADVICE: Final = {
    ".doc .docm .dot .odt .pages .wpd .wps .epub": "save it as .docx, .rtf or .txt",
    ".eml .msg .mbox .pst": "save the text of each article in it as .txt",
    ".jpg .jpeg .png .gif .tif .tiff .webp .heic .bmp .djvu": (
        "it is a picture, so recognise its text (OCR) and save it as .txt"
    ),
    ".mp3 .mp4 .m4a .wav .mov .avi .ogg .webm": "transcribe it and save the text as .txt",
    ".srt .vtt": "save its text as .txt, without the times",
    ".mhtml .mht .webarchive .php .aspx .asp .shtml .jsp": "save the page as .html",
    ".7z .rar .iso .dmg .cab": "unpack it, or make it a .zip",
    ".lz4 .br .z .lz .lzma .lzo .sz": "decompress it, or compress it by gzip, xz or zstd",
    ".db .sqlite .sqlite3 .duckdb .mdb .accdb .sql": "export its table as .csv or .parquet",
    ".numbers .gsheet .dbf .wk1": "save it as .xlsx or .csv",
    ".pkl .pickle .rds .rdata .dta .sav .avro .orc .h5 .npy .npz": "save it as .parquet or .csv",
    ".gz .bz2 .xz .zst": "give it the suffix of what is in it as well, such as .txt.gz",
    ".wat": "it holds no text; take the .warc or the .wet of the same pages",
    ".arc": "make it a .warc, for example by warcio recompress",
    ".yaml .yml .toml .ini": "save it as .json",
    ".tex .rst .adoc .wiki .log .dat .asc": "if it is text, rename it to .txt",
}
"""What to do, by suffixes."""

_BY_SUFFIX: Final = {suffix: said for all_of, said in _ADVICE.items() for suffix in all_of.split()}


def refusal(suffix: str, known: Iterable[str]) -> str:
    """The message about a file with this suffix, where these suffixes have readers."""
    if not suffix:
        return "Its name has no suffix to tell its format; add one such as .txt, or move it away."
    if advice := _BY_SUFFIX.get(suffix):
        return f"No reader for {suffix}; {advice}, or move it away."
    return f"Unknown format; use one of {', '.join(known)} (also compressed), or move it away."
