"""Keys and addresses (slugs): made once from the name, never given to another organisation."""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import Any

from django.db import IntegrityError, models, transaction

from directory.organisations.models import Organisation
from directory.organisations.standing import Address, RetiredKey
from search import analysis

MAX_LENGTH = 100  # of a key; an address may be ten longer
FALLBACK = "kurulus"  # for a name without a single Latin letter or digit


def candidates(base: str) -> Iterator[str]:
    """Yield base, base-2, base-3, …, none longer than a key may be."""
    yield base
    for number in count(2):
        suffix = f"-{number}"
        yield base[: MAX_LENGTH - len(suffix)].rstrip("-") + suffix


def first_free(base: str, *taken_in: models.QuerySet[Any], field: str, also: Iterable[str] = ()) -> str:
    """Return the first candidate that none of the querysets holds in `field`, asking in growing blocks."""
    reserved = set(also)
    found = candidates(base)
    size = 10
    while True:
        block = list(islice(found, size))
        taken = set(reserved)
        for rows in taken_in:
            taken.update(rows.filter(**{f"{field}__in": block}).values_list(field, flat=True))
        for candidate in block:
            if candidate not in taken:
                return candidate
        size = min(size * 5, 500)


def make_key(name: str) -> str:
    """Return a key for the name that no organisation has or ever had."""
    base = analysis.slug(name, max_length=MAX_LENGTH) or FALLBACK
    return first_free(base, Organisation.objects.all(), RetiredKey.objects.all(), field="key")


def address_base(organisation: Organisation) -> str:
    return analysis.slug(organisation.name, max_length=MAX_LENGTH) or organisation.key


def assign_address(organisation: Organisation) -> str:
    """Return the current slug of a saved organisation, making one from its name if it has none."""
    if current := Address.objects.filter(organisation=organisation, current=True).first():
        return current.slug
    base = address_base(organisation)
    for _attempt in range(20):
        slug = first_free(base, Address.objects.all(), field="slug")
        try:
            with transaction.atomic():
                Address.objects.create(slug=slug, organisation=organisation, current=True)
        except IntegrityError:  # somebody else took it between the look and the write
            continue
        return slug
    raise IntegrityError(f"no free address for {organisation.key}")


def assign_addresses(organisations: Iterable[Organisation]) -> None:
    """Give every saved organisation without an address one, with three queries for all of them.

    Call it in the transaction that created them; their names may be equal.
    """
    by_id = {organisation.pk: organisation for organisation in organisations}
    settled = set(Address.objects.filter(organisation__in=by_id, current=True).values_list("organisation_id", flat=True))
    bases = {pk: address_base(organisation) for pk, organisation in by_id.items() if pk not in settled}
    taken = set(Address.objects.filter(slug__in=set(bases.values())).values_list("slug", flat=True))
    rows = []
    for pk, base in bases.items():
        slug = base if base not in taken else first_free(base, Address.objects.all(), field="slug", also=taken)
        taken.add(slug)
        rows.append(Address(slug=slug, organisation_id=pk, current=True))
    Address.objects.bulk_create(rows)


def move_address(organisation: Organisation) -> str:
    """Make the address that fits the organisation's present name its current one; the former one keeps answering."""
    base = address_base(organisation)
    own = Address.objects.filter(organisation=organisation)
    with transaction.atomic():
        slug = next(
            (
                candidate
                for candidate in islice(candidates(base), 20)
                if own.filter(slug=candidate).exists() or not Address.objects.filter(slug=candidate).exists()
            ),
            None,
        ) or first_free(base, Address.objects.all(), field="slug")
        own.filter(current=True).exclude(slug=slug).update(current=False)
        Address.objects.update_or_create(slug=slug, defaults={"organisation": organisation, "current": True})
    return slug
