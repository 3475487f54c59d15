"""The label by its rule, and which checks hold it down."""

from math import sqrt
from statistics import NormalDist

import pytest
from made import DAY, estimate, facts, model, need, offering, provider

from llmpick.core.answers.decide import decide
from llmpick.core.facts.records import Z80
from llmpick.core.robustness.confidence import Grounds, confidence
from llmpick.render.wording.robustness import grounds, reason, would_raise

SURE = Grounds(p_near_best=0.8, tests=3, price_age_days=90)


@pytest.mark.parametrize(
    ("change", "label", "limits"),
    [
        pytest.param({}, "high", [], id="all holds"),
        pytest.param({"p_near_best": 0.75}, "high", [], id="three of four is enough"),
        pytest.param({"p_near_best": 0.74}, "medium", ["near-best"], id="likely, not sure"),
        pytest.param({"p_near_best": 0.5}, "medium", ["near-best"], id="as likely as not"),
        pytest.param({"p_near_best": 0.49}, "low", ["near-best"], id="unlikely"),
        pytest.param({"tests": 1}, "high", [], id="one test of the task"),
        pytest.param({"tests": 0}, "medium", ["tests"], id="no test of the task"),
        pytest.param({"price_age_days": 91}, "medium", ["price-age"], id="an old price"),
        pytest.param({"price_age_days": 9000}, "medium", ["price-age"], id="never lower for it"),
        pytest.param({"price_age_days": None}, "medium", ["price-age"], id="nobody knows how old"),
        pytest.param(
            {"tests": 0, "p_near_best": 0.4}, "low", ["near-best"], id="the worst decides"
        ),
        pytest.param(
            {"tests": 0, "p_near_best": 0.6, "price_age_days": 100},
            "medium",
            ["near-best", "tests", "price-age"],
            id="all that hold it there are told",
        ),
    ],
)
def test_label(change, label, limits):
    """Each condition alone, and together."""
    found = confidence(SURE._replace(**change))
    assert found.label == label
    assert [check.name for check in found.limits] == limits
    assert [check.name for check in found.checks] == ["near-best", "tests", "price-age"]


def test_the_reasons_are_data():
    """What was found, what each label asks, and what the check allows."""
    check = confidence(SURE._replace(p_near_best=0.6)).limits[0]
    assert (check.value, check.high, check.medium, check.allows) == (0.6, 0.75, 0.5, "medium")
    check = confidence(SURE._replace(price_age_days=None)).limits[0]
    assert (check.value, check.high, check.medium, check.allows) == (None, 90, None, "medium")


def test_scores_in_a_language_are_named_as_such():
    """What is counted is said: tests of the task, or those in the language of the work."""
    asked = need()
    found = confidence(SURE._replace(tests=0, language="ja"))
    assert [(check.name, check.subject) for check in found.limits] == [("tests", "ja")]
    assert reason(found.limits[0], asked) == "it has 0 independent tests in Japanese"
    [check] = confidence(SURE._replace(tests=0)).limits
    assert reason(check, asked) == "it has 0 independent tests of job"
    assert "llmpick evidence import" in would_raise(check)


def test_every_reason_has_words():
    """What is said of each check that holds the label down, and what would mend it."""
    asked = need()
    found = confidence(Grounds(p_near_best=0.6, tests=0, price_age_days=100))
    assert [reason(check, asked) for check in found.limits] == [
        "the chance that nothing else is clearly better is .60",
        "it has 0 independent tests of job",
        "its price was read 100 days ago",
    ]
    assert would_raise(found.limits[2]) == "read its price at the provider"
    [check] = confidence(SURE._replace(price_age_days=None)).limits
    assert reason(check, asked) == "the day on which its price was read is unknown"
    assert grounds(confidence(SURE)) == (
        "3 independent tests, and the chance that nothing else is clearly better is .80"
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
    checks = decide(need(**asked), tables).robustness.confidence.checks
    [found] = [check for check in checks if check.name == "tests"]
    assert (found.value, found.subject) == expected


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
