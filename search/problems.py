"""What is wrong with a request, as values: the page says it in a note, the API answers with it (RFC 9457)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One parameter that could not be taken as it came. `instead` says what was done about it, for people."""

    field: str
    message: str
    instead: str = ""
    fatal: bool = True  # the API refuses; otherwise it goes on with the cleaned value


class ProblemError(Exception):
    """An answer other than 200 in the API: what happened, and which parameters it is about."""

    def __init__(self, status: int, detail: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.problems = problems
