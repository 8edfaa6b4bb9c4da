"""/tasarim/: every component in its states on one page, for those who build and edit; not indexed, nothing on it is real."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from directory.easy_read import Reading
from directory.organisations.cards import Card
from directory.organisations.channels import Channel
from directory.organisations.models import Organisation
from directory.organisations.rows import Need
from directory.places.models import Province
from directory.places.points import Area
from directory.sharing.passing import Share
from directory.topics.views import NeedRow
from directory.topics.where import PlaceRow
from search.facets import Choice, FacetView
from search.loosening import WayOut
from search.presentation import Chip, Link, Reason, Row, Said
from search.suggesting import SuggestionGroup, SuggestionRow

COLOURS = {
    "ink": _("Text"),
    "ink-2": _("Second text"),
    "gulf": _("Links, buttons"),
    "line": _("The common line"),
    "edge": _("Edges of controls"),
    "rule": _("Rules"),
    "paper": _("Paper"),
    "mist": _("Calm area"),
    "dusk": _("Top of the page"),
    "dusk-2": _("Warm card"),
    "mimosa": _("Highlight, focus"),
    "pomegranate": _("Mistake"),
    "pomegranate-2": _("Under a mistake"),
    "olive": _("Confirmed"),
    "olive-2": _("Under what is confirmed"),
    "brick": _("Warning"),
    "brick-2": _("Under a warning"),
    "plate": _("Plate of an organisation"),
}
GROUPS = {
    "esitlik": "Eşitlik ve ayrımcılıkla mücadele",
    "demokrasi": "Demokrasi, özgürlükler ve adalet",
    "sosyal": "Sosyal haklar ve dayanışma",
    "cevre": "Çevre, kent ve hayvanlar",
    "kultur": "Eğitim, kültür ve yaşam",
}
NAMES = ("Örnek Derneği", "365 Gün Örnek Platformu", "İzmir Örnek ve Deneme Ağı", "ışık")
WORDS = (
    *("Ağaç", "Barış", "Çınar", "Deniz", "Ege", "Fidan", "Güneş", "Irmak"),
    *("İmece", "Kardelen", "Lodos", "Mavi", "Nar", "Ova", "Pınar", "Rüzgâr"),
)


class SampleForm(forms.Form):
    """A field as it waits and as it fails."""

    name = forms.CharField(label="Kuruluşun adı", help_text="Tabeladaki gibi yazın.")
    website = forms.CharField(label="Web adresi", required=False)

    def clean_website(self) -> str:
        raise forms.ValidationError("Başına https:// ekleyin. Örnek: https://kurulus.example")


@never_cache
@login_required
def design(request: HttpRequest) -> HttpResponse:
    """Show the components to whoever may enter the admin; to others there is no such page."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    answer = render(request, "cms/core/design.html", context())
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def context() -> dict[str, Any]:
    """Return a sample of everything the components ask for."""
    today = timezone.localdate()
    groups = list(GROUPS)
    cards = [card(name, groups[at : at + 3], claimed=at % 2 == 0) for at, name in enumerate(NAMES)]
    others = [card(f"{word} Derneği", groups[at % 5 :][: 1 + at % 3], claimed=at % 3 > 0) for at, word in enumerate(WORDS)]
    page = Paginator(range(90), 10).page(3)
    form = SampleForm({"name": "Örnek Derneği", "website": "ornek.example"})
    return {
        "colours": COLOURS,
        "groups": GROUPS,
        "cards": cards,
        "line": [*cards, *others],
        "recently": today - timedelta(days=30),
        "long_ago": today - timedelta(days=900),
        "chips": [
            Chip("topic", "Hak alanı", "Engelli hakları", "#", groups[0]),
            Chip("place", "İlçe", "Bornova", "#"),
            Chip("target", "Kimler için", "Çocuklar", "#"),
            Chip("type", "Tür", "Sendika", "#"),
        ],
        "facet": FacetView("topic", "Hak alanı", choices(0, 3), choices(3, 5), True),
        "tabs": [Link("Kuruluşlar", "#", True, "8"), Link("Hak alanları", "#", False, "2")],
        "suggestions": suggestions(groups),
        "needs": [NeedRow(need, "#rows", "Bornova") for need in (need_of("İşaret dili çevirisi"), need_of("Salon", today))],
        "places": [PlaceRow("Bornova", 2, "#rows"), PlaceRow("İzmir geneli", 5, "#rows"), PlaceRow("İlçesi girilmedi", 1)],
        "ways": [WayOut("Tür filtresi olmadan: Sendika", "Engelli hakları", "15 kuruluş", "#rows")],
        "chip_link": Chip("topic", "", "Engelli hakları", "#", groups[0], "15"),
        "rows": [row(groups), empty_row(groups[3:])],
        "channels": [
            Channel("website", _("Website"), "ornek.example", "https://ornek.example", ""),
            Channel("phone", _("Telephone"), "0232 000 00 00", "tel:02320000000", "Salı günleri"),
        ],
        "readings": [Reading("Kısa.", "tr", False), Reading("Kısa.", "tr", True)],
        "share": Share("Örnek Derneği", f"{settings.SITE_URL}/kuruluslar/ornek-dernegi/"),
        "areas": [
            Area(Province(name=settings.SITE_CITY), 137, "#", 5),
            Area(Province(name="Ankara"), 6, "#", 5),
            Area(Province(name="Kahramanmaraş"), 1, "#", 1),
        ],
        "page": page,
        "page_numbers": list(page.paginator.get_elided_page_range(3, on_each_side=1, on_ends=1)),
        "fields": {"waiting": SampleForm()["name"], "optional": SampleForm()["website"], "failed": form["website"]},
        "search_url": reverse("search"),
        "hide_header_search": True,
    }


