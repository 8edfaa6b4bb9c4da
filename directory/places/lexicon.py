"""Names of provinces, districts, localities. A name that several share, or that is an everyday word, decides nothing alone."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.db.models import Count, Max

from directory.places.models import District, Locality, Province
from search import analysis
from search.registry import Concept, Term

# Places whose name is first of all a word (young, middle, vehicle, December, market, pain …), compared without marks as
# people type them; beside the name of their province, with "ilçesi", or with an apostrophe, they are places.
_WORDS = """
Adalar Ağın Ağrı Akdeniz Akıncılar Alaca Araban Aralık Araç Armutlu Avcılar Bağlar Bahçe Bala Bayat Bor Bozkır Bozkurt Bulanık
Çal Çan Çarşamba Çat Çatak Çay Çelebi Çeltik Çınar Çiftlik Çobanlar Çubuk Defne Delice Demirci Derince Dersim Efeler Eğil
Elmalı Emet Erenler Evciler Evren Fatih Fındıklı Genç Göle Güce Güney Hacılar Hamur Han Hani Hassa Havza Hayrat Hendek Hocalar
Kale Kapaklı Karpuzlu Kavak Kaş Kemer Keskin Kiraz Korkut Köse Köşk Körfez Kulp Kulu Küre Kumlu Kumru Maden Marmara Menteşe
Meram Merkez Mut Of Oğuzlar Olur Ordu Orta Ortaca Ortaköy Ovacık Pazar Pazarlar Perşembe Saray Sarıçam Selim Söğüt Sur
Susuz Sütçüler Şehzadeler Termal Tokat Tut Ula Ulaş Ulus Üzümlü Vize Yapraklı Yenice Yenişehir Yıldırım
"""
EVERYDAY = frozenset(analysis.fold(word) for word in _WORDS.split())


class PlaceLexicon:
    """See `search.registry.Lexicon`."""

    name = "places"

    def version(self) -> str:
        models = (Province, District, Locality)
        stamps = [model.objects.aggregate(n=Count("pk"), newest=Max("updated_at")) for model in models]
        return " ".join(f"{stamp['n']}@{stamp['newest']}" for stamp in stamps)

    def terms(self) -> Iterator[Term]:
        provinces = list(Province.objects.order_by("pk"))
        districts = list(District.objects.select_related("province").order_by("pk"))
        localities = list(Locality.objects.select_related("district__province").order_by("pk"))
        yield from place_terms(provinces, districts, localities)


def place_terms(provinces: Sequence[Province], districts: Sequence[District], localities: Sequence[Locality]) -> Iterator[Term]:
    """Yield the terms of all places there are; which name is shared depends on all of them."""
    official = Counter(analysis.fold(place.name) for place in (*provinces, *districts))
    for province in provinces:
        yield from _province(province)
    for district in districts:
        yield from _district(district, shared=official[analysis.fold(district.name)] > 1)
    yield from _localities(localities, official)


def _province(province: Province) -> Iterator[Term]:
    concept = Concept("place", "province", province.slug, {"tr": province.name, "en": province.name})
    for name in province.names:
        yield Term(name, concept, label=name == province.name, weak=analysis.fold(name) in EVERYDAY)
        yield Term(f"{name} ili", concept)
        yield Term(f"{name} province", concept, lang="en")
    yield Term(province.code, concept, weak=True)  # of a licence plate; beside other words a number says something else


def _district(district: District, *, shared: bool) -> Iterator[Term]:
    province = district.province.name
    label = _label(district, shared=shared)
    concept = Concept("place", "district", district.value, {"tr": label, "en": label})
    for name in district.names:
        own = name == district.name
        yield Term(name, concept, label=own, weak=(shared and own) or analysis.fold(name) in EVERYDAY)
        yield Term(f"{name} {province}", concept)
        yield Term(f"{province} {name}", concept)
        yield Term(f"{name} ilçesi", concept, weak=shared and own)
        yield Term(f"{name} district", concept, lang="en", weak=shared and own)


def _localities(localities: Sequence[Locality], official: Counter[str]) -> Iterator[Term]:
    """Yield the names of localities; of one that others share, only together with the district or the province."""
    everywhere = Counter(official)
    in_province: Counter[tuple[int, str]] = Counter()
    for locality in localities:
        folded = {analysis.fold(name) for name in locality.names}
        everywhere.update(folded)
        in_province.update((locality.district.province_id, name) for name in folded)
    for locality in localities:
        district = locality.district
        label = f"{_label(district, shared=official[analysis.fold(district.name)] > 1)} ({locality.name})"
        concept = Concept("place", "district", district.value, {"tr": label, "en": label})
        for name in locality.names:
            folded = analysis.fold(name)
            yield Term(name, concept, weak=locality.ambiguous or everywhere[folded] > 1 or folded in EVERYDAY)
            twice = in_province[district.province_id, folded] > 1
            for wider, weak in ((district.name, False), (district.province.name, twice)):
                yield Term(f"{name} {wider}", concept, weak=weak)
                yield Term(f"{wider} {name}", concept, weak=weak)


def _label(district: District, *, shared: bool) -> str:
    return f"{district.name}, {district.province.name}" if shared else district.name
