"""Turkish as it is typed on phones -> the written words, folded: "napcam" -> ne yapacagim, "yrdm" -> yardim, "slm" -> nothing.

Pure: what stands in the index and the word lists is asked of the caller, and whatever stands there is left alone.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import product
from types import MappingProxyType

from search import analysis
from search.chat_words import CLOSED, VERBS

Known = Callable[[str], bool]
Skeletons = MappingProxyType[str, str]

MIN_SKELETON = 3  # consonants; of fewer nothing can be told
MIN_SQUEEZED = 4  # letters typed; three letters without a vowel are rather an abbreviation
MIN_SURE = 5  # letters; a longer shortened word is known by itself, whatever ending follows
CLEARLY = 4.0  # times as frequent as all other words of the same skeleton
MAX_LENGTH = 40
NO_SKELETONS: Skeletons = MappingProxyType({})

_VOWELS = frozenset("aeiou")
_WITHOUT_VOWELS = str.maketrans("", "", "".join(_VOWELS))
_ROUND = frozenset("ou")
# Consonants that a Turkish word may begin or end with two of; where others meet, a vowel was left out.
_BEGIN = "bl br dr fl fr gl gr kl kr pl pr ps sf sk sl sm sp st str tr tv tw kv sv ch sh th sn sw"
_CLOSE = """
lc lf lg lk lm lp lt lv lz mb mp ms mt nc nd ng nk ns nt nz rb rc rd rf rg rh rj rk rl rm rn rp rs rt rv rz sk sp st ss ft fs
hs ht hr ks kt ps pt vk vs vr ts zm ll nn rr tt bb dd kk mm sh ch th ck ph gh gs nks rks rst nst rtz mpt pht nch
"""
_ONSETS, _CODAS = frozenset(_BEGIN.split()), frozenset(_CLOSE.split())
_MEDIAL = _ONSETS - {"ps", "sf", "sl", "sm", "sn", "sw", "tw"}


def _pairs(text: str) -> dict[str, str]:
    """Return ending as typed -> ending as written; "_" is a space."""
    cut = (entry.partition("=") for entry in text.split())
    return {typed: written.replace("_", " ") for typed, _, written in cut}


_END = _pairs("m=gim gim=gim gm=gim z=giz giz=giz gz=giz k=k ksin=ksin ksn=ksin ksiniz=ksiniz ksnz=ksiniz klar=klar kler=kler")
_WRITTEN = re.compile("[a-z]+[ae]c[ae](?:k|gim|giz|ksin|ksiniz|klar|kler)")
_NO_FUTURE = ("dusunce", "gerekce", "cekince", "bilmece", "bulmaca", "cekmece", "kurmaca", "kesmece", "alcak", "yapincak")
_FUTURE = re.compile(rf"([a-z]{{2,}})c([ae])({'|'.join(_END)})")
_NARROWED = re.compile("[iu]y?")  # ari-, ariy- of ara-
_LINK = re.compile("(?:[aeiu]|[aeiu]?y[aeiu]?)?")
_DENIED = re.compile("(y?[ae])?m[aeiu]?y?[aeiu]?")

_TAIL = _pairs("""
= m=um um=um z=uz uz=uz n=sun s=sun sn=sun sun=sun lr=lar nuz=sunuz nus=sunuz snz=sunuz sunuz=sunuz lar=lar ken=ken
sa=sa sam=sam du=du dum=dum duk=duk lardi=lardi mus=mus mu=_mu musun=_musun musunuz=_musunuz musnz=_musunuz muyum=_muyum
muyuz=_muyuz larmi=lar_mi mudur=_mudur
""")
_TAILS = "|".join(sorted(_TAIL, key=len, reverse=True))
_PRESENT = re.compile(rf"([a-z]{{2,}}?)(?:yor|(?<=[iu])yo|yo(?![ns]?$)|yr(?!$)|(?<=[iu])or?)({_TAILS})")
_NO_PRESENT = re.compile("(?:anj|banl|embr|kamb|vibr|per|[a-z]*s|samp|kitip|mil|bil)[iu]")  # anjiyo, embriyo, aksiyon
_PLAIN_PRESENT = re.compile(rf"([a-z]{{2,}}[iu])yo({_TAILS})")
_CAN = re.compile(r"([a-z]{2,}[ae])b(?:ilir|lir|ilr|lr)((?:m[iu])?)([a-z]{0,5})")
_CAN_TAIL = _pairs("""
= m=im im=im z=iz iz=iz yim=yim ym=yim yiz=yiz yz=yiz sin=sin sn=sin siniz=siniz snz=siniz sniz=siniz ler=ler lr=ler
""")
_PAST = re.compile("([a-z]{2,})([dt])([mk])")
_INFINITIVE = re.compile("([a-z]{2,})mk")
_ASKED = re.compile(
    r"([a-z]{2,}(?:[aeiu]r|yor|m[ae]z|mis|mus|m[ae]l[iu]|[ae]c[ae]k))(m[iu](?:y[iu]m|y[iu]z|s[iu]n|s[iu]n[iu]z|d[iu]r|yd[iu])?)"
)
_NOUNS = "alar degir epider hipoder izoter sper somali kemali temeli ihtimali cemali rimeli"
_NOT_ASKED = frozenset(_NOUNS.split())
_THRICE = re.compile(r"(.)\1\1+")
_HELD = re.compile(r"([^eou])\1\1+")
_TWICE = re.compile(r"(.)\1+$")
_FOREIGN = (("q", "k"), ("w", "v"), ("x", "ks"), ("sh", "s"), ("ch", "c"), ("tch", "c"), ("j", "c"))


def restore(folded: str, known: Known, skeletons: Mapping[str, str] = NO_SKELETONS) -> str:
    """Return what a folded word stands for: itself, another word, several with spaces between, or '' for mere chat.

    `known` says whether a folded word stands in the index or a word list: such a word is never changed.
    """
    if not 1 < len(folded) <= MAX_LENGTH or not folded.isascii() or not folded.isalpha() or known(folded):
        return folded
    double = _HELD.sub(r"\1\1", folded)  # "saaaat" is saat, "cooook" is no cook
    if double != folded and known(double):
        return double
    for word in _once(folded):
        if word != folded and known(word):
            return word
        found = _restored(word, known, skeletons)
        if found is not None and found != folded:
            return found
    plain = _THRICE.sub(r"\1", folded)
    return plain if len(plain) > 2 else folded


def skeletons(counts: Mapping[str, float]) -> Skeletons:
    """Return consonants -> the word they are left of, from folded words and their frequencies; ambiguous ones are left out."""
    return MappingProxyType(_clear(counts))


def more_skeletons(
    known: Skeletons, fresh: Collection[str], sharing: Callable[[str], Iterable[tuple[str, float]]]
) -> Skeletons:
    """Return what `skeletons` would of a word list that some words are new in. `sharing`: all words with a first letter."""
    keys = {skeleton(word) for word in fresh}
    grown: dict[str, str] = known | {}  # the quickest copy of a proxy there is
    for key in keys:
        grown.pop(key, None)
    for letter in {key[0] for key in keys if key}:
        grown.update(_clear({word: weight for word, weight in sharing(letter) if skeleton(word) in keys}))
    return MappingProxyType(grown)


def _clear(counts: Mapping[str, float]) -> dict[str, str]:
    found: dict[str, str] = {}
    rivals: dict[str, dict[str, float]] = {}  # only where there are several: a table for each would take much memory
    for word in counts:
        key = skeleton(word)
        if MIN_SKELETON <= len(key) < len(word) <= MAX_LENGTH and word.isascii() and word.isalpha():
            first = found.setdefault(key, word)
            if first != word:
                rivals.setdefault(key, {first: counts[first]})[word] = counts[word]
    for key, same in rivals.items():
        if word := _clearest(same):
            found[key] = word
        else:
            del found[key]
    return found


def skeleton(word: str) -> str:
    """Return the consonants of a folded word, after its first vowel if it begins with one: people keep that one."""
    return word[:1] + word[1:].translate(_WITHOUT_VOWELS)


def _clearest(same: Mapping[str, float]) -> str:
    """Return the word that stands out, in its barest form that is not rare; '' when none does."""
    best = max(same, key=lambda word: (same[word], word))
    forms = [word for word in same if word.startswith(best) or best.startswith(word)]
    others = sum(weight for word, weight in same.items() if word not in forms)
    if others * CLEARLY > sum(same[word] for word in forms):
        return ""
    return min((word for word in forms if same[word] * 10 >= same[best]), key=lambda word: (len(word), word))


# -- one word


def _once(folded: str) -> Iterator[str]:
    """Yield the word with each letter held down once, then also without a doubled last one."""
    if len(set(folded)) == 1:
        return
    short = _THRICE.sub(r"\1", folded)
    yield short
    last = _TWICE.sub(r"\1", short)
    if last != short and len(last) > 2:
        yield last


def _restored(word: str, known: Known, by_skeleton: Mapping[str, str]) -> str | None:
    """Return what one rule after the other makes of a word; None when none says anything."""
    if word in CLOSED:
        return CLOSED[word]
    for rule in (_future, _present, _can, _shortened, _asked):
        if (found := rule(word)) is not None:
            return found
    return _squeezed(word, by_skeleton) or _inflected(word) or _squeezed(word, by_skeleton, _endings) or _foreign(word, known)


def _verb(typed: str) -> tuple[str, str]:
    """Return the stem that a typed verb's stem, or its passive, has before vowels, and its a or e; empty for none."""
    if typed in VERBS:
        return VERBS[typed]
    if len(typed) > 3 and typed[-1] in "ln" and typed[-2] in "iu" and typed[:-2] in VERBS:
        stem, vowel = VERBS[typed[:-2]]
        return (stem + typed[-2:], vowel) if stem[-1] not in _VOWELS else ("", "")
    return "", ""


