"""
Start-up, as paired ratios: each command in turn with the one it is measured against.

    python bench/startup.py [--runs 15] [--json] [--peer PROGRAM]

Run it with the interpreter of an environment in which llmpick is installed from a wheel, with
compiled bytecode. Absolute times of a shared machine drift; the ratio of two neighbours does not.
PROGRAM is the `roadmodel` of an environment of its own: the fastest peer that ranks in code.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import NamedTuple

LAUNCH = "import sys; from llmpick.__main__ import main; sys.exit(main())"
LOAD = """
from llmpick.catalog.columns import unpack
from llmpick.catalog.container import open_container
import llmpick.catalog
import os
path = os.path.join(os.path.dirname(llmpick.catalog.__file__), "catalog.bin")
container = open_container(path)
for table in ("models", "offerings", "providers", "licences", "tasks", "estimate/coding"):
    list(unpack(container.section(table)))
container.section("scale")
"""
SCORE = [
    "score",
    "--category",
    "coding",
    "--complexity",
    "medium",
    "--budget",
    "cheap",
    "--top",
    "6",
]
"""The question of a peer that comes nearest."""
NEED = ["recommend", "--task", "coding", "--budget", "300", "--privacy", "internal"]


class Case(NamedTuple):
    """A command, what it is paired with, and the most its ratio may be."""

    name: str
    command: list[str]
    against: str
    goal: float | None
    environment: tuple[tuple[str, str], ...] = ()


def typer_only(folder: str) -> str:
    """A program that imports only Typer and parses the options of `recommend`, as a file."""
    import inspect
    import typing

    import typer

    from llmpick.cli.recommend import recommend

    lines = ["from typing import Annotated, Optional", "import typer", "", "def recommend("]
    hints = typing.get_type_hints(recommend, include_extras=True)
    for name, parameter in inspect.signature(recommend).parameters.items():
        if not typing.get_args(hints[name]):
            continue  # Typer's own context is no option
        kind, option = typing.get_args(hints[name])
        inner = [item for item in typing.get_args(kind) if item is not type(None)]
        text = str(inner[0]) if typing.get_args(kind) else kind.__name__
        text = getattr(inner[0], "__name__", text) if inner and "[" not in text else text
        text = f"Optional[{text}]" if inner else text
        extra = f", metavar={option.metavar!r}" if option.metavar else ""
        first = [option.default] if isinstance(option.default, str) else []
        names = ", ".join(map(repr, [*first, *(option.param_decls or ())]))
        made = "Option" if isinstance(option, typer.models.OptionInfo) else "Argument"
        given = f"{names}{extra}".removeprefix(", ")
        lines.append(
            f"    {name}: Annotated[{text}, typer.{made}({given}, help={option.help!r})]"
            f" = {parameter.default!r},"
        )
    lines += [
        ") -> None:",
        '    """A command."""',
        "",
        "app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)",
        "app.command()(recommend)",
        "",
        "@app.callback()",
        "def main() -> None:",
        '    """A program."""',
        "",
        "app()",
    ]
    path = os.path.join(folder, "typer_only.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines).replace("<class 'str'>", "str"))
    return path


def once(command: Sequence[str], environment: tuple[tuple[str, str], ...] = ()) -> float:
    """User and system seconds of one finished run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **dict(environment)},
        check=False,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall(command: Sequence[str], environment: tuple[tuple[str, str], ...] = ()) -> float:
    """Wall seconds of one finished run."""
    start = time.perf_counter()
    once(command, environment)
    return time.perf_counter() - start


def peak_mib(command: Sequence[str], environment: tuple[tuple[str, str], ...] = ()) -> float:
    """Peak memory of one run, in MiB, measured by a small process of its own."""
    program = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    out = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, *command],
        capture_output=True,
        text=True,
        env={**os.environ, **dict(environment)},
        check=True,
    )
    return int(out.stdout) / 1024


def main() -> None:
    """Measure every case and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--peer", metavar="PROGRAM", help="roadmodel, to be measured beside")
    options = parser.parse_args()
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        program = typer_only(folder)
        ours = [python, "-c", LAUNCH]
        table = (("COLUMNS", "120"), ("LLMPICK_FORMAT", "table"))
        references = {
            "interpreter": [python, "-c", "pass"],
            "typer only": [python, program, *NEED],
        }
        cases = [
            Case("typer only", references["typer only"], "interpreter", None),
            Case("llmpick --version", [*ours, "--version"], "interpreter", 1.4),
            Case("load compiled catalog", [python, "-c", LOAD], "interpreter", 1.3),
            Case("recommend, JSON", [*ours, *NEED, "--json"], "typer only", 1.8),
            Case("recommend, text", [*ours, *NEED, "--format", "text"], "typer only", 1.8),
            Case("recommend, table", [*ours, *NEED], "typer only", 1.8, table),
            Case("compare, text", [*ours, "compare", "gpt-4o", "llama3-70b"], "typer only", None),
            Case("show, text", [*ours, "show", "gpt-4o"], "typer only", None),
            Case("--help", [*ours, "--help"], "typer only", None),
        ]
        if options.peer:
            references["roadmodel score"] = [options.peer, *SCORE]
            answer = [*ours, *NEED, "--json"]
            cases.append(Case("recommend, JSON", answer, "roadmodel score", 1.0))
        rows = []
        for case in cases:
            reference = references[case.against]
            wall(case.command, case.environment), wall(reference)
            pairs = [
                (wall(case.command, case.environment), wall(reference)) for _ in range(options.runs)
            ]
            ratios = sorted(own / other for own, other in pairs)
            rows.append(
                {
                    "case": case.name,
                    "against": case.against,
                    "ratio_median": statistics.median(ratios),
                    "ratio_min": ratios[0],
                    "ratio_max": ratios[-1],
                    "median_ms": statistics.median(own for own, _ in pairs) * 1000,
                    "goal": case.goal,
                    "peak_mib": peak_mib(case.command, case.environment),
                    "runs": options.runs,
                }
            )
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    print(
        f"{'case':24}{'against':17}{'ratio':>7}{'min':>7}{'max':>7}{'goal':>7}{'ms':>8}{'MiB':>7}"
    )
    for row in rows:
        goal = f"{row['goal']:.2f}" if row["goal"] else "-"
        print(
            f"{row['case']:24}{row['against']:17}{row['ratio_median']:7.2f}{row['ratio_min']:7.2f}"
            f"{row['ratio_max']:7.2f}{goal:>7}{row['median_ms']:8.1f}{row['peak_mib']:7.1f}"
        )


if __name__ == "__main__":
    main()
