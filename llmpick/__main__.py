"""The front door: `--version` without the parser, plain words for errors, the exit code."""

import sys

BARE = {"--budget": "100", "--privacy": "confidential"}
NO_ANSWER = 2


def main() -> None:
    """Run the command line and exit: 0 answered, 1 the answer is no, 2 no answer."""
    _default_signals()
    _open_streams()
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"], ["version"]):
        from llmpick.version import __version__

        _finish(0, f"llmpick {__version__}\n")
    try:
        if arguments[:1] == ["__complete"]:  # a key press, before anything else is loaded
            from llmpick.cli.complete import answer

            _finish(0, answer(arguments[1:]))
        code = run(arguments)
    except Exception:  # a bug: its traceback, and never the exit code of a verdict
        import traceback

        traceback.print_exc()
        code = NO_ANSWER
    _finish(code)


def run(arguments: list[str]) -> int:
    """The exit code of the command line *arguments*."""
    import gc

    from llmpick.errors import UserError

    _drop_broken_sizes()
    arguments = _without_pager(arguments)
    try:
        arguments = _in_language(arguments)
    except UserError as error:
        _complain(str(error), error.hint)
        return error.exit_code
    if not arguments:
        from llmpick.cli import help as shown
        from llmpick.cli import out

        out.write(shown.speaker()(shown.START))
        return 0
    if arguments[0] == "help":
        arguments = [*arguments[1:2], "--help"]
    elif arguments == ["-h"]:
        arguments = ["--help"]
    gc.disable()  # a query ends before there is anything to collect
    try:
        from llmpick.cli.app import app

        code = app(_with_values(arguments), prog_name="llmpick", standalone_mode=False)
    except UserError as error:
        _complain(error.message, error.hint)
        return error.exit_code
    except OSError as error:
        if error.filename is not None:
            raise
        _complain(*_unwritten(error))
        return NO_ANSWER
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        _complain(_of_parser(_first_lower(error.format_message())), _help_hint(arguments))
        return NO_ANSWER
    return code if isinstance(code, int) else 0


def _in_language(arguments: list[str]) -> list[str]:
    """*arguments* without `--lang`, once it is settled which language a person is answered in."""
    import os

    from llmpick.lang import choice

    terminal = sys.stdout is not None and sys.stdout.isatty()
    return choice.choose(arguments, os.environ, terminal)


def _drop_broken_sizes() -> None:
    """Sizes of the terminal that are no numbers are not said: Rich and Typer stumble over them."""
    import os

    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        text = os.environ.get(name)
        if text is not None and not (text.isascii() and text.isdigit() and 0 < len(text) < 6):
            del os.environ[name]


def _without_pager(arguments: list[str]) -> list[str]:
    """*arguments* without `--no-pager`, which any command takes at any place."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    if "--no-pager" not in arguments[:end]:
        return arguments
    import os

    os.environ["LLMPICK_PAGER"] = ""
    return [one for one in arguments[:end] if one != "--no-pager"] + arguments[end:]


def _with_values(arguments: list[str]) -> list[str]:
    """*arguments* with the value that a bare `--budget` or `--privacy` stands for."""
    found: list[str] = []
    for position, argument in enumerate(arguments):
        found.append(argument)
        if argument not in BARE or "--" in arguments[:position]:
            continue
        after = arguments[position + 1] if position + 1 < len(arguments) else "--"
        if after.startswith("-") and not after[1:].replace(".", "", 1).isdigit():
            found[-1] = f"{argument}={BARE[argument]}"
            found.append(f"--bare={argument[2:]}")
    return found


def _complain(message: str, hint: str | None) -> None:
    from llmpick.lang.said import said
    from llmpick.render.words import printable

    error = _spoken(said("error: {message}", message=message))
    after = _spoken(said("hint: {hint}", hint=hint)) if hint else ""
    lines = printable(f"{error}\n" + (f"\n{after}\n" if after else ""))
    try:
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(lines.encode(encoding, "replace").decode(encoding))
    except OSError:
        return


def _spoken(text: str) -> str:
    from llmpick.lang import choice

    if choice.language == "en":
        return text
    from llmpick.lang.speak import Speaker

    return Speaker().text(text)


def _unwritten(error: OSError) -> tuple[str, str]:
    hint = "check the disk or the pipe"
    writer = sys.modules.get("llmpick.files.write")
    if writer is not None and writer.written:
        from llmpick.errors import shown

        hint += f"; `{shown(writer.written[-1], 200)}` was written, and stands"
    return f"cannot write the answer: {error.strerror}", hint


def _of_parser(complaint: str) -> str:
    from llmpick.lang import choice

    if choice.language == "en":
        return complaint
    from llmpick.cli import complaints

    return complaints.spoken(complaint)


def _first_lower(message: str) -> str:
    text = message.rstrip(".")
    return text[:1].lower() + text[1:]


def _help_hint(arguments: list[str]) -> str:
    named = next((argument for argument in arguments if not argument.startswith("-")), "")
    return f"llmpick {named} --help" if named else "llmpick --help"


def _default_signals() -> None:
    """Ctrl-C and a closed pipe end the program quietly, from the first moment."""
    import _signal  # type: ignore[import-not-found]  # `signal` costs a third of a start

    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    if hasattr(_signal, "SIGPIPE"):
        _signal.signal(_signal.SIGPIPE, _signal.SIG_DFL)


def _open_streams() -> None:
    """A stream that the caller closed: complaints go nowhere, an answer has nowhere to go."""
    if sys.stderr is None:
        import os

        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - for as long as the process lives
    if sys.stdout is None:
        _complain("stdout is closed", "the answer goes there")
        sys.exit(NO_ANSWER)


def _finish(code: int, text: str = "") -> None:
    """Write *text*, flush and leave; an answer that cannot be written is no answer."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        import os

        _complain(*_unwritten(error))
        os._exit(NO_ANSWER)
    sys.exit(code)


if __name__ == "__main__":
    main()
