"""A row as it stands in the file -> a checked row, or every problem in it. Writes nothing."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.exchange.importing import cleaning
from directory.exchange.importing.cleaning import Unclean
from directory.exchange.importing.hints import Choices, References, closest
from directory.exchange.importing.problems import Problem, shorten
from directory.exchange.importing.readers import RawRow
from directory.organisations import rules
from directory.organisations.choices import ContactKind, ExchangeKind, Language, OrganisationType, Scope, TargetGroup
from directory.organisations.models import KEY_PATTERN
from search import analysis

COLUMNS = (
    "key", "name", "acronym", "aliases", "type", "summary", "about", "topics", "keywords", "province", "district",
    "address", "latitude", "longitude", "website", "email", "phone", "founded", "scope", "active_in", "languages",
    "target_groups", "offers", "needs",
)  # fmt: skip
REQUIRED = ("key", "name", "type")
PLACE = ("province", "district", "address", "latitude", "longitude")
CONTACTS = {"website": ContactKind.WEBSITE, "email": ContactKind.EMAIL, "phone": ContactKind.PHONE}
ABOUT_LENGTH = 20_000  # characters: six pages, ten times the longest seen


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row without problems. `values` is plain JSON: columns the row has, places and tags by their slugs."""

    number: int
    key: str
    values: dict[str, Any]

    @property
    def digest(self) -> str:
        """The identity of the content, whatever the order and the spelling of the row."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class RowChecker:
    """Checks one row at a time against the closed lists, rights areas and places."""

    def __init__(self, references: References, *, columns: Iterable[str] = COLUMNS) -> None:
        self.references = references
        self.columns = tuple(columns)
        self.choices = {
            "type": Choices.of(OrganisationType),
            "scope": Choices.of(Scope),
            "languages": Choices.of(Language),
            "target_groups": Choices.of(TargetGroup),
            "kind": Choices.of(ExchangeKind),
        }
        self._clean: dict[str, Callable[[Any], Any]] = {
            "key": self._key,
            "name": lambda v: cleaning.text(v, limit=200),
            "legal_name": lambda v: cleaning.text(v, limit=300),
            "acronym": lambda v: cleaning.text(v, limit=30),
            "aliases": lambda v: cleaning.items(v, lambda i: cleaning.text(i, limit=200), limit=30, same=analysis.fold),
            "type": lambda v: self._choice(v, "type"),
            "summary": lambda v: cleaning.text(v, limit=300),
            "about": lambda v: cleaning.paragraphs(cleaning.text(v, limit=ABOUT_LENGTH, multiline=True)),
            "topics": lambda v: cleaning.items(v, self._topic, limit=40),
            "keywords": lambda v: cleaning.items(v, lambda i: cleaning.text(i, limit=100), limit=50, same=analysis.fold),
            "founded": cleaning.year,
            "scope": lambda v: self._choice(v, "scope"),
            "active_in": lambda v: cleaning.items(v, self._area, limit=1100),
            "languages": lambda v: cleaning.items(v, lambda i: self._choice(i, "languages"), limit=40),
            "target_groups": lambda v: cleaning.items(v, lambda i: self._choice(i, "target_groups"), limit=40),
            "offers": lambda v: cleaning.items(v, self._exchange, limit=50, same=lambda i: (i["kind"], i["text"])),
            "needs": lambda v: cleaning.items(v, self._exchange, limit=50, same=lambda i: (i["kind"], i["text"])),
        }

    def check(self, row: RawRow) -> CheckedRow | list[Problem]:
        """Return the row checked, or everything that is wrong with it."""
        problems: list[Problem] = []
        values: dict[str, Any] = {}

        def attempt(column: str, value: Any, clean: Callable[[], Any]) -> Any:
            try:
                return clean()
            except Unclean as error:
                shown = value if error.value is None else error.value
                problems.append(Problem(row.number, column, shorten(shown), str(error), error.hint))
                return None

        for column, value in row.values.items():
            if column not in self.columns:
                hint = closest(column[:80], self.columns)
                problems.append(Problem(row.number, shorten(column), "", _("There is no such column."), hint))
            elif column in self._clean:
                values[column] = attempt(column, value, lambda c=column, v=value: self._clean[c](v))  # type: ignore[misc]
        for column in REQUIRED:
            if not values.get(column) and not any(problem.column == column for problem in problems):
                problems.append(Problem(row.number, column, "", _("This column must be filled in.")))
        if any(column in row.values for column in PLACE):
            values["place"] = self._place(row.values, attempt)
        if given := {column: row.values[column] for column in CONTACTS if column in row.values}:
            values["contacts"] = {
                kind: attempt(column, given[column], lambda c=column: _contact(CONTACTS[c], given[c]))  # type: ignore[misc]
                for column, kind in CONTACTS.items()
                if column in given
            }
        return problems or CheckedRow(row.number, values["key"], values)

    # -- one value each

    def _key(self, value: Any) -> str:
        key = cleaning.text(value, limit=100)
        try:
            KEY_PATTERN(key)
        except ValidationError as error:
            raise Unclean(" ".join(error.messages), hint=analysis.slug(key)) from error
        return key

    def _choice(self, value: Any, name: str) -> str:
        chosen = cleaning.text(value, limit=100)
        if chosen and chosen not in self.choices[name].values:
            raise Unclean(_("This is not in the list of permitted values."), hint=self.choices[name].hint(chosen))
        return chosen

    def _topic(self, value: Any) -> str:
        slug = cleaning.text(value, limit=100)
        if slug and slug not in self.references.topics:
            raise Unclean(_("There is no such rights area."), hint=self.references.topic_hint(slug))
        return slug

    def _area(self, value: Any) -> str:
        """Return "izmir" or "izmir/bornova" for a province, a district, or "Province/District"."""
        name = cleaning.text(value, limit=200)
        if not name:
            return ""
        before, slash, after = name.partition("/")
        if province := self.references.province(before):
            if not slash:
                return province.slug
            if district := self.references.district(province, after):
                return district.value
            raise Unclean(_("There is no such district."), hint=self.references.district_hint(after, province))
        named = self.references.districts_named(name)
        if len(named) == 1:
            return named[0].value
        if named:
            options = ", ".join(f"{district.province.name}/{district.name}" for district in named)
            raise Unclean(_("Several provinces have a district of this name; write the province in front."), hint=options)
        hint = self.references.province_hint(name) or self.references.district_hint(name)
        raise Unclean(_("There is no such province or district."), hint=hint)

    def _exchange(self, value: Any) -> dict[str, Any]:
        if isinstance(value, str):
            value = {"text": value}
        if not isinstance(value, dict):
            raise Unclean(_('A text or {"kind", "text", "until"} is expected here.'))
        if unknown := next((name for name in value if name not in ("kind", "text", "until")), None):
            hint = closest(unknown[:80], ("kind", "text", "until"))
            raise Unclean(_("There is no such column."), hint=hint, value=unknown)
        found = {
            "kind": self._choice(value.get("kind") or ExchangeKind.OTHER.value, "kind"),
            "text": cleaning.text(value.get("text"), limit=300),
            "until": cleaning.day(value.get("until")),
        }
        if not found["text"]:
            raise Unclean(_("The text is missing."))
        return found

    def _place(self, row: dict[str, Any], attempt: Callable[..., Any]) -> dict[str, Any] | None:
        """Return the one place a row describes, None if it names none."""

        def value(column: str, clean: Callable[[Any], Any]) -> Any:
            return attempt(column, row.get(column), lambda: clean(row.get(column)))

        place = {
            "province": value("province", self._province),
            "district": value("district", lambda v: cleaning.text(v, limit=100)) or "",
            "address": value("address", lambda v: cleaning.text(v, limit=300)) or "",
            "latitude": value("latitude", lambda v: _degrees(v, 90)),
            "longitude": value("longitude", lambda v: _degrees(v, 180)),
        }
        if place["district"] and place["province"]:
            place["district"] = value("district", lambda v: self._district(place["province"], v))
        if (place["latitude"] is None) != (place["longitude"] is None) and _given(row, "latitude") != _given(row, "longitude"):
            attempt("longitude", row.get("longitude"), _one_of_two)
        if not place["province"]:
            if not _given(row, "province") and any(place[name] not in ("", None) for name in PLACE):
                attempt("province", "", _no_province)
            return None
        return place

    def _province(self, value: Any) -> str:
        name = cleaning.text(value, limit=100)
        if not name:
            return ""
        province = self.references.province(name)
        if province is None:
            raise Unclean(_("There is no such province."), hint=self.references.province_hint(name))
        return province.slug

    def _district(self, province_slug: str, value: Any) -> str:
        name = cleaning.text(value, limit=100)
        province = self.references.provinces[province_slug]
        if district := self.references.district(province, name):
            return district.slug
        elsewhere = [district.province.name for district in self.references.districts_named(name)]
        if elsewhere:
            message = _("It is a district of %(elsewhere)s, not of %(province)s.")
            raise Unclean(message % {"elsewhere": ", ".join(elsewhere), "province": province.name})
        hint = self.references.district_hint(name, province)
        raise Unclean(_("%(province)s has no such district.") % {"province": province.name}, hint=hint)


def _given(row: dict[str, Any], column: str) -> bool:
    return row.get(column) not in (None, "")


def _one_of_two() -> None:
    raise Unclean(_("Give both latitude and longitude, or neither."))


def _no_province() -> None:
    raise Unclean(_("A place needs a province."))


def _degrees(value: Any, limit: int) -> float | None:
    degrees = cleaning.number(value)
    if degrees is not None and not -limit <= degrees <= limit:
        raise Unclean(_("It must lie between -%(limit)d and %(limit)d.") % {"limit": limit})
    return degrees


def _contact(kind: str, value: Any) -> str:
    channel = cleaning.text(value, limit=300)
    if channel and (problem := rules.contact_problem(kind, channel)):
        raise Unclean(problem)
    return channel
