"""Small decisions about an organisation's content that forms, imports and models share. No database here."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from directory.organisations.choices import ContactKind, Visibility
from search import analysis

if TYPE_CHECKING:
    from directory.topics.models import Topic

_WEB_ADDRESS = URLValidator(schemes=["http", "https"])
_PHONE = re.compile(r"\+?[\d\s()/.-]{3,}(?:\s*(?:dahili|ext\.?)\s*\d+)?", re.IGNORECASE)
_EXAMPLES = {
    ContactKind.WEBSITE: "https://kurulus.example",
    ContactKind.VIDEO_CALL: "https://gorusme.example/kurulus",
    ContactKind.INSTAGRAM: "https://instagram.com/kurulus",
    ContactKind.FACEBOOK: "https://facebook.com/kurulus",
    ContactKind.X: "https://x.com/kurulus",
    ContactKind.YOUTUBE: "https://youtube.com/@kurulus",
    ContactKind.LINKEDIN: "https://linkedin.com/company/kurulus",
    ContactKind.BLUESKY: "https://bsky.app/profile/kurulus.example",
    ContactKind.MASTODON: "https://sunucu.example/@kurulus",
    ContactKind.TELEGRAM: "https://t.me/kurulus",
}


def shows(text: str) -> bool:
    """Say whether anything of a text can be seen: a letter, digit or sign, not only spaces and marks without a shape."""
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def default_visibility(topics: "Iterable[Topic]") -> str:
    """Return who sees a place nobody decided on: its district only where any rights area protects addresses."""
    return Visibility.DISTRICT if any(topic.protects_addresses for topic in topics) else Visibility.FULL


def contact_problem(kind: str, value: str) -> str | None:
    """Return what is wrong with a contact channel and what to write instead, or None."""
    if kind in _EXAMPLES:
        return _web_address_problem(value, example=_EXAMPLES[ContactKind(kind)])
    if kind == ContactKind.EMAIL:
        return _email_problem(value)
    if kind == ContactKind.PHONE:
        return _phone_problem(value)
    if kind == ContactKind.WHATSAPP and not value.startswith("https://"):
        return _phone_problem(value)
    return None


def _web_address_problem(value: str, *, example: str) -> str | None:
    if not re.match(r"https?://", value, re.IGNORECASE):
        return _("Put https:// in front. Example: %(example)s") % {"example": example}
    try:
        _WEB_ADDRESS(value)
    except ValidationError:
        return _("This is not a complete web address. Example: %(example)s") % {"example": example}
    return None


def _email_problem(value: str) -> str | None:
    try:
        validate_email(value)
    except ValidationError:
        return _("This is not a complete e-mail address. Example: %(example)s") % {"example": "bilgi@kurulus.example"}
    return None


def _phone_problem(value: str) -> str | None:
    if _PHONE.fullmatch(value) and sum(c.isdigit() for c in value) >= 3:
        return None
    return _("Write a telephone number in digits. Example: %(example)s") % {"example": "0232 555 00 00"}


def repeated_alias(aliases: Iterable[str]) -> str | None:
    """Return the first alias that repeats an earlier one, whatever its case and letters."""
    seen: set[str] = set()
    for alias in aliases:
        folded = analysis.fold(alias)
        if folded in seen:
            return alias
        seen.add(folded)
    return None
