"""What tests ask for: the command line in process and as a process, catalogs, snapshots."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from examples import DAILY
from hypothesis import settings

TESTS = Path(__file__).parent
ROOT = TESTS.parent
DAY = "2026-11-23"
"""The day that tests ask about, unless they test days."""

os.environ["LLMPICK_EVIDENCE_DIR"] = os.devnull
os.environ["LLMPICK_CATALOGS_DIR"] = os.devnull
"""No test reads what its user has measured, or the catalogs that they fetched."""
os.environ["LLMPICK_OVERLAY"] = "off"
"""Nor a layer of theirs."""

settings.load_profile(DAILY)  # or what --hypothesis-profile names

PLAIN = {
    "COLUMNS": None,
    "NO_COLOR": None,
    "FORCE_COLOR": None,
    "LLMPICK_FORMAT": None,
    "LLMPICK_TRACEBACK": None,
    "LLMPICK_PAGER": None,
    "TERM": "dumb",
}
"""The environment that a test starts from; None is unset."""


class Result(NamedTuple):
    """What a command line left behind."""

    arguments: tuple[str, ...]
    code: int
    raw: bytes
    stderr: str

    @property
    def stdout(self) -> str:
        """What it wrote to stdout, as UTF-8."""
        return self.raw.decode("utf-8")


Run = Callable[..., Result]
Spawn = Callable[..., "subprocess.CompletedProcess[bytes]"]
Snapshot = Callable[[Result], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-snapshots` rewrites what is expected."""
    parser.addoption("--write-snapshots", action="store_true", help="rewrite tests/snapshots/")


def pytest_configure(config: pytest.Config) -> None:
    """Two processes that rewrite one page would lose what the other wrote."""
    if config.getoption("--write-snapshots") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--write-snapshots needs one process: add -n 0")


class _Stream(io.TextIOWrapper):
    """A stream that keeps its bytes."""

    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding="utf-8", newline="", write_through=True)


@pytest.fixture(scope="session", autouse=True)
def resolved_once() -> Iterator[None]:
    """
    Work out a compiled catalog for another day than its own once, not at each question.

    Tests ask about DAY, which lies before the shipped catalog's: a second of work each time. The
    state of its file is in the key, so that a file that a test damages is read again.
    """
    from llmpick.catalog import contents, load

    of_container = load.of_container
    kept: dict[Any, contents.Catalog] = {}

    def once(
        container: Any, folder: str | None, as_of: str | None, earliest: bool, *more: Any
    ) -> contents.Catalog:
        state = os.fstat(container._file.number)
        written = (state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        key = (*written, folder, as_of, earliest)
        if key in kept:
            return kept[key]
        found = of_container(container, folder, as_of, earliest, *more)
        if found.meta.compiled and found.meta.day != found.meta.own_day:
            kept[key] = found
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "of_container", once)
        yield


@pytest.fixture
def run() -> Iterator[Run]:
    """Run the command line in this process: `run("show", "gpt-4o", columns=80)`."""
    from llmpick.__main__ import run as front_door

    with pytest.MonkeyPatch.context() as patch:

        def call(
            *arguments: str,
            stdin: str | bytes | None = None,
            env: dict[str, str] | None = None,
            columns: int | None = None,
        ) -> Result:
            wide = {} if columns is None else {"COLUMNS": str(columns)}
            for name, value in {**PLAIN, **wide, **(env or {})}.items():
                if value is None:
                    patch.delenv(name, raising=False)
                else:
                    patch.setenv(name, value)
            given = stdin.encode() if isinstance(stdin, str) else stdin or b""
            out, err = _Stream(), _Stream()
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            try:
                code = front_door(list(arguments))
            finally:
                patch.undo()
            return Result(arguments, code, out.bytes.getvalue(), err.bytes.getvalue().decode())

        yield call


def environment(extra: dict[str, str | None] | None = None) -> dict[str, str]:
    """The environment of a process of its own."""
    found: dict[str, str | None] = {**os.environ, **PLAIN, "PYTHONPATH": str(ROOT), **(extra or {})}
    return {name: value for name, value in found.items() if value is not None}


