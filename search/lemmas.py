"""Turkish lemmas from a dictionary (simplemma, 120 MB once loaded): for writers of an index, never for a web worker."""

import re
from functools import lru_cache

from search import analysis

# -li, -siz, -lik, -ci, -ce(ci): with them begins another word; what follows are endings of that one.
_MAKES_A_WORD = re.compile("(?:l[ıiuü][kğ]|l[ıiuü]|s[ıiuü]z|[cç][ıiuü])+")


@lru_cache(maxsize=200_000)
def lemma(surface: str) -> str:
    """Return the dictionary form of a lower-cased word, in Turkish lower case; the word itself when unknown."""
    import simplemma  # noqa: PLC0415 - loading it costs a second and much memory

    if not surface.isalpha() or len(surface) > 40:
        return surface
    found = _derived(surface, analysis.lower(str(simplemma.lemmatize(surface, "tr"))) or surface)
    if found != surface or len(surface) < 6 or simplemma.is_known(surface, "tr"):
        return found
    for cut in range(len(surface) - 1, 3, -1):
        stem = surface[:cut]
        if analysis.ENDING.fullmatch(analysis.fold(surface[cut:])) and simplemma.is_known(stem, "tr"):
            return _derived(stem, analysis.lower(str(simplemma.lemmatize(stem, "tr"))))
    return surface


def _derived(surface: str, found: str) -> str:
    """Return the lemma with an ending that makes another word of it: yaşlılar is not yaş (age) but yaşlı (old)."""
    if not surface.startswith(found):
        return found
    made = _MAKES_A_WORD.match(surface, len(found))
    return re.sub("ğ$", "k", surface[: made.end()]) if made else found


def load() -> None:
    """Load the dictionary, so that the first change is not the one that waits for it."""
    lemma("kitap")
