"""The breaker: opens at a failure, lets one through after a growing pause, closes at the first answer."""

import threading

import pytest

from search.breaker import FIRST_PAUSE, LONGEST_PAUSE, Breaker


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock)


def test_a_closed_breaker_lets_everybody_through(breaker):
    assert [breaker.enter() is not None for _ in range(3)] == [True] * 3
    assert breaker.state.open_since is None


def test_one_failure_opens_it_and_says_why_and_since_when(breaker):
    assert breaker.failed(breaker.enter(), "HTTP 503") is True

    assert breaker.enter() is None
    assert breaker.state.reason == "HTTP 503"
    assert breaker.state.open_since is not None
    assert breaker.state.next_try_in == FIRST_PAUSE


def test_after_the_pause_one_tries_and_the_others_wait(breaker, clock):
    breaker.failed(breaker.enter(), "away")
    clock.now += FIRST_PAUSE

    assert breaker.enter() is not None
    assert breaker.enter() is None


def test_a_trial_nobody_hears_of_again_blocks_nobody(breaker, clock):
    breaker.failed(breaker.enter(), "away")
    clock.now += FIRST_PAUSE
    breaker.enter()
    clock.now += FIRST_PAUSE

    assert breaker.enter() is not None


def test_the_pause_grows_to_its_bound_and_the_time_of_opening_stays(breaker, clock):
    breaker.failed(breaker.enter(), "away")
    since, pauses = breaker.state.open_since, []
    for _ in range(8):
        pauses.append(breaker.state.next_try_in)
        clock.now += breaker.state.next_try_in
        assert breaker.failed(breaker.enter(), "still away") is False

    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert pauses[-1] == LONGEST_PAUSE
    assert breaker.state.open_since == since
    assert breaker.state.reason == "still away"


def test_an_answer_closes_it_and_the_next_failure_begins_anew(breaker, clock):
    breaker.failed(breaker.enter(), "away")
    since = breaker.state.open_since
    clock.now += FIRST_PAUSE
    breaker.failed(breaker.enter(), "away")
    clock.now += 2 * FIRST_PAUSE
    breaker.enter()

    assert breaker.succeeded() == since
    assert breaker.succeeded() is None
    breaker.failed(breaker.enter(), "away again")
    assert breaker.state.next_try_in == FIRST_PAUSE


def test_many_that_were_on_their_way_when_it_opened_make_the_pause_no_longer(breaker, clock):
    attempts = [breaker.enter() for _ in range(5)]
    opened = [breaker.failed(attempt, "away") for attempt in attempts]

    assert opened == [True, False, False, False, False]
    assert breaker.state.next_try_in == FIRST_PAUSE


def test_a_failure_from_before_it_closed_does_not_open_it_again(breaker, clock):
    old = breaker.enter()
    breaker.failed(breaker.enter(), "away")
    clock.now += FIRST_PAUSE
    breaker.enter()
    breaker.succeeded()

    breaker.failed(old, "away")
    assert breaker.enter() is not None


def test_of_many_threads_one_tries(breaker, clock):
    breaker.failed(breaker.enter(), "away")
    clock.now += FIRST_PAUSE
    start, let_in = threading.Barrier(8), []

    def enter():
        start.wait(10)
        let_in.append(breaker.enter())

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert sum(attempt is not None for attempt in let_in) == 1
