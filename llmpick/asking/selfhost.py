"""Models on hardware of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from llmpick.api import on_hardware, selfhost
from llmpick.asking.query import Answered, answered, asked, check_top
from llmpick.errors import UserError
from llmpick.inputs import values
from llmpick.inputs.options import HostingOptions, NeedOptions, stating
from llmpick.lang.said import said
from llmpick.render.answers import selfhost as render

if TYPE_CHECKING:
    from llmpick.catalog.contents import Catalog
    from llmpick.core.self_hosting.measured import LoadTest
    from llmpick.evidence.own import OwnResults

ORDERS = ("format", "hardware", "all")
USUAL_TOP = 10


def size(
    catalog: Catalog,
    need: NeedOptions,
    hosting: HostingOptions,
    model: str | None = None,
    results: OwnResults | None = None,
    *,
    by: str = "format",
    top: int = USUAL_TOP,
    tests: Sequence[LoadTest] = (),
) -> Answered:
    """
    Hardware for a model, or models for hardware: what fits, how fast, what a month costs.

    Args:
        catalog: The facts.
        need: What is stated of the need.
        hosting: What is stated of the hardware.
        model: None: all, for the hardware that is stated.
        results: The user's own, if any.
        by: Of a model, one of `ORDERS`.
        top: How many at most.
        tests: Load tests of *model*, to be put beside what is estimated.

    Raises:
        UserError: a name that nothing or several have, or a value that is off.
    """
    by = values.one_of("order", by, ORDERS)
    check_top(top)
    if tests and model is None:
        raise UserError(
            said("what was tested is not said"), hint=said("name a model before --load-test")
        )
    # a list is ranked by the need of `recommend`, where nothing more is stated
    wanted = need if model is None else stating(need, open_weights=True)
    found = asked(catalog, wanted, None, results)
    if model is None:
        answer = on_hardware.of_hardware(catalog, found.need, hosting, top=top, adjust=found.adjust)
    else:
        answer = selfhost.of_model(
            catalog, found.need, hosting, model, by=by, top=top, adjust=found.adjust, tests=tests
        )
    return answered(render.answer(answer, found.need, found.about, by_model=model is None), catalog)


def of_load_tests(catalog: Catalog, tests: Sequence[LoadTest]) -> Answered:
    """
    Load tests beside what is estimated of what their results say that was tested.

    Raises:
        UserError: a result does not say on what it was measured, or several say different things.
    """
    first = tests[0]
    if any(_tested(test) != _tested(first) for test in tests):
        raise UserError(
            said("the load tests are of different models or machines"),
            hint=said("a command for each"),
        )
    if first.model is None or first.gpu is None:
        raise UserError(
            said("the load test does not say on what it was measured"),
            hint=said("llmpick selfhost MODEL --gpu 2xL40S --load-test FILE"),
        )
    hosting = HostingOptions(gpu=first.gpu, quantization=first.form, engine=first.engine)
    return size(catalog, NeedOptions(), hosting, first.model, tests=tests, top=1)


def _tested(test: LoadTest) -> tuple[str | None, ...]:
    return test.model, test.gpu, test.form, test.engine
