"""Checked rows -> the database, in short transactions that move the run's checkpoint along."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.exchange.importing.classify import Decision, Outcome, classify
from directory.exchange.importing.content import content_of, digest_of, keyword_names, stored_digest
from directory.exchange.importing.hints import References
from directory.exchange.importing.rows import CheckedRow
from directory.exchange.models import ImportRun, Origin
from directory.organisations import services, writing
from directory.organisations.choices import Basis
from directory.organisations.models import (
    Need,
    Offer,
    Organisation,
    OrganisationContact,
    OrganisationKeyword,
    OrganisationPlace,
    OrganisationTopic,
)
from directory.organisations.standing import Standing
from directory.topics.keywords import ensure_keywords
from directory.topics.models import Keyword
from search.models import Change

BATCH = 500  # new rows a transaction, at most
FIRST = 100  # rows of the first one, while nobody knows how fast the machine is
HELD = 0.4  # seconds a transaction should last: so long, and what it lasts longer, everybody else who writes to SQLite waits
REVISED = 20  # changed rows a transaction: each is published as a revision, twenty times the work of a new one
_ROWS: dict[str, Any] = {"places": OrganisationPlace, "contacts": OrganisationContact, "offers": Offer, "needs": Need}

_AREAS = {"active_provinces": "province_id", "active_districts": "district_id"}


@dataclass(slots=True)
class Applied:
    """What one piece did, and how many seconds its transaction lasted."""

    counts: Counter[str] = field(default_factory=Counter)
    conflicts: list[Decision] = field(default_factory=list)
    held: float = 0.0


class Pace:
    """How many rows a transaction takes: BATCH, or fewer where the machine is slow, so that nobody else waits for long."""

    def __init__(self) -> None:
        self.rows = FIRST

    def took(self, rows: int, seconds: float) -> None:
        """Learn from the last transaction."""
        self.rows = max(1, min(BATCH, int(rows * HELD / seconds))) if seconds > 0 else BATCH


def pieces(decisions: Sequence[Decision], pace: Pace) -> Iterator[list[CheckedRow]]:
    """Cut a batch so that no transaction holds more rows than the pace allows, nor more than REVISED that need a revision."""
    piece: list[CheckedRow] = []
    revised = 0
    for decision in decisions:
        changed = decision.outcome is Outcome.CHANGED
        if piece and (len(piece) >= pace.rows or (changed and revised == REVISED)):
            yield piece
            piece, revised = [], 0
        revised += changed
        piece.append(decision.row)
    if piece:
        yield piece


def apply_piece(rows: Sequence[CheckedRow], *, run: ImportRun, references: References, publish: bool) -> Applied:
    """Write the rows in one transaction, together with the run's checkpoint.

    What needs no lock is done before it: keywords are made (one nobody carries yet is seen nowhere) and objects built.
    """
    with transaction.atomic():
        keywords = ensure_keywords(keyword_names(rows))
    prepared = {row.key: _prepare(row, references, keywords) for row in rows}
    applied = Applied()
    with transaction.atomic():
        began = time.monotonic()
        decisions = classify(rows, publish=publish)
        by_outcome: dict[Outcome, list[Decision]] = {outcome: [] for outcome in Outcome}
        for decision in decisions:
            by_outcome[decision.outcome].append(decision)
        _create([prepared[decision.row.key] for decision in by_outcome[Outcome.NEW]], run, publish=publish)
        for decision in by_outcome[Outcome.CHANGED]:
            _change(decision, run, references, keywords, publish=publish)
        _publish(by_outcome[Outcome.PUBLISHED])
        applied.counts.update(decision.outcome.value for decision in decisions)
        applied.conflicts = by_outcome[Outcome.CONFLICT]
        run.counts = dict(Counter(run.counts) + applied.counts)
        run.done_rows = max(run.done_rows, rows[-1].number)
        run.save(update_fields=["counts", "done_rows"])
    applied.held = time.monotonic() - began
    return applied


@dataclass(slots=True)
class Prepared:
    """An organisation as it will be created, with all rows that belong to it, none saved yet."""

    row: CheckedRow
    organisation: Organisation
    digest: str
    tags: list[OrganisationTopic | OrganisationKeyword]
    children: dict[str, list[Any]]
    areas: dict[str, list[int]]


def _prepare(row: CheckedRow, references: References, keywords: Mapping[str, Keyword]) -> Prepared:
    content = content_of(row, references, keywords)
    organisation = _unsaved(row, content)
    topics = [tag.pk for tag in content.get("topics", ())]
    words = list(dict.fromkeys(tag.pk for tag in content.get("keywords", ())))  # two may have been merged into one
    areas = {name: [area.pk for area in content.get(name, ())] for name in _AREAS}
    children = {
        name: [model(sort_order=order, **values) for order, values in enumerate(content.get(name, ()))]
        for name, model in _ROWS.items()
    }
    digest = digest_of(
        organisation,
        topics=topics,
        keywords=words,
        provinces=areas["active_provinces"],
        districts=areas["active_districts"],
        rows=children,
    )
    tags = [*(OrganisationTopic(tag_id=tag) for tag in topics), *(OrganisationKeyword(tag_id=tag) for tag in words)]
    return Prepared(row, organisation, digest, tags, children, areas)


def _create(prepared: Sequence[Prepared], run: ImportRun, *, publish: bool) -> None:
    """Create organisations with all that belongs to them, a statement a table, without revisions."""
    if not prepared:
        return
    now = timezone.now()
    organisations = [one.organisation for one in prepared]
    for organisation in organisations:
        organisation.live = publish
        organisation.has_unpublished_changes = not publish
        organisation.first_published_at = organisation.last_published_at = now if publish else None
    Organisation.objects.bulk_create(organisations)
    for one in prepared:
        for tag in one.tags:
            tag.content_object_id = one.organisation.pk
        for rows in one.children.values():
            for row in rows:
                row.organisation_id = one.organisation.pk
    for model in (OrganisationTopic, OrganisationKeyword):
        model.objects.bulk_create(tag for one in prepared for tag in one.tags if isinstance(tag, model))
    for name, model in _ROWS.items():
        model.objects.bulk_create(row for one in prepared for row in one.children[name])
    for name, column in _AREAS.items():
        link = getattr(Organisation, name).through
        link.objects.bulk_create(
            link(organisation_id=one.organisation.pk, **{column: area}) for one in prepared for area in one.areas[name]
        )
    Standing.objects.bulk_create(
        Standing(
            organisation_id=organisation.pk,
            basis=Basis.IMPORT,
            source_title=str(run.options["source"])[:200],
            source_date=timezone.localdate(now),
        )
        for organisation in organisations
    )
    services.assign_addresses(organisations)
    Origin.objects.bulk_create(
        Origin(
            organisation_id=one.organisation.pk,
            run=run,
            digest=one.row.digest,
            imported_at=now,
            content_digest=one.digest,
        )
        for one in prepared
    )
    _tell_search(organisations)


def _unsaved(row: CheckedRow, content: Mapping[str, Any]) -> Organisation:
    organisation = Organisation(key=row.key, **{name: value for name, value in content.items() if name in writing.SCALARS})
    organisation.search_text = organisation.names_folded()
    return organisation


def _change(
    decision: Decision, run: ImportRun, references: References, keywords: Mapping[str, Keyword], *, publish: bool
) -> None:
    """Write a changed row as a published revision; a draft of an earlier import is simply replaced."""
    organisation = decision.organisation
    if organisation is None:
        raise ValueError("a changed row belongs to an organisation")
    content = content_of(decision.row, references, keywords, present=organisation)
    services.write_content(organisation=organisation, values=content)
    if publish and not organisation.live:
        _publish([decision])
    stored = Organisation.objects.get(pk=organisation.pk)
    Origin.objects.filter(organisation=organisation).update(
        run=run, digest=decision.row.digest, imported_at=timezone.now(), content_digest=stored_digest(stored)
    )


def _publish(decisions: Sequence[Decision]) -> None:
    """Publish drafts that an earlier import made and nobody has touched; they have no revision to publish."""
    organisations = [decision.organisation for decision in decisions if decision.organisation is not None]
    now = timezone.now()
    Organisation.objects.filter(pk__in=[organisation.pk for organisation in organisations]).update(
        live=True, has_unpublished_changes=False, first_published_at=now, last_published_at=now
    )
    _tell_search(organisations)


def _tell_search(organisations: Sequence[Organisation]) -> None:
    """Write the outbox rows without waking anybody: the run drains them once, at its end."""
    Change.objects.bulk_create(Change(kind="organisation", object_id=str(organisation.pk)) for organisation in organisations)
