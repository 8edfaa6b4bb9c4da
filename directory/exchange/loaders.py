"""The sections a network file may have. Rooms register a loader for the sections they understand; the rest is reported."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LoadError(Exception):
    """A file cannot be loaded; the text says where and what to do. Nothing has been written."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a file's facts come from, as its `source` says."""

    title: str = ""
    date: dt.date | None = None


@dataclass(slots=True)
class Report:
    """What loading one kind of thing did. `notes` name what was left as somebody changed it."""

    label: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return the report for a person: one line of figures, then one a note."""
        figures = [
            ngettext("%(count)d added", "%(count)d added", self.created) % {"count": self.created},
            ngettext("%(count)d changed", "%(count)d changed", self.updated) % {"count": self.updated},
            ngettext("%(count)d removed", "%(count)d removed", self.removed) % {"count": self.removed},
            ngettext("%(count)d as before", "%(count)d as before", self.unchanged) % {"count": self.unchanged},
        ]
        shown = [text for text, count in zip(figures, self._counts(), strict=True) if count] or [_("nothing to load")]
        return [f"{self.label}: {', '.join(shown)}", *(f"  {note}" for note in self.notes)]

    def _counts(self) -> tuple[int, int, int, int]:
        return self.created, self.updated, self.removed, self.unchanged


# Reads the section's items (as parsed, not yet checked) inside the file's transaction. Raises LoadError.
Loader = Callable[[list[Any], Provenance], Report]

_loaders: dict[str, Loader] = {}


def register(section: str, loader: Loader) -> None:
    """Announce who reads a section. Sections are loaded in the order of registration, organisations first."""
    _loaders[section] = loader


def registered() -> dict[str, Loader]:
    return dict(_loaders)
