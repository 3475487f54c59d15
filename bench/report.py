"""
The page of `llmpick report` in the system's Chromium: its size, and when a reader can use it.

    python bench/report.py [--runs 9] [--json]

Needs playwright (the `test` extra) and a Chromium. Interactive is when the ranking stands and the
weights can be moved; drawn, when all charts are there; moved, from a change of a weight to the new
ranking, and to the new charts. A second of this machine is not a second of another: beside each
stands the ratio to a page that holds the same chart library and draws nothing, from the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

GOAL_MS = 300.0
GOAL_BYTES = 1_000_000
NAMES = ("chromium", "chromium-browser", "google-chrome")
STATIC = Path(__file__).parents[1] / "llmpick" / "render" / "page" / "static"
MARKS = (
    "Object.fromEntries(performance.getEntriesByType('mark')"
    ".map(mark => [mark.name.replace('llmpick-', ''), mark.startTime]))"
)
MOVE = """async () => {
  const slider = document.getElementById("w-cost");
  slider.value = slider.value === "80" ? "20" : "80";
  performance.clearMarks();
  const start = performance.now();
  slider.dispatchEvent(new Event("input"));
  const text = performance.now() - start;
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const drawn = performance.getEntriesByName("llmpick-drawn").at(-1).startTime - start;
  return [text, drawn];
}"""


def written(folder: Path) -> Path:
    """A page of the shipped catalog with as many routes as it holds."""
    target = folder / "report.html"
    command = [sys.executable, "-m", "llmpick", "report", "--out", str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def library(folder: Path) -> Path:
    """A page with the chart library alone, which says when it is there."""
    parts = [(STATIC / name).read_text("utf-8") for name in ("d3.min.js", "plot.umd.min.js")]
    scripts = "".join(f"<script>{part}</script>" for part in parts)
    target = folder / "library.html"
    ready = "performance.mark('llmpick-drawn'); document.documentElement.dataset.ready = 'yes'"
    page = f"<!DOCTYPE html><meta charset=utf-8>{scripts}<script>{ready}</script>"
    target.write_text(page, "utf-8")
    return target


def loaded(browser: Browser, path: Path, *, move: bool) -> dict[str, float]:
    """Milliseconds from the start of the navigation, of one load in a page of its own."""
    page = browser.new_page()
    try:
        page.goto(path.as_uri())
        page.wait_for_selector("html[data-ready=yes]")
        found: dict[str, float] = page.evaluate(MARKS)
        if move:
            page.evaluate(MOVE)
            found["moved"], found["redrawn"] = page.evaluate(MOVE)
        return found
    finally:
        page.close()


def main() -> None:
    """Measure, print, and say which goals hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        sys.exit(f"no browser: none of {', '.join(NAMES)}")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        page, bare = written(Path(name)), library(Path(name))
        size = os.path.getsize(page)
        routes = page.read_text("utf-8").count('"undominated":')
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        loaded(browser, page, move=True)
        runs = []
        for _ in range(options.runs):
            alone = loaded(browser, bare, move=False)["drawn"]
            runs.append({**loaded(browser, page, move=True), "library": alone})
        browser.close()
    middle = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    held = size < GOAL_BYTES and middle["interactive"] < GOAL_MS
    if options.json:
        print(json.dumps({"bytes": size, "routes": routes, "ms": middle, "holds": held}))
        return
    print(f"{size / 1e6:.2f} MB with {routes} routes (goal: under {GOAL_BYTES / 1e6:.1f} MB)")
    for name, value in middle.items():
        goal = f", goal: under {GOAL_MS:.0f}" if name == "interactive" else ""
        print(f"{name:12} {value:7.0f} ms  {value / middle['library']:5.2f} x library{goal}")
    print("holds" if held else "does not hold")


if __name__ == "__main__":
    main()
