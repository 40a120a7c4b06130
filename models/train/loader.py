"""Batches drawn by worker processes, so that a fast device does not wait for pictures."""

import os
import shutil
import signal

import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from data import Formulas, batches

PATIENCE = 300  # seconds without a batch after which a worker counts as stuck


class Stream(IterableDataset):
    """Each worker's endless batches from a seed of its own; ink travels as uint8, a quarter of its size."""

    def __init__(self, data: Formulas, seed: int, budget: int):
        self.data, self.seed, self.budget = data, seed, budget

    def __iter__(self):
        rng = np.random.default_rng([self.seed, get_worker_info().id])
        for batch in batches(self.data, rng, self.budget, pool=pool_of(self.budget)):
            yield {**batch, "ink": batch["ink"].mul_(255).round_().byte()}


def pool_of(budget: int) -> int:
    """Pictures to sort by size at a time: enough for several batches of each size."""
    return max(4000, budget // 6)


def default_workers(device: torch.device) -> int:
    """CPU training draws in its own processes, which have the cores; beside CUDA every core but one draws."""
    return max(1, len(os.sched_getaffinity(0)) - 1) if device.type == "cuda" else 0


def prefetched(workers: int, budget: int) -> int:
    """Batches that each worker keeps ready: 1 to 4, as half of the shared memory holds them (a patch has 128 bytes)."""
    room = shutil.disk_usage("/dev/shm").free // 2
    return min(4, max(1, room // (workers * budget * 160)))


def as_worker(number: int) -> None:
    """A worker dies when it is told to, whatever the trainer does on these signals."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def drawn(data: Formulas, seed: int, budget: int, workers: int, device: torch.device):
    """Endless batches on `device`, ink f32 in 0..1 (see data.collate for the rest).

    With workers the batches come in turn, so a seed and a number of workers give the same batches again. Raises
    RuntimeError when a worker fails, dies or draws nothing for PATIENCE seconds. Closing the generator ends the workers.
    """
    if workers == 0:
        source = batches(data, np.random.default_rng(seed), budget)
    else:
        source = iter(DataLoader(
            Stream(data, seed, budget), batch_size=None, num_workers=workers, collate_fn=same, worker_init_fn=as_worker,
            prefetch_factor=prefetched(workers, budget), pin_memory=device.type == "cuda", timeout=PATIENCE,
            multiprocessing_context="fork",
        ))  # fmt: skip
    for batch in source:
        batch = to_device(batch, device)
        if batch["ink"].dtype == torch.uint8:
            batch["ink"] = batch["ink"].float().div_(255)
        yield batch


def to_device(batch: dict, device: torch.device) -> dict:
    return {key: value.to(device, non_blocking=True) if torch.is_tensor(value) else value for key, value in batch.items()}


def same(batch: dict) -> dict:
    return batch
