"""Errors of a run, and the one place that maps errors to exit codes."""

from __future__ import annotations

from enum import IntEnum

from normalize.errors import DecisionError


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0  # all files done
    PARTIAL = 1  # some files failed or are partial, the rest is published
    USAGE = 2  # wrong usage or a missing dependency, nothing touched
    BUDGET = 3  # more files failed than allowed, nothing published
    INTERRUPTED = 130  # stopped by the user, the next run goes on


class UsageError(DecisionError):
    """A path or option on the command line cannot be used; nothing was touched."""

    code = "usage"


class OutputError(DecisionError):
    """The output folder cannot be written or does not hold what it should."""

    code = "output"


class InvalidTableError(DecisionError):
    """A table to be published breaks the declared schema; the snapshot is not published."""

    code = "invalid_table"


class BudgetError(DecisionError):
    """More files failed than `--max-failed` allows; nothing was published."""

    code = "budget"


class ReviewError(DecisionError):
    """A record of a reviewer's decision cannot be read or written; nothing was published."""

    code = "review"


def exit_code(error: DecisionError) -> Exit:
    """The exit code for an error that ends a command."""
    return Exit.BUDGET if isinstance(error, BudgetError) else Exit.USAGE
