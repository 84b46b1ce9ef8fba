"""What can be wrong before a score can be taken."""

from __future__ import annotations

from normalize.errors import DecisionError


class GoldError(DecisionError):
    """An annotation is missing, or breaks the format described in `gold/decisions/README.md`."""

    code = "gold"


class SnapshotError(DecisionError):
    """A published snapshot is missing, incomplete, or holds none of the annotated decisions."""

    code = "snapshot"


class FormError(DecisionError):
    """A form of the review page asks for what there is not; nothing was written."""

    code = "form"
