"""
Fuzz the readers of llmpick: `python fuzz/run.py --seconds 60 [--target NAME]`.

With atheris, which follows what code each input reaches, new inputs are kept in --corpus; without
it, files of the corpus are mutated blindly. The targets share the seconds. Exit code 1: a crash,
whose input lies beside --corpus and is named.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
SEEDS = HERE / "corpus"
SLOWEST_SECONDS = 20
BITS = (b"", b'"', b"[", b"]", b"{", b"}", b"\n", b"=", b".", b"nan", b"1e308", b"-", b"\xff")
MOST_BYTES = 20_000


def main() -> int:
    """Fuzz, and say how much was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="of all targets together")
    parser.add_argument("--target", action="append", help="default: all, in turn")
    parser.add_argument("--corpus", help="folder that new inputs are kept in")
    parser.add_argument("--blind", action="store_true", help="without atheris")
    parser.add_argument("--seed", type=int, default=1, help="of blind mutation")
    parser.add_argument("--guided", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.guided:
        return _guided(given.guided, given.corpus, given.seconds)
    from targets import TARGETS

    names = given.target or list(TARGETS)
    corpus = Path(given.corpus or tempfile.mkdtemp(prefix="llmpick-corpus-"))
    blind = given.blind or importlib.util.find_spec("atheris") is None
    each = max(1, given.seconds // len(names))
    crashes = 0
    for name in names:
        (corpus / name).mkdir(parents=True, exist_ok=True)
        crashed, told = _blindly(name, each, given.seed) if blind else _apart(name, corpus, each)
        crashes += crashed
        print(f"{name:12} {told}", flush=True)
    print(f"{crashes} crashes")
    return 1 if crashes else 0


def seeds(name: str) -> list[bytes]:
    """The inputs of a target that are kept here."""
    return [path.read_bytes() for path in sorted((SEEDS / name).glob("*"))] or [b""]


def _mutated(random_: random.Random, data: bytes, others: list[bytes]) -> bytes:
    found = bytearray(data)
    for _ in range(1 + random_.randrange(8)):
        place = random_.randrange(len(found) + 1)
        match random_.randrange(5):
            case 0:
                found[place : place + random_.randrange(8)] = random_.choice(BITS)
            case 1 if place < len(found):
                found[place] = random_.randrange(256)
            case 2:
                del found[place : place + random_.randrange(40)]
            case 3:
                found[place:place] = found[place : place + random_.randrange(60)]
            case _:
                other = random_.choice(others)
                start = random_.randrange(len(other) + 1)
                found[place : place + 20] = other[start : start + random_.randrange(80)]
    return bytes(found[:MOST_BYTES])


def inputs(name: str, seed: int) -> Iterator[bytes]:
    """The seeds of a target, then mutations of them without end, the same for the same *seed*."""
    known = seeds(name)
    yield from known
    random_ = random.Random(f"{name} {seed}")
    while True:
        yield _mutated(random_, random_.choice(known), known)


def _blindly(name: str, seconds: float, seed: int) -> tuple[int, str]:
    from targets import TARGETS, tried

    done, end = 0, time.monotonic() + seconds
    for data in inputs(name, seed):
        try:
            tried(TARGETS[name], data)
        except Exception as error:
            kept = Path(tempfile.gettempdir()) / f"crash-{name}"
            kept.write_bytes(data)
            return 1, f"{type(error).__name__}: {str(error)[:200]}: {kept}"
        done += 1
        if time.monotonic() > end:
            break
    return 0, f"{done} executions, blind"


def _apart(name: str, corpus: Path, seconds: int) -> tuple[int, str]:
    """By atheris, whose engine ends its process."""
    command = [sys.executable, __file__, "--guided", name, "--corpus", str(corpus)]
    done = subprocess.run(
        [*command, "--seconds", str(seconds)], capture_output=True, check=False, cwd=corpus
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    ran = re.findall(r"number_of_executed_units: (\d+)", said)
    reached = re.findall(r"cov: (\d+)", said)
    told = f"{ran[-1] if ran else '?'} executions, {reached[-1] if reached else '?'} edges"
    if done.returncode:
        kept = re.findall(r"Test unit written to (\S+)", said)
        why = [line for line in said.splitlines() if "Error" in line or "Exception" in line]
        return (
            1,
            f"{told}, CRASH {corpus / kept[-1] if kept else ''} {why[-1] if why else said[-300:]}",
        )
    return 0, told


def _guided(name: str, corpus: str, seconds: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["llmpick"]):
        from targets import TARGETS, tried

        for data in seeds(name):  # what they import is instrumented
            tried(TARGETS[name], data)
    options = [f"-max_total_time={seconds}", f"-timeout={SLOWEST_SECONDS}", "-print_final_stats=1"]
    options += [f"-max_len={MOST_BYTES}", "-rss_limit_mb=1500"]
    folders = [str(Path(corpus) / name), str(SEEDS / name)]
    atheris.Setup([sys.argv[0], *options, *folders], lambda data: tried(TARGETS[name], data))
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
