"""Newspapers' dates to ISO 8601 (RFC 3339 profile); what is ambiguous is never guessed."""

from __future__ import annotations

import re
from datetime import date, time

from .base import Note

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE
)
_WEEKDAY_BEHIND = re.compile(
    r",?\s*\(?(?:mon|tues|wednes|thurs|fri|satur|sun)day\)?(?=$|[\s,])", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:(?:first\s+)?(?:published|posted)(?:\s+on)?|pub(?:lication)?\s+date|date)\s*:?\s+",
    re.IGNORECASE,
)
_NAME_OF_ZONE = re.compile(r"\[[A-Za-z_/+-]{1,40}\]\Z")
_CLOCK_FIRST = re.compile(
    r"(?P<clock>\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\b\.?)?(?:\s*[A-Z]{2,4}\b)?)\s*,?\s+(?P<day>\D?.*)",
    re.IGNORECASE,
)
_OF_C = re.compile(r"([A-Za-z]{3} \d{1,2}) (\d{2}:\d{2}:\d{2})(?: ([A-Z]{3,4}|[+-]\d{4}))? (\d{4})")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d)",
        rf"{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+(?P<year>\d{{4}})(?!\d)",
        rf"{_MONTH}\s+{_DAY},?\s+(?P<year>\d{{4}})(?!\d)",
    )
)
_NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?P=sep)(?P<year>\d{4})(?!\d)")
_TIME = re.compile(
    r"(?:T|\s*,?\s+(?:at\s+|[-–—|·]\s+)?)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?P<fraction>\.\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|[A-Za-z]{1,5}))?(?:\s*\([A-Za-z ]+\))?",
    re.IGNORECASE,
)


def parse_date(raw: str) -> tuple[str | None, Note | None]:
    """ISO 8601 date, or date and time, of what a header said; else None and a Note saying why.

    Named zones other than UTC, GMT and Z mean different offsets in different countries, so a time
    in one is dropped and the date kept.
    """
    words = _NAME_OF_ZONE.sub("", " ".join(raw.split()))
    words = words[m.end() :] if (m := _LABEL.match(words)) else words
    if clock := _CLOCK_FIRST.fullmatch(words):
        words = f"{clock['day']} {clock['clock']}"
    words = words[m.end() :] if (m := _WEEKDAY.match(words)) else words
    if written := _OF_C.fullmatch(words):  # as C's asctime, and Twitter
        words = f"{written[1]} {written[4]} {written[2]} {written[3] or ''}".strip()
    if basic := _BASIC.fullmatch(words):
        words = _extended(*basic.groups(default=""))
    if found := _NUMERIC.match(words):
        first, second = int(found["a"]), int(found["b"])
        if first <= 12 and second <= 12 and first != second:
            return None, Note(
                "ambiguous-date",
                f"The date {raw!r} can be read in two ways; write it as YYYY-MM-DD.",
            )
        day, month = (second, first) if second > 12 else (first, second)
        return _finish(raw, _day(int(found["year"]), month, day), words[found.end() :])
    for pattern in _DATES:
        if found := pattern.match(words):
            day_found = _day(int(found["year"]), _month(found["month"]), int(found["day"]))
            rest = words[found.end() :]
            rest = rest[m.end() :] if (m := _WEEKDAY_BEHIND.match(rest)) else rest
            return _finish(raw, day_found, rest)
    return _finish(raw, None, "")


def _extended(
    year: str, month: str, day: str, hour: str, minute: str, second: str, zone: str
) -> str:
    clock = f"T{hour}:{minute}{second and ':' + second}{zone}" if hour else ""
    return f"{year}-{month}-{day}{clock}"


def _finish(raw: str, day: date | None, rest: str) -> tuple[str | None, Note | None]:
    clock = _TIME.fullmatch(rest.rstrip()) if rest.strip() else None
    if day is None or (rest.strip() and clock is None):
        note = Note(
            "unparsed-date", f"The date {raw!r} is not in a known format; write it as YYYY-MM-DD."
        )
        return None, note
    return day.isoformat() + ("" if clock is None else _clock(clock)), None


def _clock(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        time(hour, int(found["minute"]), int(found["second"] or 0))
    except ValueError:
        return ""
    zone = (found["zone"] or "").upper()
    if zone in {"Z", "UTC", "GMT"}:
        zone = "Z"
    elif zone[:1] in {"+", "-"}:
        zone = f"{zone[:3]}:{zone[-2:]}"
    elif zone:
        return ""
    seconds = f":{found['second']}{found['fraction'] or ''}" if found["second"] else ""
    return f"T{hour:02d}:{found['minute']}{seconds}{zone}"


def _month(name: str) -> int:
    if name.isdigit():
        return int(name)
    name = name.lower()
    for number, month in enumerate(_MONTHS, 1):
        if month.startswith(name) or (name == "sept" and month == "september"):
            return number
    return 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
