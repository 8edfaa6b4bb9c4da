"""Three-way merge of shipped data: what a file said last time, what it says this time, what the database holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`values`: what to write. `kept`: fields that stay as somebody changed them although the file says otherwise."""

    values: dict[str, Any]
    kept: tuple[str, ...]


def three_way(*, before: Mapping[str, Any] | None, shipped: Mapping[str, Any], current: Mapping[str, Any]) -> Merged:
    """Compare field by field: an unedited field follows the file, an edited one stays.

    `before` is what the file said at the last load, None if it never loaded this thing: then every difference counts
    as somebody's decision. A field the file said nothing of at the last load is free while it is empty.
    """
    values: dict[str, Any] = {}
    kept = []
    for field, wanted in shipped.items():
        present = current[field]
        if present == wanted:
            continue
        unedited = before is not None and (present == before[field] if field in before else not present)
        if unedited:
            values[field] = wanted
        else:
            kept.append(field)
    return Merged(values=values, kept=tuple(kept))
