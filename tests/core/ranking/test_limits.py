"""What a prudent adviser leaves out unless asked for it: each rule on both sides of its bound."""

from __future__ import annotations

import pytest
from made import TASK, estimate, facts, model, need, offering, provider, required, workload

from llmpick.core.answers.decide import decide
from llmpick.core.facts.days import between
from llmpick.core.facts.life import end_of
from llmpick.core.ranking.limits import Violation, is_preview, offering_violations, short_lived
from llmpick.inputs.need import LIVES_DAYS, need_of
from llmpick.inputs.options import need_options

DAY = "2026-11-23"
IN_180, IN_179 = "2027-05-22", "2027-05-21"


def rules(sold, of, **asked):
    """The rules that a route breaks, by the need of *asked*."""
    return {violation.rule for violation in short_lived(need(**asked), sold, of)}


def fits(wanted, sold=None, of=None, **rated):
    """Whether the one route meets *wanted*, and the rules that stop it."""
    tables = facts(
        [model(**(of or {}))],
        [offering(**(sold or {}))],
        [estimate(**rated)],
        [provider(trains_on_inputs="never")],
    )
    found = decide(wanted, tables, robust=False)
    return bool(found.ranking), {row.rule for row in found.excluded}


def test_the_days_of_these_tests():
    """Exactly so many, and one less."""
    assert (between(DAY, IN_180), between(DAY, IN_179)) == (LIVES_DAYS, LIVES_DAYS - 1)


@pytest.mark.parametrize(
    ("sold", "of", "end"),
    [
        pytest.param({}, {}, None, id="nothing announced"),
        pytest.param({"retires_on": IN_179}, {}, IN_179, id="the offering's"),
        pytest.param({}, {"retires_on": IN_179, "open_weights": False}, IN_179, id="the maker's"),
        pytest.param({}, {"retires_on": IN_179}, IN_179, id="the maker's, unless weights are open"),
        pytest.param(
            {}, {"retires_on": IN_179, "open_weights": True}, None, id="open weights go on"
        ),
        pytest.param(
            {"first_party": True},
            {"retires_on": IN_179, "open_weights": True},
            IN_179,
            id="open weights, not at their maker's own platform",
        ),
        pytest.param(
            {},
            {"retires_on": IN_179, "open_weights": False, "deprecated_on": "2026-11-24"},
            None,
            id="announced the day after",
        ),
        pytest.param(
            {"retires_on": IN_180},
            {"retires_on": IN_179, "open_weights": False},
            IN_180,
            id="the offering's own goes before its maker's",
        ),
        pytest.param(
            {"retires_on": IN_179},
            {"retires_on": IN_180, "open_weights": True},
            IN_179,
            id="also of open weights",
        ),
    ],
)
def test_whose_end_counts(sold, of, end):
    """What is announced of the offering, else by the maker of a model that nobody else has."""
    offered, made = offering(**sold), model(**of)
    assert end_of(made, offered, DAY).on == end
    stopped = {"lives"} if end == IN_179 else set()
    assert rules(offered, made, lives_days=LIVES_DAYS) == stopped
    assert rules(offered, made, lives_days=0) == set()


@pytest.mark.parametrize("days", [1, 30, 179, 180, 181, 400])
def test_an_end_after_so_many_days_is_late_enough(days):
    """On the day itself it has lived so long; a day earlier it has not."""
    end = between(DAY, IN_180)
    found = rules(offering(retires_on=IN_180), model(), lives_days=days)
    assert found == ({"lives"} if end < days else set())


@pytest.mark.parametrize(
    ("sold", "of", "is_one"),
    [
        pytest.param({}, {}, False, id="nothing says so"),
        pytest.param({}, {"status": "preview"}, True, id="its maker does"),
        pytest.param({}, {"status": "current"}, False, id="its maker says otherwise"),
        pytest.param({"api_model": "one-preview"}, {}, True, id="the name at who serves it"),
        pytest.param({"api_model": "one-Preview-0611"}, {}, True, id="within the name"),
        pytest.param({"api_model": "previewer-2"}, {}, False, id="part of another word"),
    ],
)
def test_previews(sold, of, is_one):
    """Who says that it is one; `--previews` lets it through."""
    offered, made = offering(**sold), model(**of)
    assert is_preview(offered, made) is is_one
    assert rules(offered, made, previews=False) == ({"previews"} if is_one else set())
    assert rules(offered, made, previews=True) == set()


@pytest.mark.parametrize("volatile", [True, False, None])
def test_a_price_that_moves_daily(volatile):
    """May be gone tomorrow as a preview may."""
    offered = offering(volatile_price=volatile)
    assert rules(offered, model(), previews=False) == ({"previews"} if volatile else set())
    assert rules(offered, model(), previews=True) == set()


@pytest.mark.parametrize(
    ("effort", "tokens", "patience", "is_met"),
    [
        pytest.param(None, 100, None, True, id="nobody waits"),
        pytest.param(None, 100, 100, True, id="just so long"),
        pytest.param(None, 101, 100, False, id="a token longer"),
        pytest.param("high", 50, 100, True, id="high effort thinks twice as much"),
        pytest.param("high", 51, 100, False, id="and twice as much is too much"),
        pytest.param("low", 200, 100, True, id="low effort half"),
        pytest.param("none", 10_000, 0, True, id="no thinking, no wait"),
    ],
)
def test_patience(effort, tokens, patience, is_met):
    """A request may think as long as a person waits, at the effort of the route."""
    job = workload(reasoning_tokens=tokens)
    met, stopped = fits(need(workload=job, patience_tokens=patience), effort=effort)
    assert met is is_met
    assert stopped == (set() if is_met else {"patience"})


