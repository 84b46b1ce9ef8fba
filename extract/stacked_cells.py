"""What a line is worth in a column of a table whose cells stand one below the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extract import units
from extract.labels import clean_label, is_label, label_style, roman_value
from extract.unit_begin import starts_named
from extract.unit_groups import starts_group, starts_head
from extract.unit_index import index
from extract.unit_words import tokens
from extract.unweave_score import UNIT_ROLES

if TYPE_CHECKING:
    from extract.unweave_score import Judge

_LABELLED, _NO_LABEL, _SPOILT, _LOOSE_LABEL = 3.0, -6.0, -2.0, -3.0
_FOLLOWS, _RESTARTS, _JUMPS = 2.0, 0.5, -1.5
_DATED_ELSEWHERE, _UNITS_ELSEWHERE = -2.0, -1.5
_TITLE, _NO_TITLE, _WORDS = 1.0, -1.5, 4
_UNIT, _NO_UNIT, _LONGEST = 3.0, -2.5, 16  # the longest name in words and marks
_MOST = 260  # letters; no list of units and no deadline is longer
_MANY = frozenset({"các", "những", "một", "mọi", "tất", "toàn"})
_MONEY = re.compile(r"(?:đồng|tỷ|triệu|ngân sách|kinh phí)\b", re.IGNORECASE)
_HEADED = re.compile(r"\s*([IVX]{1,5}|[A-ZĐ]|\d{1,2})\s*[.)]\s+(?=[^\W\d_])")
_MOST_SPOILT = 4  # letters


class Counted(NamedTuple):
    """The last label of the rows and the last of their groups, "" where there was none yet."""

    row: str = ""
    group: str = ""


NO_LABEL_YET = Counted()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lines say of the columns they may stand in, by the registry and the grammar of deadlines."""

    judge: Judge

    def worth(self, column: int, text: str) -> float:
        """Log10 odds, by rule of thumb, that the line is a cell of the column, or begins one; labels aside."""
        role = self.judge.columns[column].role
        if role in UNIT_ROLES or role in ("deadline", "figure"):
            return self._known(column, text)
        worth = _LOOSE_LABEL * is_label(text)
        worth += _DATED_ELSEWHERE * self._is("deadline", text) + _UNITS_ELSEWHERE * self._is("lead", text)
        if role == "title":
            worth += _TITLE if len(text.split()) >= _WORDS else _NO_TITLE
        if role == "money":
            worth += 2.0 if _MONEY.search(text) else -1.0
        return worth

    def is_good(self, column: int, text: str) -> bool:
        """Whether a cell says what its column asks for."""
        return self._known(column, text) > 0

    def _known(self, column: int, text: str) -> float:
        role = self.judge.columns[column].role
        if len(text) > _MOST or (role != "figure" and is_label(text)):
            return _LOOSE_LABEL
        return self._units(text) if role in UNIT_ROLES else self.judge.cell(column, text)

    def _units(self, text: str) -> float:
        """By the share of the mentions that are units: known ones, or ones that begin as names or open groups do."""
        named = units.link_list(text, self.judge.registry, self.judge.context)
        share = sum(bool(m.unit_id) or self._begins(m.text) for m in named) / max(1, len(named))
        return _NO_UNIT + (_UNIT - _NO_UNIT) * share

    def _begins(self, mention: str) -> bool:
        parts = tokens(mention)
        if not 0 < len(parts) <= _LONGEST:
            return False
        if parts[0].low in _MANY:  # "các bộ, ngành", no "các kế hoạch"
            return any(starts_head(parts[at:]) or starts_group(parts, at) for at in range(1, min(3, len(parts))))
        return starts_named(parts, 0, index(self.judge.registry)) or starts_group(parts, 0)

    def _is(self, role: str, text: str) -> bool:
        """Whether a line reads as a whole cell of another column of the table."""
        columns = [at for at, column in enumerate(self.judge.columns) if column.role == role]
        return bool(columns) and self._known(columns[0], text) > 1


@lru_cache(maxsize=1 << 12)
def label_worth(text: str, last: Counted) -> float:
    """What a line is worth as the label of a row after the last ones."""
    label = clean_label(text)
    if not is_label(text):
        return _SPOILT if len(label) <= _MOST_SPOILT else _NO_LABEL
    return _LABELLED + _step(label, last)


def counted(text: str, last: Counted) -> Counted:
    """The last labels after one more."""
    label = clean_label(text)
    return Counted(last.row, label) if is_group_label(label, last) else Counted(label, last.group)


def is_group_label(label: str, last: Counted) -> bool:
    """Whether a label is a Roman number or a capital letter: those of groups."""
    return label_style(label) in ("roman", "letter") and (not last.group or label != last.group)


def headed(text: str) -> str:
    """The label that stands before the words of a line: "II. Xây dựng …"; "" where there is none."""
    found = _HEADED.match(text)
    return found[1] if found else ""


def _step(label: str, last: Counted) -> float:
    """What a label is worth after the last one of its kind: it counts on, begins again, or neither."""
    before = last.group if label_style(label) in ("roman", "letter") else last.row
    value = _value(label)
    if not before:
        return _RESTARTS if value[-1] == 1 else 0.0
    one = _value(before)
    if value in ((*one[:-1], one[-1] + 1), (*one, 1), (one[0] + 1,), (one[0] + 1, 1)):
        return _FOLLOWS
    return _RESTARTS if value[-1] == 1 else _JUMPS


def _value(label: str) -> tuple[int, ...]:
    """The numbers of a label: `2.1` is (2, 1), `IV` (4), `B` (2)."""
    if value := roman_value(label):
        return (value,)
    parts = re.findall(r"\d+|[^\W\d_]+", label) or ["0"]
    return tuple(
        int(part) if part.isdecimal() else roman_value(part) or ord(part[0].upper()) - 64 for part in parts
    ) or (0,)
