"""Situations in which a source file cannot be read; each is one row in `issues` and one line on stderr."""

from __future__ import annotations

from normalize.errors import DecisionError


class ReadError(DecisionError):
    """A source file cannot be read."""

    code = "unreadable"


class EmptyFileError(ReadError):
    """The file has no bytes or no text."""

    code = "empty"


class UnsupportedTypeError(ReadError):
    """The file is of a type that no reader knows."""

    code = "unsupported_type"


class DamagedFileError(ReadError):
    """The file is of a known type but truncated or corrupt."""

    code = "damaged"


class EncryptedFileError(ReadError):
    """The file needs a password."""

    code = "encrypted"


class TooLargeError(ReadError):
    """The file, a page or a picture is over a limit."""

    code = "too_large"


class NoSuchPageError(ReadError):
    """The file has no page of that number."""

    code = "no_such_page"


class MissingProgramError(DecisionError):
    """A program that the job needs is not installed."""

    code = "missing_program"