def test_one_effort_is_stopped_and_another_is_not():
    """Patience is of a route, not of its model."""
    tables = facts(
        [model()],
        [offering()],
        [estimate(effort="low"), estimate(effort="high")],
        [provider()],
    )
    found = decide(need(patience_tokens=150), tables, by_route=True, robust=False)
    assert [row.candidate.route.effort for row in found.ranking] == ["low"]
    assert [(row.rule, row.routes, row.alone) for row in found.excluded] == [("patience", 1, 1)]


RULES = [
    ("lives", {"retires_on": IN_179}, {}, {"lives": 0}),
    ("previews", {"api_model": "one-preview"}, {}, {"previews": True}),
    ("previews", {"volatile_price": True}, {}, {"previews": True}),
    ("patience", {}, {"effort": "high"}, {"patience": 1000}),
]


@pytest.mark.parametrize(("rule", "sold", "rated", "lifted"), RULES)
def test_nobody_asked_and_an_option_lifts_it(small, rule, sold, rated, lifted):
    """By the needs that options make: left out without a word, let through by one of them."""

    def asked(**options):
        made = need_of(small, need_options({"task": "general", **options}))
        work = workload(reasoning_tokens=100)
        patience = 150 if options.get("patience") is None else made.patience_tokens
        return made._replace(workload=work, patience_tokens=patience, task=TASK, day=DAY)

    assert fits(asked(), sold, **rated) == (False, {rule})
    assert fits(asked(**lifted), sold, **rated) == (True, set())


def test_what_options_ask_of_a_route_that_nobody_described(small):
    """Half a year, no previews, no training on what is sent, the patience of the task."""
    plain = need_of(small, need_options({}))
    assert (plain.lives_days, plain.previews, plain.privacy_level) == (180, False, "internal")
    assert plain.patience_tokens == plain.task.patience_tokens
    stated = need_of(small, need_options({"lives": 30, "patience": 500, "privacy": "public"}))
    assert (stated.lives_days, stated.patience_tokens) == (30, 500)
    assert stated.privacy_level == "public"


@pytest.mark.parametrize("training", ["yes", None])
def test_training_on_what_is_sent_has_to_be_asked_for(training):
    """A tier that trains, or of which nobody knows, fits `--privacy public` alone."""
    tables = facts([model()], [offering()], [estimate()], [provider(trains_on_inputs=training)])
    stopped = decide(need(privacy_level="internal"), tables, robust=False)
    assert [(row.rule, row.unknown) for row in stopped.excluded] == [
        ("privacy", int(training is None))
    ]
    assert decide(need(privacy_level="public"), tables, robust=False).ranking


def test_each_is_a_rule_with_its_fact():
    """As any limit: it is counted by its rule, and what it hangs on is named."""
    sold = offering(retires_on=IN_179, volatile_price=True)
    assert short_lived(need(lives_days=180, previews=False), sold, model()) == (
        Violation("lives", "end", False),
        Violation("previews", "preview", False),
    )


@pytest.mark.parametrize(
    ("asked", "known", "stopped"),
    [
        ({"rpm": 100}, {"requests_per_minute": 100}, []),
        ({"rpm": 101}, {"requests_per_minute": 100}, [("rpm", 0)]),
        ({"rpm": 1}, {}, [("rpm", 1)]),
        ({"rpm": 1}, {"tokens_per_minute": 9}, [("rpm", 1)]),
        ({"tpm": 9}, {"tokens_per_minute": 9}, []),
        ({"tpm": 10}, {"tokens_per_minute": 9}, [("tpm", 0)]),
        ({"tpm": 1}, {"requests_per_minute": 100}, [("tpm", 1)]),
    ],
)
def test_rates_are_those_that_are_published(asked, known, stopped):
    """What is published is enough or is not; where nothing is, it is unknown, and no yes."""
    tables = facts([model()], [offering(**known)], [estimate()], [provider()])
    wanted = need(requirements=required(**asked))
    found = decide(wanted, tables, robust=False)
    assert [(row.rule, row.unknown) for row in found.excluded] == stopped
    assert bool(found.ranking) is not bool(stopped)


def test_unknown_rates_pass_where_they_are_let_through():
    """A known limit that is too low does not."""
    wanted = need(requirements=required(rpm=50), allow_unknown=frozenset({"rate-limits"}))
    for known, fits_ in (({}, True), ({"requests_per_minute": 49}, False)):
        tables = facts([model()], [offering(**known)], [estimate()], [provider()])
        assert bool(decide(wanted, tables, robust=False).ranking) is fits_


def test_one_provider_limits_each_model_by_itself():
    """Two models of one place: the limit of the first says nothing of the second."""
    tables = facts(
        [model(), model(id="lab/two")],
        [offering(requests_per_minute=100), offering(model="lab/two")],
        [estimate(), estimate(model="lab/two")],
        [provider()],
    )
    found = decide(need(requirements=required(rpm=100)), tables, robust=False)
    assert [one.candidate.route.model.id for one in found.ranking] == ["lab/one"]


def test_own_hardware_has_no_published_limit():
    """What it manages is sized for the load; nobody else limits it."""
    asked = need(requirements=required(rpm=10_000, tpm=10_000_000))
    assert offering_violations(asked, offering(provider="self-hosted")) == ()
