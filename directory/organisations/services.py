"""Everything that changes an organisation outside its edit form: one function a decision, one transaction each."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from directory.organisations import addresses, writing
from directory.organisations.addresses import assign_address, assign_addresses, make_key
from directory.organisations.choices import Basis
from directory.organisations.models import Organisation
from directory.organisations.standing import Address, RetiredKey, Standing
from directory.organisations.writing import rewrite_content, store_baseline
from search import analysis, sync

# What an organisation takes over from one that is merged into it, where it says nothing itself.
FILLED_BY_MERGING = (
    "name_en", "acronym", "legal_name", "summary", "summary_en", "about", "about_en", "easy_read", "easy_read_en", "founded",
    "scope",
)  # fmt: skip

if TYPE_CHECKING:
    from cms.accounts.models import User

__all__ = [
    "assign_address",
    "assign_addresses",
    "claim",
    "confirm",
    "make_key",
    "merge_organisations",
    "remove",
    "rename_address",
    "retire",
    "rewrite_content",
    "settle",
    "standing_of",
    "store_baseline",
    "write_content",
]


def settle(organisation: Organisation) -> None:
    """Give a just created organisation its standing and its address. Called by its first save."""
    standing_of(organisation)
    assign_address(organisation)


def standing_of(organisation: Organisation) -> Standing:
    """Return the organisation's standing, made on the first call."""
    return Standing.objects.get_or_create(organisation=organisation)[0]


def write_content(*, organisation: Organisation, values: Mapping[str, Any], user: "User | None" = None) -> Organisation:
    """Set content fields on the live row and in every pending draft, and return the live row.

    `values` maps a field to its value; `topics`, `keywords`, `active_provinces` and `active_districts` to objects in
    order; `places`, `contacts`, `offers` and `needs` to all rows of that kind as mappings. Raises ValidationError.
    """
    identified = writing.with_uids(values)
    return rewrite_content(organisation=organisation, edit=lambda state: writing.apply_values(state, identified), user=user)


def rename_address(*, organisation: Organisation) -> str:
    """Make an address from the organisation's present name its current one; the former one answers with a redirect."""
    with transaction.atomic():
        slug = addresses.move_address(organisation)
        sync.record("organisation", organisation.pk)
    return slug


def confirm(*, organisation: Organisation, user: "User | None" = None, on: date | None = None) -> Standing:
    """Note that the organisation stands by its profile ("still true"). Content and drafts are not touched."""
    with transaction.atomic():
        standing = standing_of(organisation)
        standing.basis = Basis.ORGANISATION
        standing.confirmed_on = on or timezone.localdate()
        standing.confirmed_by = user
        standing.full_clean()
        standing.save(update_fields=["basis", "confirmed_on", "confirmed_by"])
        sync.record("organisation", organisation.pk)
    return standing


def claim(*, organisation: Organisation) -> Standing:
    """Note that the organisation itself looks after its profile from this moment on."""
    with transaction.atomic():
        standing = standing_of(organisation)
        if standing.claimed_at is None:
            standing.claimed_at = timezone.now()
            standing.save(update_fields=["claimed_at"])
            sync.record("organisation", organisation.pk)
    return standing


def retire(ids: Collection[int]) -> None:
    """Prepare the deletion of organisations: their keys and addresses answer "gone" and are never given away again.

    Addresses stay, without an organisation. What had been merged into one of them goes with it. Called by every
    `delete()`, of an object and of a queryset, in its transaction.
    """
    if not ids:
        return
    Organisation.objects.filter(standing__merged_into__in=ids).exclude(pk__in=ids).delete()
    Standing.objects.filter(organisation__in=ids).update(merged_into=None)
    keys = Organisation.objects.filter(pk__in=ids).values_list("key", flat=True)
    RetiredKey.objects.bulk_create([RetiredKey(key=key) for key in keys], ignore_conflicts=True)
    sync.record("organisation", *ids)


def remove(*, organisation: Organisation) -> None:
    """Delete an organisation. Its key and its addresses answer "gone" for ever."""
    organisation.delete()


def merge_organisations(*, source: Organisation, target: Organisation, user: "User | None" = None) -> Organisation:
    """Fold `source` into `target`: names, tags and rows that target lacks are added, addresses and reports move.

    The key and the addresses of the source answer with a redirect to the target. Returns the target.
    """
    if source.pk == target.pk or standing_of(target).merged_into_id is not None:
        raise ValueError("an organisation is merged into another one that stands on its own")
    source = Organisation.objects.get(pk=source.pk)

    def add_missing(state: Organisation) -> None:
        writing.apply_values(state, _missing_values(source, state))

    with transaction.atomic():
        merged = rewrite_content(organisation=target, edit=add_missing, user=user)
        Standing.objects.filter(merged_into=source).update(merged_into=target)
        standing_of(source)
        Standing.objects.filter(organisation=source).update(merged_into=target)
        Address.objects.filter(organisation=source).update(organisation=target, current=False)
        source.reports.update(organisation=target)
        if source.live:
            source.unpublish(user=user)
        sync.record("organisation", source.pk, target.pk)
    return merged


def _missing_values(source: Organisation, target: Organisation) -> dict[str, Any]:
    """Return the target's values with what only the source has; what the target says itself is kept."""
    values: dict[str, Any] = {
        name: getattr(source, name) for name in FILLED_BY_MERGING if not getattr(target, name) and getattr(source, name)
    }
    own_names = [target.name, target.acronym, target.legal_name, target.name_en, *target.aliases]
    known = {analysis.fold(name) for name in (*own_names, *(v for v in values.values() if isinstance(v, str)))}
    further = {analysis.fold(name): name for name in (source.name, source.acronym, source.legal_name, *source.aliases) if name}
    aliases = [*target.aliases, *(name for folded, name in further.items() if folded not in known)]
    values["aliases"] = aliases[: Organisation._meta.get_field("aliases").max_items]
    for name in (*writing.TAGS, *writing.MANY):
        values[name] = [*getattr(target, name).all(), *getattr(source, name).all()]
    for name in writing.ROWS:
        own = [_row_content(row) for row in getattr(target, name).all()]
        values[name] = own + [row for row in map(_row_content, getattr(source, name).all()) if row not in own]
    return values


def _row_content(row: Any) -> dict[str, Any]:
    skipped = {"id", "uid", "sort_order", "organisation"}
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in skipped}
