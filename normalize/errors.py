"""The root of every error this project raises, and how an error learns where it happened.

    DecisionError                  something about a file, a page or a setting is wrong
    ├── DataFileError              a shipped data file breaks its own rules     (normalize)
    ├── ReadError                  a source file cannot be read                 (ingest)
    │   └── …                      one leaf per situation, see `ingest.errors`
    └── OutputError, UsageError    the run itself cannot go on                  (pipeline)

The raiser states the problem and the remedy; `located` stamps the place on the way out.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from normalize.progress import moved

if TYPE_CHECKING:
    from collections.abc import Iterator


class DecisionError(Exception):
    """Something is wrong with one file, page or setting.

    Attributes:
        problem: what is wrong, a phrase without place or final stop.
        remedy: what the user can do about it.
        file: the file it happened in, stamped by `located`; "" while unknown.
        page: the page it happened on, from 1; None where no page is concerned.
    """

    code = "error"

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
        self.file = ""
        self.page: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}, page {self.page}" if self.file and self.page else self.file
        said = f"{self.problem}; {self.remedy}" if self.remedy else self.problem
        return f"{place}: {said}" if place else said

    def __reduce__(self) -> tuple[object, ...]:
        """Cross a process border with the place kept."""
        return (type(self), (self.problem, self.remedy), {"file": self.file, "page": self.page})


class DataFileError(DecisionError):
    """A data file that ships with the project breaks its own rules."""

    code = "data_file"


@contextmanager
def located(file: str, page: int | None = None) -> Iterator[None]:
    """Stamp file and page on a `DecisionError` that passes through; the innermost place wins.

    A page that begins is progress, and is told to whoever watches.
    """
    if page is not None:
        moved(page=page)
    try:
        yield
    except DecisionError as error:
        error.file = error.file or file
        error.page = error.page if error.page is not None else page
        raise
