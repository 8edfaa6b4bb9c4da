"""What the standard pages say before an editor changes them (bodies in `texts/`): true as shipped, nothing invented."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from search import suffixes

TEXTS = Path(__file__).resolve().parent / "texts"
LINKS = ("search", "organisation_list", "topic_list", "place_list")  # what {…} in a text stands for, beside {city}


@dataclass(frozen=True, slots=True)
class StandardText:
    """Titles and descriptions of a standard page in both languages."""

    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    names_operator: bool = True

    def body(self, language: str) -> str:
        text = (TEXTS / f"{self.slug}.{language}.html").read_text(encoding="utf-8").strip()
        with override(language):
            links = {name: reverse(name) for name in LINKS}
        return text.format(city=_of_city(language), **links)


def _of_city(language: str) -> str:
    if language == "tr":
        return suffixes.genitive(settings.SITE_CITY) if settings.SITE_CITY else "bir kentin"
    return f"{settings.SITE_CITY or 'a city'}’s"


STANDARD_TEXTS = (
    StandardText(
        slug="hakkinda",
        title="Paydaş nedir?",
        title_en="What is Paydaş?",
        description="Bir kentin sivil toplum kuruluşlarını hak alanlarıyla bir araya getiren açık rehber.",
        description_en="An open directory that brings a city’s civil society organisations and rights areas together.",
        names_operator=False,
    ),
    StandardText(
        slug="kisisel-veriler",
        title="Kişisel verilerin korunması",
        title_en="Protection of personal data",
        description="Paydaş’ın hangi kişisel verileri, neden ve ne kadar süreyle işlediği (KVKK aydınlatma metni).",
        description_en="Which personal data Paydaş processes, why and for how long (notice under Turkish law, KVKK).",
    ),
    StandardText(
        slug="erisilebilirlik",
        title="Erişilebilirlik bildirimi",
        title_en="Accessibility statement",
        description="Bu sitenin erişilebilirlik hedefi, nasıl denendiği ve bilinen eksikleri.",
        description_en="What this site aims for in accessibility, how it is tested and what is known to be missing.",
    ),
)
