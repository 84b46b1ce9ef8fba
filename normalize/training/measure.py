"""Measure a trained repair on held-out lines, and learn how far its odds can be believed."""

from __future__ import annotations

import shutil
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Levenshtein

from normalize.repair import Repairer
from normalize.training import save

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from normalize.records import Repaired
    from normalize.training.align import Pair

EDGES = (0.0, 0.4, 0.8, 1.2, 1.6, 2.0, 2.5, 3.0, 4.0, 5.0)  # log10 odds that part the bins
PAGE = 500  # lines repaired together
FEWEST = 20  # edits a bin must hold
Table = list[tuple[float, float]]  # log10 odds, share of right edits


def carry(source: Path, target: Path) -> None:
    """Copy the reviewed tables that training does not make."""
    for name in ("doc_numbers.tsv", "rules.tsv", "calibration.tsv", "tagger.npz", "tagger.json"):
        if (source / name).exists():
            shutil.copy(source / name, target / name)


def tokens(text: str) -> list[str]:
    """Tokens as accuracy counts them: white space parts, dashes are equal, `|` is dropped."""
    plain = unicodedata.normalize("NFC", text).replace("–", "-").replace("—", "-").replace("|", " ")
    return plain.split()


def wrong(out: Sequence[str], meant: Sequence[str]) -> tuple[set[int], set[int]]:
    """Which tokens of the output, and which of the reference, have no equal partner."""
    ops = Levenshtein.editops(out, meant)
    return {op.src_pos for op in ops if op.tag != "insert"}, {op.dest_pos for op in ops if op.tag != "delete"}


def accuracy(outs: Sequence[str], meants: Sequence[str]) -> tuple[int, int]:
    """Reference tokens that came out right, and all of them."""
    right = total = 0
    for out, meant in zip(outs, meants, strict=True):
        reference = tokens(meant)
        total += len(reference)
        right += len(reference) - len(wrong(tokens(out), reference)[1])
    return right, total


def bare(text: str) -> str:
    """A text without its diacritics."""
    marks = unicodedata.normalize("NFD", text)
    return "".join(c for c in marks if not unicodedata.combining(c)).replace("đ", "d").replace("Đ", "D")


def chosen(pairs: Mapping[str, Sequence[Pair]], use: Mapping[str, Sequence[str]], what: str) -> dict[str, list[Pair]]:
    """The lines of one use by engine, and under `bare` and `clean` the meant sides of all, stripped and as they are."""
    kept = {
        engine: [pair for pair, use_of in zip(lines, use[engine], strict=True) if use_of == what]
        for engine, lines in pairs.items()
    }
    everything = [meant for lines in kept.values() for _, meant in lines]
    kept["bare"] = [(bare(meant), meant) for meant in everything]
    kept["clean"] = [(meant, meant) for meant in everything]
    return kept


def repair(repairer: Repairer, pairs: Sequence[Pair]) -> list[Repaired]:
    """The seen sides repaired in pages of `PAGE` lines: a file of pairs holds lines of many documents."""
    seen = [line for line, _ in pairs]
    return [one for at in range(0, len(seen), PAGE) for one in repairer.repair_lines(seen[at : at + PAGE])]


def report(folder: Path, sets: Mapping[str, Sequence[Pair]]) -> dict[str, dict[str, float]]:
    """Token accuracy of each set before and after repair by the models of `folder`, with n."""
    repairer = Repairer.load(folder)
    out = {}
    for name, lines in sets.items():
        repaired = [one.text for one in repair(repairer, lines)]
        meants = [meant for _, meant in lines]
        right, total = accuracy(repaired, meants)
        before, _ = accuracy([seen for seen, _ in lines], meants)
        out[name] = {"n": total, "before": before / max(total, 1), "after": right / max(total, 1)}
    return out


def calibrate(
    folder: Path, pairs: Mapping[str, Sequence[Pair]], use: Mapping[str, Sequence[str]], what: str, date: str
) -> dict[str, Table]:
    """For garbled, bare and clean text: odds of an edit against the other readings -> share of right ones."""
    (folder / "calibration.tsv").unlink(missing_ok=True)
    write_calibration(folder / "calibration.tsv", {}, date)
    repairer = Repairer.load(folder)
    sets_of = chosen(pairs, use, what)
    names = {"garbled": ("eng",), "bare": ("bare",), "clean": ("vie", "script-vietnamese", "clean")}
    tables = {}
    for manner, sets in names.items():
        points = []
        for name in sets:
            lines = sets_of[name]
            for one, (_, meant) in zip(repair(repairer, lines), lines, strict=True):
                points += judge(one, meant)
        tables[manner] = isotonic(points)
    return tables


def judge(one: Repaired, meant: str) -> list[tuple[float, bool]]:
    """For each edit of a line, its odds and whether the tokens it made are right."""
    out = tokens(one.text)
    bad, _ = wrong(out, tokens(meant))
    marks, at = [], 0
    for number, token in enumerate(out):
        at = one.text.replace("–", "-").replace("—", "-").replace("|", " ").index(token, at)
        marks.append((at, at + len(token), number in bad))
        at += len(token)
    points, shift = [], 0
    for edit in one.edits:
        start, end = edit.start + shift, edit.start + shift + len(edit.after)
        shift += len(edit.after) - (edit.end - edit.start)
        touched = [is_bad for first, last, is_bad in marks if first < end and start < last]
        points.append((odds_of(edit.confidence), not any(touched)))
    return points


def odds_of(share: float) -> float:
    """Log10 odds of a probability, within ±6."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    return float(np.log10(share / (1 - share)))


def isotonic(points: Sequence[tuple[float, bool]]) -> Table:
    """A rising table of odds and shares: bins of odds, neighbours that fall or hold too few are pooled.

    Source: pool adjacent violators, Ayer et al. 1955.
    """
    values = np.array(points, float).reshape(-1, 2)
    bins = np.digitize(values[:, 0], EDGES)
    pools: list[list[float]] = []  # weight, sum of odds, right ones
    for part in (values[bins == number] for number in range(len(EDGES) + 1)):
        if not len(part):
            continue
        pools.append([float(len(part)), float(part[:, 0].sum()), float(part[:, 1].sum())])
        while len(pools) > 1 and (pools[-2][0] < FEWEST or pools[-2][2] / pools[-2][0] >= pools[-1][2] / pools[-1][0]):
            last = pools.pop()
            pools[-1] = [a + b for a, b in zip(pools[-1], last, strict=True)]
    return [(total / weight, (right + 0.5) / (weight + 1)) for weight, total, right in pools]


def write_calibration(path: Path, tables: Mapping[str, Table], date: str) -> None:
    """Write the tables."""
    head = [
        "# how often an edit is right, by log10 odds of its reading against all others, for each kind of text",
        f"# source: measured by normalize.training on held-out lines; date: {date}",
        "manner\todds\tconfidence",
    ]
    rows = [f"{manner}\t{odds:.4f}\t{share:.4f}" for manner, table in tables.items() for odds, share in table]
    save.write_text(path, [*head, *rows])
