"""How long a model can be had: by whose word, and what outlives its maker."""

import made
import pytest

from llmpick.core.facts.life import Life, end_of, has_ended, life_of, successors_of

DAY = "2026-11-23"
CLOSED = {"open_weights": False}


@pytest.mark.parametrize(
    ("model", "offering", "expected"),
    [
        pytest.param(CLOSED, {}, Life("open", None, False, None), id="nothing said"),
        pytest.param(
            CLOSED | {"retires_on": "2026-12-01"},
            {"retires_on": "2027-02-21"},
            Life("ending", "2027-02-21", False, 90),
            id="the seller's own day decides",
        ),
        pytest.param(
            CLOSED | {"retires_on": "2026-12-01"},
            {"first_party": True},
            Life("ending", "2026-12-01", False, 8),
            id="at its maker the maker's",
        ),
        pytest.param(
            CLOSED | {"retires_on": "2026-12-01"},
            {},
            Life("ending", "2026-12-01", True, 8),
            id="at another the maker's, for want of its own",
        ),
        pytest.param(
            CLOSED | {"status": "retired", "retires_on": "2026-02-19"},
            {},
            Life("resold", "2026-02-19", True, -277),
            id="ended at its maker, listed by another",
        ),
        pytest.param(
            {"open_weights": True, "status": "retired", "retires_on": "2026-02-19"},
            {},
            Life("open", None, False, None),
            id="open weights outlive their maker's API",
        ),
        pytest.param(
            {"status": "retired"},
            {},
            Life("resold", None, True, None),
            id="weights of which it is not known count as closed",
        ),
        pytest.param(
            CLOSED | {"status": "deprecated"},
            {"first_party": True},
            Life("deprecated", None, True, None),
            id="deprecated without a day",
        ),
        pytest.param(
            CLOSED | {"status": "retired"},
            {"first_party": True},
            Life("deprecated", None, True, None),
            id="listed by its maker, and ended by another source",
        ),
        pytest.param(
            CLOSED | {"retires_on": "2026-03-09"},
            None,
            Life("ended", "2026-03-09", True, -259),
            id="sold by nobody",
        ),
    ],
)
def test_life(model, offering, expected):
    """The state, the day, by whose word, and how far off it is."""
    sold = None if offering is None else made.offering(**offering)
    assert life_of(made.model(**model), sold, DAY) == expected


@pytest.mark.parametrize(
    ("model", "offering", "day", "ended"),
    [
        pytest.param({}, {"retires_on": DAY}, "2026-11-22", False, id="the day before"),
        pytest.param({}, {"retires_on": DAY}, DAY, True, id="the day itself"),
        pytest.param({"retires_on": DAY}, {"first_party": True}, DAY, True, id="its maker's own"),
        pytest.param({"retires_on": DAY}, {}, DAY, False, id="sold by another"),
        pytest.param(
            {"retires_on": DAY},
            {"first_party": True, "retires_on": "2026-12-01"},
            DAY,
            False,
            id="a variant that goes on",
        ),
        pytest.param({}, {"listing": "removed"}, DAY, True, id="not on sale"),
    ],
)
def test_has_ended(model, offering, day, ended):
    """From its day on, by the word of who sells it."""
    assert has_ended(made.model(**model), made.offering(**offering), day) is ended


@pytest.mark.parametrize(("day", "state"), [("2026-02-25", "open"), ("2026-02-26", "ending")])
def test_an_end_counts_from_its_notice_on(day, state):
    """Who decided the day before did not know it."""
    model = made.model(**CLOSED, deprecated_on="2026-02-26", retires_on="2026-03-09")
    sold = made.offering(first_party=True, retires_on="2026-03-09")
    assert end_of(model, sold, day).state == state


def chain(**named):
    """Models, each with what is named in its place."""
    models = {name: made.model(id=name, replacement=other) for name, other in named.items()}
    return models | {"end": made.model(id="end")}


@pytest.mark.parametrize(
    ("models", "ended", "expected"),
    [
        pytest.param(chain(a="end"), (), ("end",), id="one"),
        pytest.param(chain(a="b", b="end"), (), ("b",), id="the first that goes on"),
        pytest.param(chain(a="b", b="end"), ("b",), ("b", "end"), id="over one that ended"),
        pytest.param(chain(a="b", b=None), ("b",), ("b",), id="none after it"),
        pytest.param(chain(a="a"), (), (), id="itself"),
        pytest.param(chain(a="b", b="a"), ("b",), ("b",), id="a circle"),
        pytest.param(chain(a="nobody"), (), (), id="not in the catalog"),
    ],
)
def test_successors(models, ended, expected):
    """What its maker names, and what is named in the place of that where it has an end too."""
    for name in ended:
        models[name] = models[name]._replace(status="retired")
    assert successors_of(models["a"], models) == expected
