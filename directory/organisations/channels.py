"""Contact channels as links: only schemes that are safe to follow, the visible text without clutter."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from directory.organisations.choices import ContactKind, ContactVisibility, label
from directory.organisations.models import Organisation
from directory.organisations.rows import OrganisationContact


@dataclass(frozen=True, slots=True)
class Channel:
    """`href` is '' when the value is no address one can follow; it is then shown as plain text."""

    kind: str
    label: str
    text: str
    href: str
    note: str

    @property
    def leaves(self) -> bool:
        return self.href.startswith(("http://", "https://"))


def _phone(value: str) -> str:
    digits = re.sub(r"[^\d+]", "", value.split("dahili", maxsplit=1)[0])
    return re.sub(r"(?<!^)\+", "", digits)


def _href(kind: str, value: str) -> str:
    if re.match(r"https?://[^\s]+$", value, re.IGNORECASE):
        return value
    if kind == ContactKind.EMAIL and re.fullmatch(r"[^\s@]+@[^\s@]+", value):
        return f"mailto:{quote(value, safe='@.+-_')}"
    number = _phone(value)
    if kind == ContactKind.PHONE and len(number) >= 3:
        return f"tel:{number}"
    if kind == ContactKind.WHATSAPP and len(number) >= 7:
        return f"https://wa.me/{number.lstrip('+')}"
    if kind == ContactKind.WEBSITE and re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", value):
        return f"https://{value}"
    return ""


def channel(contact: OrganisationContact) -> Channel:
    value = contact.value.strip()
    return Channel(
        kind=contact.kind,
        label=label(ContactKind, contact.kind),
        text=re.sub(r"^https?://(www\.)?|/$", "", value),
        href=_href(contact.kind, value),
        note=contact.label,
    )


def visible_channels(organisation: Organisation) -> list[Channel]:
    """Return the channels meant for the public, in the organisation's order."""
    return [channel(row) for row in organisation.contacts.all() if row.visibility == ContactVisibility.PUBLIC]
