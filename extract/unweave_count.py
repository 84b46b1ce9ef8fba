"""Labels of rows and groups that an engine did not print, where those around them leave one reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.labels import read_roman, roman_text, roman_value
from extract.unweave_marks import following, ordinal, step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.unweave_marks import Ordinal


def counted_rows(labels: Sequence[str]) -> list[str]:
    """The labels of a table's rows in order, "" for none; those that stand between labels that count are filled in.

    `["", "2.", "", "", "5."]` gives `["1", "2.", "3", "4", "5."]`; `["2.", "", "5."]` stays, a row may be missing.
    """
    made = list(labels)
    before: Ordinal = (0,)
    start = 0
    for at, label in enumerate(labels):
        if (own := ordinal(label)) is None:
            continue
        between = at - start
        if between and len(own) == len(before) and step(before, own) == between + 1:
            for place in range(start, at):
                before = following(before)
                made[place] = made[place] or ".".join(map(str, before))
        before, start = own, at + 1
    return made


def counted_groups(labels: Sequence[str]) -> list[str]:
    """The labels of a table's groups in order, as printed, "" for none, read as Roman numbers where they count on.

    What is printed for strokes (`111`) is the number that follows as many groups; groups without a label are filled
    in where those around them leave one reading.
    """
    made: list[str] = []
    last = start = count = 0  # the number read last, the group behind it, the number of the group before
    for at, label in enumerate(labels):
        stroke = label == "|" and start < at  # a rule alone says nothing behind groups without a label
        read = read_roman(label, roman_text(count) or None) if label and not stroke else ""
        made.append("" if read == "|" else read)
        value = roman_value(read)
        count = value or count + 1
        if value:
            if value - last == at - start + 1:
                made[start:at] = [roman_text(last + 1 + number) for number in range(at - start)]
            last, start = value, at + 1
    return made


def numbered_group(label: str, title: str, below: Sequence[str]) -> tuple[str, str]:
    """Label and title of a group; `below` is the label of its first row, if there is one.

    A number before the title is the group's where its rows count below it: `9 Đẩy mạnh …` above 2.1 is group 2.
    """
    first = ordinal(below[0]) if below else None
    number, _, rest = title.partition(" ")
    if label or not rest or not first or len(first) == 1 or ordinal(number) is None:
        return label, title
    return str(first[0]), rest
