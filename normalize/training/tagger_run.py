# ruff: noqa: S311 - draws need a seed, not secrecy
"""One training run of the tagger: a few workers, each with its part of every batch, and the model they share.

The mean of the workers' gradients is taken in shared memory, so that every worker makes the same step
(synchronous data parallelism); each keeps the norms' statistics of its own part, the first worker's are written.
"""

from __future__ import annotations

import json
import math
import multiprocessing
from dataclasses import dataclass, fields
from itertools import accumulate, pairwise
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from normalize.tagger import OTHER, unknown
from normalize.training import tagger_data, tagger_stream
from normalize.training.tagger_net import Shape, build, layout, weights

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from normalize.training.tagger_plan import Plan, Set

VERSION = 1


def feed(
    plan: Plan, material: tagger_stream.Material, codes: tagger_stream.Codes, worker: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Batches of one worker: a stream for each row, so that a batch holds many documents."""
    streams = [
        tagger_stream.rows(tagger_stream.lines(material, Random(f"{plan.seed}-{worker}-{row}")), codes, plan.length)
        for row in range(plan.batch // plan.workers)
    ]
    while True:
        parts = [next(stream) for stream in streams]
        yield np.stack([ids for ids, _ in parts]), np.stack([marks for _, marks in parts])


def rate_at(done: float) -> float:
    """Share of the full learning rate when `done` (0..1) of the run is over: up in 3 %, then a half cosine."""
    warm = 0.03
    if done < warm:
        return done / warm
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (done - warm) / (1 - warm)))) + 0.002


@dataclass(frozen=True, slots=True)
class Pool:
    """What the workers share: a row of gradients each, how much of the run is over, and a place to meet."""

    rows: NDArray[np.float32]
    done: NDArray[np.float64]
    barrier: Any

    @classmethod
    def of(cls, workers: int, size: int) -> Pool:
        """Shared memory for `size` weights; fork after this. A worker that waits ten minutes in vain gives up."""
        context = multiprocessing.get_context("fork")
        rows = np.frombuffer(context.RawArray("f", workers * size), np.float32).reshape(workers, size)
        return cls(rows, np.frombuffer(context.RawArray("d", 1), np.float64), context.Barrier(workers, timeout=600))

    def average(self, gradients: Sequence[Any], worker: int) -> None:
        """Replace a worker's gradients by the mean over all workers."""
        ends = list(accumulate((gradient.numel() for gradient in gradients), initial=0))
        for gradient, (start, end) in zip(gradients, pairwise(ends), strict=True):
            self.rows[worker, start:end] = gradient.numpy().reshape(-1)
        self.barrier.wait()
        mean = self.rows[:, : ends[-1]].mean(axis=0)
        self.barrier.wait()
        for gradient, (start, end) in zip(gradients, pairwise(ends), strict=True):
            gradient.numpy()[...] = mean[start:end].reshape(gradient.shape)


def alphabets(plan: Plan, prepared: Set) -> tuple[list[str], list[str]]:
    """The characters and outputs of a run: its own, or those of the run that it goes on from."""
    if plan.resume is None:
        return prepared.alphabets
    import torch  # type: ignore[import-not-found]  # only who trains installs it

    stored = torch.load(plan.resume, map_location="cpu")
    return stored["chars"], stored["outputs"]


def numbers(chars: Sequence[str], outputs: Sequence[str]) -> tagger_stream.Codes:
    """Numbers of characters and labels, as `normalize.tagger` counts them."""
    ids = {char: at + OTHER + 1 for at, char in enumerate(chars)} | {"\n": 0}
    return tagger_stream.Codes(ids, {label: at for at, label in enumerate(outputs)}, unknown)


class Trainer:
    """The state of a run: the network, its running average, the optimiser."""

    def __init__(self, plan: Plan, prepared: Set) -> None:
        import torch

        torch.manual_seed(plan.seed)
        if plan.device == "cpu":
            torch.set_num_threads(1)  # a process a core: threads within one would wait for each other at every layer
        self.torch, self.plan, self.prepared = torch, plan, prepared
        self.steps, self.seconds, self.loss = 0, 0.0, torch.zeros((), device=plan.device)
        self.before = (0, 0.0)  # steps and seconds of the runs that this one goes on from
        stored = torch.load(plan.resume, map_location=plan.device) if plan.resume else {}
        self.chars, self.outputs = alphabets(plan, prepared)
        self.shape = Shape(len(self.chars) + OTHER + 1, len(self.outputs), **plan.sizes)
        self.net = build(self.shape).to(plan.device)
        self.optimiser = torch.optim.AdamW(self.net.parameters(), plan.rate, (0.9, 0.98), weight_decay=0.02)
        self.average = torch.optim.swa_utils.AveragedModel(
            self.net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999), use_buffers=True
        )
        if stored:
            self.net.load_state_dict(stored["net"])
            self.average.load_state_dict(stored["average"])
            self.optimiser.load_state_dict(stored["optimiser"])
            self.before = stored["steps"], stored["seconds"]

    def step(self, ids: Any, marks: Any, share: float, average: Callable[[Sequence[Any]], None] | None = None) -> None:
        """One batch of tensors on the device, at `share` of the full learning rate.

        `average` replaces the gradients by the mean over all workers, where there are several.
        """
        torch = self.torch
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.rate * share
        with torch.autocast(self.plan.device, torch.bfloat16):
            logits = self.net(ids)
        loss = torch.nn.functional.cross_entropy(
            logits.float().flatten(0, 1), marks.flatten(), ignore_index=tagger_stream.IGNORE
        )
        self.optimiser.zero_grad()
        loss.backward()
        if average is not None:
            average([weight.grad for weight in self.net.parameters()])
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimiser.step()
        self.average.update_parameters(self.net)
        self.steps += 1
        self.loss = loss.detach() if self.steps == 1 else torch.lerp(self.loss, loss.detach(), 0.01)

    def save(self) -> None:
        """Write the averaged model for inference, and the whole state for going on if the plan wants it."""
        self.plan.out.mkdir(parents=True, exist_ok=True)
        arrays = weights(self.average.module)
        half = {name: array.astype(np.float16) for name, array in arrays.items()}
        path = self.plan.out / "tagger.npz"
        np.savez(path.with_suffix(".new.npz"), **half)  # type: ignore[arg-type]  # the stub has a flag there
        manifest = self._manifest() | {"chars": "".join(self.chars), "outputs": self.outputs}
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
        path.with_suffix(".new.npz").replace(path)
        if self.plan.state:
            state = {"chars": self.chars, "outputs": self.outputs, "net": self.net.state_dict()}
            state |= {"average": self.average.state_dict(), "optimiser": self.optimiser.state_dict()}
            state |= {"steps": self.before[0] + self.steps, "seconds": self.before[1] + self.seconds}
            self.torch.save(state, self.plan.state)

    def _manifest(self) -> dict[str, object]:
        settings = {f.name: getattr(self.plan, f.name) for f in fields(self.plan) if f.type in {"int", "float"}}
        steps = self.before[0] + self.steps
        return {
            "version": VERSION,
            "steps": steps,
            "characters": steps * self.plan.batch * self.plan.length,
            "trained_minutes": round((self.before[1] + self.seconds) / 60, 1),
            "loss": round(float(self.loss), 4),
            "settings": settings,
            "mix": tagger_stream.MIX,
            "shares": tagger_data.SHARES,
            **self.prepared.made_from,
            "shape": layout(self.shape),
        }
