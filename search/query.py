"""Words -> an engine-neutral plan."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    text: str
