"""What is wrong with a file or a row, as values a person can act on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

SHOWN = 60  # characters of a value


class FileError(Exception):
    """The file as a whole cannot be imported; the text says why and what to do. Nothing has been written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to correct: where it stands, what stands there, what is wrong, and perhaps what was meant."""

    row: int
    column: str
    value: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = _("Row %(row)d") % {"row": self.row} + (f", {self.column}" if self.column else "")
        value = f" “{self.value}”" if self.value else ""
        return f"{place}:{value} {self.message}" + (f" ({self.hint}?)" if self.hint else "")


def shorten(value: object) -> str:
    """Return a value fit for one line of a message, whatever it is."""
    text = " ".join(str(value)[: SHOWN * 4].split())
    text = "".join(c if c.isprintable() else "�" for c in text)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
