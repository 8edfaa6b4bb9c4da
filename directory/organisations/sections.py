"""The seam by which other rooms add a block to a profile. A room registers in its AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from directory.organisations.models import Organisation

Builder = Callable[[Organisation], "dict[str, Any] | None"]


@dataclass(frozen=True, slots=True)
class Section:
    """A block: its template and the context its room built."""

    name: str
    template: str
    context: dict[str, Any]


@dataclass(slots=True)
class Sections:
    """Registered blocks by name. `build` returns the context of a block, or None when it has nothing to say."""

    _known: dict[str, tuple[int, str, Builder]] = field(default_factory=dict)

    def add(self, name: str, *, template: str, build: Builder, order: int = 100) -> None:
        self._known[name] = (order, template, build)

    def remove(self, name: str) -> None:
        self._known.pop(name, None)

    def of(self, organisation: Organisation) -> list[Section]:
        """Return the blocks that have something to say about a public organisation, in order."""
        found = []
        for name, (_order, template, build) in sorted(self._known.items(), key=lambda item: (item[1][0], item[0])):
            context = build(organisation)
            if context is not None:
                found.append(Section(name=name, template=template, context=context))
        return found


sections = Sections()
