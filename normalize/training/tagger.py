"""Train the character tagger: `python -m normalize.training.tagger --corpus DIR --pairs DIR --out DIR`.

Needs torch (2.13, processor build) and two cores; about an hour, over which 105 million characters are read. Writes
`tagger.npz` (16-bit weights) and `tagger.json` (alphabets and what the model was made from), and again every few
minutes on the way. The shipped model was made by the longer recipe, a graphics processor and sixteen cores for nine
minutes, which drew 2,790 million from 560 million: `--device cuda --workers 15 --batch 256 --minutes 8.8`, with
`--more DIR` of `gold.simulate.pairs`: eng 6000 lines, ocrad 3000, ces, deu, fra, pol 1500, ita, ron 1000.
With `--steps` instead of `--minutes` the run depends on nothing but its inputs, the seed and the workers.
`--state FILE` keeps what is needed to go on; `--resume FILE` goes on from it, with a rate that rises and falls
again: give it a new seed, for new lines, and about half the rate (`--rate 0.0015`).
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from normalize.tagger import Tagger
from normalize.training import tagger_data, tagger_replay
from normalize.training.tagger_plan import Plan, Set, prepare
from normalize.training.tagger_run import Pool, Trainer, feed, numbers, rate_at

if TYPE_CHECKING:
    from collections.abc import Sequence

CHECK_SECONDS = 180.0
_WEIGHTS = 5_000_000  # more than the network has


def train(plan: Plan) -> Path:
    """Run the plan and return the path of the model."""
    prepared = prepare(plan)
    if plan.device != "cpu":
        tagger_replay.learn(plan, prepared, _progress)
        return plan.out / "tagger.npz"
    pool = Pool.of(plan.workers, _WEIGHTS)
    context = multiprocessing.get_context("fork")
    crew = [context.Process(target=_work, args=(plan, prepared, pool, at)) for at in range(1, plan.workers)]
    for process in crew:
        process.start()
    _work(plan, prepared, pool, 0)
    for process in crew:
        process.join()
    return plan.out / "tagger.npz"


def _work(plan: Plan, prepared: Set, pool: Pool, worker: int) -> None:
    """One worker's share of the run; the first keeps the time, writes the model and tells how it goes."""
    trainer = Trainer(plan, prepared)
    batches = feed(plan, prepared.material, numbers(trainer.chars, trainer.outputs), worker)
    start = checked = time.monotonic()
    while pool.done[0] < 1.0:
        ids, marks = map(trainer.torch.from_numpy, next(batches))
        trainer.step(ids, marks, rate_at(float(pool.done[0])), lambda gradients: pool.average(gradients, worker))
        if worker == 0:
            trainer.seconds = time.monotonic() - start
            over = trainer.steps / plan.steps if plan.steps else trainer.seconds / 60 / plan.minutes
            pool.done[0] = over
            if time.monotonic() - checked > CHECK_SECONDS or over >= 1.0:
                trainer.save()
                sys.stdout.write(_progress(trainer) + "\n")
                sys.stdout.flush()
                checked = time.monotonic()
        pool.barrier.wait()


def _progress(trainer: Trainer, lines: int = 600) -> str:
    """Steps, loss and accuracy on a few tune lines, by the model as it was written."""
    tagger = Tagger.load(trainer.plan.out / "tagger.npz")
    pairs = trainer.prepared.tune[:lines]
    right, total = agreement(tagger.greedy([seen for seen, _ in pairs]), [meant for _, meant in pairs])
    minutes = trainer.seconds / 60
    chars = trainer.steps * trainer.plan.batch * trainer.plan.length / 1e6
    share = f"{right / max(1, total):.4f} of {total} tokens"
    return f"{minutes:.1f} min, {trainer.steps} steps, {chars:.1f} M characters, loss {trainer.loss:.4f}, {share}"


def agreement(found: Sequence[str], meant: Sequence[str]) -> tuple[int, int]:
    """Tokens of `meant` that `found` has in place, and all of them; tokens align as in the longest common run."""
    right = total = 0
    for left, line in zip(found, meant, strict=True):
        words = tagger_data.old_style(line).split()
        blocks = SequenceMatcher(None, tagger_data.old_style(left).split(), words, autojunk=False)
        right += sum(block.size for block in blocks.get_matching_blocks())
        total += len(words)
    return right, total


def read_plan(arguments: Sequence[str] | None = None) -> Plan:
    """The plan of a command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("corpus", "pairs", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True, metavar="DIR")
    parser.add_argument("--more", type=Path, metavar="DIR", help="pairs of other engines, by gold.simulate.pairs")
    for name in ("state", "resume"):
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help="the whole state, to go on training from")
    for name in ("minutes", "rate"):
        parser.add_argument(f"--{name}", type=float)
    parser.add_argument("--device", help="cpu, or cuda for a graphics processor; then the workers make texts only")
    for name in ("steps", "seed", "batch", "length", "labels", "workers", "keep"):
        parser.add_argument(f"--{name}", type=int)
    given = {name: value for name, value in vars(parser.parse_args(arguments)).items() if value is not None}
    return Plan(**given)


if __name__ == "__main__":
    train(read_plan())
