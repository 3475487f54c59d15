"""`llmpick mcp`"""

from typing import TYPE_CHECKING, Annotated

import typer

from llmpick.cli import options
from llmpick.cli.app import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmpick.agents.tools import ToolFacts

app = command("mcp")
POLICY = "policy.toml"


@app.command()
def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="By HTTP at 127.0.0.1, for more than one client.")
    ] = False,
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=0, max=65535, help="With --http; 0: any free one."),
    ] = 8765,
    policy: Annotated[
        str | None,
        typer.Option(
            "--policy", metavar="FILE", help="What check_policy holds to. Default: policy.toml."
        ),
    ] = None,
    no_evidence: options.NoEvidence = False,
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
) -> int:
    """
    Answer agents over the Model Context Protocol (extra `mcp`): docs/mcp.md.

    By standard input and output, until the client hangs up. No tool spends money or writes a file.
    """
    from importlib.util import find_spec

    from llmpick.errors import MissingExtra

    if find_spec("mcp_types") is None:  # with the SDK from 2 on
        raise MissingExtra("`llmpick mcp`", "mcp 2", "mcp")
    opened = _opener(catalog, as_of, no_evidence, _policy(policy))
    opened()  # a catalog that cannot be read is said now
    import anyio

    from llmpick.agents.server import server

    made = server(opened)
    if http:
        from llmpick.agents import http as transport
        from llmpick.cli import out

        at = transport.listening(port)
        out.complain(f"answering at http://{transport.HOST}:{at.getsockname()[1]}/mcp")
        anyio.run(transport.serve, made, at)
    else:
        from llmpick.agents import stdio

        anyio.run(stdio.serve, made)
    return 0


def _policy(stated: str | None) -> str | None:
    """The policy file: one that is stated must be there."""
    import os

    from llmpick.errors import UserError, shown

    if stated is None:
        return POLICY if os.path.isfile(POLICY) else None
    if not os.path.isfile(stated):
        raise UserError(f"no policy `{shown(stated, 200)}`", hint="docs/policy.md shows one")
    return stated


def _opener(
    catalog: str | None, as_of: str | None, no_evidence: bool, policy: str | None
) -> "Callable[[], ToolFacts]":
    """What opens the facts: again on another day, since a server outlives the day of its start."""
    from llmpick.agents.tools import ToolFacts

    kept: dict[str, ToolFacts] = {}

    def opened() -> ToolFacts:
        day = as_of or options.today()
        if day not in kept:
            facts = options.open_catalog(catalog, as_of)
            found = ToolFacts(facts, options.own_results(facts, no_evidence), policy)
            kept.clear()
            kept[day] = found
        return kept[day]

    return opened
