"""Loading a table of shipped rows into the database, so that a second run changes nothing and edits stay."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from directory.exchange.loaders import LoadError, Report
from directory.exchange.merge import three_way
from directory.exchange.models import LoadedRecord

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """How one kind of shipped row meets its model. `read` gives the values as the file would write them (JSON)."""

    kind: str
    label: str
    model: type[models.Model]
    key: Callable[[Any], str]
    read: Callable[[Any], Values]
    write: Callable[[Any, Values], None]
    removes: bool = False  # an unedited row that the file no longer has goes; else it stays
    created: Callable[[list[Any]], None] | None = None  # many rows: new ones are inserted together, then told to this


def load_table(table: Table, rows: Iterable[tuple[str, Values]]) -> Report:
    """Bring the table up to what the file says, except where somebody decided otherwise, and report those by name."""
    report = Report(label=table.label)
    objects = {str(row.pk): row for row in table.model._default_manager.all()}
    by_key = {table.key(row): row for row in objects.values()}
    records = {record.key: record for record in LoadedRecord.objects.filter(kind=table.kind)}
    stale: list[LoadedRecord] = []
    fresh: list[Any] = []
    written: list[tuple[LoadedRecord, Any]] = []
    for key, shipped in rows:
        record = records.pop(key, None)
        found = (record and objects.get(record.object_id)) or by_key.get(key)
        if found is None and record is not None:
            report.unchanged += 1
            report.notes.append(_("%(name)s was deleted here and stays deleted.") % {"name": _title(shipped, key)})
        elif found is None:
            found = table.model()
            table.write(found, shipped)
            if table.created:
                fresh.append(found)
                by_key[key] = found
            else:
                _save(found, key)
            report.created += 1
        else:
            _merge_row(table, found, record, shipped, report)
        object_id = str(found.pk) if found is not None and found.pk else ""
        if record is None:
            record = LoadedRecord(kind=table.kind, key=key)
        if record.pk is None or record.values != shipped or record.object_id != object_id:
            record.values, record.object_id = shipped, object_id
            stale.append(record)
            written.append((record, found))
    if fresh and table.created:
        _insert(fresh, table)
        for record, row in written:
            record.object_id = str(row.pk) if row is not None else ""
    known = [record for record in stale if record.pk]
    LoadedRecord.objects.bulk_create([record for record in stale if record.pk is None], batch_size=500)
    LoadedRecord.objects.bulk_update(known, ["values", "object_id"], batch_size=500)
    _withdraw(table, records.values(), objects, report)
    return report


def _insert(rows: list[Any], table: Table) -> None:
    """Insert many new rows with as few statements as a batch needs; each is checked as a form would.

    Only whether a parent exists is not asked for each: whoever writes the rows has just read the parents.
    """
    assert table.created is not None  # noqa: S101 - for the type checker
    parents = {field.name for field in table.model._meta.concrete_fields if field.is_relation and not field.null}
    for row in rows:
        try:
            row.clean_fields(exclude=parents)
            row.clean()
        except ValidationError as error:
            raise LoadError(f"{row._meta.verbose_name} {row}: {'; '.join(error.messages)}") from error
    table.model._default_manager.bulk_create(rows, batch_size=500)
    table.created(rows)


def _merge_row(table: Table, found: Any, record: LoadedRecord | None, shipped: Values, report: Report) -> None:
    merged = three_way(before=record.values if record else None, shipped=shipped, current=table.read(found))
    if merged.values:
        table.write(found, merged.values)
        _save(found, table.key(found))
        report.updated += 1
    else:
        report.unchanged += 1
    if merged.kept:
        report.notes.append(kept_note(str(found), table.model, merged.kept))


def _withdraw(table: Table, records: Iterable[LoadedRecord], objects: Mapping[str, Any], report: Report) -> None:
    """Deal with what an earlier file had and this one has not."""
    for record in records:
        found = objects.get(record.object_id)
        if found is not None and table.removes and table.read(found) == record.values:
            found.delete()
            report.removed += 1
        elif found is not None:
            report.notes.append(_("%(name)s is no longer in the file; it stays here.") % {"name": found})
            continue
        record.delete()


def _save(row: Any, key: str) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise LoadError(f"{row._meta.verbose_name} {key}: {'; '.join(error.messages)}") from error
    row.save()


def _title(shipped: Values, key: str) -> str:
    return str(shipped.get("name") or shipped.get("term") or shipped.get("words") or key)


def kept_note(name: str, model: type[models.Model], fields: Iterable[str]) -> str:
    """Return the sentence that says which fields of a thing stay as an editor left them."""
    return _("%(name)s: changed here, stays as it is (%(fields)s).") % {
        "name": name,
        "fields": ", ".join(_label(model._meta.get_field(field)) for field in fields),
    }


def _label(field: Any) -> str:
    """Return a field's label; a relation to child rows goes by what the rows are called."""
    if field.auto_created:
        return str(field.related_model._meta.verbose_name_plural)
    return str(field.verbose_name)
