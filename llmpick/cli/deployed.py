"""What starts a model on hardware: `selfhost MODEL --emit TARGET`, and `export TARGET MODEL`."""

from __future__ import annotations

from llmpick.cli import out, query
from llmpick.cli.options import AnswerOptions
from llmpick.errors import UserError
from llmpick.inputs import values
from llmpick.inputs.options import HostingOptions, NeedOptions, stating
from llmpick.lang.said import said
from llmpick.render.deploy import targets


def write(
    target: str,
    model: str | None,
    need: NeedOptions,
    hosting: HostingOptions,
    how: AnswerOptions,
    file: str | None = None,
) -> int:
    """
    Write what starts the first way to run *model*, to stdout or into *file*.

    Returns:
        The exit code: 1 where there is no such way.

    Raises:
        UserError: no such target, no model, or an engine beside another one.
    """
    from llmpick.api import selfhost as api

    target = values.one_of("target", target, targets.TARGETS)
    if model is None:
        raise UserError(
            said("what is to be started is not said"), hint=said("name a model before --emit")
        )
    if target in targets.ENGINES:
        if hosting.engine not in (None, target):
            raise UserError(
                said(
                    "--emit {target} and --engine {engine} contradict each other",
                    target=target,
                    engine=hosting.engine,
                ),
                hint=said("leave one of both out"),
            )
        hosting = hosting._replace(engine=target)
    found = query.opened(stating(need, open_weights=True), None, how)
    answered = api.of_model(found.catalog, found.need, hosting, model, top=1, adjust=found.adjust)
    if not answered.rows or answered.rows[0].way.serves is False:
        out.complain(f"nothing runs {model} so: leave out --emit to see why", always=True)
        return 1
    text = targets.text(target, answered.rows[0].launch)
    if file is None:
        out.write(text)
    else:
        from llmpick.files import write as files

        files.replace(file, text.encode())
    return 0
