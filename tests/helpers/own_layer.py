"""A layer of a user's own over the small catalog: a discount, a contract, an endpoint, a ban."""

from __future__ import annotations

from pathlib import Path

TABLE = """\
[[discounts]]
provider = "acme"
discount = 0.15
contract = "Enterprise agreement"
signed = 2026-09-01

[[forbidden]]
provider = "dojo"
reason = "not approved by procurement"
"""
CONTRACT = """\
[sources.contract]
kind = "contract"
title = "Enterprise agreement"
text_date = 2026-09-01
read = 2026-09-02

[facts]
zero_data_retention = [{ value = "default", source = "contract", since = 2026-09-01 }]
retention_days = [{ value = 0, source = "contract", since = 2026-09-01 }]
"""
OWN = """\
[sources.own]
kind = "own"
title = "Platform team"
read = 2026-11-01
"""
VAULT = f"""\
name = "Our vault"
plan = "cloud"
deployment = "private"
token_priced = true

{OWN}
[facts]
jurisdiction = [{{ value = "DE", source = "own" }}]
trains_on_inputs = [{{ value = "never", source = "own" }}]
retention_days = [{{ value = 0, source = "own" }}]
dpa = [{{ value = true, source = "own" }}]
processing_regions = [{{ value = ["DE"], source = "own" }}]
"""
TUNED = f"""\
name = "Ours"
aliases = ["our-model"]
base = "birch/oak-70b"

{OWN}
[facts]
released = [{{ value = 2026-10-01, source = "own" }}]
"""
ENDPOINT = f"""\
api_model = "ours-v1"
first_party = false
prices = [{{ source = "own", input_per_mtok = 0.2, output_per_mtok = 0.4 }}]

{OWN}
[facts]
listing = [{{ value = "current", source = "own" }}]
"""
FILES = {
    "overlay.toml": TABLE,
    "providers/acme.toml": CONTRACT,
    "providers/vault.toml": VAULT,
    "models/acme/ours.toml": TUNED,
    "offerings/vault/acme/ours.toml": ENDPOINT,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Put *files*, by their path, into *folder*."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
