"""The notation of situations: "@boss ?month wage|salary pay-not" as an editor types it -> parts. No database here.

maaş            a noun, with any ending            ver-            a verb, affirmative, with any ending
ödeme-          a verb negated: does not, cannot   =at             exactly this word
okul*           whatever begins so                 ev_sahibi       words that stand side by side
a|b             either                             @çocuk          any word of a set
?x              makes the reading surer            !x              the pattern is silent when this is said
English patterns know words with -s, -ed, -ing; neither "-" nor endings of nouns.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from search import analysis
from search.endings import Form

MAX_PARTS = 10
MAX_LENGTH = 300
MIN_LETTERS = 2
Role = Literal["must", "may", "never"]


class NotationError(ValueError):
    """A pattern that cannot be read; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Element:
    """One word of the notation: how it is spelt, and which endings may follow."""

    surface: str
    folded: str
    form: Form


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the alternatives of a part: words side by side, or the name of a set."""

    elements: tuple[Element, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    role: Role
    choices: tuple[Choice, ...]


def parse(text: str, *, lang: str, names: Collection[str] = ()) -> tuple[Part, ...]:
    """Return the parts of a pattern. `names` are the sets it may use, folded. Raises NotationError."""
    pieces = text.split()
    if not pieces:
        raise NotationError(_("Write at least two words, for example “maaş ödeme-”."))
    if len(pieces) > MAX_PARTS or len(text) > MAX_LENGTH:
        raise NotationError(_("The pattern is too long. Write at most %(limit)d parts.") % {"limit": MAX_PARTS})
    parts = tuple(_part(piece, lang, names) for piece in pieces)
    must = [part for part in parts if part.role == "must"]
    if sum(min(max(len(choice.elements), 1) for choice in part.choices) for part in must) < 2:
        raise NotationError(
            _("One word alone would be found everywhere. Write a second word that must be said, without “?” and “!”.")
        )
    return parts


def names_in(text: str) -> frozenset[str]:
    """Return the names of the sets that a pattern uses, folded. Never fails."""
    pieces = text.replace("|", " ").split()
    return frozenset(analysis.token_text(name) for piece in pieces if (name := piece.lstrip("?!")).startswith("@"))


def parse_words(text: str, *, lang: str) -> tuple[Choice, ...]:
    """Return the words of a set, written with spaces between. Raises NotationError."""
    pieces = text.replace("|", " ").replace(",", " ").split()
    if not pieces:
        raise NotationError(_("Write at least one word."))
    return tuple(_choice(piece, lang, None) for piece in pieces)


def _part(piece: str, lang: str, names: Collection[str]) -> Part:
    role: Role = "must"
    rest = piece
    if piece[0] in "?!":
        role = "may" if piece[0] == "?" else "never"
        rest = piece[1:]
    return Part(role, tuple(_choice(choice, lang, names, piece) for choice in rest.split("|")))


def _choice(text: str, lang: str, names: Collection[str] | None, piece: str = "") -> Choice:
    if not text:
        problem = _("A word is missing in “%(piece)s”. Write one before and after every “|”, and after “?” and “!”.")
        raise NotationError(problem % {"piece": piece or text})
    if text.startswith("@"):
        name = analysis.token_text(text[1:])
        if names is None:
            raise NotationError(_("A set holds words only: take “%(name)s” out.") % {"name": text})
        if name not in names:
            known = ", ".join(f"@{known}" for known in sorted(names)) or "–"
            raise NotationError(
                _("There is no set of words “%(name)s”. The sets are: %(known)s.") % {"name": text, "known": known}
            )
        return Choice(name=name)
    return Choice(tuple(_element(word, lang, text) for word in text.split("_")))


def _element(word: str, lang: str, piece: str) -> Element:
    form: Form = "noun" if lang == "tr" else "english"
    rest = word
    if word.startswith("="):
        form, rest = "exact", word[1:]
    elif word.endswith("*"):
        form, rest = "prefix", word[:-1]
    elif word.endswith("-"):
        if lang != "tr":
            raise NotationError(_("“%(word)s”: “-” is for Turkish verbs. Write the English word alone.") % {"word": word})
        form, rest = "verb", word[:-1]
    surface = analysis.lower(rest)
    folded = analysis.token_text(rest)
    found = analysis.tokens(rest)
    if len(found) != 1 or found[0].start != 0 or found[0].stop != len(rest) or not folded:
        raise NotationError(
            _("“%(word)s” is no word of the notation. Use letters and digits, and “- = * _ | ? ! @” where they belong.")
            % {"word": word or piece}
        )
    if len(folded) < MIN_LETTERS:
        raise NotationError(_("“%(word)s” is too short. Write at least two letters.") % {"word": word})
    if form == "verb" and len(folded) > 3 and folded[-2:] in ("ma", "me"):
        return Element(surface[:-2], folded[:-2], "not")
    return Element(surface, folded, form)
