"""A copy as a unit of systemd."""

from __future__ import annotations

from llmpick.core.self_hosting.launch import Launch
from llmpick.render.deploy import parts


def text(found: Launch) -> str:
    """The unit; where weights are a build of one's own, their path is to be set in it."""
    told = parts.environment(found)
    if found.weights is None:
        told["WEIGHTS"] = f"/srv/models/{parts.weights_file(found)}"
    command = parts.words(found, found.weights or "${WEIGHTS}")
    # the program is looked up by env, as units have no PATH of a virtual environment
    start = " ".join(_quoted(word) for word in ("/usr/bin/env", *command))
    environment = "".join(f'Environment="{key}={value}"\n' for key, value in told.items())
    return (
        f"{parts.comments(found)}[Unit]\n"
        f"Description={found.name} by {found.engine}\n"
        "After=network-online.target\nWants=network-online.target\n\n"
        f"[Service]\n{environment}ExecStart={start}\n"
        "Restart=on-failure\nRestartSec=10\nTimeoutStartSec=1200\nDynamicUser=yes\n"
        f"StateDirectory={parts.slug(found)}\nEnvironment=HOME=%S/{parts.slug(found)}\n\n"
        "[Install]\nWantedBy=multi-user.target\n"
    )


def _quoted(word: str) -> str:
    """A word as a unit reads it: a percent sign is doubled, a blank quoted."""
    plain = word.replace("%", "%%")
    return f'"{plain}"' if " " in plain else plain
