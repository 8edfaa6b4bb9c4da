"""Names of provinces and districts. A name that several districts share, or that is an everyday word, decides nothing alone."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count, Max

from directory.places.models import District, Province
from search import analysis
from search.registry import Concept, Term

# Places whose name is first of all a word (young, middle, vehicle, December, market, pain …), compared without marks as
# people type them; beside the name of their province, or with "ilçesi", they are places.
_WORDS = """
Ağrı Alaca Aralık Araç Bağlar Bahçe Bala Bor Bozkır Çal Çan Çat Çatak Çay Çelebi Çınar Çubuk Defne Delice Elmalı Emet Evren
Fatih Genç Güney Hamur Han Hassa Havza Hendek Kale Kavak Kaş Kemer Keskin Korkut Köse Köşk Körfez Küre Kumlu Kumru Maden Merkez
Mut Of Olur Ordu Orta Ortaca Ortaköy Pazar Saray Selim Söğüt Sur Susuz Termal Tut Ula Ulaş Ulus Üzümlü Yenice Yenişehir
"""
EVERYDAY = frozenset(analysis.fold(word) for word in _WORDS.split())


class PlaceLexicon:
    """See `search.registry.Lexicon`."""

    name = "places"

    def version(self) -> str:
        stamps = [model.objects.aggregate(n=Count("pk"), newest=Max("updated_at")) for model in (Province, District)]
        return " ".join(f"{stamp['n']}@{stamp['newest']}" for stamp in stamps)

    def terms(self) -> Iterator[Term]:
        provinces = list(Province.objects.order_by("pk"))
        districts = list(District.objects.select_related("province").order_by("pk"))
        taken = Counter(analysis.fold(place.name) for place in (*provinces, *districts))
        for province in provinces:
            concept = Concept("place", "province", province.slug, {"tr": province.name, "en": province.name})
            yield Term(province.name, concept, label=True, weak=analysis.fold(province.name) in EVERYDAY)
            yield Term(f"{province.name} ili", concept)
            yield Term(f"{province.name} province", concept, lang="en")
        for district in districts:
            folded = analysis.fold(district.name)
            label = f"{district.name}, {district.province.name}" if taken[folded] > 1 else district.name
            concept = Concept("place", "district", district.value, {"tr": label, "en": label})
            yield Term(district.name, concept, label=True, weak=taken[folded] > 1 or folded in EVERYDAY)
            yield Term(f"{district.name} {district.province.name}", concept)
            yield Term(f"{district.province.name} {district.name}", concept)
            yield Term(f"{district.name} ilçesi", concept, weak=taken[folded] > 1)
