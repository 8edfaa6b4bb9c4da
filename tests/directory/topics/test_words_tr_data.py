"""The shipped Turkish word synonyms (words_tr.yaml): well-formed, each word once, and none that leads astray."""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import simplemma

import directory
from search.analysis import stems, token_text, tokens
from search.lemmas import lemma
from search.models import Synonym
from search.synonyms import MAX_MEANT, MAX_PHRASE, Row, compile_rows
from search.wordlists import FILLER
from tests import yaml_files

DATA = Path(directory.__file__).parent / "data"


def _words(text):
    return set(text.split())


# Turkish that the dictionary of lemmas does not know: learned and borrowed words, abbreviations, as profiles write them.
BORROWED = _words("""
3d anksiyete arabuluculuk açıköğretim bağışıklama biyoçeşitlilik braille bursiyer buzdolabı cimnastik demans disleksi doğalgaz
eşgüdüm fonlama fonlaması gluten glutensiz grafiker gökbilim haritalama hiperaktivite hospis hâkim hâli ikametgâh ilkyardım
ilkyardımcı infertilite iskân işbirliği işgücüne koah kompost kompostlama kırkyama laptop mekân mekânı menstrüasyon mentor
mentorluk mikrokredi mobbing motokurye müsilaj nikâh palsi pandemi paralimpik parkinson ped pedi pestisit podcast psikiyatrist
psikososyal regl resmî serebral siber vekâletname web webinar zekâlı zekât çevrimiçi çokkültürlü önyargı özgeçmiş
""")
# Words whose lemma is another word, with a meaning near enough: a verb's noun, an ending that changes little.
NEAR = _words("""
alevler anaokulu anksiyete aybaşı ağaçlandırma aşevi aşçıbaşı bacım bağışıklama başvurmak bilinçlendirme borçlanma
boşanma bunaldım cemevi duyurmak dışlanma emzirme evlenmek faydalanıcı gezmek geçinemiyoruz gurbette gömmek
hacklendim haritalama huzurevi ikametgâh ilkyardım kaynaşma kekeliyor kiralamak kocam kodlama konaklama
konukevi koşmak küçülenler kısırlaştırma kısırlaştırmak laflamak mikrokredi motorsiklet ormansızlaşma programlama psikiyatrist
sallandık sulama takaslamak taşınmak teşkilatlanmak tükendim ucuza uzaklaştırma uzlaşma uzlaştırma
yollamak çevrimiçi örgütlenmek üşüyoruz
""")
# Everyday words that are a form, the lemma or a misread spelling of an entry one might think of: typed alone they lead nowhere.
INNOCENT = _words("""
ad adet ak al altın ama an ana ara at ay aç baş bilgi bin bit boş boz büyük dam de dik diş dol dolu düş ek el en et ev gel gelir
gider göz gül gün güç hak hal hasta hava iç iki il in iste iyi iş kal kan kapı kar kara kat kaz kaza kendi kol koy kur kuru
kurul kuş kız kır lisans mal masraf nisan oda okur ol on ot oy oğul son soru süre sıra sır tam tan tarih taş tek tel tur tür
uzak uşak vali var yak yan yas yaz yaş yazar yeni yer yol yurt yün yük yüz yıl çay çık çok ön önce öz üst
""")
# Places with the name of a word that people mean more often.
PLACES = _words("bahçe araç genç")


THEMES = yaml_files.read(DATA / "words_tr.yaml")["themes"]
GROUPS = [group for groups in THEMES.values() for group in groups]


def key(phrase):
    return tuple(token.folded for token in tokens(phrase))


def area_words():
    """Return the words of the rights areas: key -> whether the word stands for an area, not for something narrower."""
    found = {}
    for lists in yaml_files.read(DATA / "thesaurus.yaml")["topics"].values():
        for name, entries in lists.items():
            for entry in entries:
                word = key(entry["term"] if isinstance(entry, dict) else entry)
                found[word] = found.get(word, False) or name in ("tr", "hidden")
    for row in yaml_files.read(DATA / "topics.yaml")["topics"]:
        found.update((key(word), True) for word in (row["tr"], *row.get("synonyms", ()), *row.get("hidden_synonyms", ())))
    return found


AREA = area_words()
SAID = [word for group in GROUPS for word in group.get("say", ())]
TYPED = [*SAID, *(word for group in GROUPS if len(group["tr"]) > 1 for word in group["tr"])]


@cache
def dictionary_form(folded):
    return BY_FOLDED.get(folded, folded)


BY_FOLDED = {
    token.folded: token_text(lemma(token.surface))
    for group in GROUPS
    for phrase in (*group["tr"], *group.get("say", ()))
    for token in tokens(phrase)
}
ROWS = [
    *(Row(tuple(g["tr"][:1]), tuple(g["tr"][1:]), both=True, weak=g.get("weak", False)) for g in GROUPS if len(g["tr"]) > 1),
    *(Row(tuple(g["say"]), tuple(g["tr"]), weak=True) for g in GROUPS if "say" in g),
]
SYNONYMS = compile_rows(ROWS, dictionary_form)


def found(question):
    """Return the phrases, as lemmas, that each part of a question leads to, and whether it is weak."""
    words = key(question)
    lemmas = tuple(token_text(lemma(token.surface)) for token in tokens(question))
    at, meanings = 0, []
    while at < len(words):
        length, meaning = SYNONYMS.find(words, words, lemmas, at)
        if meaning:
            meanings.append(({" ".join(alternative) for alternative in meaning.alternatives}, meaning.weak))
        at += max(length, 1)
    return meanings


