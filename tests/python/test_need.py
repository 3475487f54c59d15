"""A need from Python."""

from __future__ import annotations

import pytest

from llmpick import LlmpickError, Need
from llmpick.inputs.options import ALL_HOSTING, NEED
from llmpick.python.need import split
from llmpick.python.stated import Stated


def test_what_is_stated_reaches_the_records():
    """Options go to the job, own hardware to its own record; False and None state nothing."""
    need = Need(task="coding", budget=300, zdr=True, tools=False, gpu="2xL40S", provider=("a",))
    options, hosting = split(need)
    assert options.job.task == "coding"
    assert options.job.budget == 300.0
    assert dict(options.requirements) == {"zdr": True}
    assert options.limits.providers == ("a",)
    assert hosting.gpu == "2xL40S"
    assert need.to_dict().keys() == {"task", "budget", "zdr", "gpu", "provider"}


def test_needs_are_values():
    """Equal where they state the same, frozen, another one by replace()."""
    need = Need(task="coding", budget=300)
    assert need == Need.from_dict({"budget": 300, "task": "coding"})
    assert hash(need) == hash(Need(budget=300.0, task="coding"))
    assert need.replace(budget=None, min_context=10) == Need(task="coding", min_context=10)
    assert repr(need) == "Need(task='coding', budget=300.0)"
    with pytest.raises(AttributeError, match="replace"):
        need.task = "x"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ({"taks": "coding"}, "task"),
        ({"task": 3}, "`task` is not a text"),
        ({"min-context": "many"}, "min-context"),
        ({"provider": "openai"}, "a list of texts"),
        ({"budget": "300 shells"}, "SHELLS"),
        ({3: 4}, "no table"),
        ([], "no table"),
    ],
)
def test_a_mistake_is_named(table, told):
    """One sentence that names the option, with a hint."""
    with pytest.raises(LlmpickError) as caught:
        Need.from_dict(table)
    assert told in f"{caught.value} {caught.value.hint}"


def test_every_option_is_known():
    """The options of the command line are those of the typed table, and can be typed."""
    assert set(Need.options()) == set(Stated.__annotations__)
    assert len(Need.options()) == len({one.field for one in (*NEED, *ALL_HOSTING)})
    assert Need(source_language="ja").to_dict() == {"source_language": "ja"}
