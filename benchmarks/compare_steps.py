#!/usr/bin/env python3
"""Times one training step, one thread, of Etalon and of PyTorch, in turns.

Both sides stay up; every round gives each a share of steps, the one that begins changing from round to
round, so that whatever else the machine does meets both. Prints per workload the median step of each
side and the least, middle and largest ratio of the rounds, by processor time and by the clock.

    benchmarks/compare_steps.py [--rounds 15] [--seconds 0.5] [WORKLOAD ...]
"""

import argparse
import glob
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
WORKLOADS = ["mlp", "cnn-8", "cnn-32", "resnet-18", "vit", "gpt"]


class Side:
    def __init__(self, command, settings=()):
        environment = dict(os.environ, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
        for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
            environment.pop(name, None)
        environment.update(setting.split("=", 1) for setting in settings)
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, workload, steps):
        """Seconds of one step: processor, clock."""
        self.process.stdin.write(f"{workload} {steps}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if len(answer) != 3:
            sys.exit("a side has ended")
        return float(answer[1]) / steps, float(answer[0]) / steps

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def java():
    natives = glob.glob(os.path.join(HERE, "../target/natives/*.jar"))
    if not natives:
        sys.exit("first: ./mvnw -N dependency:copy@natives")
    jar = os.environ.get("ETALON_BENCHMARKS", os.path.join(HERE, "target/benchmarks.jar"))
    path = os.pathsep.join([jar] + natives)
    options = os.environ.get("ETALON_JAVA_OPTS", "-Xmx900m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
    return ["java", *options.split(), "-cp", path, "org.etalon.benchmarks.StepWorker"]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--seconds", type=float, default=0.5)
    arguments.add_argument("--python", default="/usr/bin/python3")
    arguments.add_argument("--env", action="append", default=[], metavar="NAME=VALUE",
                           help="a setting of PyTorch's environment, such as OPENBLAS_CORETYPE")
    arguments.add_argument("workloads", nargs="*", default=WORKLOADS)
    options = arguments.parse_args()
    ours = Side(java())
    theirs = Side([options.python, os.path.join(HERE, "training_steps.py")], options.env)
    print(f"{'':10} {'ms per step':>19}   {'ratio, processor time':>23}   {'ratio, clock':>20}")
    print(f"{'':10} {'Etalon':>9} {'PyTorch':>9}   {'least':>7} {'median':>7} {'most':>7}"
          f"   {'least':>6} {'median':>6} {'most':>6}")
    for workload in options.workloads:
        for side in (ours, theirs):
            side.run(workload, 10)
        step = max(side.run(workload, 5)[0] for side in (ours, theirs))
        steps = max(3, int(options.seconds / step))
        for side in (ours, theirs):
            side.run(workload, steps)
        rounds = []
        for number in range(options.rounds):
            if number % 2 == 0:
                a = ours.run(workload, steps)
                b = theirs.run(workload, steps)
            else:
                b = theirs.run(workload, steps)
                a = ours.run(workload, steps)
            rounds.append((a, b))
        processor = sorted(a[0] / b[0] for a, b in rounds)
        clock = sorted(a[1] / b[1] for a, b in rounds)
        print(f"{workload:10} {statistics.median(a[0] for a, _ in rounds) * 1e3:9.3f}"
              f" {statistics.median(b[0] for _, b in rounds) * 1e3:9.3f}  "
              f" {processor[0]:7.2f} {statistics.median(processor):7.2f} {processor[-1]:7.2f}  "
              f" {clock[0]:6.2f} {statistics.median(clock):6.2f} {clock[-1]:6.2f}", flush=True)
    ours.close()
    theirs.close()


if __name__ == "__main__":
    main()
