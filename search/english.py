"""Light English stemming: what a typed word may be without its endings. Candidates for a look-up, not stems to be stored.

Only inflection (plural, -ing, -ed, irregular forms); derivation ("teacher", "teaching materials") is the glossary's work.
"""

from collections.abc import Iterator
from functools import lru_cache

# Forms that no rule reaches, as "base: forms"; those that people use about what civil society does.
_IRREGULAR = """
child: children childs; woman: women womans; man: men; person: persons people; foot: feet; tooth: teeth; goose: geese
mouse: mice; ox: oxen; wife: wives; life: lives; knife: knives; leaf: leaves; wolf: wolves; half: halves; loaf: loaves
thief: thieves; shelf: shelves; calf: calves; housewife: housewives; midwife: midwives; scarf: scarves; hoof: hooves
crisis: crises; diagnosis: diagnoses; analysis: analyses; thesis: theses; prosthesis: prostheses; orthosis: orthoses
criterion: criteria; fungus: fungi; alumnus: alumni alumnae; curriculum: curricula; bus: buses; bacterium: bacteria
quiz: quizzes; gas: gases; basis: bases; beat: beaten; bite: bit bitten; bleed: bled; break: broke broken; breed: bred
bring: brought; build: built; burn: burnt; buy: bought; catch: caught; choose: chose chosen; come: came; cut: cutting
die: dying died; do: did done; draw: drew drawn; dream: dreamt; drink: drank drunk; drive: drove driven
eat: eaten; fall: fell fallen; feed: fed; feel: felt; fight: fought; find: found; fly: flew flown; flee: fled
forget: forgot forgotten; freeze: froze frozen; get: got gotten; give: gave given; go: went gone; grow: grew grown
hear: heard; hide: hid hidden; hold: held; keep: kept; know: knew known; learn: learnt; leave: left; lend: lent
lie: lying; light: lit; lose: lost; make: made; meet: met; pay: paid; ride: rode ridden; rise: rose risen; run: ran
say: said; seek: sought; sell: sold; send: sent; sew: sewn; shoot: shot; show: shown; sing: sang sung; sink: sank sunk
sleep: slept; speak: spoke spoken; spend: spent; steal: stole stolen; strike: struck; swim: swam swum
take: took taken; teach: taught; tear: tore torn; tell: told; think: thought; throw: threw thrown; tie: tying
wear: wore worn; weave: wove woven; win: won; write: wrote written
"""
_BASE = {
    form: base.strip()
    for entry in _IRREGULAR.replace("\n", ";").split(";")
    if ":" in entry
    for base, forms in [entry.split(":")]
    for form in forms.split()
}
_VOWELS = frozenset("aeiouy")
_KEEP_S = ("ss", "us", "is")  # "access", "campus", "crisis": this s is no plural
_HISSING = ("s", "x", "z", "ch", "sh", "o")  # these take -es


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Return the word and what it may be without English endings, the likeliest first; never an empty string.

    `word` is lower-cased. A candidate need not be a word: whoever looks it up in a dictionary finds out.
    """
    found = [word]
    for singular in _singulars(word):
        found.append(singular)
        if singular in _BASE:
            found.append(_BASE[singular])  # "childrens" without its apostrophe
    if word in _BASE:
        found.insert(1, _BASE[word])
    for form in tuple(found):
        found.extend(_verbs(form))
    return tuple(dict.fromkeys(found))


def _singulars(word: str) -> Iterator[str]:
    """Yield what a plural (or a verb's third person) may be of."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEEP_S):
        return
    if word.endswith("ies"):
        if len(word) > 4:
            yield word[:-3] + "y"
        yield word[:-1]  # "movies", "ties"
    elif word.endswith("es") and word[:-2].endswith(_HISSING):
        yield word[:-2]
        yield word[:-1]  # "houses", "shoes"
    else:
        yield word[:-1]
        if word.endswith("es") and len(word) > 4:
            yield word[:-2]


def _verbs(word: str) -> Iterator[str]:
    """Yield what a form in -ing or -ed may be of."""
    if word.endswith("ied") and len(word) > 4:
        yield word[:-3] + "y"
        return
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2 or _VOWELS.isdisjoint(stem):
            continue
        doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS
        undoubled = [stem[:-1]] if doubled else []
        yield from undoubled if doubled and stem[-1] not in "lsz" else ()
        yield stem
        yield from undoubled  # "fostering" and "selling" keep what "planning" doubles
        yield stem + "e"
