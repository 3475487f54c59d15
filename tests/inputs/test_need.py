"""What a user types, and the need that is made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import BALANCED

from llmpick.catalog.load import load
from llmpick.core.need.need import CRITERIA
from llmpick.errors import UserError
from llmpick.inputs.need import need_of
from llmpick.inputs.options import Job, NeedOptions, Weighting, Work
from llmpick.inputs.weights import weights_of

PRESETS = {"balanced": BALANCED, "quality": {"performance": 7.0, "cost": 3.0}}


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=4).filter(any), st.integers(1, 1000))
def test_a_common_factor_changes_nothing(numbers, factor):
    """S2: weights are shares; 4 and 2 are 400 and 200."""

    def typed(scale: int) -> str:
        return ",".join(f"{name}={n * scale}" for name, n in zip(CRITERIA, numbers, strict=True))

    assert weights_of(typed(factor), PRESETS) == pytest.approx(weights_of(typed(1), PRESETS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("balanced", (0.4, 0.25, 0.2, 0.15), id="the balanced preset"),
        pytest.param("quality", (0.7, 0.3, 0.0, 0.0), id="a preset"),
        pytest.param("performance=3,cost=1", (0.75, 0.25, 0.0, 0.0), id="two criteria"),
        pytest.param("perf=1, Cost=1 ,priv=1,custom=1", (0.25,) * 4, id="short names and blanks"),
        pytest.param("privacy=1e-9", (0.0, 0.0, 1.0, 0.0), id="one criterion is all"),
    ],
)
def test_weights(text, expected):
    """Shares in the order of the criteria."""
    found = weights_of(text, PRESETS)
    assert tuple(found) == CRITERIA
    assert tuple(found.values()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("performance=a", "not a number"),
        ("performance=", "not a number"),
        ("performance=nan", "not from 0 up"),
        ("performance=inf", "not from 0 up"),
        ("performance=-1,cost=1", "not from 0 up"),
        ("performance=0,cost=0", "all weights are zero"),
        ("speed=1", "no criterion `speed`"),
        ("p=1", "no criterion `p`"),
        ("=1", "no criterion"),
        ("perf=1,performance=2", "weighed twice"),
        ("qualty", "no weights preset `qualty`"),
        ("", "no weights preset"),
        ("cost=1,,", "no criterion"),
    ],
)
def test_what_are_no_weights(text, message):
    """One sentence and a hint, whatever is typed."""
    with pytest.raises(UserError, match=message) as caught:
        weights_of(text, PRESETS)
    assert caught.value.hint


def test_all_of_a_budget_may_be_spent():
    """Quality alone is weighed; without a budget, or beside other weights, it is a mistake."""
    catalog = load(None, "2026-11-23")

    def asked(**weighting):
        chosen = Weighting(best_within_budget=True, **weighting)
        return need_of(catalog, NeedOptions(Job(budget=100.0), chosen))

    assert asked().weights == {"performance": 1, "cost": 0, "privacy": 0, "customisability": 0}
    for other in ({"weights": "cheap"}, {"rank": "cost,perf"}, {"failure_cost": 1.0}):
        with pytest.raises(UserError, match="weighs quality alone"):
            asked(**other)
    with pytest.raises(UserError, match="without a budget"):
        need_of(catalog, NeedOptions(weighting=Weighting(best_within_budget=True)))


def test_what_may_be_public_has_no_privacy_to_weigh():
    """Presets give its share to the others; stated weights, and who asks for privacy, keep it."""
    catalog = load(None, "2026-11-23")

    def weights(privacy, stated=None):
        options = NeedOptions(Job(privacy=privacy), Weighting(weights=stated))
        return need_of(catalog, options).weights

    for preset in (None, "value", "quality", "cheap", "own"):
        usual, public = weights("internal", preset), weights("public", preset)
        assert usual["privacy"] > 0 == public["privacy"]
        rest = 1 - usual["privacy"]
        for name in set(usual) - {"privacy"}:
            assert public[name] == pytest.approx(usual[name] / rest)
    for stated in ("private", "performance=5,privacy=1"):
        assert weights("public", stated) == weights("internal", stated)


def directed(**job):
    """A translation of a page of 1,000 tokens."""
    options = NeedOptions(Job(task="translation", **job), work=Work(input_tokens=1000))
    return need_of(load(None, "2026-11-30"), options)


@pytest.mark.parametrize(
    ("source", "target", "tokens", "language"),
    [
        ("en", "ja", 1629, "ja"),
        ("ja", "en", round(1000 / 1.629), "ja"),
        ("German", "French", 1300, "fr"),
        ("ja", "zh", 776, "zh"),
    ],
)
def test_a_translation_is_as_long_as_its_direction(source, target, tokens, language):
    """Counted, the way back by the reciprocal, else as the task has it; judged in the language."""
    need = directed(source_language=source, target_language=target)
    assert need.workload.output_tokens == tokens
    assert need.language == language


@pytest.mark.parametrize(
    ("job", "message"),
    [
        ({"source_language": "ja"}, "from one language to another"),
        ({"source_language": "ja", "target_language": "Japanese"}, "from ja to itself"),
        (
            {"source_language": "ja", "target_language": "en", "language": "de"},
            "neither of --from and --to",
        ),
        ({"source_language": "klingon", "target_language": "en"}, "no language `klingon`"),
        ({"task": "coding", "source_language": "ja", "target_language": "en"}, "of a translation"),
    ],
)
def test_what_is_no_direction(job, message):
    """One sentence, whatever is typed."""
    with pytest.raises(UserError, match=message):
        need_of(load(None, "2026-11-30"), NeedOptions(Job(**{"task": "translation", **job})))
