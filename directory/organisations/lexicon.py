"""Everyday words for the closed lists: types, whom the work is for, offers and needs, scope, languages.

A value's labels come from the translations; the other words are data: Turkish, then English, separated by commas.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import translation

from directory.organisations.choices import ExchangeKind, Language, OrganisationType, Scope, TargetGroup
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
    "provincial": ("il genelinde, il çapında", "province-wide"),
    "regional": ("bölgesel", "regional"),
    "national": ("ulusal, ülke genelinde, türkiye genelinde", "national, nationwide"),
    "international": ("uluslararası", "international"),
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

    def version(self) -> str:
        return "1"  # only a new version of the code changes the words

    def terms(self) -> Iterator[Term]:
        labels = labels_of(self.choices)
        for value, words in self.words.items():
            concept = Concept(self.kind, self.facet, value, labels[value])
            for lang, listed in zip(LANGUAGES, words, strict=True):
                if self.labelled:
                    yield Term(labels[value][lang], concept, lang=lang, label=True, weak=self.weak)
                yield from (Term(word, concept, lang=lang, weak=self.weak) for word in listed.split(", "))


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
    ChoiceLexicon("types", "type", "type", OrganisationType, TYPES, weak=True),
    ChoiceLexicon("targets", "target", "target", TargetGroup, TARGETS, weak=True),
    ChoiceLexicon("offers", "offer", "offers", ExchangeKind, KINDS, weak=True),
    ChoiceLexicon("needs", "need", "needs", ExchangeKind, KINDS, weak=True),
    ChoiceLexicon("offered", "offer", "offers", ExchangeKind, OFFERED, labelled=False),
    ChoiceLexicon("needed", "need", "needs", ExchangeKind, NEEDED, labelled=False),
    ChoiceLexicon("scopes", "scope", "scope", Scope, SCOPES, weak=True),
    ChoiceLexicon("languages", "language", "language", Language, SPOKEN),
)
