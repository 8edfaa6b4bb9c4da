"""ResultPage -> what the search page shows: sentences, links and escaped marks. No searching here and no HTML but `marked`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from search import labels as kept
from search.forms import WINDOW, Sort
from search.links import address, parameters, without_part, without_value
from search.registry import registry
from search.types import Highlight, Hit, Matched, ResultPage, SearchRequest

# What a reason is called; one that is not among them is a facet, and has its title.
CAPTIONS = {
    "acronym": gettext_lazy("Its short name"),
    "alias": gettext_lazy("Also known as"),
    "name": gettext_lazy("In its name"),
    "synonym": gettext_lazy("Another word for it"),
    "topic": gettext_lazy("Rights area"),
    "keyword": gettext_lazy("Keyword"),
    "offer": gettext_lazy("It offers"),
    "need": gettext_lazy("It seeks"),
    "place": gettext_lazy("Place"),
    "text": gettext_lazy("In its text"),
}
CAPTIONS_OF_MANY = {
    "topic": gettext_lazy("Rights areas"),
    "keyword": gettext_lazy("Keywords"),
    "place": gettext_lazy("Places"),
}
MAX_REASONS = 3  # that are told with a hit
DEFAULT_KINDS = ("organisation",)
# Which facet a part of the query speaks of, where their names differ.
FACET_OF = {"offer": "offers", "need": "needs"}


def marked(highlight: Highlight) -> SafeString:
    """Return the text as HTML: everything escaped, the matched parts in <mark>."""
    parts, position = [], 0
    for start, end in highlight.spans:
        parts += [escape(highlight.text[position:start]), "<mark>", escape(highlight.text[start:end]), "</mark>"]
        position = end
    return mark_safe("".join([*parts, escape(highlight.text[position:])]))  # noqa: S308 - every part is escaped above


@dataclass(frozen=True, slots=True)
class Chip:
    """Something understood or chosen, with the link that removes it, or a search with the link that leads to it.

    `sign`: what the facet draws beside its value.
    """

    facet: str
    caption: str
    label: str
    href: str
    sign: str = ""
    count: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reason names, and its language where that is the document's."""

    text: SafeString
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hit is here: "Rights areas" + "Disability rights", "Education". `quoted`: in the document's own words."""

    caption: str
    values: tuple[Said, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One hit, ready to be drawn."""

    kind: str
    key: str
    href: str
    title: SafeString
    title_text: str
    title_lang: str
    summary: SafeString
    summary_lang: str
    type: str
    place: str
    topics: tuple[str, ...]
    extra: Mapping[str, str]
    reasons: tuple[Reason, ...]
    lacking: Reason | None = None


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str
    current: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Numbers as links (a gap is None), the pages beside this one, and their place in the whole."""

    numbers: tuple[Link | None, ...]
    previous: str
    next: str
    page: int
    pages: int


def count_text(count: int) -> str:
    """Return the number in the active language's notation: 1.234 or 1,234."""
    return _count_text(count, get_language())


@lru_cache(maxsize=2048)  # a page has some two hundred, mostly small ones
def _count_text(count: int, _language: str | None) -> str:
    return str(number_format(count, use_l10n=True, force_grouping=True))


def counted(count: int, kinds: Iterable[str]) -> str:
    """Return how many there are, in words: organisations where there is nothing else among them."""
    if set(kinds) == {"organisation"}:
        return ngettext("%(count)s organisation", "%(count)s organisations", count) % {"count": count_text(count)}
    return ngettext("%(count)s result", "%(count)s results", count) % {"count": count_text(count)}


def facet_title(name: str) -> str:
    """Return a facet's title in the active language."""
    info = registry.facets.get(name)
    return str(info.title) if info else _("Place") if name == "place" else ""


def labels(name: str, values: Iterable[str], lang: str) -> Mapping[str, str]:
    """Return the labels of a facet's values; a value nobody knows stands for itself."""
    wanted = tuple(dict.fromkeys(values))
    info = registry.facets.get(name)
    known = info.labels(wanted, lang) if info and wanted else {}
    return {value: known.get(value) or value for value in wanted}


def understood(page: ResultPage) -> tuple[Chip, ...]:
    """Return what was read out of the words, each with the link that takes it back."""
    return tuple(
        Chip(
            facet=part.kind,
            caption=facet_title(FACET_OF.get(part.kind, part.kind)),
            label=part.label,
            href=address(without_part(page.request, part)),
            sign=kept.sign(part.kind, part.value, page.request.lang),
        )
        for part in page.interpretation
    )


def chosen(request: SearchRequest, *, at: str = "") -> tuple[Chip, ...]:
    """Return the chosen values of all facets, each with the link that removes it; `at`: the path of a page but the search's."""
    return tuple(
        Chip(
            facet=name,
            caption=facet_title(name),
            label=label,
            href=address(without_value(request, name, value), at=at),
            sign=kept.sign(name, value, request.lang),
        )
        for name, values in request.facets.items()
        if name != "kind"  # shown as tabs
        for value, label in labels(name, values, request.lang).items()
    )


def kept_parameters(request: SearchRequest, shown: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return what the filter form must carry along, besides its own checkboxes, as hidden fields."""
    facets = {name: values for name, values in request.facets.items() if name not in set(shown)}
    return parameters(replace(request, facets=facets, page=1))


def said(matched: Matched, values: Collection[str] = ()) -> Said | None:
    """Return what a reason names. `values` are the hit's facet values: a label among them is for machines, not for people."""
    if matched.by == "name":
        return None  # it is marked in the title
    if matched.by == "synonym":
        words = pgettext("a word -> the rights area it stands for", "“%(word)s” → %(label)s")
        return Said(marked(Highlight(words % {"word": matched.text, "label": matched.label})))
    if matched.label and matched.by != "keyword" and matched.label not in values:
        return Said(marked(Highlight(matched.label)))
    return Said(marked(Highlight(matched.text.removesuffix("."), matched.spans)), matched.lang)


def reasons(hit: Hit) -> tuple[Reason, ...]:
    """Return why a hit is here, reasons of one sort together and each thing said once."""
    facet_values = values_of(hit)
    found: dict[str, dict[str, Said]] = {}
    for matched in hit.matched:
        things = found.setdefault(matched.by, {})
        if thing := said(matched, facet_values):
            things.setdefault(thing.text, thing)
    return tuple(
        Reason(caption(by, len(things)), tuple(things.values()), quoted=by == "text")
        for by, things in list(found.items())[:MAX_REASONS]
    )


def lacking(hit: Hit) -> Reason | None:
    """Return what a hit does not fit, in the words of the question or, where they were understood, their meaning."""
    things = dict.fromkeys(Said(marked(Highlight(lack.label or f"“{lack.text}”"))) for lack in hit.lacking)
    return Reason(_("Does not fit"), tuple(things)) if things else None


def caption(by: str, number: int) -> str:
    """Return what a reason is called that names so many things."""
    captions = CAPTIONS_OF_MANY if number > 1 and by in CAPTIONS_OF_MANY else CAPTIONS
    return str(captions[by]) if by in captions else facet_title(by)


def in_province(district: str, province: str) -> str:
    """Return a district as a line names it: one of the site's own province stands alone, but many have a "Merkez"."""
    known = not province or (province == settings.SITE_CITY and district != "Merkez")
    return district if known else f"{district}, {province}"


def rows(page: ResultPage) -> tuple[Row, ...]:
    """Return the hits ready to be drawn; labels are asked for once a page, not once a hit."""
    lang = page.request.lang
    types = labels("type", (value for hit in page.hits for value in hit.facets.get("type", ())), lang)
    scopes = labels("scope", (value for hit in page.hits for value in hit.facets.get("scope", ())), lang)
    districts = labels("district", (value for hit in page.hits for value in hit.facets.get("district", ())), lang)
    provinces = labels("province", (value for hit in page.hits for value in hit.facets.get("province", ())), lang)
    prefix = "" if lang == "tr" else f"/{lang}"

    def named(hit: Hit) -> Iterator[str]:
        districts_of = hit.facets.get("district", ())[:2]
        yield from (in_province(districts[value], provinces.get(value.split("/")[0], "")) for value in districts_of)
        if not districts_of:
            yield from (provinces[value] for value in hit.facets.get("province", ())[:2])
        yield from (
            scopes[value] for value in hit.facets.get("scope", ()) if value not in {"local", *hit.facets.get("type", ())}
        )

    return tuple(
        Row(
            kind=hit.kind,
            key=hit.key,
            href=f"{prefix}{hit.path}",
            title=marked(hit.title),
            title_text=hit.title.text,
            title_lang=hit.title_lang,
            summary=marked(hit.summary),
            summary_lang=hit.summary_lang,
            type=", ".join(types[value] for value in hit.facets.get("type", ())),
            place=" · ".join(named(hit)),
            topics=tuple(hit.facets.get("topic", ())),
            extra=hit.extra,
            reasons=reasons(hit),
            lacking=lacking(hit),
        )
        for hit in page.hits
    )


def values_of(hit: Hit) -> frozenset[str]:
    return frozenset(value for values in hit.facets.values() for value in values)


def pager(page: ResultPage) -> Pager | None:
    """Return the links to the other pages, as far as one may leaf, or None for a single page."""
    last = min(page.pages, WINDOW // page.request.page_size)
    if last < 2:
        return None
    near = sorted({1, last, *(n for n in range(page.page - 2, page.page + 3) if 1 <= n <= last)})
    numbers: list[Link | None] = []
    for before, number in zip([0, *near], near, strict=False):
        if number > before + 1:
            numbers.append(None)
        numbers.append(Link(count_text(number), address(replace(page.request, page=number)), number == page.page))
    return Pager(
        numbers=tuple(numbers),
        previous=address(replace(page.request, page=page.page - 1)) if page.page > 1 else "",
        next=address(replace(page.request, page=page.page + 1)) if page.page < last else "",
        page=page.page,
        pages=last,
    )


def sorts(request: SearchRequest) -> tuple[Link, ...]:
    """Return the orders one can choose. Without words there is nothing to match: the order is by name."""
    names: dict[Sort, str] = {"relevance": _("Best match first"), "title": _("By name"), "updated": _("Recently updated first")}
    chosen = request.sort
    if not request.text:
        names = {"relevance": names["title"], "updated": names["updated"]}
        chosen = "relevance" if chosen == "title" else chosen
    return tuple(Link(label, address(replace(request, sort=sort, page=1)), chosen == sort) for sort, label in names.items())
