"""
A press of the Tab key, as paired ratios to a start of Python that does nothing.

    python bench/completion.py [--runs 15] [--json]

Run it with the interpreter of an environment in which llmpick is installed from a wheel, with
compiled bytecode: in a checkout each press also looks whether a module or a file of the catalog
changed. The goal is 30 ms where `python -c pass` takes 13 ms; wall times of a shared machine drift,
so that the ratio is what counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile

from startup import once, wall

LAUNCH = "import re, sys; from llmpick.__main__ import main; sys.exit(main())"
"""As the script of an installation begins."""
GOAL = 30 / 13
BREAKS = " \t\n\"'@><=;|&(:"
PRESSES = {
    "a command": ("words", "recomm"),
    "an option": ("words", "recommend", "--t"),
    "a task": ("words", "recommend", "--task", ""),
    "a provider in a list": ("words", "recommend", "--provider", "openai,a"),
    "a model": ("words", "show", "gpt-5"),
    "a route in bash": ("bash", "llmpick cost openai/gpt-5@", BREAKS),
    "any name": ("words", "show", ""),
}


def main() -> None:
    """Measure every press and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    nothing = [sys.executable, "-c", "pass"]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, words in PRESSES.items():
            press = [sys.executable, "-c", LAUNCH, "__complete", *words]
            wall(press), wall(nothing)
            walls = [(wall(press), wall(nothing)) for _ in range(options.runs)]
            used = [(once(press), once(nothing)) for _ in range(options.runs)]
            ratios = sorted(own / other for own, other in walls)
            rows.append(
                {
                    "press": name,
                    "ratio_median": statistics.median(ratios),
                    "ratio_min": ratios[0],
                    "ratio_max": ratios[-1],
                    "ratio_cpu": statistics.median(own / other for own, other in used),
                    "median_ms": statistics.median(own for own, _ in walls) * 1000,
                    "nothing_ms": statistics.median(other for _, other in walls) * 1000,
                    "goal": GOAL,
                    "runs": options.runs,
                }
            )
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    print(
        f"{'press':22}{'ratio':>7}{'min':>7}{'max':>7}{'cpu':>7}{'goal':>7}{'ms':>8}{'pass ms':>9}"
    )
    for row in rows:
        print(
            f"{row['press']:22}{row['ratio_median']:7.2f}{row['ratio_min']:7.2f}"
            f"{row['ratio_max']:7.2f}{row['ratio_cpu']:7.2f}{row['goal']:7.2f}"
            f"{row['median_ms']:8.1f}{row['nothing_ms']:9.1f}"
        )


if __name__ == "__main__":
    main()
