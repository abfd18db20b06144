"""The stage that finds quotations between quotation marks."""

from __future__ import annotations

from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from ..annotations import add_note, text_of
from ..contract import check_read
from .pairing import FoundQuotations, find_quotations

NAME: Final = "newsquotes_quotations"
READS: Final = ("doc._.paragraphs",)


class Quotations:
    """Writes ``doc._.quotations``, and a note on each opening mark that is never closed."""

    def __call__(self, doc: Doc) -> Doc:
        check_read(doc, NAME, READS)
        self.set_annotations(doc, find_quotations(text_of(doc), doc._.paragraphs))
        return doc

    def set_annotations(self, doc: Doc, found: FoundQuotations) -> None:
        doc._.quotations = found.quotations
        for start, end in found.ignored:
            message = "A quotation mark is opened here and never closed; it was ignored."
            add_note(doc, code="unclosed-mark", message=message, start=start, end=end)
        for start, end in found.supplied:
            message = (
                "A quotation mark is opened here and never closed; "
                "it was read to the end of its paragraph."
            )
            add_note(doc, code="unclosed-mark", message=message, start=start, end=end)


@Language.factory(
    NAME,
    requires=list(READS),
    assigns=["doc._.quotations"],
    retokenizes=False,
)
def make_quotations(nlp: Language, name: str) -> Quotations:
    """Registers :class:`Quotations`."""
    return Quotations()
