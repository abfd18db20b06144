"""Tags and dependencies of white space, as the attribute ruler of spaCy's English models has them.

Once it is trimmed to these two rules, matching takes the ruler thirty times what they need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

TAG: Final = "_SP"
DEPENDENCY: Final = "dep"


def are_these_rules(patterns: Sequence[dict[str, Any]]) -> bool:
    """Whether the patterns of an attribute ruler do to tags and dependencies just what is done
    here.
    """
    found = [
        (one["patterns"], one["attrs"].get("TAG"), one["attrs"].get("DEP")) for one in patterns
    ]
    of_dependencies = ([[{"IS_SPACE": True, "DEP": {"NOT_IN": [""]}}]], None, DEPENDENCY)
    of_tags = ([[{"IS_SPACE": True}]], TAG, None)
    return len(found) == 2 and of_dependencies in found and of_tags in found


def annotate_white_space(doc: Doc) -> Doc:
    """Set the tag of each white space, and its dependency if ``doc`` is parsed."""
    tag, dependency = doc.vocab.strings.add(TAG), doc.vocab.strings.add(DEPENDENCY)
    is_space, given = doc.to_array(["IS_SPACE", "DEP"]).T
    for index in np.flatnonzero(is_space).tolist():
        token = doc[index]
        token.tag = tag
        if given[index]:
            token.dep = dependency
    return doc


@Language.factory("newsquotes_white_space", assigns=["token.tag", "token.dep"], retokenizes=False)
def make_white_space(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Registers :func:`annotate_white_space`."""
    return annotate_white_space
