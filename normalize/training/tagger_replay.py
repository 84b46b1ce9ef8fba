# ruff: noqa: S311 - draws need a seed, not secrecy
"""The longer recipe: many processes make texts, one graphics processor learns from them.

It learns faster than texts are made, so rows stay on the device and are drawn again, fresh ones oftener. One
character in seventy is hidden at each draw, so that no two draws of a row are the same and none is learnt by heart.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from queue import Empty
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from normalize.tagger import LINE_END, OTHER
from normalize.training import tagger_stream
from normalize.training.tagger_run import Trainer, alphabets, numbers, rate_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from normalize.training.tagger_plan import Plan, Set

HIDDEN = 1 / 70
PARCEL = 64  # rows that travel together
TELL_SECONDS = 60.0


def learn(plan: Plan, prepared: Set, tell: Callable[[Trainer], str]) -> None:
    """Run the plan on its device; the model is written, and `tell` asked how it goes, every few minutes."""
    queue, crew = makers(plan, prepared.material, numbers(*alphabets(plan, prepared)))
    trainer = Trainer(plan, prepared)
    store = Store(trainer.torch, plan.device, plan.keep, plan.length, plan.seed)
    store.take(queue, min(plan.keep, 64 * plan.batch))
    start = told = time.monotonic()
    over = 0.0
    while over < 1.0:
        store.take(queue, plan.batch)
        trainer.step(*store.draw(plan.batch), rate_at(over))
        trainer.seconds = time.monotonic() - start
        over = trainer.steps / plan.steps if plan.steps else trainer.seconds / 60 / plan.minutes
        if time.monotonic() - told > TELL_SECONDS or over >= 1.0:
            trainer.save()
            sys.stdout.write(f"{store.came * plan.length / 1e6:.0f} M characters made; {tell(trainer)}\n")
            sys.stdout.flush()
            told = time.monotonic()
    for process in crew:
        process.terminate()


def makers(plan: Plan, material: tagger_stream.Material, codes: tagger_stream.Codes) -> tuple[Any, list[Any]]:
    """A queue of parcels of rows, (2, `PARCEL`, length) int16 ids and labels, and the processes that fill it.

    Fork before the device is first touched. The processes run until they are terminated.
    """
    context = multiprocessing.get_context("fork")
    queue = context.Queue(8 * plan.workers)
    crew = [
        context.Process(target=_make, args=(plan, material, codes, at, queue), daemon=True)
        for at in range(plan.workers)
    ]
    for process in crew:
        process.start()
    return queue, crew


def _make(plan: Plan, material: tagger_stream.Material, codes: tagger_stream.Codes, worker: int, queue: Any) -> None:
    stream = tagger_stream.lines(material, Random(f"{plan.seed}-{worker}"))
    rows = tagger_stream.rows(stream, codes, plan.length)
    while True:
        queue.put(np.array([next(rows) for _ in range(PARCEL)], np.int16).transpose(1, 0, 2))


class Store:
    """Rows on the device; the oldest make room when it is full."""

    def __init__(self, torch: Any, device: str, most: int, length: int, seed: int) -> None:
        self.torch, self.device, self.most = torch, device, most - most % PARCEL
        self.rows = torch.zeros((2, self.most, length), dtype=torch.int16, device=device)
        self.draws = torch.Generator(device).manual_seed(seed)
        self.came = 0

    def take(self, queue: Any, least: int) -> None:
        """Put away what has come, and wait until `least` rows are there."""
        while True:
            try:
                parcel = queue.get(block=self.came < least)
            except Empty:
                return
            self.put(parcel)

    def put(self, parcel: NDArray[np.int16]) -> None:
        """Put one parcel of rows away."""
        at = self.came % self.most
        fresh = self.torch.from_numpy(np.ascontiguousarray(parcel))
        self.rows[:, at : at + PARCEL] = fresh.to(self.device, non_blocking=True)
        self.came += PARCEL

    def draw(self, size: int) -> tuple[Any, Any]:
        """Ids and labels of `size` rows; a row that came last is drawn twice as often as the mean one."""
        torch, there = self.torch, min(self.came, self.most)
        newest = (self.came - 1) % self.most
        back = 1 - torch.rand(size, device=self.device, generator=self.draws).sqrt()
        chosen = (newest - (back * there).long()) % there
        ids, marks = self.rows[:, chosen].long()
        hidden = torch.rand(ids.shape, device=self.device, generator=self.draws) < HIDDEN
        hidden &= ids != LINE_END
        return ids.masked_fill(hidden, OTHER), marks.masked_fill(hidden, tagger_stream.IGNORE)
