"""
llmpick: which large language model to use for a job, and where to run it.

From Python: open a catalog, state a need, ask.

    catalog = llmpick.open_catalog()
    decision = llmpick.recommend(catalog, llmpick.Need(task="coding", budget=300))
    print(decision.headline)

docs/python.md has recipes. These names are stable; modules below this one are not.
"""

from llmpick.version import __version__ as __version__

TYPE_CHECKING = False  # as typing has it, whose import would take longer than all of this
if TYPE_CHECKING:
    from llmpick.errors import UserError as LlmpickError
    from llmpick.python.answers import Decision, Route
    from llmpick.python.catalog import open_catalog
    from llmpick.python.functions import (
        alternatives,
        check,
        compare,
        connect,
        cost,
        export,
        pareto,
        recommend,
        size,
    )
    from llmpick.python.need import Need

__all__ = [
    "Decision",
    "LlmpickError",
    "Need",
    "Route",
    "alternatives",
    "check",
    "compare",
    "connect",
    "cost",
    "export",
    "open_catalog",
    "pareto",
    "recommend",
    "size",
]

_HOME = {
    "Decision": "python.answers",
    "Route": "python.answers",
    "LlmpickError": "errors",
    "Need": "python.need",
    "open_catalog": "python.catalog",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'llmpick' has no attribute {name!r}", name=name)
    from importlib import import_module

    home = import_module(f"llmpick.{_HOME.get(name, 'python.functions')}")
    found = getattr(home, "UserError" if name == "LlmpickError" else name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
