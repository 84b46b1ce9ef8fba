"""Make a scan of a decision's text.

python -m gold.simulate --text data/raw/1678-qd-bkhcn.txt --out scan.pdf --seed 7
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gold.simulate.degrade import GRADES
from gold.simulate.sample import blocks_of
from gold.simulate.scan import simulate
from normalize.errors import DecisionError


def main(arguments: list[str] | None = None) -> int:
    """Typeset, degrade, wrap; 0 when the scan is written, 2 when it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m gold.simulate", description=__doc__)
    parser.add_argument("--text", type=Path, required=True, help="the decision as text (UTF-8)")
    parser.add_argument("--out", type=Path, required=True, help="the PDF to write")
    parser.add_argument("--seed", type=int, default=7, help="the same seed gives the same bytes")
    parser.add_argument("--grade", choices=sorted(GRADES), default="office")
    chosen = parser.parse_args(arguments)
    try:
        blocks = blocks_of(chosen.text.read_text(encoding="utf-8"))
        chosen.out.write_bytes(simulate(blocks, GRADES[chosen.grade], chosen.seed))
    except (DecisionError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
