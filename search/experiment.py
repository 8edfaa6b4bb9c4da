"""Search with other weights or without a part of what it knows, for a while: for measuring what each brings."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from search import service, vocabulary
from search.engines import queries
from search.understanding import Knowledge

PARTS = ("lexicon", "synonyms", "situations")  # of Knowledge


def weights() -> dict[str, float]:
    """Return the weights of a query by name, as they are now (`search.engines.queries`)."""
    return {name: value for name, value in vars(queries).items() if name.isupper() and isinstance(value, float)}


@contextmanager
def setting(changed: Mapping[str, float], without: Collection[str] = ()) -> Iterator[None]:
    """Search with `changed` weights and without the named PARTS until the context ends."""
    former = {name: weights()[name] for name in changed}
    nothing, reading = Knowledge(), service.knowledge

    def fewer(words: vocabulary.Words) -> Knowledge:
        return replace(reading(words), **{part: getattr(nothing, part) for part in without})

    try:
        for name, value in changed.items():
            setattr(queries, name, value)
        service.knowledge = fewer
        yield
    finally:
        for name, value in former.items():
            setattr(queries, name, value)
        service.knowledge = reading
