"""The small catalog with a fit in full: posterior, baskets, and parameters of its benchmarks."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import tomli_w

FACTORS = ("general", "coding_gen", "technical")
BENCHMARKS = {
    "patch-bench": (0.2, {"general": 1.0, "coding_gen": 0.4}, 0.1, "coding_gen"),
    "repo-bench": (-0.3, {"general": 1.2, "technical": 0.3, "board:repo": 0.2}, 0.2, "reasoning"),
    "quiz-bench": (0.5, {"general": 0.9}, 0.1, "knowledge"),
    "duel-elo": (-0.8, {"general": 0.5}, 0.05, "chat_pref"),
}
ROWS = {
    "acme/atlas-1": -1.2,
    "acme/atlas-2": 0.1,
    "acme/atlas-3": 1.0,
    "acme/atlas-3@high": 1.4,
    "acme/atlas-3@low": 0.9,
    "birch/oak-70b": 0.2,
    "birch/sapling-8b": -0.8,
    "cedar/thin-9": 1.2,
    "delta/nc-20b": 0.0,
}
UPPER = "0.01 0.001 0 0.1 0 0.2"
EFFORTS = ("acme/atlas-3@high", "acme/atlas-3@low")
BETWEEN = "0.008 0.001 0 0.0005 0.06 0 0 0 0.15"
BASKETS = """task,benchmark,share,mu,loadings,slope,intercept
coding,patch-bench,0.5,0.2,general=1.0 coding_gen=0.4,1.0,0.0
coding,repo-bench,0.5,-0.3,general=1.2 technical=0.3,1.0,0.0
general,quiz-bench,0.6,0.5,general=0.9,0.9,0.1
general,,0.4,0.0,general=1.0,0.9,0.1
japanese,,1.0,0.0,general=0.8,1.0,0.0
pictures,,1.0,0.0,general=0.8,1.0,0.0
"""


def make(small: Path, folder: Path) -> Path:
    """A copy of the catalog *small* in *folder*, with a fit in full."""
    shutil.copytree(small, folder, dirs_exist_ok=True)
    derived = folder / "derived"
    fit = tomllib.loads((derived / "fit.toml").read_text(encoding="utf-8"))
    fit["source_classes"] = {
        "independent": {"offset": 0.0, "offset_harness": 0.0, "variance": 0.0},
        "developer": {"offset": 0.1, "offset_harness": 0.3, "variance": 0.05},
        "third_party": {"offset": 0.0, "offset_harness": 0.0, "variance": 0.1},
    }
    fit["benchmarks"] = {
        name: {"mu": mu, "loadings": loadings, "psi": psi, "domain": domain, "live": True}
        for name, (mu, loadings, psi, domain) in BENCHMARKS.items()
    }
    (derived / "fit.toml").write_bytes(tomli_w.dumps(fit).encode())
    (derived / "baskets.csv").write_text(BASKETS, encoding="utf-8")
    lines = [f'row,mean of {" ".join(FACTORS)},"covariance, upper triangle"']
    lines += [f"{row},{mean} 0.1 0,{UPPER}" for row, mean in ROWS.items()]
    (derived / "posterior.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    pair = f'row,other,"covariance, row by row"\n{",".join(EFFORTS)},{BETWEEN}\n'
    (derived / "siblings.csv").write_text(pair, encoding="utf-8")
    return folder
