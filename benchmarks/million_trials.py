#!/usr/bin/env python3
"""How long the commands that only read take on a study of a million trials; whole processes.

    ./mvnw -q package -DskipTests
    benchmarks/million_trials.py                                     # SQLite, in a temporary folder
    benchmarks/million_trials.py --store 'jdbc:postgresql://localhost/etalon?user=lab'

The study is made up (SyntheticStudy among the tests of lab): 40 depths of a plain network, 100 learning rates,
250 seeds. A store that has it already is used as it is. Of each command the processor time of the process (user
and system; of PostgreSQL's server it is not seen) and the time by the clock are printed, the least of ROUNDS,
and the largest resident memory.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
# All laws but the probe, which trains nothing and yet runs the engine.
LAWS = "am-mup,path-sum,depth-mup,completep,constant,measured"
COMMANDS = {
    "studies": ["studies"],
    "fit": ["fit", "--study", "synthetic"],
    "judge": ["judge", "--study", "synthetic", "--no-training", "--law", LAWS],
    "report": ["report", "--study", "synthetic", "--out", "report.html"],
}


def fill(store, shape):
    """Writes the study into the store, and says how long that took."""
    path = [ROOT / "benchmarks/target/benchmarks.jar", ROOT / "lab/target/test-classes"]
    began = time.monotonic()
    subprocess.run(
        ["java", "-Xmx1g", "-cp", os.pathsep.join(map(str, path)), "org.etalon.lab.store.SyntheticStudy", store]
        + list(map(str, shape)),
        check=True,
    )
    print(f"written in {time.monotonic() - began:.0f} s by the clock")


def has_study(command, store):
    told = subprocess.run(command + ["studies", "--store", store], capture_output=True, text=True)
    return "synthetic" in told.stdout


def run(command, folder):
    """Processor seconds, seconds by the clock and mebibytes of one process."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} ended with status {status}")
    return used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", help="a file, or jdbc:postgresql://…; default: a temporary file")
    parser.add_argument("--shape", default="40,100,250", help="sizes, rates, seeds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--etalon", default=str(ROOT / "etalon"))
    options = parser.parse_args()
    command = [options.etalon]
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or os.path.join(folder, "etalon.db")
        if not has_study(command, store):
            fill(store, options.shape.split(","))
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        print(f"{'command':10}{'processor, s':>14}{'clock, s':>10}{'MiB':>8}")
        for name, arguments in COMMANDS.items():
            rounds = [run(command + arguments + ["--store", store], folder) for _ in range(options.rounds)]
            processor, clock, memory = (min(values) for values in zip(*rounds))
            print(f"{name:10}{processor:14.2f}{clock:10.2f}{memory:8.0f}")
        print(f"report.html: {os.path.getsize(os.path.join(folder, 'report.html')) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
