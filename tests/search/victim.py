"""A process of its own for tests: runs commands, and kills itself at a given point.

python -m tests.search.victim POINT COMMAND …    POINT: "module:name:call:before", "…:after", or "-"
python -m tests.search.victim seed COUNT | rename FROM TO NAME
python -m tests.search.victim killed ROUNDS SEED COUNT    drains and rebuilds, each killed at a random call
python -m tests.search.victim together NUMBER COUNT    so many drains at once
"""

import importlib
import os
import random
import signal
import sys
import time
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
    """Change organisations one by one, each in a transaction of its own; say how many seconds the slowest took."""
    from directory.models import Organisation

    slowest = 0.0
    for number in range(first, last):
        organisation = Organisation.objects.get(key=f"kurulus-{number}")
        organisation.summary = summary
        started = time.monotonic()
        organisation.save()
        slowest = max(slowest, time.monotonic() - started)
    sys.stdout.write(f"slowest: {slowest:.3f}\n")


def killed(rounds: int, seed_: int, count: int) -> None:
    """Change organisations, have a child bring the indexes up to date and killed at any call in search/; again and again.

    After every death the indexes are brought in step by a drain alone, and compared with the database.
    """
    from django.utils import timezone

    from search import consumers, sync
    from search.models import Consumer
    from search.rebuild import rebuild

    chance = random.Random(seed_)

    def rebuild_all() -> None:
        for engine in sync.engines():
            rebuild(engine)

    drain()
    for work, share in ((drain, rounds - rounds // 3), (rebuild_all, rounds // 3)):
        rename(0, count, f"{work.__name__} {chance.random()}")
        calls = int(_result(_in_child(work)))
        for number in range(share):
            at = chance.randint(1, calls)
            rename(0, count, f"{work.__name__} {number} {chance.random()}")
            _result(_in_child(work, die_at_call=at))
            # A killed rebuild holds changes back until its lease runs out.
            dead = Consumer.objects.filter(name__endswith=consumers.BUILDING)
            dead.update(lease_until=timezone.now() - consumers.REBUILD_LEASE)
            consumers.tidy()
            drain()
            assert_in_step(f"seed {seed_}: {work.__name__} killed at call {at} of {calls}")
        sys.stdout.write(f"{work.__name__}: killed {share} times, {calls} calls each: nothing left\n")


def together(number: int, count: int) -> None:
    """Have several processes drain the same changes at once."""
    rename(0, count, "birlikte")
    for child in [_in_child(drain) for _ in range(number)]:
        _result(child)
    assert_in_step(f"{number} at once")
    sys.stdout.write("nothing left\n")


def drain() -> None:
    from search import sync

    sync.drain(at_once=True)


def assert_in_step(when: str) -> None:
    """End the process where an index misses something, or changes wait for it."""
    from search import check, consumers, sync
    from search.models import Refusal

    wrong = [found for engine in sync.engines() for found in check.compare(engine)]
    left = sum(consumers.waiting(consumers.attend(engine)).count() for engine in sync.engines())
    if wrong or left or Refusal.objects.exists():
        sys.exit(f"{when}: {left} changes left, {wrong}")


def _in_child(work: Callable[[], None], *, die_at_call: int = 0) -> tuple[int, int]:
    """Run in a fork; return its number, and the pipe in which it says how many functions of search/ were called."""
    from django.db import connections

    from search import answering

    for connection in connections.all():
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # its threads do not come along
    answering._engines.clear()
    out, into = os.pipe()
    child = os.fork()
    if child:
        os.close(into)
        return child, out
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


def _result(child: tuple[int, int]) -> str:
    """Wait for a child; return what it said, which is nothing if it was killed."""
    with open(child[1]) as said:
        text = said.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child[0], 0)[1])
    assert status == (0 if text else -signal.SIGKILL), status
    return text


def main(first: str, *rest: str) -> None:
    django.setup()
    settings.SEARCH_DRAIN = os.environ.get("TEST_DRAIN", "worker")
    if first == "seed":
        return seed(int(rest[0]))
    if first == "rename":
        return rename(int(rest[0]), int(rest[1]), rest[2])
    if first == "killed":
        return killed(*map(int, rest))
    if first == "together":
        return together(*map(int, rest))
    from django.core.management import call_command

    if first != "-":
        die_at(first)
    for command in rest:
        call_command(*command.split())
    return None


if __name__ == "__main__":
    main(*sys.argv[1:])