def test_every_group_says_one_thing_in_at_least_two_ways_and_nothing_else():
    for group in GROUPS:
        assert set(group) <= {"tr", "say", "weak"}, group
        assert group.get("weak", True) is True, group
        assert len(group["tr"]) + len(group.get("say", ())) >= 2, group
        assert group.get("say", True), group
        for word in (*group["tr"], *group.get("say", ())):
            assert isinstance(word, str), group
            assert word == " ".join(word.split()), group
            assert key(word), group


def test_every_group_fits_a_row_of_synonyms():
    for group in GROUPS:
        for field, words in (("words", group.get("say", ())), ("means", group["tr"])):
            assert len(", ".join(words)) <= Synonym._meta.get_field(field).max_length, group
            assert all("," not in word and len(key(word)) <= MAX_PHRASE for word in words), group
        assert len(group["tr"]) <= MAX_MEANT, group


def test_a_word_stands_once_in_the_file():
    words = Counter(key(word) for group in GROUPS for word in (*group["tr"], *group.get("say", ())))
    assert [word for word, count in words.items() if count > 1] == []


def test_the_file_is_as_broad_as_the_field():
    assert len(GROUPS) >= 880
    assert len(SAID) >= 1_200
    assert len(THEMES) >= 35
    assert all(len(groups) >= 8 for groups in THEMES.values()), {name: len(groups) for name, groups in THEMES.items()}


def test_no_group_repeats_what_the_rights_areas_say():
    repeating = [group["tr"] for group in GROUPS if len(group["tr"]) > 1 and all(AREA.get(key(word)) for word in group["tr"])]
    assert repeating == []


def test_no_everyday_word_is_already_one_of_a_rights_area():
    assert [word for word in SAID if key(word) in AREA] == []


def test_no_everyday_word_hides_a_surer_english_entry():
    english = {
        key(word)
        for groups in yaml_files.read(DATA / "words_en.yaml")["themes"].values()
        for group in groups
        for word in group["en"]
    }
    assert [word for word in SAID if key(word) in english] == []


def test_a_single_word_is_no_place_and_no_small_word():
    places = set()
    for name in ("provinces.csv", "districts.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            places |= {token_text(row["name"]) for row in csv.DictReader(file)}
    single = {key(word)[0]: word for word in TYPED if len(key(word)) == 1}
    assert {word for folded, word in single.items() if folded in places} <= PLACES
    assert {word for folded, word in single.items() if folded in FILLER} == set()


def test_a_single_word_is_its_own_dictionary_form_or_near_it():
    single = {
        token.surface for group in GROUPS for word in (*group["tr"], *group.get("say", ())) for token in tokens(word)[:1]
        if len(key(word)) == 1
    }  # fmt: skip
    assert {word for word in single if token_text(lemma(word)) != token_text(word)} == NEAR


@pytest.mark.parametrize("word", sorted(INNOCENT))
def test_an_everyday_word_alone_leads_nowhere(word):
    assert found(word) == []


def test_the_words_are_turkish():
    unknown = {
        (token.surface, word)
        for group in GROUPS
        for word in group["tr"]
        for token in tokens(word)
        if not token.surface.isdigit() and token.surface not in BORROWED and not _turkish(token)
    }
    assert unknown == set()


def _turkish(token):
    if set(token.surface) & set("qwx"):
        return False
    return simplemma.is_known(token.surface, "tr") or any(
        simplemma.is_known(stem, "tr") for stem in stems(token.surface) if len(stem) > 3
    )


def test_no_borrowed_word_is_listed_without_being_used():
    used = {token.surface for group in GROUPS for word in group["tr"] for token in tokens(word)}
    assert BORROWED - used == set()


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("kullanmadığım giysileri nereye vereyim", "kiyafet"),
        ("mektep", "okul"),
        ("muallim arıyoruz", "ogretmen"),
        ("hekime ihtiyacım var", "doktor"),
        ("tabiat", "doga"),
        ("imtihana hazırlanan", "sinav"),
        ("toplantı odası arıyoruz", "toplanti salon"),
        ("dişim ağrıyor", "dis hekim"),
        ("kuçu", "kopek"),
        ("psikoloğa gitmek istiyorum", "psikolojik danismanlik"),
        ("zelzele", "deprem"),
        ("kocamdan ayrılmak istiyorum", "bosa"),
        ("okuma yazma bilmiyorum", "oku yaz kurs"),
        ("araba lazım", "otomobil"),
        ("beleş", "ucretsiz"),
        ("tercümanlar", "cevirmen"),
        ("kan arıyorum", "kan bagis"),
        ("çalıştay", "atolye"),
        ("tadilat", "bakim onarim"),
        ("saçımı bağışlamak istiyorum", "sac bagis"),
    ],
)
def test_a_question_reaches_the_words_of_profiles(question, meant):
    assert meant in set().union(*(alternatives for alternatives, _ in found(question)))


@pytest.mark.parametrize("word", _words("ücretsiz etkinlik toplumsal destek yardım sorun deneyim toplantı uzman kurum"))
def test_a_word_of_every_profile_widens_no_search(word):
    assert all(weak for _, weak in found(word))
