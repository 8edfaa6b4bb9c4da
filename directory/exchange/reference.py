"""Places, rights areas and their synonyms, as shipped in directory/data."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from directory.exchange.loaders import LoadError, Report
from directory.exchange.models import LoadedRecord
from directory.exchange.records import Table, Values, load_table
from directory.places.models import District, Province
from directory.topics.models import Topic, TopicGroup, TopicSynonym
from search import analysis

Rows = list[tuple[str, Values]]
KEY_LENGTH = 120  # of LoadedRecord.key
DATA_DIR = Path(__file__).resolve().parent.parent / "data"


def load_reference(data_dir: Path = DATA_DIR) -> list[Report]:
    """Load everything in one transaction and return a report a table. Raises LoadError."""
    provinces = _csv(data_dir / "provinces.csv")
    districts = _csv(data_dir / "districts.csv")
    thesaurus = _yaml(data_dir / "topics.yaml")
    try:
        rows = [
            list(_province_rows(provinces)),
            list(_district_rows(districts)),
            list(_group_rows(thesaurus)),
            list(_topic_rows(thesaurus)),
            list(_synonym_rows(thesaurus)),
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LoadError(_("The shipped data is incomplete: %(problem)s") % {"problem": error}) from error
    with transaction.atomic():
        return list(_load_tables(*rows))


def _csv(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise LoadError(_("%(file)s cannot be read: %(problem)s") % {"file": path.name, "problem": error}) from error


def _yaml(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LoadError(_("%(file)s cannot be read: %(problem)s") % {"file": path.name, "problem": error}) from error
    if not isinstance(content, dict):
        raise LoadError(_("%(file)s has no sections.") % {"file": path.name})
    return content


# -- what the files say


def _province_rows(rows: Iterable[dict[str, str]]) -> Iterable[tuple[str, Values]]:
    for row in rows:
        point = {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}
        yield row["code"], {name: row[name] for name in ("code", "name", "slug", "region_tr", "region_en")} | point


def _district_rows(rows: Iterable[dict[str, str]]) -> Iterable[tuple[str, Values]]:
    for row in rows:
        yield (
            f"{row['province_code']}/{row['slug']}",
            {
                "province": row["province_code"],
                "name": row["name"],
                "slug": row["slug"],
                "latitude": float(row["latitude"]),
                "longitude": float(row["longitude"]),
            },
        )


def _group_rows(thesaurus: dict[str, Any]) -> Iterable[tuple[str, Values]]:
    for order, row in enumerate(thesaurus["groups"]):
        yield row["slug"], {"slug": row["slug"], "name": row["tr"], "name_en": row["en"], "order": order}


def _topic_rows(thesaurus: dict[str, Any]) -> Iterable[tuple[str, Values]]:
    for order, row in enumerate(thesaurus["topics"]):
        yield (
            row["slug"],
            {
                "slug": row["slug"],
                "group": row["group"],
                "name": row["tr"],
                "name_en": row["en"],
                "icnptso": row.get("icnptso", ""),
                "sdg": row.get("sdg"),
                "protects_addresses": row.get("protects_addresses", False),
                "order": order,
            },
        )


def _synonym_rows(thesaurus: dict[str, Any]) -> Iterable[tuple[str, Values]]:
    """Yield synonyms, hidden ones last; a word that repeats an earlier one of the same area is left out."""
    for row in thesaurus["topics"]:
        seen = set()
        lists = [("synonyms", "tr", False), ("synonyms_en", "en", False), ("hidden_synonyms", "tr", True)]
        for name, lang, hidden in lists:
            for term in row.get(name, ()):
                folded = analysis.fold(term)
                if folded not in seen:
                    seen.add(folded)
                    values = {"topic": row["slug"], "term": term, "lang": lang, "hidden": hidden}
                    yield f"{row['slug']}/{folded}"[:KEY_LENGTH], values


# -- how they meet the tables


def _set(row: Any, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _plain_table(kind: str, label: str, model: Any, key: str, *names: str) -> Table:
    """Return a table whose values are plain columns."""
    return Table(
        kind=kind,
        label=label,
        model=model,
        key=attrgetter(key),
        read=lambda row: {name: getattr(row, name) for name in names},
        write=_set,
    )


def _child_table(kind: str, label: str, model: Any, parent: str, parents: "Parents", *names: str) -> Table:
    """Return a table with one foreign key, written in the file as the parent's key."""
    column = f"{parent}_id"

    def write(row: Any, values: Values) -> None:
        if parent in values:
            setattr(row, column, parents.ids[values[parent]])
        _set(row, {name: value for name, value in values.items() if name != parent})

    def key(row: Any) -> str:
        own = row.folded if model is TopicSynonym else row.slug
        return str(own) if model is Topic else f"{parents.keys[getattr(row, column)]}/{own}"[:KEY_LENGTH]

    return Table(
        kind=kind,
        label=label,
        model=model,
        key=key,
        read=lambda row: {name: getattr(row, name) for name in names} | {parent: parents.keys[getattr(row, column)]},
        write=write,
        removes=model is TopicSynonym,
    )


@dataclass(frozen=True, slots=True)
class Parents:
    """The rows others refer to by the key the file uses, which stays even if an editor changes their slug."""

    ids: dict[str, int]
    keys: dict[int, str]

    @classmethod
    def of(cls, table: Table) -> "Parents":
        keys = {row.pk: table.key(row) for row in table.model._default_manager.all()}
        for record in LoadedRecord.objects.filter(kind=table.kind).exclude(object_id=""):
            if int(record.object_id) in keys:
                keys[int(record.object_id)] = record.key
        return cls(ids={key: pk for pk, key in keys.items()}, keys=keys)


def _load_children(table: Table, parent: str, parents: Parents, rows: Iterable[tuple[str, Values]]) -> Report:
    """Load the rows whose parent exists; one that an editor deleted takes its children along."""
    return load_table(table, [row for row in rows if row[1][parent] in parents.ids])


def _load_tables(provinces: Rows, districts: Rows, groups: Rows, topics: Rows, synonyms: Rows) -> Iterable[Report]:
    point = ("latitude", "longitude")
    table = _plain_table("province", _("Provinces"), Province, "code", "code", "name", "slug", "region_tr", "region_en", *point)
    yield load_table(table, provinces)
    parents = Parents.of(table)
    table = _child_table("district", _("Districts"), District, "province", parents, "name", "slug", *point)
    yield _load_children(table, "province", parents, districts)
    table = _plain_table("topic-group", _("Groups of rights areas"), TopicGroup, "slug", "slug", "name", "name_en", "order")
    yield load_table(table, groups)
    parents = Parents.of(table)
    names = ("slug", "name", "name_en", "icnptso", "sdg", "protects_addresses", "order")
    table = _child_table("topic", _("Rights areas"), Topic, "group", parents, *names)
    yield _load_children(table, "group", parents, topics)
    parents = Parents.of(table)
    table = _child_table("topic-synonym", _("Synonyms"), TopicSynonym, "topic", parents, "term", "lang", "hidden")
    yield _load_children(table, "topic", parents, synonyms)
