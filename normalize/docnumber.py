"""The numbers of documents (`1412/QĐ-BKHCN`, `57-NQ/TW`): a grammar of kinds and issuers, not language.

The digits are never touched. A kind or issuer is replaced only by a known one that differs in letters that
engines take for each other (Đ as D or P, Q as O or 0 …).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_NUMBER = r"(?P<number>\d[\d.]*(?:/\d{4})?)?"
_CODE = re.compile(
    rf"(?<![\w/-]){_NUMBER}(?P<gap>[ ]?)(?P<slash>/)(?P<pad>[ ]?)"
    r"(?P<kind>[A-ZĐÐ0][A-Za-zĐÐ0]{1,4})(?P<dash>-[ ]?)(?P<issuer>[A-ZĐÐ&0-9]{2,}[A-Za-zĐÐ&0-9-]*)?"
)
_PAIR = re.compile(r"(?<![\w/-])(?P<kind>[A-ZĐÐ0][A-ZĐÐ0r]{1,4})(?P<dash>-)(?P<issuer>[A-ZĐÐ&0-9]{2,}[A-Za-zĐÐ&0-9-]*)")
_PARTY = re.compile(
    r"(?<![\w/-])(?P<number>\d+)(?P<dash>-[ ]?)(?P<kind>[A-ZĐÐ0]{2,3})(?P<slash>/[ ]?)(?P<issuer>[A-ZĐÐ]{2,6})(?!\w)"
)
_TAKEN = {"Đ": "DPÐBb", "Q": "O0G", "N": "MH", "T": "IF", "L": "I", "B": "8", "C": "G", "G": "C", "H": "N"}


@dataclass(frozen=True, slots=True)
class Change:
    """A span of the line and what should stand there."""

    start: int
    end: int
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Known kinds of document and issuers, with how often they were met."""

    kinds: Mapping[str, int]
    issuers: Mapping[str, int]

    @staticmethod
    def load(path: Path) -> Numbers:
        """Read `doc_numbers.tsv`."""
        rows = read_tsv(path, ("id", "part", "text", "count"), key="id")
        parts: dict[str, dict[str, int]] = {"type": {}, "issuer": {}}
        for row in rows:
            parts[row["part"]][row["text"]] = int(row["count"])
        return Numbers(parts["type"], parts["issuer"])

    def changes(self, line: str) -> Iterator[Change]:
        """What is wrong with the document numbers of a line, from left to right, not overlapping."""
        if "-" not in line:  # every form has one
            return
        at = 0
        found = [(m, True) for m in _CODE.finditer(line)]
        found += [(m, False) for pattern in (_PAIR, _PARTY) for m in pattern.finditer(line)]
        for match, slashed in sorted(found, key=lambda item: (item[0].start(), -item[0].end())):
            if match.start() < at:
                continue
            changes = self._mend(match, slashed)
            if changes is not None:
                at = match.end()
                yield from changes

    def _mend(self, match: re.Match[str], slashed: bool) -> list[Change] | None:
        issuer = match["issuer"] or ""
        meant = "-".join(self._issuer(part) for part in issuer.split("-")) if issuer else ""
        sure = bool(set(meant.split("-")) & set(self.issuers))
        seen = match["kind"][:-1] if match["kind"][1:].endswith("Db") else match["kind"]  # Đ as two glyphs
        kind = closest(seen, tuple(self.kinds.items()), loose=slashed and sure)
        if kind is None or not (slashed or sure):
            return None
        wanted = {"kind": kind, "issuer": meant}
        if slashed and match["number"]:
            wanted["gap"] = ""
        if issuer:
            wanted |= {name: match[name].strip() for name in ("dash", "slash") if name in match.groupdict()}
        if slashed:
            wanted["pad"] = ""
        out = []
        for name, after in wanted.items():
            if match[name] is not None and match[name] != after:
                rule = "doc_number_space" if match[name].strip() == after else "doc_number"
                out.append(Change(match.start(name), match.end(name), after, rule))
        return sorted(out, key=lambda change: change.start)

    def _issuer(self, seen: str) -> str:
        return closest(seen, tuple(self.issuers.items()), loose=False) or seen


@lru_cache(maxsize=4096)
def closest(seen: str, known: tuple[tuple[str, int], ...], loose: bool) -> str | None:
    """The known text that `seen` stands for: the fewest wrong letters, then the commonest; None if there is none.

    A third of the letters may be wrong, a D for a Đ not counted; all of them when `loose`.
    """
    fits = []
    for text, count in known:
        if text == seen:
            return seen
        if len(text) != len(seen):
            continue
        wrong = [pair for pair in zip(seen, text, strict=True) if pair[0] != pair[1]]
        bad = sum(pair != ("D", "Đ") for pair in wrong)
        if all(s in _TAKEN.get(t, "") for s, t in wrong) and (loose or bad <= max(1, len(seen) // 3)):
            fits.append((bad + len(wrong), -count, text))
    return min(fits)[2] if fits else None
