"""
Kill each writing command at each call of the system that changes a disk (Linux, with strace).

    python fuzz/kills.py [COMMAND...]

After every kill the folder must be as it was or as it is when all is done, but for a `.partial`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "helpers")]

import evidence_catalog  # noqa: E402

from llmpick.catalog.container import open_container  # noqa: E402

CALLS = ("fsync", "link", "rename", "unlink", "mkdir", "fchmod", "ftruncate")
MOST = 20
NEED = ("--task", "coding", "--budget", "300")
COMMANDS = {
    "profile save": ("profile", "save", "new", *NEED),
    "profile save --replace": ("profile", "save", "old", *NEED, "--replace"),
    "recommend --save": ("recommend", *NEED, "--save", "new.toml"),
    "report": ("report", *NEED, "--out", "old.md"),
    "evidence import": ("evidence", "import", "mine.csv", "--task", "coding", "--name", "new"),
    "catalog export": ("catalog", "export", "exported"),
    "catalog build": ("catalog", "build"),
}
OWN = {"catalog build": "catalog"}
"""Commands that write into the catalog itself: each kill has a copy, at this place."""


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*, but what was being made and locks."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {str(path.relative_to(folder)): path for path in found}
    return {
        name: _content(path)
        for name, path in names.items()
        if ".partial" not in name and path.name != ".lock"
    }


def _content(path: Path) -> bytes:
    """Its bytes; of a compiled catalog, which holds where it was made, whether it is whole."""
    if path.name != "catalog.bin":
        return path.read_bytes()
    compiled = open_container(str(path))
    records = compiled.nested("records")
    for name in compiled.names():
        if name != "records":
            compiled.section(name)
    for name in records.names():
        records.section(name)
    return b"whole"


def main() -> int:
    """Kill, compare, count."""
    base = Path(tempfile.mkdtemp(prefix="llmpick-kills-"))
    before = base / "before"
    catalog = base / "catalog"
    evidence_catalog.make(ROOT / "tests" / "small_catalog", catalog)
    (before / "profiles").mkdir(parents=True)
    (before / "profiles" / "old.toml").write_text("tools = true\n")
    (before / "old.md").write_text("before\n")
    (before / "mine.csv").write_text("model,score,n\natlas-2,90,200\noak-70b,50,200\n")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"LLMPICK_CONFIG_DIR": ".", "LLMPICK_OVERLAY": "off", "LLMPICK_EVIDENCE_DIR": "own"}
    build = [sys.executable, "-m", "llmpick", "catalog", "build", "--catalog", str(catalog)]
    subprocess.run(build, env=env, check=True, capture_output=True)
    kills = torn = 0
    for name in sys.argv[1:] or COMMANDS:
        words = COMMANDS[name]
        at_catalog = OWN.get(name, str(catalog))
        command = [sys.executable, "-m", "llmpick", *words, "--catalog", at_catalog]
        start = before
        if name in OWN:
            start = base / "start"
            shutil.copytree(before, start)
            shutil.copytree(catalog, start / at_catalog, ignore=shutil.ignore_patterns(".compiled"))
        done = base / "done"
        shutil.copytree(start, done)
        subprocess.run(command, cwd=done, env=env, check=True, capture_output=True)
        for call in CALLS:
            for place in range(1, MOST):
                at = base / "at"
                shutil.copytree(start, at)
                hit = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
                hit += ["-e", f"inject={call}:signal=KILL:when={place}"]
                found = subprocess.run([*hit, *command], cwd=at, env=env, capture_output=True)
                state = tree(at)
                shutil.rmtree(at)
                if found.returncode == 0:
                    break
                kills += 1
                if state not in (tree(start), tree(done)):
                    torn += 1
                    print(f"{name}: torn at {call} {place}")
        print(f"{name}: {kills} kills so far", flush=True)
        shutil.rmtree(done)
    shutil.rmtree(base)
    print(f"{kills} kills, {torn} torn")
    return 1 if torn or not kills else 0


if __name__ == "__main__":
    sys.exit(main())
