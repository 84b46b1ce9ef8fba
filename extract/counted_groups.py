"""Roman numbers of a table's groups that an engine lost or misread: what counting through the table says they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.labels import clean_label, roman_text, roman_value, same_strokes

if TYPE_CHECKING:
    from collections.abc import Sequence

_SURE = 2  # numbers that must be as counting says
_MOST = 39  # the highest number that is read


def counted_labels(labels: Sequence[str]) -> dict[int, str]:
    """The labels, by their place among the groups, that are not printed as they count; "" is a group without one.

    `["", "I", "II", "", "V", "VI"]` are I to VI: V and VI count from I, and an engine loses strokes that stand side by
    side. Nothing is told where no label is lost or spoilt, so that a number that the drafters repeated stays, nor
    where any label is another number than counting says.
    """
    printed = [clean_label(label) for label in labels]
    values = [roman_value(label) for label in printed]
    if all(values):
        return {}
    for first in {value - at for at, value in enumerate(values) if value}:
        wanted = [roman_text(first + at) for at in range(len(printed)) if 0 < first + at <= _MOST]
        if len(wanted) < len(printed):
            continue
        sure = sum(label == number for label, number in zip(printed, wanted, strict=True))
        if sure >= _SURE and all(
            not label or same_strokes(label, number) for label, number in zip(printed, wanted, strict=True)
        ):
            return {at: number for at, number in enumerate(wanted) if printed[at] != number}
    return {}
