"""`llmpick policy`"""

from typing import Annotated

import typer

from llmpick.cli.app import command

app = command("policy")


@app.callback()
def main() -> None:
    """A policy file to begin with, for `check`."""


@app.command()
def init(
    file: Annotated[
        str, typer.Argument(metavar="[FILE]", help="Where; policy.toml is what `check` reads.")
    ] = "policy.toml",
) -> int:
    """
    Write a policy to begin with: it asks 90 days of support, the rest stands there as comments.

    A file that is there already stays as it is.
    Exit codes: 0 written, 2 there is a file already, or it cannot be written.
    """
    from llmpick.cli import out
    from llmpick.errors import UserError, shown
    from llmpick.files import write
    from llmpick.inputs.policy_starter import STARTER

    taken = UserError(f"`{shown(file, 200)}` is there already", hint="name another file")
    with out.interruptible():
        write.create(file, STARTER.encode(), taken=taken)
    out.complain(f"wrote {shown(file, 200)}; now: llmpick check --files .")
    return 0
