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
CALLS = ("fsync", "link", "rename", "unlink", "mkdir", "fchmod", "ftruncate")
MOST = 20
NEED = ("--task", "coding", "--budget", "300")
COMMANDS = {
    "profile save": ("profile", "save", "new", *NEED),
    "profile save --replace": ("profile", "save", "old", *NEED, "--replace"),
    "recommend --save": ("recommend", *NEED, "--save", "new.toml"),
    "report": ("report", *NEED, "--out", "old.md"),
}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below *folder*, but what was being made."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {str(path.relative_to(folder)): path for path in found}
    return {name: path.read_bytes() for name, path in names.items() if ".partial" not in name}


def main() -> int:
    """Kill, compare, count."""
    base = Path(tempfile.mkdtemp(prefix="llmpick-kills-"))
    before = base / "before"
    catalog = base / "catalog"
    shutil.copytree(ROOT / "tests" / "small_catalog", catalog)
    (before / "profiles").mkdir(parents=True)
    (before / "profiles" / "old.toml").write_text("tools = true\n")
    (before / "old.md").write_text("before\n")
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    env |= {"LLMPICK_CONFIG_DIR": ".", "LLMPICK_OVERLAY": "off", "LLMPICK_EVIDENCE_DIR": os.devnull}
    build = [sys.executable, "-m", "llmpick", "catalog", "build", "--catalog", str(catalog)]
    subprocess.run(build, env=env, check=True, capture_output=True)
    kills = torn = 0
    for name in sys.argv[1:] or COMMANDS:
        words = COMMANDS[name]
        command = [sys.executable, "-m", "llmpick", *words, "--catalog", str(catalog)]
        done = base / "done"
        shutil.copytree(before, done)
        subprocess.run(command, cwd=done, env=env, check=True, capture_output=True)
        for call in CALLS:
            for place in range(1, MOST):
                at = base / "at"
                shutil.copytree(before, at)
                hit = ["strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}"]
                hit += ["-e", f"inject={call}:signal=KILL:when={place}"]
                found = subprocess.run([*hit, *command], cwd=at, env=env, capture_output=True)
                state = tree(at)
                shutil.rmtree(at)
                if found.returncode == 0:
                    break
                kills += 1
                if state not in (tree(before), tree(done)):
                    torn += 1
                    print(f"{name}: torn at {call} {place}")
        shutil.rmtree(done)
    shutil.rmtree(base)
    print(f"{kills} kills, {torn} torn")
    return 1 if torn or not kills else 0


if __name__ == "__main__":
    sys.exit(main())
