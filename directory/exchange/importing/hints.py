"""What an import may refer to (rights areas, places, closed lists), and what a misspelt value may have meant."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import override

from directory.places.models import District, Province
from directory.topics.models import Topic
from search import analysis


@lru_cache(maxsize=2000)
def closest(value: str, options: tuple[str, ...]) -> str:
    """Return the option that looks most like the value, case and Turkish letters aside, or ''."""
    folded = {analysis.fold(option): option for option in options}
    found = difflib.get_close_matches(analysis.fold(value[:80]), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


@dataclass(frozen=True, slots=True)
class Choices:
    """A closed list: values, and what people may write instead (labels) when we guess."""

    values: frozenset[str]
    labels: Mapping[str, str]  # folded label or value -> value

    @classmethod
    def of(cls, choices: Any) -> "Choices":
        labels = {analysis.fold(value): value for value in choices.values}
        for language in ("tr", "en"):
            with override(language):
                labels |= {analysis.fold(str(label)): value for value, label in choices.choices}
        return cls(values=frozenset(choices.values), labels=labels)

    def hint(self, value: str) -> str:
        found = closest(value, tuple(self.labels))
        return self.labels.get(found, "")


@dataclass(slots=True)
class References:
    """Rights areas and places as they are when the import starts."""

    topics: dict[str, Topic]
    provinces: dict[str, Province]  # by folded name and by slug
    districts: dict[tuple[int, str], District]  # by province and folded name or slug
    by_name: dict[str, list[District]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "References":
        return cls.of(
            topics=Topic.objects.all(),
            provinces=Province.objects.all(),
            districts=District.objects.select_related("province"),
        )

    @classmethod
    def of(cls, *, topics: Iterable[Topic], provinces: Iterable[Province], districts: Iterable[District]) -> "References":
        found = cls(topics={topic.slug: topic for topic in topics}, provinces={}, districts={})
        for province in provinces:
            found.provinces[analysis.fold(province.name)] = found.provinces[province.slug] = province
        for district in districts:
            found.districts[district.province_id, analysis.fold(district.name)] = district
            found.districts[district.province_id, district.slug] = district
            found.by_name.setdefault(analysis.fold(district.name), []).append(district)
        return found

    def province(self, name: str) -> Province | None:
        return self.provinces.get(analysis.fold(name).strip())

    def district(self, province: Province, name: str) -> District | None:
        return self.districts.get((province.pk, analysis.fold(name).strip()))

    def districts_named(self, name: str) -> list[District]:
        return self.by_name.get(analysis.fold(name).strip(), [])

    def topic_hint(self, value: str) -> str:
        """Return the slug of the rights area that was probably meant: by slug, or by label in either language."""
        labels = {topic.slug: topic.slug for topic in self.topics.values()}
        for topic in self.topics.values():
            labels |= {analysis.fold(topic.name): topic.slug, analysis.fold(topic.name_en): topic.slug}
        return labels.get(closest(value, tuple(labels)), "")

    def province_hint(self, value: str) -> str:
        return closest(value, _names(self.provinces.values()))

    def district_hint(self, value: str, province: Province | None = None) -> str:
        """Return "Province/District" as it may be written in `active_in`, or the bare name within a province."""
        if province is not None:
            inside = (d for (pk, _name), d in self.districts.items() if pk == province.pk)
            return closest(value, _names(inside))
        name = closest(value, _names(rows[0] for rows in self.by_name.values()))
        return name and ", ".join(f"{d.province.name}/{d.name}" for d in self.districts_named(name))


def _names(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.name for row in rows))
