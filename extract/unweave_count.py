"""Labels of rows and groups that an engine did not print, where those around them leave one reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.labels import clean_label, read_roman, roman_text, roman_value
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


def numbered_groups(groups: Sequence[tuple[str, str]], below: Sequence[str]) -> list[tuple[str, str]]:
    """Labels and titles of groups by the labels of their first rows, "" for none, where these count below the groups.

    `9 Đẩy mạnh …` above 2.1 is group 2. A group without a label is numbered by its rows too, as Roman as another
    group that agrees with its own.
    """
    parts = [own[0] if label and (own := ordinal(clean_label(label))) and len(own) > 1 else 0 for label in below]
    made = [_numbered(group, part) for group, part in zip(groups, parts, strict=True)]
    known = {
        label for (label, _), part in zip(made, parts, strict=True) if part and label in (str(part), roman_text(part))
    }
    if not known:
        return made
    write = roman_text if all(map(roman_value, known)) else str
    return [(label or (write(part) if part else ""), title) for (label, title), part in zip(made, parts, strict=True)]


def _written(part: int) -> tuple[str, ...]:
    return (str(part), roman_text(part)) if part else ()


def _numbered(group: tuple[str, str], part: int) -> tuple[str, str]:
    label, title = group
    number, _, rest = title.partition(" ")
    return (str(part), rest) if part and rest and not label and ordinal(number) else group
