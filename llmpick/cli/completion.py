"""`llmpick completion`"""

from typing import Annotated

import typer

from llmpick.cli.app import command

app = command("completion")


@app.command()
def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish.")],
) -> int:
    """
    The script by which a shell completes commands, options and names: tasks, models, providers.

    bash: `eval "$(llmpick completion bash)"` in ~/.bashrc. zsh: the same with zsh in ~/.zshrc.
    fish: `llmpick completion fish > ~/.config/fish/completions/llmpick.fish`.
    """
    from llmpick.cli import out
    from llmpick.cli.complete_scripts import SCRIPTS
    from llmpick.inputs import values

    out.write(SCRIPTS[values.one_of("shell", shell, SCRIPTS)], data=True)
    return 0