def _future(word: str) -> str | None:
    """yapcam, yapicam, yapacam -> yapacagim; gelcek -> gelecek; yapmicam -> yapmayacagim."""
    match = _FUTURE.fullmatch(word)
    if match is None or _WRITTEN.fullmatch(word) or word.startswith(_NO_FUTURE):
        return None
    before, vowel, end = match.groups()
    for cut, open_vowel in product(range(len(before), 1, -1), ("", vowel)):
        between = before[cut:]
        stem, own = _verb(before[:cut] + open_vowel)
        if own != vowel or (open_vowel and not _NARROWED.fullmatch(between)):
            continue
        tail = f"c{vowel}{_END[end]}"
        if _LINK.fullmatch(between):
            return f"{stem}{'y' if stem[-1] in _VOWELS else ''}{vowel}{tail}"
        if denied := _DENIED.fullmatch(between):
            can = denied[1] or ""
            bare = before[:cut] if not can else stem
            return f"{bare}{can}m{vowel}y{vowel}{tail}"
    return None


def _narrow(stem: str) -> str:
    """Return a verb's stem as it stands before -yor: ara -> ari, gel -> geli, oku -> oku."""
    if stem[-1] in "iu":
        return stem
    short = stem[:-1] if stem[-1] in _VOWELS else stem
    last = next((letter for letter in reversed(short) if letter in _VOWELS), "i")
    return short + ("u" if last in _ROUND else "i")


