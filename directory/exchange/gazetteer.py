"""gazetteer.yaml: other names of provinces and districts, and the places people say that are neither. See its head."""

from collections.abc import Iterable
from typing import Any

from directory.exchange.records import Values
from directory.places.models import Locality
from search import analysis, sync

LOCALITY_FIELDS = ("name", "aliases", "ambiguous")


def other_names(gazetteer: dict[str, Any]) -> dict[tuple[str, str], list[str]]:
    """Return the other names by (province, district); the district of a province itself is ''."""
    return {
        (str(row["province"]), str(row.get("district", ""))): [str(name) for name in row["aliases"]]
        for row in gazetteer.get("names", ())
    }


def locality_rows(gazetteer: dict[str, Any], districts: dict[tuple[str, str], str]) -> Iterable[tuple[str, Values]]:
    """Yield the localities. `districts`: (province, district) by name -> the district's key."""
    for row in gazetteer.get("places", ()):
        key = districts[str(row["province"]), str(row["district"])]
        name = " ".join(str(row["name"]).split())
        yield (
            f"{key}/{analysis.fold(name)}",
            {
                "district": key,
                "name": name,
                "aliases": [str(alias) for alias in row.get("aliases", ())],
                "ambiguous": bool(row.get("ambiguous", False)),
            },
        )


def localities_created(rows: list[Locality]) -> None:
    """The districts' documents hold their names; a bulk insert fires no signal."""
    sync.record("place", *{f"d{row.district_id}" for row in rows})
