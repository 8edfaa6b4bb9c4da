"""The shipped English words (words_en.yaml): well-formed, each once, truly Turkish on one side and safe for Turkish readers."""

import itertools
from collections import Counter
from pathlib import Path

import pytest
import simplemma

import directory
from search import english
from search.analysis import fold, stems, tokens
from search.models import Synonym
from search.synonyms import MAX_MEANT, MAX_PHRASE, Row, compile_rows
from tests import yaml_files

FILE = Path(directory.__file__).parent / "data" / "words_en.yaml"


def _words(text):
    return set(text.split())


# Turkish words with a meaning of their own (folded): as an English entry they would turn a Turkish question into another one.
TURKISH = _words("""
ad al alan an ara as ask at ates ay bag bal bar bas bay bel ben bez bin bit bone bot boy can care cam cop dam der ders din
dil dis don dul el er et far fen gel gen ger gol gun ham hat hay hala in is it kale kap kar kart kat kayak kaz ke kin kit
kol kon kur kus lice mal mat meal mi mine mum nine not on or oy pas pat pay pet pul saat sac sal sap sat set ses sis sit sol
son sus tan tas tat tel ten top tut us var ve yak yen yok
""")
# Words that both languages share, with meanings near enough, or whose Turkish reading nobody types here ("hall" of "hal").
BOTH = _words("""
aids aikido airline albino alevi alzheimer american art artist asperger ataturk azeri badminton baglama baker bank banker
beach bed bike bill bipolar braille british business button buy cafe caferi car carpenter cat christian city club company
computer corporation covid crohn data deist deliver delta diaspora digital dj dog doping doula dove drama economist editor
erasmus europe ezidi farsi feminist fence festival fig film fine fire fitness flamingo flute forest form forum france gang
gaza georgia german global gluten golf grant green group guardian hall hen hiv humor hurt idea imam independent insulin
international internet iran islam italian jazz jogging journal judo karagoz karate kemalist key kilim kite kitten ladino
lake laz legal levantine lgbti libya libyan life lift listen literature logo love lupus magazine maker mandarin market media
mentor metro minibus minor mobbing moderator moldova moldovan montessori mp music muslim national network new news nusayri
ombudsman online opera oven pakistan pakistani panel parkinson partner patent petroleum pilates pilot platform podcast
police pomak poster prize problem queer ramp robot roma romani sale salsa satire senegal service silk singer slapp sofa
solar somali sponsor sport stem stoma street sudan suit supermarket tablet talk tampon tango tatar telephone tornado toy
transport tsunami tumor turkey turkmen turkmenistan unesco urban vegan video visa vitiligo waldorf wall webinar yemen yemeni
yoga yoruk young zaza zeybek
""")
# Turkish that the dictionary of lemmas does not know: learned and borrowed words, names, abbreviations, as profiles write them.
BORROWED = _words("""
3d adige afro agroekoloji aikido akondroplazi aktivist aktivisti albinizm als ampute ankilozan anksiyete anoreksiya
antimilitarizm arabulucu arabuluculuk asperger ataerki bağışıklama bifida bifobi binary bipolar biyoçeşitlilik blokzincir
braille bursiyer buzdolabı büyükanne büyükbaba cimnastik covid crohn davalama defibrilatör demans demiryolu dezenformasyon
disleksi dj doula down drag döngüsel ekoköy ekosistem ekoturizm endometriozis erasmus ergoterapi ergoterapist eritre
eritreli ezidi eşgüdüm fenilketonüri fetemm fibromiyalji fibrozis fitness fonlama gdo gey glutensiz golbol grafiker gökbilim
hack haritalama hasen hemşin hes hiperaktivite hipoterapi homofobi hospis implant infertilite inovasyon interseks jes
kamerun karz keldani kick kistik koah koklear kolaylaştırıcılık kompost kompulsif koronavirüs kuir kuşaklararası kvkk
kırkyama ladino lenfoma lgbti lisansüstü lupus maker malpraktis melanom menstrüasyon mentor mentorluk metabolik mikrokredi
mobbing moderasyon moderatör montessori moto multipl müsilaj non nöroçeşitlilik obsesif ombudsman optisyen ortez oset
osteoporoz oto palsi pandemi paralimpik paramedik parkinson ped permakültür pestisit pilates podcast psikiyatrist psikodrama
psikososyal psikoterapist queer regl res romatoid sanitasyon sefarad serebral sgk siber silikozis skolyoz skuter slapp sma
spina spondilit stem stoma sömestr sürdürülebilirlik sığınmaevi talasemi tiroid transfobi trombosit tsunami vegan
verebilirlik vitiligo waldorf web webinar yks zazaca çerkes çevrimiçi çokkültürlülük çölyak önyargı özgeçmiş ı şönim
""")
# Everyday words of this field, some ending as English forms do.
TURKISH_WORDS = _words("""
ateş ders kurs ses nefes şans miras deniz adres otobüs hapis polis meclis ofis servis dans finans virüs kampüs temas esas
cins prens tenis burs ömür gönül mahpus nüfus hemşire ebe bağ bağış bakım bez şiir süt saz diş göz kuş dil gün yaş taş köy
çare soba oda aile anne baba hala dayı teyze kira kalem masal sel çığ arı bal kar kış yaz bahar eş iş aş ad ay
""")
# What half of all profiles say: alone it must not find anything.
WEAK = sorted(
    _words("""
aid help support people project activity event service organisation society social right work need problem community group
local public development information free
""")
)


THEMES = yaml_files.read(FILE)["themes"]
GROUPS = [group for groups in THEMES.values() for group in groups]
SYNONYMS = compile_rows(
    (Row(tuple(g["en"]), tuple(g["tr"]), weak=g.get("weak", False), lang="en") for g in GROUPS), lambda _: ""
)


