"""
The parts of a wheel as CycloneDX 1.6: `python release/sbom.py dist/*.whl > sbom.cdx.json`.

Its own dependencies are the ranges that its metadata states, without a version; the wheel holds no
code of others.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any


def bill(wheel: Path) -> dict[str, Any]:
    """What *wheel* is, holds and asks for; the same bytes for the same wheel."""
    with zipfile.ZipFile(wheel) as archive:
        place = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        about = message_from_bytes(archive.read(place))
    name, version = about["Name"], about["Version"]
    ref = f"pkg:pypi/{name}@{version}"
    needed = [text for text in about.get_all("Requires-Dist", []) if "extra ==" not in text]
    parts = [_part(text) for text in sorted(needed)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ref,
                "name": name,
                "version": version,
                "purl": ref,
                "licenses": [{"expression": about["License-Expression"]}],
                "hashes": [
                    {"alg": "SHA-256", "content": hashlib.sha256(wheel.read_bytes()).hexdigest()}
                ],
            }
        },
        "components": parts,
        "dependencies": [{"ref": ref, "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _part(text: str) -> dict[str, Any]:
    name = re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0]
    allowed = [{"name": "llmpick:requires", "value": text}]
    ref = f"pkg:pypi/{name.lower().replace('_', '-')}"
    return {"type": "library", "bom-ref": ref, "name": name, "purl": ref, "properties": allowed}


if __name__ == "__main__":
    print(json.dumps(bill(Path(sys.argv[1])), indent=2))
