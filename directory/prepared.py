"""Rows that are asked for again and again: Django writes their SQL once, which takes it longer than the database its answer."""

from collections.abc import Callable, Collection, Iterable
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=Model)
FIRST_MARK = -(10**9)  # no key of a row is negative


class Prepared(Generic[M]):
    """The rows of a queryset that differs in its keys alone, integers.

    `rows` makes the queryset of so many keys, with select_related, annotations and an order of its own; it is called once for
    each number of them. Whatever else it holds stays as it was then: no time, no language, nothing of a request.
    """

    def __init__(self, rows: Callable[[Collection[int]], QuerySet[M]]) -> None:
        self._rows = rows
        self._written: dict[int, _Written] = {}

    def __call__(self, keys: Collection[int]) -> list[M]:
        """Return the rows of the keys; asks nothing where there is no key."""
        if not keys:
            return []
        if len(keys) not in self._written:
            self._written[len(keys)] = _Written(self._rows([FIRST_MARK - at for at in range(len(keys))]), len(keys))
        return list(ModelIterable(self._written[len(keys)].asked(keys)))


class _Written:
    """The statement for a number of keys, and how its rows become values."""

    def __init__(self, queryset: QuerySet[Any], number: int) -> None:
        self.model = queryset.model
        self.compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        self.sql, self.parameters = self.compiler.as_sql()
        if not {FIRST_MARK - at for at in range(number)}.issubset(self.parameters):
            raise ValueError(f"the rows of {self.model.__name__} do not depend on every key")
        converters = self.compiler.get_converters([selected[0] for selected in self.compiler.select])
        self.compiler.get_converters = lambda _expressions: converters

    def asked(self, keys: Iterable[int]) -> "_Asked":
        by_mark = {FIRST_MARK - at: key for at, key in enumerate(keys)}
        parameters = tuple(by_mark.get(value, value) for value in self.parameters)
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, parameters)
        return _Asked(self.model, compiler)


class _Asked:
    """What the maker of rows reads of a queryset, whose SQL is written."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, model: type[Model], compiler: Any) -> None:
        self.model, self.query, self._compiler = model, self, compiler

    def get_compiler(self, using: str) -> Any:
        return self._compiler