def card(name: str, groups: list[str], *, claimed: bool) -> Card:
    return Card(
        pk=0,
        key=name,
        name=name,
        name_lang="tr",
        url="#",
        type_label="Dernek",
        place="Bornova",
        summary="",
        summary_lang="tr",
        groups=tuple(groups),
        claimed=claimed,
        confirmed_on=None,
        status="active",
    )


def choices(start: int, end: int) -> tuple[Choice, ...]:
    labels = ("Engelli hakları", "Kültür ve sanat", "Barınma ve kent hakkı", "Eğitim", "Spor")
    return tuple(Choice(f"ornek-{at}", str(at), labels[at], str(9 - at), at == 0) for at in range(start, end))


def need_of(text: str, until: date | None = None) -> Need:
    return Need(kind="venue", text=text, until=until, organisation=Organisation(name="Örnek Derneği"))


def suggestions(groups: list[str]) -> SafeString:
    """Return the rows under a search box, one of them reached with the arrow keys."""
    found = [
        SuggestionGroup(
            "Hak alanları",
            (
                suggestion("topic", "<mark>Örnek</mark> hakkı", groups[:1], number="15 kuruluş"),
                suggestion("topic", "Deneme hakkı", groups[2:3], also="<mark>örnek</mark>leme"),
            ),
        ),
        SuggestionGroup("Kuruluşlar", (suggestion("organisation", "<mark>Örnek</mark> Derneği", groups[:3], also="ÖD"),)),
        SuggestionGroup("Yerler", (suggestion("place", "<mark>Örnek</mark>köy"),)),
    ]
    drawn = render_to_string("search/suggestions.html", {"groups": found, "text": "örnek", "said": ""})
    return marked(drawn.replace('role="option"', 'role="option" aria-selected="true"', 1))


def suggestion(kind: str, title: str, groups: Sequence[str] = (), *, also: str = "", number: str = "") -> SuggestionRow:
    return SuggestionRow(
        kind=kind,
        key="ornek",
        href="#",
        title=marked(title),
        title_text=title.replace("<mark>", "").replace("</mark>", ""),
        title_lang="tr",
        also=marked(also),
        number=number,
        extra={"groups": " ".join(groups), "claimed": "1"},
    )


def row(groups: list[str], *, claimed: str = "1") -> Row:
    return Row(
        kind="organisation",
        key="ornek",
        href="#",
        title=marked("Örnek <mark>Engelliler</mark> Derneği"),
        title_text="Örnek Engelliler Derneği",
        title_lang="tr",
        summary=marked("Bu bir örnek; <mark>engelli</mark> kelimesi vurgulu."),
        summary_lang="tr",
        type="Dernek",
        place="Bornova",
        topics=(),
        extra={"groups": " ".join(groups[:3]), "claimed": claimed, "confirmed_on": "2026-01-28" if claimed else ""},
        reasons=(
            Reason("Adında geçiyor"),
            Reason("Hak alanları", (Said(marked("Engelli hakları")), Said(marked("Eğitim")))),
            Reason("Metninde geçiyor", (Said(marked("…\u2060<mark>engelli</mark> gençler için atölye")),), quoted=True),
        ),
    )


def empty_row(groups: list[str]) -> Row:
    """Return a hit that nobody has claimed or described, and that fits in part."""
    lacking = Reason("Şuna uymuyor", (Said(marked("Bornova")),))
    return replace(row(groups, claimed=""), summary=marked(""), reasons=(Reason("Adında geçiyor"),), lacking=lacking)


def marked(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - written above
