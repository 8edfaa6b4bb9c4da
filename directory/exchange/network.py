"""Network files: organisations and what other rooms register, with where the facts come from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from directory.exchange.importing.content import content_of, keyword_names
from directory.exchange.importing.hints import References
from directory.exchange.importing.problems import Problem
from directory.exchange.importing.readers import RawRow
from directory.exchange.importing.rows import COLUMNS, CheckedRow, RowChecker
from directory.exchange.loaders import LoadError, Provenance, Report, registered
from directory.exchange.merge import three_way
from directory.exchange.models import LoadedRecord
from directory.exchange.records import kept_note
from directory.organisations import services, writing
from directory.organisations.choices import Basis
from directory.organisations.models import Organisation
from directory.organisations.standing import RetiredKey, Standing
from directory.topics.keywords import ensure_keywords

KIND = "organisation"
_ROW_KEYS = {
    "places": ("label", "address", "province", "district", "latitude", "longitude", "step_free", "access_notes", "visibility"),
    "contacts": ("kind", "value", "label", "visibility"),
    "offers": ("kind", "text", "until"),
    "needs": ("kind", "text", "until"),
}


@dataclass(slots=True)
class NetworkReport:
    """What loading a file did. `unknown`: sections nobody reads, with how many entries they have."""

    file: str
    reports: list[Report] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)


def load_network(paths: Sequence[Path]) -> list[NetworkReport]:
    """Load every file in one transaction: all of them or nothing. Raises LoadError."""
    contents = [(path, _parse(path)) for path in paths]
    with transaction.atomic():
        return [_load(path, content) for path, content in contents]


class _StrictLoader(yaml.SafeLoader):
    """Refuses a name that stands twice in one mapping, which YAML would silently drop."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = set()
    for key, _value in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"“{key.value}” ×2", key.start_mark)
        seen.add(key.value)
    return dict(loader.construct_pairs(node, deep=True))


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _parse(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        content = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        problem = _("%(file)s cannot be opened: %(problem)s") % {"file": path.name, "problem": error.strerror}
        raise LoadError(problem) from error
    except UnicodeDecodeError as error:
        raise LoadError(_("%(file)s is not in UTF-8. Save it as UTF-8.") % {"file": path.name}) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = _("%(file)s is not valid YAML: %(problem)s") % {"file": path.name, "problem": " ".join(str(error).split())}
        raise LoadError(problem) from error
    if not isinstance(content, dict) or not all(isinstance(name, str) for name in content):
        raise LoadError(_("%(file)s has no sections.") % {"file": path.name})
    return content


def _load(path: Path, content: dict[str, Any]) -> NetworkReport:
    result = NetworkReport(file=path.name)
    provenance = _provenance(path, content.get("source"))
    sections = {"organisations": load_organisations} | registered()
    for name, loader in sections.items():
        if name in content:
            if not isinstance(content[name], list):
                raise LoadError(_("%(file)s: “%(section)s” must be a list.") % {"file": path.name, "section": name})
            try:
                result.reports.append(loader(content[name], provenance))
            except LoadError as error:
                raise LoadError(f"{path.name}: {error}") from error
    result.unknown = {name: len(section) for name, section in content.items() if name != "source" and name not in sections}
    return result


def _provenance(path: Path, source: Any) -> Provenance:
    if source is None:
        return Provenance()
    title, day = (source.get("title", ""), source.get("date")) if isinstance(source, dict) else (None, None)
    if not isinstance(title, str) or len(title) > 200 or not (day is None or type(day) is dt.date):
        example = '{title: "…", date: 2026-01-27}'
        raise LoadError(_("%(file)s: write source as %(example)s.") % {"file": path.name, "example": example})
    return Provenance(title=title, date=day)


# -- organisations


def load_organisations(items: list[Any], provenance: Provenance) -> Report:
    """Create and update organisations, published, on an editor's word; what somebody changed since stays."""
    report = Report(label=_("Organisations"))
    references = References.load()
    rows = _checked(items, references)
    keywords = ensure_keywords(keyword_names(rows))
    keys = [row.key for row in rows]
    present = {o.key: o for o in Organisation.objects.filter(key__in=keys).select_related("standing__merged_into")}
    records = {record.key: record for record in LoadedRecord.objects.filter(kind=KIND, key__in=keys)}
    retired = set(RetiredKey.objects.filter(key__in=keys).values_list("key", flat=True))
    for row in rows:
        content = content_of(row, references, keywords)
        shipped = _as_shipped(content, provenance)
        organisation, record = present.get(row.key), records.get(row.key)
        if organisation is None and (record is not None or row.key in retired):
            report.unchanged += 1
            report.notes.append(_("%(name)s was deleted here and stays deleted.") % {"name": content["name"]})
            continue
        if organisation is None:
            organisation = _create(row, content, provenance)
            report.created += 1
        else:
            _update(organisation, content, shipped, record, report)
        _remember(row.key, organisation, shipped, record)
    return report


def _checked(items: list[Any], references: References) -> list[CheckedRow]:
    """Return every item checked, or raise LoadError with all problems."""
    checker = RowChecker(references, columns=(*COLUMNS, "legal_name"))
    rows: list[CheckedRow] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, item in enumerate(items, start=1):
        row = checker.check(RawRow(number, item)) if _is_mapping(item) else None
        if row is None:
            problems.append(Problem(number, "", "", _("An organisation is written as {key: …, name: …, type: …}.")))
        elif isinstance(row, list):
            problems += row
        elif row.key in seen:
            problems.append(Problem(number, "key", row.key, _("The key stands in the file already.")))
        else:
            seen.add(row.key)
            rows.append(row)
    if problems:
        raise LoadError("organisations\n" + "\n".join(f"  {problem}" for problem in problems))
    return rows


def _is_mapping(item: Any) -> bool:
    return isinstance(item, dict) and all(isinstance(name, str) for name in item)


def _create(row: CheckedRow, content: Mapping[str, Any], provenance: Provenance) -> Organisation:
    organisation = Organisation(key=row.key, live=False)
    writing.apply_values(organisation, writing.with_uids(content))
    try:
        writing.check_content(organisation)
    except ValidationError as error:
        raise LoadError(f"{row.key}: {'; '.join(error.messages)}") from error
    organisation.save()
    Standing.objects.filter(organisation=organisation).update(
        basis=Basis.EDITOR, source_title=provenance.title, source_date=provenance.date
    )
    organisation.save_revision(log_action="wagtail.create").publish()
    return organisation


def _update(
    organisation: Organisation,
    content: Mapping[str, Any],
    shipped: Mapping[str, Any],
    record: LoadedRecord | None,
    report: Report,
) -> None:
    standing = services.standing_of(organisation)
    if standing.merged_into is not None:
        report.unchanged += 1
        note = _("%(name)s was merged into %(target)s and stays so.")
        report.notes.append(note % {"name": organisation.name, "target": standing.merged_into.name})
        return
    current = _as_stored(organisation, standing, shipped)
    merged = three_way(before=record.values if record else None, shipped=shipped, current=current)
    changed = {name: content[name] for name in merged.values if name != "source"}
    if "source" in merged.values:
        title, day = merged.values["source"]
        Standing.objects.filter(pk=standing.pk).update(source_title=title, source_date=day)
    if changed:
        services.write_content(organisation=organisation, values=changed)
    if merged.values:
        report.updated += 1
    else:
        report.unchanged += 1
    if kept := [name for name in merged.kept if name != "source"]:
        report.notes.append(kept_note(organisation.name, Organisation, kept))


def _remember(key: str, organisation: Organisation, shipped: dict[str, Any], record: LoadedRecord | None) -> None:
    if record is None or record.values != shipped:
        LoadedRecord.objects.update_or_create(
            kind=KIND, key=key, defaults={"values": shipped, "object_id": str(organisation.pk)}
        )


def _as_shipped(content: Mapping[str, Any], provenance: Provenance) -> dict[str, Any]:
    """Return what the file says in the form it is compared and remembered in (JSON)."""
    shipped: dict[str, Any] = {}
    for name, value in content.items():
        if name in writing.TAGS:
            shipped[name] = _tags(name, value)
        elif name in writing.MANY:
            shipped[name] = sorted(item.pk for item in value)
        elif name in writing.ROWS:
            shipped[name] = [_row(name, row.get) for row in value]
        else:
            shipped[name] = value
    shipped["source"] = [provenance.title, provenance.date.isoformat() if provenance.date else None]
    return shipped


def _as_stored(organisation: Organisation, standing: Standing, shipped: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the database holds of the same fields, in the same form."""
    stored: dict[str, Any] = {}
    for name in shipped:
        if name in writing.TAGS:
            stored[name] = _tags(name, (row.tag for row in getattr(organisation, writing.TAGS[name][0]).all()))
        elif name in writing.MANY:
            stored[name] = sorted(item.pk for item in getattr(organisation, name).all())
        elif name in writing.ROWS:
            stored[name] = [_row(name, lambda key, row=row: getattr(row, key)) for row in getattr(organisation, name).all()]
        elif name != "source":
            stored[name] = getattr(organisation, name)
    stored["source"] = [standing.source_title, standing.source_date.isoformat() if standing.source_date else None]
    return stored


def _tags(name: str, tags: Any) -> list[str]:
    return [tag.slug if name == "topics" else tag.folded for tag in tags]


def _row(name: str, get: Any) -> dict[str, Any]:
    return {key: _plain(get(key)) for key in _ROW_KEYS[name]}


def _plain(value: Any) -> Any:
    """Return a row's value as JSON has it; what is empty is empty, however it is written."""
    if value in ("", None):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str | int | float) else value.pk