def _present(word: str) -> str | None:
    """istiyom, istyorm, istiorum -> istiyorum; biliyomusunuz -> biliyor musunuz."""
    for match in (_PRESENT.fullmatch(word), _PLAIN_PRESENT.fullmatch(word)):
        if match is None:
            continue
        base, tail = match[1], _TAIL[match[match.re.groups]]
        if match.re is _PLAIN_PRESENT:
            return None if match[2] in ("n", "s") or _NO_PRESENT.fullmatch(base) else f"{base}yor{tail}"
        for stem in (base, base[:-1] if base[-1] in "iu" and len(base) > 2 else base):
            for verb in (stem, stem + "a", stem + "e"):
                full, _ = _verb(verb)
                if full and (verb == stem or full[-1] in _VOWELS):
                    return f"{_narrow(full)}yor{tail}"
            if denied := re.fullmatch("([a-z]{2,}?)(y?[ae])?m", stem):
                full, _ = _verb(denied[1])
                if full:
                    bare = full if denied[2] else denied[1]
                    return f"{_narrow(bare + (denied[2] or '') + 'm')}yor{tail}"
    return None


def _can(word: str) -> str | None:
    """bulabilrim, bulablirm -> bulabilirim; alabilirmiyim -> alabilir miyim."""
    match = _CAN.fullmatch(word)
    if match is None or match[3] not in _CAN_TAIL:
        return None
    asked = " mi" if match[2] else ""
    return f"{match[1]}bilir{asked}{_CAN_TAIL[match[3]]}"


