"""Search documents made by hand, for tests of engines and of what surrounds them."""

from collections.abc import Iterable

from search.engines.base import Versioned
from search.types import Name, Passage, SearchDocument


def make_document(
    key: str,
    title: str = "",
    *,
    kind: str = "organisation",
    summary: str = "",
    about: str = "",
    acronym: str = "",
    aliases: Iterable[str] = (),
    passages: Iterable[Passage] = (),
    title_en: str = "",
    **facets: tuple[str, ...],
) -> SearchDocument:
    """Return a document; further keyword arguments are facets."""
    title = title or f"Kuruluş {key}"
    names = [Name(title, "title"), *(Name(alias, "alias") for alias in aliases)]
    if acronym:
        names.append(Name(acronym, "acronym"))
    texts = [Passage(about, "about")] if about else []
    return SearchDocument(
        kind=kind,
        object_id=key,
        key=key,
        path=f"/kuruluslar/{key}/",
        title={"tr": title} | ({"en": title_en} if title_en else {}),
        summary={"tr": summary} if summary else {},
        names=tuple(names),
        passages=(*texts, *passages),
        facets=facets,
    )


def upserts(*documents: SearchDocument, version: int = 1) -> list[Versioned]:
    return [Versioned(document.kind, document.object_id, version, document) for document in documents]


def removal(key: str, version: int, kind: str = "organisation") -> Versioned:
    return Versioned(kind, key, version, None)
