"""Places, rights areas and their synonyms, as shipped in directory/data."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext as _

from directory.exchange.gazetteer import LOCALITY_FIELDS, localities_created, locality_rows, other_names
from directory.exchange.loaders import LoadError, Report
from directory.exchange.models import LoadedRecord
from directory.exchange.records import Table, Values, load_table
from directory.places.models import District, Locality, Province
from directory.topics.models import Topic, TopicGroup, TopicSynonym
from directory.topics.situations import Situation, SituationSet
from search import analysis, sync
from search.models import Synonym

Rows = list[tuple[str, Values]]
WORD_FILES = ("words_en.yaml", "words_tr.yaml")
SYNONYM_FIELDS = ("term", "lang", "relation", "weak", "reason")
KEY_LENGTH = 120  # of LoadedRecord.key
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one reads ten times as fast, where there is one
DATA_DIR = Path(__file__).resolve().parent.parent / "data"


def load_reference(data_dir: Path = DATA_DIR) -> list[Report]:
    """Load everything in one transaction and return a report a table. Raises LoadError."""
    provinces = _csv(data_dir / "provinces.csv")
    districts = _csv(data_dir / "districts.csv")
    thesaurus = _yaml(data_dir / "topics.yaml")
    broad = _optional(data_dir / "thesaurus.yaml")
    gazetteer = _optional(data_dir / "gazetteer.yaml")
    words = [
        group for name in WORD_FILES for groups in _optional(data_dir / name).get("themes", {}).values() for group in groups
    ]
    folder = data_dir / "situations"
    situations = [_yaml(path) for path in sorted(folder.glob("*.yaml")) if path.name != "sets.yaml"]
    try:
        aliases = other_names(gazetteer)
        named = {row["code"]: row["name"] for row in provinces}
        keys = {(named[row["province_code"]], row["name"]): _district_key(row) for row in districts}
        rows = [
            list(_province_rows(provinces, aliases)),
            list(_district_rows(districts, aliases, named)),
            list(locality_rows(gazetteer, keys)),
            list(_group_rows(thesaurus)),
            list(_topic_rows(thesaurus)),
            list(_synonym_rows(thesaurus, broad)),
            list(_word_rows(words)),
            list(_set_rows(_optional(data_dir / "situations" / "sets.yaml"))),
            [row for told in situations for row in _situation_rows(told)],
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
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - it is a safe one
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LoadError(_("%(file)s cannot be read: %(problem)s") % {"file": path.name, "problem": error}) from error
    if not isinstance(content, dict):
        raise LoadError(_("%(file)s has no sections.") % {"file": path.name})
    return content


def _optional(path: Path) -> dict[str, Any]:
    return _yaml(path) if path.exists() else {}


# -- what the files say


def _province_rows(rows: Iterable[dict[str, str]], aliases: dict[tuple[str, str], list[str]]) -> Iterable[tuple[str, Values]]:
    for row in rows:
        values: Values = {name: row[name] for name in ("code", "name", "slug", "region_tr", "region_en")}
        values |= {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}
        yield row["code"], values | {"aliases": aliases.get((row["name"], ""), [])}


def _district_key(row: dict[str, str]) -> str:
    return f"{row['province_code']}/{row['slug']}"


def _district_rows(
    rows: Iterable[dict[str, str]], aliases: dict[tuple[str, str], list[str]], provinces: dict[str, str]
) -> Iterable[tuple[str, Values]]:
    for row in rows:
        values: Values = {"province": row["province_code"], "name": row["name"], "slug": row["slug"]}
        values |= {"latitude": float(row["latitude"]), "longitude": float(row["longitude"])}
        yield _district_key(row), values | {"aliases": aliases.get((provinces[row["province_code"]], row["name"]), [])}


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
                "about_violence": row.get("about_violence", False),
                "order": order,
            },
        )


# List of a rights area in topics.yaml or thesaurus.yaml -> language, direction, weak. Of a word in two lists the first counts.
SYNONYM_LISTS = {
    "synonyms": ("tr", "two_way", False),
    "synonyms_en": ("en", "two_way", False),
    "hidden": ("tr", "hidden", False),
    "hidden_synonyms": ("tr", "hidden", False),
    "tr": ("tr", "two_way", False),
    "en": ("en", "two_way", False),
    "institutions": ("tr", "one_way", False),
    "one_way": ("tr", "one_way", False),
    "one_way_en": ("en", "one_way", False),
    "everyday": ("tr", "one_way", True),
}


def _synonym_rows(thesaurus: dict[str, Any], broad: dict[str, Any]) -> Iterable[tuple[str, Values]]:
    """Yield the words of each rights area; one that repeats an earlier one of the same area is left out."""
    for row in thesaurus["topics"]:
        seen = set()
        own = {name: row[name] for name in ("synonyms", "synonyms_en", "hidden_synonyms") if name in row}
        lists = broad.get("topics", {}).get(row["slug"], {}) | own
        for name, (lang, relation, weak) in SYNONYM_LISTS.items():
            for entry in lists.get(name, ()):
                said = entry if isinstance(entry, dict) else {"term": entry}
                term = str(said["term"])
                folded = analysis.fold(term)
                if folded not in seen:
                    seen.add(folded)
                    yield (
                        f"{row['slug']}/{folded}"[:KEY_LENGTH],
                        {
                            "topic": row["slug"],
                            "term": term,
                            "lang": said.get("lang", lang),
                            "relation": relation,
                            "weak": weak,
                            "reason": said.get("reason", ""),
                        },
                    )


def _word_rows(groups: Iterable[dict[str, Any]]) -> Iterable[tuple[str, Values]]:
    """Yield word synonyms: English to Turkish, everyday to Turkish, Turkish both ways."""
    for group in groups:
        turkish = [str(word) for word in group["tr"]]
        weak = bool(group.get("weak"))
        rows = [
            ("en", group.get("en", ()), turkish, "one_way", "en", weak),
            ("say", group.get("say", ()), turkish, "one_way", "tr", True),
        ]
        if len(turkish) > 1 and not group.get("en"):
            rows.append(("tr", turkish[:1], turkish[1:], "two_way", "tr", weak))
        for prefix, said, meant, relation, lang, faint in rows:
            if said:
                words, means = ", ".join(str(word) for word in said), ", ".join(meant)
                yield (
                    f"{prefix}/{analysis.fold(words)}"[:KEY_LENGTH],
                    {"words": words, "means": means, "relation": relation, "lang": lang, "weak": faint},
                )


def _set_rows(sets: dict[str, Any]) -> Iterable[tuple[str, Values]]:
    for lang, named in sets.items():
        for name, words in named.items():
            values = {"name": analysis.token_text(name), "lang": lang, "words": " ".join(words.split())}
            yield f"{lang}/{values['name']}", values


def _situation_rows(told: dict[str, Any]) -> Iterable[tuple[str, Values]]:
    for slug, by_lang in told["situations"].items():
        for lang, patterns in by_lang.items():
            for pattern in patterns:
                said = pattern if isinstance(pattern, dict) else {"say": pattern}
                row = Situation(text=" ".join(str(said["say"]).split()), lang=lang)
                values = {"topic": slug, "text": row.text, "lang": lang, "also": list(said.get("also", ()))}
                yield f"{slug}/{lang}/{row.fingerprint}", values


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


def _own_key(row: Any) -> str:
    """Return what tells a row from its parent's others."""
    if isinstance(row, TopicSynonym | Locality):
        return row.folded
    return f"{row.lang}/{row.fingerprint}" if isinstance(row, Situation) else str(row.slug)


