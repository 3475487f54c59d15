"""
What an update moves, and that no moment of its death leaves a mix of two catalogs.

    python bench/update.py bytes OLD NEW     folders of two catalogs, the older one first
    python bench/update.py kills [ROUNDS]    SIGKILL at every step that touches the disk
    python bench/update.py queries [COUNT]   queries while updates go to and fro

`kills` and `queries` publish the small catalog of the tests on this machine.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]

import publisher  # noqa: E402

from llmpick.catalog import read  # noqa: E402
from llmpick.catalog.load import load  # noqa: E402
from llmpick.releases.store import Store  # noqa: E402

OLD, NEW = "2026.11.21", "2026.11.22"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
STEPS = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.chmod"}
SEED = 20261130


@contextmanager
def published(folder: Path, old: Path, new: Path):
    """A publisher of two catalogs behind a web server in a process of its own; its address."""
    theirs = publisher.Publisher(folder)
    publisher.make_keys(theirs.keys)
    for catalog in (old, new):
        done = theirs.publish(catalog)
        print(
            f"published {done.version}: {done.new_packs} of {done.packs} packs are new, "
            f"{done.new_bytes:,} bytes"
        )
    command = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=theirs.repository, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        port = server.stdout.readline().split(" port ")[1].split()[0]
        yield theirs, f"http://127.0.0.1:{port}"
        server.terminate()


def small(folder: Path) -> tuple[Path, Path]:
    """Two versions of the small catalog."""
    catalog = ROOT / "tests" / "small_catalog"
    return (
        publisher.version(catalog, folder / "old", OLD, "old"),
        publisher.version(catalog, folder / "new", NEW, "new"),
    )


def store_of(folder: Path, theirs: publisher.Publisher, url: str, old: Path) -> Store:
    """A store that has the older version, and trusts the publisher."""
    made = Store(str(folder))
    publisher.fetched(
        made, url, load(str(old)), root=str(theirs.root), to=load(str(old)).meta.version
    )
    return made


def measure(old: Path, new: Path) -> None:
    """Bytes of a first update with everything new, and of one between two versions."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        nothing = load(str(ROOT / "tests" / "small_catalog"))
        with published(work, old, new) as (theirs, url):
            store = Store(str(work / "store"))
            name = read.version(str(old))
            for catalog, to in ((nothing, name), (None, None), (None, None)):
                held = catalog or load(store.version(store.in_use()).folder)
                done = publisher.fetched(store, url, held, root=str(theirs.root), to=to)
                print(
                    f"update to {done.version}: {done.fetched_packs} of {done.packs} packs, "
                    f"{done.moved_bytes:,} bytes in {done.requests} requests"
                )


def update_in_child(
    store: Store, url: str, held: Path, step: int | None, delay: float | None
) -> int:
    """Update in a process of its own, killed before its *step* or after *delay*; steps it took."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        count = 0

        def hook(event: str, given: tuple) -> None:
            nonlocal count
            touches = event in STEPS or (
                event == "open" and isinstance(given[2], int) and given[2] & WRITES
            )
            if touches:
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        if delay is not None:
            signal.signal(signal.SIGALRM, lambda *given: os.kill(os.getpid(), signal.SIGKILL))
            signal.setitimer(signal.ITIMER_REAL, delay)
        publisher.fetched(store, url, load(str(held)))
        os.write(writer, str(count).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as said:
        count = said.read()
    os.waitpid(child, 0)
    return int(count) if count else 0


def state(store: Store, expected: dict[str, str]) -> str:
    """The version in use, whose every byte is checked."""
    used = store.in_use()
    assert used in expected, used
    for one in store.versions():
        assert digest(Path(one.folder)) == expected[one.version], f"{one.version} is a mix"
    assert load(os.path.join(store.folder, used)).meta.version == used
    return used


def digest(folder: Path) -> str:
    """Of the names and bytes of all files, the compiled form included."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def kills(rounds: int) -> None:
    """Three of four deaths before a step that touches the disk, one at a random time."""
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        old, new = small(work)
        with published(work, old, new) as (theirs, url):
            first = store_of(work / "first", theirs, url, old)
            whole = Store(str(work / "whole"))
            shutil.copytree(first.folder, whole.folder, symlinks=True)
            steps = update_in_child(whole, url, old, None, None)
            expected = {one.version: digest(Path(one.folder)) for one in whole.versions()}
            assert sorted(expected) == [OLD, NEW]
            ends: Counter[str] = Counter()
            left = 0
            for number in range(rounds):
                store = Store(str(work / "store"))
                shutil.rmtree(store.folder, ignore_errors=True)
                shutil.copytree(first.folder, store.folder, symlinks=True)
                by_time = number % 4 == 0
                step = None if by_time else 1 + number * (steps - 1) // (rounds - 1)
                survived = update_in_child(
                    store, url, old, step, chance.uniform(0.001, 0.6) if by_time else None
                )
                ends["ended before" if survived else f"killed, {state(store, expected)}"] += 1
                left += any(name.startswith(".llmpick") for name in os.listdir(store.folder))
                if number % 10 == 0:  # what the dead one left is in nobody's way
                    update_in_child(store, url, old, None, None)
                    assert state(store, expected) == NEW
                    assert not any(name.startswith(".llmpick") for name in os.listdir(store.folder))
            print(f"{rounds} updates of {steps} steps: {dict(ends)}; {left} left a partial folder")
            print("no mix, and every next update ended well")


def queries(count: int) -> None:
    """Queries in processes of their own, while the catalog in use changes to and fro."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        old, new = small(work)
        with published(work, old, new) as (theirs, url):
            store = store_of(work / "store", theirs, url, old)
            env = {**os.environ, "PYTHONPATH": str(ROOT), "LLMPICK_CATALOGS_DIR": store.folder}
            ask = [sys.executable, "-m", "llmpick", "recommend", "--json", "--as-of", "2026-11-23"]

            def answer(catalog: Path) -> bytes:
                command = [*ask, "--catalog", str(catalog)]
                return subprocess.run(command, env=env, capture_output=True, check=True).stdout

            whole = {answer(old): OLD, answer(new): NEW}
            asked = [
                subprocess.Popen(ask, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                for _ in range(count)
            ]
            turns = 0
            while any(process.poll() is None for process in asked):
                publisher.fetched(store, url, load(str(old)))
                time.sleep(0.3)
                with store.changing():
                    store.use(OLD, "choice")
                turns += 1
            ends: Counter[str] = Counter()
            for process in asked:
                out, error = process.communicate()
                ends[whole.get(out) or f"exit code {process.returncode}: {error.decode()}"] += 1
            print(f"{count} queries during {turns} updates: {dict(ends)}")


def main() -> None:
    """Run what the command line names."""
    what, *given = sys.argv[1:]
    if what == "bytes":
        measure(Path(given[0]), Path(given[1]))
    elif what == "kills":
        kills(int(given[0]) if given else 200)
    else:
        queries(int(given[0]) if given else 20)


if __name__ == "__main__":
    main()
