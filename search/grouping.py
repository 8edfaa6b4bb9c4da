"""ResultPage -> the hits under headings: how they stand to the place asked for, and those apart that fit only in part."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search import suffixes
from search.presentation import DEFAULT_KINDS, Row, counted, labels, rows
from search.types import Hit, ResultPage


@dataclass(frozen=True, slots=True)
class Group:
    """Hits that stand in the same relation to the place asked for; `title` is '' where no place was asked for.

    `count` says how many they are, in words, where all of them are on the page.
    """

    title: str
    rows: tuple[Row, ...]
    count: str = ""


def place_asked(page: ResultPage) -> tuple[str, str]:
    """Return value and label of the one place the question is about, or two empty strings."""
    said = {part.value: part.label for part in page.interpretation if part.kind == "place"}
    narrow = [value for value in said if not any(other.startswith(f"{value}/") for other in said)]
    read = [(value, place_label(value, page.request.lang) or said[value]) for value in narrow]
    picked = [
        (value, label)
        for name in ("district", "province")
        for value, label in labels(name, page.request.facets.get(name, ()), page.request.lang).items()
    ]
    asked = dict(picked or read)
    return next(iter(asked.items())) if len(asked) == 1 else ("", "")


def place_label(value: str, lang: str) -> str:
    """Return what a place is called as a whole, where a question may have named a part of it; '' when nobody knows it."""
    label = labels("district" if "/" in value else "province", (value,), lang)[value]
    return "" if label == value else label


def groups(page: ResultPage) -> tuple[Group, ...]:
    """Return the hits under headings: how they stand to the place asked for; apart from them, those that fit only in part."""
    value, label = place_asked(page)
    drawn = rows(page)
    if page.request.sort != "relevance" or not page.request.text:
        return (Group("", drawn),) if drawn else ()
    titles = {
        "located": _("In %(place)s") % {"place": suffixes.at(label, page.request.lang)},
        "serving": _("Working in %(place)s from elsewhere") % {"place": label},
        "wide": _("Working throughout the province or country"),
        "rest": _("In other places"),
        "fits": "",
        "close": _("Fitting part of what you asked for"),
    }
    order = list(titles)

    def kind_of(hit: Hit) -> str:
        stands = relation(hit, value) if value else "fits"
        return stands if hit.fits or everywhere(hit) else "close"

    members: dict[str, list[Row]] = {}
    for hit, row in zip(page.hits, drawn, strict=True):
        members.setdefault(kind_of(hit), []).append(replace(row, lacking=None) if everywhere(hit) else row)
    kinds = page.request.facets.get("kind", DEFAULT_KINDS)
    return tuple(
        Group(titles[kind], tuple(members[kind]), counted(len(members[kind]), kinds) if page.pages == 1 else "")
        for kind in sorted(members, key=order.index)
    )


def everywhere(hit: Hit) -> bool:
    """Return whether a hit lacks nothing but the place and works for the whole country."""
    national = not {"national", "international"}.isdisjoint(hit.facets.get("scope", ()))
    return national and bool(hit.lacking) and all(lack.by == "place" for lack in hit.lacking)


def relation(hit: Hit, place: str) -> str:
    """Return how a hit stands to a place ("izmir" or "izmir/bornova")."""
    located = (*hit.facets.get("district", ()), *hit.facets.get("province", ()))
    if place in located:
        return "located"
    if place in hit.facets.get("serves", ()):
        return "serving"
    return "wide" if set(hit.facets.get("scope", ())) - {"local"} else "rest"