def _child_table(kind: str, label: str, model: Any, parent: str, parents: "Parents", *names: str) -> Table:
    """Return a table with one foreign key, written in the file as the parent's key."""
    column = f"{parent}_id"

    def write(row: Any, values: Values) -> None:
        if parent in values:
            setattr(row, column, parents.ids[values[parent]])
        _set(row, {name: value for name, value in values.items() if name != parent})

    def key(row: Any) -> str:
        if model is Topic:
            return str(row.slug)
        return f"{parents.keys[getattr(row, column)]}/{_own_key(row)}"[:KEY_LENGTH]

    return Table(
        kind=kind,
        label=label,
        model=model,
        key=key,
        read=lambda row: {name: getattr(row, name) for name in names} | {parent: parents.keys[getattr(row, column)]},
        write=write,
        removes=model in (TopicSynonym, Situation, Locality),
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


def _word_key(row: Synonym) -> str:
    prefix = row.lang if row.relation == Synonym.Relation.TWO_WAY or row.lang == "en" else "say"
    return f"{prefix}/{analysis.fold(row.words)}"[:KEY_LENGTH]


def _write_words(row: Synonym, values: Values) -> None:
    _set(row, values)
    row.folded = row.fold()


def _load_tables(*tables: Rows) -> Iterable[Report]:
    provinces, districts, localities, groups, topics, synonyms, words, sets, situations = tables
    point = ("latitude", "longitude", "aliases")
    table = _plain_table("province", _("Provinces"), Province, "code", "code", "name", "slug", "region_tr", "region_en", *point)
    yield load_table(table, provinces)
    parents = Parents.of(table)
    table = _child_table("district", _("Districts"), District, "province", parents, "name", "slug", *point)
    yield _load_children(table, "province", parents, districts)
    parents = Parents.of(table)
    table = _child_table("locality", _("Localities"), Locality, "district", parents, *LOCALITY_FIELDS)
    yield _load_children(replace(table, created=localities_created), "district", parents, localities)
    table = _plain_table("topic-group", _("Groups of rights areas"), TopicGroup, "slug", "slug", "name", "name_en", "order")
    yield load_table(table, groups)
    parents = Parents.of(table)
    names = ("slug", "name", "name_en", "icnptso", "sdg", "protects_addresses", "about_violence", "order")
    table = _child_table("topic", _("Rights areas"), Topic, "group", parents, *names)
    yield _load_children(table, "group", parents, topics)
    parents = Parents.of(table)
    table = _child_table("topic-synonym", _("Synonyms"), TopicSynonym, "topic", parents, *SYNONYM_FIELDS)
    table = replace(table, created=_synonyms_created)
    yield _load_children(table, "topic", parents, synonyms)
    table = _plain_table("situation-set", _("Sets of words"), SituationSet, "pk", "name", "lang", "words")
    yield load_table(replace(table, key=lambda row: f"{row.lang}/{row.name}"), sets)
    table = _child_table("situation", _("Everyday situations"), Situation, "topic", parents, "text", "lang", "also")
    yield _load_children(replace(table, created=lambda _rows: None), "topic", parents, situations)
    names = ("words", "means", "relation", "lang", "weak")
    table = _plain_table("word-synonym", _("Word synonyms"), Synonym, "pk", *names)
    table = replace(table, key=_word_key, write=_write_words, removes=True, created=lambda _rows: None)
    yield load_table(table, words)


def _synonyms_created(rows: list[TopicSynonym]) -> None:
    """The rights areas' documents hold their words; a bulk insert fires no signal."""
    sync.record("topic", *{row.topic_id for row in rows})
