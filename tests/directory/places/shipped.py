"""The shipped places as rows that were never saved: what the lexicon makes of all of them, without a database."""

import csv
from pathlib import Path

from directory.exchange.reference import DATA_DIR
from directory.models import District, Locality, Province
from tests import yaml_files


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped_places() -> tuple[list[Province], list[District], list[Locality]]:
    gazetteer = yaml_files.read(DATA_DIR / "gazetteer.yaml")
    aliases = {(row["province"], row.get("district", "")): row["aliases"] for row in gazetteer["names"]}
    provinces = {
        row["code"]: Province(
            pk=at, code=row["code"], name=row["name"], slug=row["slug"], aliases=aliases.get((row["name"], ""), [])
        )
        for at, row in enumerate(_csv(DATA_DIR / "provinces.csv"), 1)
    }
    districts = {}
    for at, row in enumerate(_csv(DATA_DIR / "districts.csv"), 1):
        province = provinces[row["province_code"]]
        known = province.name, row["name"]
        districts[known] = District(
            pk=at, province=province, name=row["name"], slug=row["slug"], aliases=aliases.get(known, [])
        )
    localities = [
        Locality(
            pk=at,
            district=districts[row["province"], row["district"]],
            name=row["name"],
            aliases=row.get("aliases", []),
            ambiguous=row.get("ambiguous", False),
        )
        for at, row in enumerate(gazetteer["places"], 1)
    ]
    return list(provinces.values()), list(districts.values()), localities
