"""Reads of organisations, in the domain's words. Everything public starts from `public()`."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from search import analysis


class OrganisationQuerySet(models.QuerySet[Any]):
    """`public()` first; the rest narrows it."""

    def public(self) -> Self:
        """Published, not expired (by the clock of the database), not merged into another."""
        return self.filter(Q(expire_at__isnull=True) | Q(expire_at__gt=Now()), live=True, standing__merged_into__isnull=True)

    def about(self, topic: Any) -> Self:
        """Works on the rights area."""
        return self.filter(tagged_topics__tag=topic).distinct()

    def matching(self, text: str) -> Self:
        """Holds every word of the text in one of its names, folded; for lists and choosers in the admin."""
        found = self
        for word in analysis.fold(text[:200].replace("\x00", " ")).split()[:10]:
            found = found.filter(search_text__contains=word)
        return found

    def named(self, name: str) -> Self:
        """Has this name, however it is capitalised or accented."""
        folded = analysis.fold(name)
        return self.filter(Q(search_text=folded) | Q(search_text__startswith=f"{folded}\n"))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete, but keep the keys and addresses reserved (also from bulk actions)."""
        from directory.organisations import services  # noqa: PLC0415 - services needs the model

        with transaction.atomic():
            chosen = list(self.order_by().values_list("pk", flat=True))
            services.retire(chosen)
            return models.QuerySet.delete(self.model.objects.filter(pk__in=chosen))

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
