"""A process of its own for tests: runs commands, and kills itself at a given point.

python -m tests.search.victim POINT COMMAND …    POINT: "module:name:call:before", "…:after", or "-"
python -m tests.search.victim seed COUNT | rename FROM TO NAME
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django
from django.conf import settings


def die_at(point: str) -> None:
    """Have the process killed before or after the n-th call of a function."""
    module, path, number, when = point.split(":")
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    real: Callable[..., Any] = getattr(owner, name)
    calls = iter(range(1, 10_000))

    def deadly(*args: Any, **kwargs: Any) -> Any:
        last = next(calls) == int(number)
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, deadly)


def seed(count: int) -> None:
    """Make that many organisations, and changes of which nobody hears yet."""
    from tests.factories import OrganisationFactory

    for number in range(count):
        OrganisationFactory(key=f"kurulus-{number}", name=f"Kuruluş {number}", summary="ilk")


def rename(first: int, last: int, summary: str) -> None:
    """Change organisations one by one, each in a transaction of its own."""
    from directory.models import Organisation

    for number in range(first, last):
        organisation = Organisation.objects.get(key=f"kurulus-{number}")
        organisation.summary = summary
        organisation.save()


def main(first: str, *rest: str) -> None:
    django.setup()
    settings.SEARCH_DRAIN = os.environ.get("TEST_DRAIN", "worker")
    if first == "seed":
        return seed(int(rest[0]))
    if first == "rename":
        return rename(int(rest[0]), int(rest[1]), rest[2])
    from django.core.management import call_command

    if first != "-":
        die_at(first)
    for command in rest:
        call_command(*command.split())
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
