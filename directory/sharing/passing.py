"""Passing a page on: plain links that open what the visitor has, and a code that a telephone reads from paper."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import segno
from django.utils.safestring import SafeString, mark_safe

MASK = 5  # of the eight patterns that break up a code: trying all for the finest takes eight times as long as the rest


@dataclass(frozen=True, slots=True)
class Share:
    """A page that can be passed on. Nobody is asked for anything before a link is followed."""

    title: str
    address: str

    @property
    def whatsapp(self) -> str:
        return f"https://wa.me/?text={quote(f'{self.title} {self.address}', safe='')}"

    @property
    def email(self) -> str:
        subject, body = quote(self.title, safe=""), quote(f"{self.title}\r\n{self.address}", safe="")
        return f"mailto:?subject={subject}&body={body}"

    @property
    def code(self) -> SafeString:
        return qr_code(self.address)


@lru_cache(maxsize=512)
def qr_code(address: str) -> SafeString:
    """Return the address as a QR code, an SVG without a size of its own; readable with 15 % of it damaged."""
    made = segno.make(address, error="m", micro=False, mask=MASK)
    drawn = made.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308 - segno's own numbers
