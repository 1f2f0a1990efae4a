#!/usr/bin/env python3
"""The grid of [W26] on the bundled digits: Etalon's sweep beside the same protocol in plain PyTorch.

CNN of width 16 (circular padding, ReLU, global average), depths 3 5 8 12 18 28, 20 learning rates, 2 seeds,
100 steps of SGD, batch 64, score: mean training loss. PyTorch runs one trial after another with one thread,
as a script would; Etalon runs one trial on each of two cores. Wall-clock of whole processes.

    benchmarks/compare_sweeps.py [--depths 3,5,8] [--rounds N] [--etalon COMMAND] [--python COMMAND]
"""

import argparse
import gzip
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIGITS = ROOT / "core/src/main/resources/org/etalon/data/digits.csv.gz"
RATES, SEEDS, STEPS, BATCH, WIDTH = 20, 2, 100, 64, 16


def protocol(depths):
    """The grid in plain PyTorch: the whole of what a user would write."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    with gzip.open(DIGITS, "rt") as lines:
        rows = [[float(x) for x in line.split(",")] for line in lines if line[0].isdigit()]
    table = torch.tensor(rows)
    images = (table[:, :64] / 16).reshape(-1, 1, 8, 8)
    images = (images - images.mean()) / images.std()
    labels = table[:, 64].long()
    best = {}
    for depth in depths:
        for rate in (0.001 * 1000 ** (i / (RATES - 1)) for i in range(RATES)):
            for seed in range(SEEDS):
                torch.manual_seed(seed)
                layers, channels = [], 1
                for _ in range(depth):
                    conv = nn.Conv2d(channels, WIDTH, 3, padding=1, padding_mode="circular")
                    nn.init.kaiming_normal_(conv.weight, nonlinearity="relu")
                    nn.init.zeros_(conv.bias)
                    layers += [conv, nn.ReLU()]
                    channels = WIDTH
                layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(WIDTH, 10)]
                model = nn.Sequential(*layers)
                optimizer = torch.optim.SGD(model.parameters(), lr=rate)
                order, total = torch.randperm(len(labels)), 0.0
                for step in range(STEPS):
                    at = (step * BATCH) % (len(labels) - BATCH)
                    index = order[at : at + BATCH]
                    loss = nn.functional.cross_entropy(model(images[index]), labels[index])
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
                    total += loss.item()
                if math.isfinite(total) and total < best.get(depth, (math.inf,))[0]:
                    best[depth] = (total, rate)
    return {depth: rate for depth, (_, rate) in best.items()}


def etalon(command, depths, folder, search):
    """One sweep into a store of its own; how long it took, its optima and its trials."""
    store = os.path.join(folder, f"{search}-{time.monotonic_ns()}.db")
    line = [command, "sweep", "--study", "w26", "--model", f"cnn:width={WIDTH}"]
    line += ["--vary", "depth=" + ",".join(map(str, depths)), "--rates", f"0.001:1:{RATES}"]
    line += ["--seeds", str(SEEDS), "--steps", str(STEPS), "--batch", str(BATCH)]
    line += ["--search", search, "--workers", "2", "--store", store, "--format", "json"]
    if search == "adaptive":
        # The smallest depth's optimum stands for what a user knows from a first run.
        # A fifth of the grid's training is the budget.
        line += ["--guess", "0.3", "--budget", str(RATES * SEEDS * STEPS // 5)]
    began = time.monotonic()
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    took = time.monotonic() - began
    result = json.loads(done.stdout)
    return took, {s["size"]: s["optimum"]["learningRate"] for s in result["sizes"]}, result["trained"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--depths", default="3,5,8,12,18,28")
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--etalon", default=str(ROOT / "etalon"))
    arguments.add_argument("--python", default="/usr/bin/python3")
    arguments.add_argument("--protocol", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    depths = [int(depth) for depth in given.depths.split(",")]
    if given.protocol:
        print(json.dumps(protocol(depths)))
        return
    environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    with tempfile.TemporaryDirectory() as folder:
        # Builds and fetches what is missing, which is not to be timed.
        etalon(given.etalon, depths[:1], folder, "adaptive")
        for _ in range(given.rounds):
            grid, optima, trained = etalon(given.etalon, depths, folder, "grid")
            adaptive, found, few = etalon(given.etalon, depths, folder, "adaptive")
            began = time.monotonic()
            line = [given.python, __file__, "--protocol", "--depths", given.depths]
            done = subprocess.run(line, env=environment, capture_output=True, text=True, check=True)
            plain = time.monotonic() - began
            print(f"PyTorch   {plain:7.1f} s  {done.stdout.strip()}")
            print(f"grid      {grid:7.1f} s  {grid / plain:.2f} of it, {trained} trials  {optima}")
            print(f"adaptive  {adaptive:7.1f} s  {adaptive / plain:.2f} of it, {few} trials  {found}")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