@pytest.fixture(scope="session")
def spawn() -> Spawn:
    """Run the command line as a process: `spawn("list", env={"LC_ALL": "C"})`."""

    def call(
        *arguments: str,
        stdin: bytes | int | None = subprocess.DEVNULL,
        env: dict[str, str | None] | None = None,
        shell: str | None = None,
        cwd: str | Path | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """`shell` is a command line with LLMPICK where the program stands."""
        command: list[str] = [sys.executable, "-m", "llmpick", *arguments]
        if shell is not None:
            program = f"'{sys.executable}' -m llmpick"
            command = ["bash", "-c", shell.replace("LLMPICK", program)]
        feed = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
        return subprocess.run(
            command,
            capture_output=True,
            env=environment(env),
            cwd=cwd or ROOT,
            timeout=60,
            check=False,
            **feed,
        )

    return call


@pytest.fixture(scope="session")
def small_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of tests/small_catalog, as TOML only; to be read, not changed."""
    folder = tmp_path_factory.mktemp("catalogs") / "small"
    shutil.copytree(TESTS / "small_catalog", folder)
    return folder


@pytest.fixture(scope="session")
def compiled_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, compiled: quicker where many questions are asked."""
    from llmpick.catalog import compile

    folder = tmp_path_factory.mktemp("catalogs") / "compiled"
    shutil.copytree(TESTS / "small_catalog", folder)
    compile.write(str(folder))
    return folder


@pytest.fixture(scope="session")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dozen models of the shipped catalog, compiled: a question takes a tenth of the time."""
    import part

    from llmpick.catalog.load import CHECKOUT

    folder = tmp_path_factory.mktemp("catalogs") / "part"
    part.write(Path(CHECKOUT), folder)
    return folder


@pytest.fixture(scope="session")
def known(part: Path):
    """The part, loaded once."""
    from llmpick.catalog.load import load

    return load(str(part), DAY)


@pytest.fixture(scope="session")
def decided(known):
    """What the part says of a coding assistant."""
    from llmpick.api import decisions
    from llmpick.inputs.need import need_of
    from llmpick.inputs.options import need_options

    return decisions.recommend(known, need_of(known, need_options({"task": "coding"})))


@pytest.fixture
def own_catalog(tmp_path: Path) -> Path:
    """A copy of tests/small_catalog that the test may change."""
    folder = tmp_path / "catalog"
    shutil.copytree(TESTS / "small_catalog", folder)
    return folder


@pytest.fixture(scope="session")
def shipped():
    """The catalog that llmpick ships, loaded once."""
    from llmpick.catalog.load import CHECKOUT, load

    return load(CHECKOUT, DAY)


@pytest.fixture(scope="session")
def small(small_catalog: Path):
    """The small catalog, loaded once."""
    from llmpick.catalog.load import load

    return load(str(small_catalog), DAY)


@pytest.fixture
def snapshot(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Compare exit code, stdout and stderr with the stored text of this test."""
    name = request.node.name.replace("/", "-")
    path = TESTS / "snapshots" / f"{request.node.path.stem}.{name}.txt"
    base = tmp_path_factory.getbasetemp()

    def check(result: Result) -> None:
        words = [_without(base, argument) for argument in result.arguments]
        found = (
            f"$ llmpick {' '.join(words)}\nexit code: {result.code}\n"
            f"---------- stdout\n{_without(base, result.stdout)}"
            f"---------- stderr\n{_without(base, result.stderr)}"
        )
        if request.config.getoption("--write-snapshots"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(found, encoding="utf-8", newline="")
            return
        assert path.exists(), f"no snapshot {path.name}: pytest -n 0 --write-snapshots makes it"
        assert found == path.read_bytes().decode("utf-8")

    return check


def _without(base: Path, text: str) -> str:
    """*text* with the day's temporary folders named by their last part."""
    import re

    return re.sub(rf"{re.escape(str(base))}/[^/\s`']+/", "", text)
