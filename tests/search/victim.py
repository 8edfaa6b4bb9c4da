"""A process of its own for tests: runs commands, and kills itself at a given point.

python -m tests.search.victim POINT COMMAND …    POINT: "module:name:call:before", "…:after", or "-"
python -m tests.search.victim seed COUNT | rename FROM TO NAME
python -m tests.search.victim killed ROUNDS SEED COUNT    drains and rebuilds, each killed at a random call
"""

import importlib
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
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


def killed(rounds: int, seed_: int, count: int) -> None:
    """Change organisations, have a child bring the indexes up to date and killed at any call in search/; again and again.

    After every death the indexes are brought in step by a drain alone, and compared with the database.
    """
    from django.utils import timezone

    from search import check, consumers, sync
    from search.models import Change, Consumer, Refusal
    from search.rebuild import rebuild

    chance = random.Random(seed_)

    def drain() -> None:
        sync.drain(at_once=True)

    def rebuild_all() -> None:
        for engine in sync.engines():
            rebuild(engine)

    drain()
    for work, share in ((drain, rounds - rounds // 3), (rebuild_all, rounds // 3)):
        rename(0, count, f"{work.__name__} {chance.random()}")
        calls = int(_in_child(work, die_at_call=None))
        for number in range(share):
            at = chance.randint(1, calls)
            rename(0, count, f"{work.__name__} {number} {chance.random()}")
            _in_child(work, die_at_call=at)
            # A killed rebuild holds changes back until its lease runs out.
            dead = Consumer.objects.filter(name__endswith=consumers.BUILDING)
            dead.update(lease_until=timezone.now() - consumers.REBUILD_LEASE)
            consumers.tidy()
            drain()
            wrong = [found for engine in sync.engines() for found in check.compare(engine)]
            left = Change.objects.count()
            if wrong or left or Refusal.objects.exists():
                sys.exit(f"seed {seed_}: {work.__name__} killed at call {at} of {calls}: {left} changes left, {wrong}")
        sys.stdout.write(f"{work.__name__}: killed {share} times, {calls} calls each\n")


def _in_child(work: Callable[[], None], *, die_at_call: int | None) -> str:
    """Run in a fork; return what it says: how many functions of search/ were called. A killed one says nothing."""
    from django.db import connections

    from search import answering

    connections.close_all()
    answering._engines.clear()
    out, into = os.pipe()
    child = os.fork()
    if child:
        os.close(into)
        with open(out) as said:
            text = said.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in ((0,) if die_at_call is None else (0, -signal.SIGKILL)), status
        return text
    folder = str(Path(__file__).resolve().parents[2] / "search")
    calls = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        if event == "call" and frame.f_code.co_filename.startswith(folder):
            calls += 1
            if calls == die_at_call:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    work()
    sys.setprofile(None)
    os.write(into, str(calls).encode())
    os._exit(0)


def main(first: str, *rest: str) -> None:
    django.setup()
    settings.SEARCH_DRAIN = os.environ.get("TEST_DRAIN", "worker")
    if first == "seed":
        return seed(int(rest[0]))
    if first == "rename":
        return rename(int(rest[0]), int(rest[1]), rest[2])
    if first == "killed":
        return killed(*map(int, rest))
    from django.core.management import call_command

    if first != "-":
        die_at(first)
    for command in rest:
        call_command(*command.split())
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