def _shortened(word: str) -> str | None:
    """kaldm -> kaldim, yaptk -> yaptik, bulmk -> bulmak."""
    if (match := _INFINITIVE.fullmatch(word)) and match[1] in VERBS:
        return f"{match[1]}m{VERBS[match[1]][1]}k"
    if (match := _PAST.fullmatch(word)) and match[1] in VERBS:
        last = next((letter for letter in reversed(match[1]) if letter in _VOWELS), "i")
        return f"{match[1]}{match[2]}{'u' if last in _ROUND else 'i'}{match[3]}"
    return None


def _asked(word: str) -> str | None:
    """olurmu -> olur mu."""
    match = _ASKED.fullmatch(word)
    return f"{match[1]} {match[2]}" if match and len(match[1]) > 3 and match[1] not in _NOT_ASKED else None


def _endings(word: str) -> Iterator[tuple[str, str]]:
    """Yield a word cut before each possible ending, the shortest ending first."""
    for cut in range(len(word) - 1, 2, -1):
        if analysis.ENDING.fullmatch(word[cut:]) and not _VOWELS.isdisjoint(word[cut:]):
            yield word[:cut], word[cut:]


def _joined(stem: str, ending: str) -> str:
    """Return a word with an ending; a vowel that the word ends with anyway was typed of it, not after it."""
    return stem if stem[-1] in _VOWELS and len(ending) == 1 and ending in _VOWELS else stem + ending


def _inflected(word: str) -> str | None:
    """kdnlar -> kadinlar, hastneye -> hastaneye: a shortened word with an ending."""
    cramped = _cramped(word)
    for stem, ending in _endings(word):
        found = CLOSED.get(stem, "")
        sure = cramped or (len(stem) > MIN_SURE and not found.startswith(stem) and not stem.startswith(found))
        if found and sure and " " not in found:
            return _joined(found, ending)
    return None


def _whole(word: str) -> Iterator[tuple[str, str]]:
    yield word, ""


def _squeezed(
    word: str, by_skeleton: Mapping[str, str], cuts: Callable[[str], Iterable[tuple[str, str]]] = _whole
) -> str | None:
    """yrdm, yardm -> yardim: a word that lacks vowels, by its consonants."""
    if len(word) < MIN_SQUEEZED or not by_skeleton or not _cramped(word):
        return None
    for stem, ending in cuts(word):
        found = by_skeleton.get(skeleton(stem), "")
        if found and _inside(stem, found):
            return _joined(found, ending) if ending else found
    return None


def _inside(short: str, word: str) -> bool:
    """Return whether the letters of a shortened word stand in a word in their order."""
    letters = iter(word)
    return all(letter in letters for letter in short)


def _cramped(word: str) -> bool:
    """Return whether consonants meet as they do in no written word."""
    runs = re.split("[aeiou]+", word)
    first, last = runs[0], runs[-1]
    if len(runs) == 1:
        return len(word) >= MIN_SKELETON
    if len(first) > 1 and first not in _ONSETS:
        return True
    if len(last) > 1 and last not in _CODAS:
        return True
    return any(len(run) > 2 and not _meets(run) for run in runs[1:-1])


def _meets(run: str) -> bool:
    """Return whether a run of consonants is the end of one syllable and the beginning of another."""
    cuts = ((run[:cut], run[cut:]) for cut in range(1, len(run)))
    return any((len(end) < 2 or end in _CODAS) and (len(begin) < 2 or begin in _MEDIAL) for end, begin in cuts)


def _foreign(word: str, known: Known) -> str | None:
    """waqif -> vakif, choq -> cok: letters of other keyboards and habits, when that makes a known word of it."""
    if len(word) < 3:
        return None
    both = word
    for typed, written in _FOREIGN:
        both = both.replace(typed, written)
    for candidate in dict.fromkeys((both, word.replace("w", "v").replace("q", "k"))):
        if candidate != word and (known(candidate) or any(known(stem) for stem in analysis.stems(candidate) if len(stem) > 3)):
            return candidate
    return None
