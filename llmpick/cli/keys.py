"""`llmpick keys`"""

import os

from llmpick.cli import options
from llmpick.cli.app import command

app = command("keys")


@app.command()
def keys(
    as_of: options.AsOf = None,
    catalog: options.Folder = None,
    form: options.Format = None,
    as_json: options.AsJson = False,
) -> int:
    """
    Which providers the environment has a key for: names of variables, never what they hold.

    Exit codes: 0 there is one, 1 there is none.
    """
    from llmpick.api import connecting
    from llmpick.cli import out
    from llmpick.render.answers import connection as render

    chosen = out.check_format(form, as_json)
    found = options.open_catalog(catalog, as_of)
    held = (name for name, value in os.environ.items() if value)
    answer = render.keys_answer(connecting.keys(found, held), options.about(found))
    return options.emit(answer, chosen, found)
