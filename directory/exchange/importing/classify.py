"""What a checked row means for the organisations as they are: new, changed, to be published, as before, or a conflict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from directory.exchange.importing.content import PREFETCHED, stored_digest
from directory.exchange.importing.rows import CheckedRow
from directory.organisations.models import Organisation
from directory.organisations.standing import RetiredKey


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    PUBLISHED = "published"  # content as before, a draft of an earlier import to be published
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a row. `reason`: why a conflict is left alone, for a person."""

    row: CheckedRow
    outcome: Outcome
    organisation: Organisation | None = None
    reason: str = ""


def classify(rows: Sequence[CheckedRow], *, publish: bool) -> list[Decision]:
    """Decide each row against the database as it is now, with a handful of queries for all of them."""
    keys = [row.key for row in rows]
    present = {
        organisation.key: organisation
        for organisation in Organisation.objects.filter(key__in=keys).select_related("origin", "standing")
    }
    retired = set(RetiredKey.objects.filter(key__in=keys).values_list("key", flat=True))
    decisions = [_decide(row, present.get(row.key), publish=publish, retired=row.key in retired) for row in rows]
    touched = [
        decision.organisation
        for decision in decisions
        if decision.organisation is not None and decision.outcome in (Outcome.CHANGED, Outcome.PUBLISHED)
    ]
    reasons = _conflicts(touched) if touched else {}
    return [
        Decision(decision.row, Outcome.CONFLICT, decision.organisation, reasons[decision.organisation.pk])
        if decision.organisation is not None and decision.organisation.pk in reasons
        else decision
        for decision in decisions
    ]


def _decide(row: CheckedRow, organisation: Organisation | None, *, publish: bool, retired: bool) -> Decision:
    if organisation is None:
        if retired:
            return Decision(row, Outcome.CONFLICT, None, _("The organisation was removed; its key is not used again."))
        return Decision(row, Outcome.NEW)
    origin = getattr(organisation, "origin", None)
    if origin is None:
        return Decision(row, Outcome.CONFLICT, organisation, _("It was entered here by hand, not imported."))
    if origin.digest != row.digest:
        return Decision(row, Outcome.CHANGED, organisation)
    waiting = publish and not organisation.live and organisation.last_published_at is None
    return Decision(row, Outcome.PUBLISHED if waiting else Outcome.UNCHANGED, organisation)


def _conflicts(organisations: Iterable[Organisation]) -> dict[int, str]:
    """Return, by id, why an organisation is left alone; those an import may write to are missing."""
    chosen = {organisation.pk: organisation for organisation in organisations}
    content_type = Organisation.get_base_content_type()
    ids = [str(pk) for pk in chosen]
    workflows = WorkflowState.objects.filter(
        base_content_type=content_type,
        object_id__in=ids,
        status__in=(WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES),
    )
    scheduled = Revision.objects.filter(base_content_type=content_type, object_id__in=ids, approved_go_live_at__isnull=False)
    in_workflow = set(workflows.values_list("object_id", flat=True))
    in_schedule = set(scheduled.values_list("object_id", flat=True))
    found: dict[int, str] = {}
    for organisation in (
        Organisation.objects.filter(pk__in=chosen).select_related("origin", "standing").prefetch_related(*PREFETCHED)
    ):
        pk = organisation.pk
        if organisation.standing.merged_into_id is not None:
            found[pk] = _("It was merged into another organisation.")
        elif organisation.locked:
            found[pk] = _("An editor has locked it.")
        elif str(pk) in in_workflow:
            found[pk] = _("A change to it waits for approval.")
        elif str(pk) in in_schedule:
            found[pk] = _("A change to it is scheduled.")
        elif organisation.has_unpublished_changes and organisation.latest_revision_id is not None:
            found[pk] = _("It has a draft that is not published yet.")
        elif not organisation.live and organisation.last_published_at is not None:
            found[pk] = _("An editor has taken it off the site.")
        elif _own_word_since(organisation):
            found[pk] = _("The organisation has confirmed its profile since the last import.")
        elif stored_digest(organisation) != organisation.origin.content_digest:
            found[pk] = _("Somebody has edited it since the last import.")
    return found


def _own_word_since(organisation: Organisation) -> bool:
    standing = organisation.standing
    confirmed = standing.confirmed_on is not None and standing.confirmed_on >= organisation.origin.imported_at.date()
    return confirmed or standing.claimed_at is not None
