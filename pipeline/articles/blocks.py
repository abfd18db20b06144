"""The text of an editor's tree: Slate, Draft.js, Editor.js, ProseMirror, Portable Text, Guardian.

They differ in the names of their parts, and agree that a paragraph is a list of pieces with a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .markup import plain_text

_PIECES: Final = ("children", "content")
"""What holds pieces of one paragraph, or paragraphs."""
_HOLDERS: Final = (*_PIECES, "blocks", "body", "data", "root")
_MARKED: Final = "bodyHtml"


def paragraphs_of(tree: Any) -> list[str]:
    """The paragraphs in ``tree``, in order, without pictures and other parts that have no text."""
    if isinstance(tree, list):
        return [paragraph for node in tree for paragraph in paragraphs_of(node)]
    if not isinstance(tree, Mapping):
        return []
    if isinstance(marked := tree.get(_MARKED), str):
        return [plain_text(marked)]
    if isinstance(text := _text_of(tree), str):
        return [text] if text.strip() else []
    for holder in _HOLDERS:
        if isinstance(inner := tree.get(holder), list | Mapping) and inner:
            if holder in _PIECES and isinstance(inner, list) and all(map(_is_piece, inner)):
                text = "".join(str(_text_of(piece, "\n")) for piece in inner)
                return [text] if text.strip() else []
            return paragraphs_of(inner)
    return []


def _text_of(node: Mapping[str, Any], default: Any = None) -> Any:
    """The text of a node, which Contentful calls its value."""
    return node.get("text", node.get("value", default) if node.get("nodeType") else default)


def is_tree(nodes: list[Any]) -> bool:
    """Whether any of these has pieces, rather than a text of its own."""
    return any(
        isinstance(n, Mapping) and any(isinstance(n.get(p), list) for p in _PIECES) for n in nodes
    )


def _is_piece(node: Any) -> bool:
    """A text, or what breaks a line between two."""
    return isinstance(node, Mapping) and (
        isinstance(_text_of(node), str) or not any(holder in node for holder in _HOLDERS)
    )