def key(phrase):
    return tuple(token.folded for token in tokens(phrase))


ENTRIES = [key(phrase) for group in GROUPS for phrase in group["en"]]


def found(question):
    """Return the phrases, as folded words, that each part of a question leads to, and whether it is weak."""
    words = key(question)
    at, meanings = 0, []
    while at < len(words):
        length, meaning = SYNONYMS.find(words, words, words, at)
        if meaning:
            meanings.append(({" ".join(words) for words in meaning.alternatives}, meaning.weak))
        at += max(length, 1)
    return meanings


def test_every_group_has_words_on_both_sides_and_nothing_else():
    for group in GROUPS:
        assert set(group) <= {"en", "tr", "weak"}, group
        assert group.get("weak", True) is True, group
        for words in (group["en"], group["tr"]):
            assert words, group
            assert all(isinstance(word, str) and word == " ".join(word.split()) and key(word) for word in words), group


def test_every_group_fits_a_row_of_synonyms():
    for group in GROUPS:
        for field, words in (("words", group["en"]), ("means", group["tr"])):
            assert len(", ".join(words)) <= Synonym._meta.get_field(field).max_length, group
            assert all("," not in word and len(key(word)) <= MAX_PHRASE for word in words), group
        assert len(group["tr"]) <= MAX_MEANT, group


def test_an_english_entry_stands_once():
    assert [entry for entry, count in Counter(ENTRIES).items() if count > 1] == []


def test_a_turkish_word_stands_once_in_a_group():
    assert [g for g in GROUPS if len({key(word) for word in g["tr"]}) < len(g["tr"])] == []


def test_no_entry_is_a_mere_form_of_another_in_its_group():
    for group in GROUPS:
        entries = {key(phrase) for phrase in group["en"]}
        for entry in entries:
            firsts = english.stems(entry[0]) if len(entry) > 1 else ("",)
            forms = {
                (*([first] if first else []), *entry[1:-1], last) for first in firsts for last in english.stems(entry[-1])
            } - {entry}
            assert not forms & entries, (entry, group)


def test_the_file_is_as_broad_as_the_field():
    assert len(GROUPS) >= 2_500
    assert len(ENTRIES) >= 4_800
    assert len(THEMES) >= 35
    assert all(len(groups) >= 20 for groups in THEMES.values()), {name: len(groups) for name, groups in THEMES.items()}


def test_no_entry_alone_is_a_turkish_word_with_another_meaning():
    assert {entry[0] for entry in ENTRIES if len(entry) == 1} & TURKISH == set()


def _spellings(word):
    """Yield a folded word with each choice of Turkish letters."""
    return map(
        "".join,
        itertools.product(*({"c": "cç", "g": "gğ", "i": "iı", "o": "oö", "s": "sş", "u": "uü"}.get(c, c) for c in word)),
    )


def test_an_entry_that_is_also_turkish_is_known_to_be_harmless():
    single = {entry[0] for entry in ENTRIES if len(entry) == 1 and entry[0].isalpha()}
    both = {word for word in single if any(simplemma.is_known(spelling, "tr") for spelling in _spellings(word))}
    assert both - BOTH == set()


@pytest.mark.parametrize(
    "word",
    sorted(TURKISH_WORDS),
)
def test_a_turkish_word_is_not_taken_for_english(word):
    assert found(word) == []


def test_the_turkish_side_is_turkish():
    unknown = {
        (token.surface, phrase)
        for group in GROUPS
        for phrase in group["tr"]
        for token in tokens(phrase)
        if not token.surface.isdigit() and token.surface not in BORROWED and not _turkish(token)
    }
    assert unknown == set()


def _turkish(token):
    if set(token.surface) & set("qwx"):
        return False
    return simplemma.is_known(token.surface, "tr") or any(
        simplemma.is_known(stem, "tr") for stem in stems(token.surface) if len(stem) > 3
    )


def test_no_english_is_left_on_the_turkish_side():
    entries = {entry[0] for entry in ENTRIES if len(entry) == 1}
    left = {token.surface for group in GROUPS for phrase in group["tr"] for token in tokens(phrase) if token.folded in entries}
    assert {word for word in left if fold(word) not in BOTH} == set()


def test_no_borrowed_word_is_listed_without_being_used():
    used = {token.surface for group in GROUPS for phrase in group["tr"] for token in tokens(phrase)}
    assert BORROWED - used == set()


@pytest.mark.parametrize("word", WEAK)
def test_a_word_of_every_profile_is_weak(word):
    assert all(weak for _, weak in found(word))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("foster families", "koruyucu aile"),
        ("I was injured at work, work accidents", "is kazasi"),
        ("gig workers", "kurye"),
        ("planting trees in Aydın", "agac dikme"),
        ("repairing broken toasters", "tamir"),
        ("wheelchairs", "tekerlekli sandalye"),
        ("children's rights", "cocuk haklari"),
        ("human rights", "insan haklari"),
        ("women entrepreneurs", "kadin girisimci"),
        ("lost our cats", "kedi"),
        ("food banks", "gida bankasi"),
        ("second-hand clothes", "giysi"),
        ("my landlord", "ev sahibi"),
        ("earthquake survivors", "depremzede"),
        ("Afghans", "afgan"),
        ("swimming", "yuzme"),
        ("sign language interpreters", "isaret dili tercumani"),
        ("elderly parents", "yasli bakimi"),
        ("adopting a dog", "kopek sahiplendirme"),
        ("adopting a child", "evlat edinme"),
        ("glasses", "gozluk"),
        ("projectors", "projeksiyon"),
    ],
)
def test_a_question_reaches_the_words_of_profiles(question, meant):
    assert meant in set().union(*(alternatives for alternatives, _ in found(question)))
