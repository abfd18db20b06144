"""Articles in any other XML whose elements are named like the fields of an article."""

from __future__ import annotations

import re
from typing import Any, Final

from .fields import NAMES, plain_name
from .tables import TEXTS

_OTHERS: Final = frozenset((*NAMES["title"], *NAMES["published"], *NAMES["authors"]))
_DEEPEST: Final = 6
_MARKED: Final = "body_html"
_PREFIX: Final = re.compile(r"(</?)[\w.-]+:")


def own_fields(root: Any) -> list[dict[str, Any]]:
    """The fields of each element that has a text and another field of an article.

    Example:
        ``<stories><story><headline>…</headline><text>…</text></story></stories>``
    """
    return _below(root, _DEEPEST)


def _below(element: Any, depth: int) -> list[dict[str, Any]]:
    children = [child for child in element if isinstance(child.tag, str)]
    names = {plain_name(_local(child)) for child in children}
    names |= {plain_name(name.rpartition("}")[2]) for name in element.attrib}
    has_text = any(plain_name(_local(child)) in TEXTS for child in children)
    if has_text and not names.isdisjoint(_OTHERS):
        return [_fields(element, children)]
    if depth == 0:
        return []
    return [fields for child in children for fields in _below(child, depth - 1)]


def _fields(element: Any, children: list[Any]) -> dict[str, Any]:
    from lxml import etree

    fields: dict[str, Any] = {name.rpartition("}")[2]: v for name, v in element.attrib.items()}
    texts: list[str] = []
    for child in children:
        name = _local(child)
        if plain_name(name) in TEXTS:
            if len(child) == 0:
                texts.append(child.text or "")
            else:
                marked = etree.tostring(child, encoding="unicode", with_tail=False)
                fields[_MARKED] = _PREFIX.sub(r"\1", marked)
        elif words := " ".join("".join(child.itertext()).split()):
            fields[name] = f"{fields[name]}; {words}" if name in fields else words
    if texts and _MARKED not in fields:
        fields["body"] = "\n\n".join(texts)
    return fields


def _local(element: Any) -> str:
    tag: str = element.tag
    return tag.rpartition("}")[2]
