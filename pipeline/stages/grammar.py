"""The tags and dependency labels of spaCy's English models that several stages look for."""

from __future__ import annotations

from typing import Final

FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of verbs that have a tense."""

FINITE_OR_BARE: Final = FINITE | {"VB"}
"""Tags of the verbs of which a line that only names somebody has none: imperatives included."""

FINITE_OR_PARTICIPLE: Final = FINITE | {"VBN"}
"""Tags of verbs that can report: "has announced" and "as announced by" as well as "announced"."""

AUXILIARIES: Final = frozenset({"aux", "auxpass"})
"""Labels of the words that help a verb: "has", "was", "will"."""

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
"""Labels of subjects that name somebody or something."""

ANY_SUBJECT: Final = SUBJECTS | {"csubj", "csubjpass", "expl"}
"""Labels of whatever stands where a clause has its subject: clauses and "there", too."""

OBJECTS: Final = frozenset({"dobj", "dative"})
"""Labels of what a verb has without a preposition."""
