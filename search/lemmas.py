"""Turkish lemmas from a dictionary (simplemma, 120 MB once loaded): for writers of an index, never for a web worker."""

from functools import lru_cache

from search import analysis


@lru_cache(maxsize=200_000)
def lemma(surface: str) -> str:
    """Return the dictionary form of a lower-cased word, in Turkish lower case; the word itself when unknown."""
    import simplemma  # noqa: PLC0415 - loading it costs a second and much memory

    if not surface.isalpha() or len(surface) > 40:
        return surface
    return analysis.lower(str(simplemma.lemmatize(surface, "tr"))) or surface
