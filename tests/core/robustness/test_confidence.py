"""The label by its rule, and which checks hold it down."""

from math import sqrt
from statistics import NormalDist

import pytest
from made import DAY, estimate, facts, model, need, offering, provider

from llmpick.core.answers.decide import decide
from llmpick.core.facts.records import Z80
from llmpick.core.robustness.confidence import Grounds, confidence
from llmpick.render.wording.robustness import reason, would_raise
from llmpick.render.wording.robustness import tests_words as words_of_tests

SURE = Grounds(p_near_best=0.8, evidence="direct", tests=3, price_age_days=90)


@pytest.mark.parametrize(
    ("change", "label", "limits"),
    [
        pytest.param({}, "high", [], id="all holds"),
        pytest.param({"p_near_best": 0.30}, "high", [], id="well tested, and not unlikely"),
        pytest.param({"p_near_best": 0.29}, "medium", ["near-best"], id="well tested, unlikely"),
        pytest.param(
            {"evidence": "some", "p_near_best": 0.84}, "medium", ["near-best"], id="some tests"
        ),
        pytest.param({"evidence": "some", "p_near_best": 0.85}, "high", [], id="some, and likely"),
        pytest.param(
            {"evidence": "some", "p_near_best": 0.0}, "medium", ["near-best"], id="some is enough"
        ),
        pytest.param(
            {"evidence": "general only", "p_near_best": 0.69}, "low", ["near-best"], id="no test"
        ),
        pytest.param(
            {"evidence": "general only", "p_near_best": 0.99},
            "medium",
            ["near-best"],
            id="never high without a test",
        ),
        pytest.param(
            {"evidence": "thin", "p_near_best": 0.99}, "low", ["near-best"], id="hardly measured"
        ),
        pytest.param({"price_age_days": 91}, "medium", ["price-age"], id="an old price"),
        pytest.param({"price_age_days": 9000}, "medium", ["price-age"], id="never lower for it"),
        pytest.param({"price_age_days": None}, "medium", ["price-age"], id="nobody knows how old"),
        pytest.param(
            {"evidence": "some", "price_age_days": 100},
            "medium",
            ["near-best", "price-age"],
            id="all that hold it there are told",
        ),
    ],
)
def test_label(change, label, limits):
    """Each condition alone, and together."""
    found = confidence(SURE._replace(**change))
    assert found.label == label
    assert [check.name for check in found.limits] == limits
    assert [check.name for check in found.checks] == ["near-best", "price-age"]


def test_the_reasons_are_data():
    """What was found, what each label asks, and what the check allows."""
    check = confidence(SURE._replace(evidence="some", p_near_best=0.6)).limits[0]
    assert (check.value, check.high, check.medium, check.allows) == (0.6, 0.85, 0.0, "medium")
    check = confidence(SURE._replace(price_age_days=None)).limits[0]
    assert (check.value, check.high, check.medium, check.allows) == (None, 90, None, "medium")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({}, "it has 3 independent tests of job at this effort", id="of the task"),
        pytest.param(
            {"tests": 1, "language": "ja"},
            "it has 1 independent test in Japanese at this effort",
            id="of the language",
        ),
        pytest.param(
            {"tests": 0, "evidence": "some"},
            "it has tests of job at other efforts only",
            id="at other efforts",
        ),
        pytest.param(
            {"tests": 0, "evidence": "general only"}, "it has no test of job", id="nowhere"
        ),
    ],
)
def test_how_well_it_was_tested_is_said(change, words):
    """What is counted is said: tests of the task, those in the language, or none."""
    assert words_of_tests(confidence(SURE._replace(**change)), need()) == words


def test_every_reason_has_words():
    """What is said of each check that holds the label down, and what would mend it."""
    asked = need()
    found = confidence(SURE._replace(evidence="some", tests=2, price_age_days=100))
    assert [reason(check, found, asked) for check in found.limits] == [
        "it has 2 independent tests of job at this effort, and "
        "the chance that nothing else is clearly better is .80",
        "its price was read 100 days ago",
    ]
    assert "llmpick try" in would_raise(found.limits[0])
    assert would_raise(found.limits[1]) == "read its price at the provider"
    found = confidence(SURE._replace(price_age_days=None))
    assert reason(found.limits[0], found, asked) == (
        "the day on which its price was read is unknown"
    )


@pytest.mark.parametrize(
    ("given_", "asked", "expected"),
    [
        pytest.param({}, {}, (3, None), id="tests of the task"),
        pytest.param(
            {"direct": 1, "of_task": 4}, {"language": "ja"}, (1, "ja"), id="of a language"
        ),
        pytest.param({"direct": 4, "of_task": 2}, {"language": "ja"}, (2, None), id="of the task"),
        pytest.param({"direct": 0}, {}, (0, None), id="none"),
    ],
)
def test_the_tests_that_are_counted(given_, asked, expected):
    """The fewer of those of the task and those in the language of the work."""
    tables = facts([model()], [offering()], [estimate(**given_)], [provider()])
    found = decide(need(**asked), tables).robustness.confidence
    assert (found.tests, found.language) == expected


@pytest.mark.parametrize(("read", "expected"), [("2026-11-20", 3.0), (DAY, 0.0), (None, None)])
def test_the_age_of_the_price_that_counts_is_the_firsts(read, expected):
    """In days, unknown where nobody wrote it down."""
    tables = facts([model()], [offering(price_read=read)], [estimate()], [provider()])
    checks = decide(need(), tables).robustness.confidence.checks
    assert [check.value for check in checks if check.name == "price-age"] == [expected]


@pytest.mark.parametrize("gap", [0.0, 0.02, 0.05])
@pytest.mark.parametrize("spread", [0.01, 0.03, 0.1])
def test_three_points_short_of_the_best_is_as_good(gap, spread):
    """The chance that no rival is ahead by more: of one, the normal law of the difference."""
    weights = {"performance": 1.0, "cost": 0.0, "privacy": 0.0, "customisability": 0.0}
    scores = {"lab/a": 0.5, "lab/b": 0.5 - gap}
    tables = facts(
        [model(id=name) for name in scores],
        [offering(model=name) for name in scores],
        [
            estimate(model=name, score=at, low=at - Z80 * spread, high=at + Z80 * spread)
            for name, at in scores.items()
        ],
        [provider()],
    )
    drawn = decide(need(weights=weights), tables).robustness.drawn
    law = NormalDist(-gap, spread * sqrt(2))
    assert drawn.regret.p_near == pytest.approx(law.cdf(0.03), abs=0.045)
