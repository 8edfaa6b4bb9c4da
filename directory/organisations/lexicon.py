"""Everyday words for the closed lists: types, whom the work is for, offers and needs, scope, languages.

A value's labels come from the translations; the other words are data: Turkish, then English, separated by commas.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from directory.organisations.choices import Cooperation, ExchangeKind, Language, OrganisationType, Scope, StepFree, TargetGroup
from search.registry import Concept, Term

Words = Mapping[str, tuple[str, str]]
LANGUAGES = ("tr", "en")

TYPES: Words = {
    "association": ("dernek, dernekler, derneği, dernekleri", "association, associations, society"),
    "foundation": ("vakıf, vakıflar, vakfı, vakıfları", "foundation, foundations"),
    "federation": ("federasyon, federasyonu, federasyonlar", "federation, federations"),
    "confederation": ("konfederasyon, konfederasyonu, konfederasyonlar", "confederation, confederations"),
    "platform": ("platform, platformu, platformlar", "platform, platforms, coalition"),
    "initiative": ("girişim, girişimi, girişimler, inisiyatif, inisiyatifi, kolektif", "initiative, initiatives, collective"),
    "city_council": ("kent konseyi, kent konseyleri, şehir konseyi", "city council, city councils"),
    "assembly": ("meclis, meclisi, meclisler, kadın meclisi, gençlik meclisi, mahalle meclisi", "assembly, assemblies"),
    "union": ("sendika, sendikası, sendikalar", "union, unions, trade union, trade unions, labour union"),
    "professional_chamber": ("meslek odası, meslek odaları, baro, barosu, tabip odası", "chamber, bar association"),
    "cooperative": ("kooperatif, kooperatifi, kooperatifler", "cooperative, cooperatives, co-op"),
    "public_body": ("kamu kurumu, kamu kurumları, belediye, belediyesi, belediyeler", "public body, municipality"),
    "student_group": ("öğrenci topluluğu, öğrenci toplulukları, öğrenci kulübü", "student group, student club"),
    "international": ("uluslararası kuruluş, uluslararası örgüt", "international organisation, international organization"),
}
TARGETS: Words = {
    "children": ("çocuk, çocuklar, bebek, bebekler", "children, kids"),
    "youth": ("genç, gençler, ergen, ergenler", "youth, young people, teenagers"),
    "students": ("öğrenci, öğrenciler", "student, students"),
    "women": ("kadın, kadınlar", "woman, women"),
    "older_people": ("yaşlı, yaşlılar, ileri yaş, emekli, emekliler", "older people, elderly, seniors"),
    "disabled_people": ("engelli, engelliler, engelli birey, engelli bireyler", "disabled people, people with disabilities"),
    "lgbti": ("lgbti, lgbt, lgbtq", "lgbti, lgbt, lgbtq, queer"),
    "migrants_refugees": (
        "mülteci, mülteciler, göçmen, göçmenler, sığınmacı, sığınmacılar",
        "refugee, refugees, migrant, migrants",
    ),
    "roma": ("roman, romanlar", "roma"),
    "workers": ("işçi, işçiler, emekçi, emekçiler", "worker, workers, employees"),
    "unemployed": ("işsiz, işsizler, iş arayan, iş arayanlar", "unemployed, job seekers"),
    "farmers": ("çiftçi, çiftçiler, küçük üretici", "farmer, farmers"),
    "prisoners": ("mahpus, mahpuslar, tutuklu, tutuklular, hükümlü", "prisoner, prisoners"),
    "patients": ("hasta, hastalar, hasta yakını, hasta yakınları", "patient, patients"),
    "animals": ("hayvan, hayvanlar, sokak hayvanları", "animals, pets"),
}
# A bare word ("gönüllü") may be an offer or a need: weak for both. The phrases say which.
KINDS: Words = {
    "expertise": ("uzmanlık, danışmanlık", "expertise, consulting"),
    "training": ("kurs, atölye, seminer", "training, course, workshop"),
    "legal": ("hukuki destek, hukuki yardım, hukuk danışmanlığı", "legal support, legal advice"),
    "venue": ("mekan, mekân, salon, toplantı salonu, toplantı yeri", "venue, meeting room"),
    "volunteers": ("gönüllü, gönüllüler, gönüllülük", "volunteer, volunteers, volunteering"),
    "communication": ("tanıtım, sosyal medya, grafik tasarım", "publicity, social media"),
    "research": ("araştırma, veri", "research, data"),
    "equipment": ("ekipman, malzeme, ses sistemi, projeksiyon", "equipment"),
    "translation": ("çeviri, tercüme, çevirmen, tercüman", "translation, translator"),
    "sign_language": ("işaret dili tercümanı, işaret dili çevirmeni", "sign language interpreter"),
    "funding": ("fon, hibe, bağış, sponsor, maddi destek", "funding, grant, donation"),
    "logistics": ("lojistik, nakliye, ulaşım desteği", "transport, logistics"),
}
OFFERED: Words = {
    "venue": ("mekan veren, salon veren, ücretsiz salon, ücretsiz mekan", "free venue"),
    "legal": ("ücretsiz avukat, ücretsiz hukuki destek", "free legal advice, free legal support"),
    "training": ("ücretsiz kurs, ücretsiz eğitim", "free course, free training"),
    "translation": ("ücretsiz çeviri, ücretsiz tercüman", "free translation"),
}
NEEDED: Words = {
    "volunteers": (
        "gönüllü olmak, gönüllü arayan, gönüllü aranıyor, gönüllü ihtiyacı",
        "become a volunteer, volunteering opportunities",
    ),
    "funding": ("bağış yapmak, bağış kabul eden", "donate, make a donation"),
    "venue": ("mekan arayan, salon arayan, yer arayan", "looking for a venue"),
    "equipment": ("malzeme bağışı, ekipman arayan", "donate equipment"),
    "translation": ("çevirmen arayan, tercüman arayan", "looking for translators"),
}
SCOPES: Words = {
    "provincial": ("il genelinde", "province-wide"),
    "regional": ("bölgesel", "regional"),
    "national": ("ulusal", "national, nationwide"),
    "international": ("uluslararası", "international"),
}
# Several words that say it for sure.
SCOPES_SAID: Words = {
    "provincial": ("il genelinde, il çapında, bütün ilçelerde, tüm ilçelerde, ilin her yerinde", "in the whole province"),
    "national": (
        "ülke genelinde, türkiye genelinde, ülke çapında, türkiye çapında, bütün türkiye, tüm türkiye, türkiyenin her yerinde, "
        "bütün ülkede, tüm ülkede, her ilde, 81 ilde, yurt genelinde, yurt çapında, ulusal düzeyde, ulusal ölçekte",
        "all over turkey, across turkey, in the whole country, country wide, across the country, all of turkey",
    ),
    "international": (
        "uluslararası düzeyde, dünya çapında, birçok ülkede, yurt dışında da",
        "in several countries, worldwide, around the world, at international level",
    ),
}
ACCESS: Words = {
    "yes": (
        "basamaksız, basamaksız giriş, rampalı, rampası olan, rampa var, tekerlekli sandalyeye uygun, "
        "tekerlekli sandalyeyle girilebilen, tekerlekli sandalyeyle girilen, "
        "tekerlekli sandalye girebilen, tekerlekli sandalye erişimi, sandalyeyle girilebilen, "
        "engelli erişimine uygun, engelli erişimi, engelli girişi, engelli girişi olan, engellilerin girebileceği, "
        "erişilebilir mekan, erişilebilir mekân, erişilebilir salon, erişilebilir bina, merdivensiz, asansörlü, asansörü olan, "
        "engelli asansörü, bebek arabasıyla girilebilen",
        "step free, step-free, wheelchair accessible, wheelchair access, accessible venue, accessible building, "
        "accessible entrance, no steps, no stairs, with a ramp, with a lift, with an elevator, wheelchair friendly",
    ),
}
COOPERATION: Words = {
    "open": (
        "iş birliğine açık, işbirliğine açık, iş birliği arayan, işbirliği arayan, ortak proje arayan, "
        "ortak arayan, proje ortağı, birlikte çalışmak isteyen, ortaklığa açık",
        "open to cooperation, looking for partners, open to partnership, project partner, looking for a partner",
    ),
}
SPOKEN: Words = {
    "tsm": ("işaret dili, türk işaret dili, işaret dili bilen", "sign language, turkish sign language"),
    "ku": ("kürtçe, kürtçe bilen, kürtçe konuşan, kurmanci", "kurdish"),
    "zza": ("zazaca", "zazaki"),
    "ar": ("arapça, arapça bilen, arapça konuşan", "arabic, arabic speaking"),
    "fa": ("farsça, farsça bilen", "farsi, persian"),
    "ru": ("rusça, rusça bilen", "russian"),
    "uk": ("ukraynaca", "ukrainian"),
    "de": ("almanca, almanca bilen", "german"),
    "fr": ("fransızca, fransızca bilen", "french"),
    "en": ("ingilizce, ingilizce bilen, ingilizce konuşan", "english speaking"),
}


@dataclass(frozen=True, slots=True)
class ChoiceLexicon:
    """The words of one closed list as one kind of concept. `weak`: they order and decide nothing."""

    name: str
    kind: str
    facet: str
    choices: Any
    words: Words
    weak: bool = False
    labelled: bool = True  # the list's own labels are terms too
    section: str = ""  # of directory/data/thesaurus.yaml, whose words for the list count as well

    def version(self) -> str:
        return "1"  # only a new version of the code changes the words

    def terms(self) -> Iterator[Term]:
        labels = labels_of(self.choices)
        broad = thesaurus().get(self.section, {}) if self.section else {}
        for value in self.words | broad:
            concept = Concept(self.kind, self.facet, value, labels[value])
            for lang, listed in zip(LANGUAGES, self.words.get(value, ("", "")), strict=True):
                if self.labelled:
                    yield Term(labels[value][lang], concept, lang=lang, label=True, weak=self.weak)
                words = (*filter(None, listed.split(", ")), *broad.get(value, {}).get(lang, ()))
                yield from (Term(str(word), concept, lang=lang, weak=self.weak) for word in words)


@cache
def thesaurus() -> dict[str, Any]:
    """Return the shipped words; only a new version of the project changes those for closed lists."""
    path = Path(__file__).resolve().parent.parent / "data" / "thesaurus.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - it is a safe one
    return found


@cache
def labels_of(choices: Any) -> dict[str, dict[str, str]]:
    """Return the labels of a closed list: value -> language -> label."""
    labels: dict[str, dict[str, str]] = {value: {} for value in choices.values}
    for lang in LANGUAGES:
        with translation.override(lang):
            for value, label in choices.choices:
                labels.get(value, {})[lang] = str(label)
    return labels


LEXICONS = (
    ChoiceLexicon("types", "type", "type", OrganisationType, TYPES, weak=True, section="types"),
    ChoiceLexicon("targets", "target", "target", TargetGroup, TARGETS, weak=True, section="targets"),
    ChoiceLexicon("offers", "offer", "offers", ExchangeKind, KINDS, weak=True, section="offers_needs"),
    ChoiceLexicon("needs", "need", "needs", ExchangeKind, KINDS, weak=True, section="offers_needs"),
    ChoiceLexicon("offered", "offer", "offers", ExchangeKind, OFFERED, labelled=False),
    ChoiceLexicon("needed", "need", "needs", ExchangeKind, NEEDED, labelled=False),
    ChoiceLexicon("scopes", "scope", "scope", Scope, SCOPES, weak=True),
    ChoiceLexicon("scopes_said", "scope", "scope", Scope, SCOPES_SAID, labelled=False),
    ChoiceLexicon("cooperation", "cooperation", "cooperation", Cooperation, COOPERATION, labelled=False),
    ChoiceLexicon("access", "access", "access", StepFree, ACCESS, labelled=False),
    ChoiceLexicon("languages", "language", "language", Language, SPOKEN, section="languages"),
)
