"""Measure the project against what a user would otherwise write.

``python benchmarks/run.py ledger --sizes 1000 10000 --rounds 3``

Every contestant runs in a process of its own, in turn, on the same data, round after round, so
that a busy machine is unfair to all alike. Given are user CPU seconds and peak memory of the
whole process (reading and imports are taken off by a mark set before the call; compiling is not
counted, it is cached), medians over the rounds, and ratios to the project. One that is slower
than ``--limit`` seconds is stopped.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]


def prepare(n, folder):
    """Write the national data of one size."""
    import national

    hazards, releases = national.hazards_and_releases(n)
    folder.mkdir(parents=True)
    hazards.to_parquet(folder / "hazards.parquet")
    releases.to_parquet(folder / "releases.parquet")
    national.districts().to_parquet(folder / "districts.parquet")


def measure(task, name, folder):
    """Run one contestant here and print what it took."""
    import contestants

    function = next(f for f in contestants.TASKS[task] if f.__name__ == name)
    given = contestants.inputs(task, folder)
    if function is contestants.TASKS[task][-1] or name.startswith("ledger"):
        few = (
            [frame[:50] for frame in given[:-1]] + given[-1:] if len(given) > 1 else [given[0][:50]]
        )
        function(*few)  # loads compiled code
    before = resource.getrusage(resource.RUSAGE_SELF)
    figures = function(*given)
    after = resource.getrusage(resource.RUSAGE_SELF)
    out = {"user": after.ru_utime - before.ru_utime, "peak": after.ru_maxrss / 1024}
    np.save(folder / f"{task}-{name}.npy", figures)
    print(json.dumps(out))


def agreement(task, folder, names):
    """Largest relative difference to the project's figures, where the unit is the same."""
    own = np.load(folder / f"{task}-{names[-1]}.npy")
    out = {}
    for name in names:
        path = folder / f"{task}-{name}.npy"
        if not path.exists():
            continue
        other = np.load(path)
        if task in ("ledger", "remaining") and not name.startswith("ledger"):
            continue  # others give square degrees
        difference = np.abs(other - own) / np.where(own == 0, 1, np.abs(own))
        out[name] = float(difference.max())
    return out


def main():
    """Run the tasks and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="*", default=["ledger"])
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600)
    parser.add_argument("--only", nargs="+", help="contestants")
    parser.add_argument("--one", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.tasks[0], options.one[0], Path(options.one[1]))
        return
    import contestants

    print("| task | N | contestant | user CPU s | ratio | peak MB | growth | differs by |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as scratch:
        earlier = {}
        for n in options.sizes:
            folder = Path(scratch) / str(n)
            prepare(n, folder)
            for task in options.tasks:
                names = [f.__name__ for f in contestants.TASKS[task]]
                if options.only:
                    names = [name for name in names if name in (*options.only, names[-1])]
                runs = {name: [] for name in names}
                for _ in range(options.rounds):
                    for name in names:
                        command = [sys.executable, __file__, task, "--one", name, str(folder)]
                        try:
                            done = subprocess.run(
                                command,
                                capture_output=True,
                                text=True,
                                timeout=options.limit,
                                check=False,
                            )
                        except subprocess.TimeoutExpired:
                            continue
                        if done.returncode:
                            print(done.stderr, file=sys.stderr)
                            continue
                        runs[name].append(json.loads(done.stdout.splitlines()[-1]))
                differs = agreement(task, folder, names) if runs[names[-1]] else {}
                own = statistics.median([r["user"] for r in runs[names[-1]]] or [math.nan])
                for name in names:
                    if not runs[name]:
                        print(f"| {task} | {n} | {name} | over {options.limit:.0f} s | | | | |")
                        continue
                    user = statistics.median(r["user"] for r in runs[name])
                    peak = statistics.median(r["peak"] for r in runs[name])
                    growth = ""
                    if (task, name) in earlier:
                        last_n, last = earlier[task, name]
                        growth = f"N^{math.log(user / last) / math.log(n / last_n):.2f}"
                    earlier[task, name] = n, user
                    print(
                        f"| {task} | {n} | {name} | {user:.2f} | {user / own:.1f} | {peak:.0f} "
                        f"| {growth} | {differs.get(name, math.nan):.0e} |",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
