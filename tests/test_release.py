"""What a release is made with: locks without addresses, actions by commit, a bill of its parts."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WORKFLOWS = ROOT / ".github" / "workflows"
LOCKS = {
    "build": PROJECT["build-system"]["requires"],
    "runtime": PROJECT["project"]["dependencies"],
}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_by_hash_and_without_addresses(name):
    """Every line has hashes, none says where to look, and what the project asks for is in it."""
    text = (ROOT / "release" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if not line.startswith("#")]
    pinned = dict(re.match(r"([a-z0-9-]+)==(\S+)", line).groups() for line in lines if line.strip())
    assert all("--hash=sha256:" in line for line in lines if line.strip())
    body = "\n".join(lines)
    assert "://" not in body
    assert "index" not in body
    for wanted in LOCKS[name]:
        package, low, high = re.fullmatch(r"([a-z-]+)>=([\d.]+),<([\d.]+)", wanted).groups()
        assert _number(low) <= _number(pinned[package]) < _number(high)


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def test_a_release_uses_actions_by_their_commit():
    """A tag can be moved; the one exception says so in the line before it."""
    text = (WORKFLOWS / "release.yml").read_text(encoding="utf-8")
    used = re.findall(r"(?:#(.*)\n\s*)?- (?:name: .*\n\s+)?uses: (\S+)@(\S+)", text)
    assert len(used) > 10
    for comment, action, at in used:
        assert re.fullmatch(r"[0-9a-f]{40}", at) or "Pin it" in comment, action
    assert "secrets." not in text
    assert text.count("id-token: write") == 2


def test_the_bill_of_a_wheel(tmp_path):
    """Its name, version, licence and every range that it asks for, but not those of extras."""
    wheel = tmp_path / "llmpick-1.2-py3-none-any.whl"
    about = (
        "Metadata-Version: 2.4\nName: llmpick\nVersion: 1.2\nLicense-Expression: Apache-2.0\n"
        "Requires-Dist: rich<16,>=13.9\nRequires-Dist: tomli-w<2,>=1.1\n"
        "Requires-Dist: numpy<3; extra == 'fit'\n"
    )
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("llmpick-1.2.dist-info/METADATA", about)
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "release" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    sbom = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sbom)
    found = sbom.bill(wheel)
    assert found == json.loads(json.dumps(found))
    assert found["metadata"]["component"]["purl"] == "pkg:pypi/llmpick@1.2"
    assert [part["name"] for part in found["components"]] == ["rich", "tomli-w"]
    assert found["dependencies"][0]["dependsOn"] == ["pkg:pypi/rich", "pkg:pypi/tomli-w"]
