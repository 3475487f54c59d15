"""Replacements for a model in use: able to do its work, and told apart in every respect."""

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmpick.core.answers.compare import NamedModel
from llmpick.core.answers.replacements import INHERITED, ReplacementNeed, alternatives, beats
from llmpick.core.facts.dialects import DialectChange, DialectTable, change

OLD = {
    "id": "lab/old",
    "input_modalities": ("text", "image"),
    "tool_calling": True,
    "context_window_tokens": 200_000,
    "retires_on": "2027-01-15",
}


def model(name, **given):
    """As able as the one in use."""
    return made.model(**{**OLD, "retires_on": None, "open_weights": False, "id": name, **given})


def fixture(successor=None):
    """One in use, and seven others of which each differs in one thing."""
    models = [
        made.model(**{**OLD, "open_weights": False, "licence": "own", "replacement": successor}),
        model("lab/new"),
        model("lab/dear"),
        model("else/open", open_weights=True, licence="mit"),
        model("else/short", context_window_tokens=100_000),
        model("else/blind", input_modalities=("text",)),
        model("else/toolless", tool_calling=None),
        model("else/ending", retires_on="2027-02-01"),
    ]
    price = {"lab/old": 2.0, "lab/new": 2.5, "lab/dear": 20.0, "else/open": 0.5}
    theta = {"lab/old": 0.0, "lab/new": 0.6, "lab/dear": 0.9, "else/open": -0.1}
    return made.facts(
        models,
        [
            made.offering(model=item.id, api_model=item.id, input_per_mtok=price.get(item.id, 1.0))
            for item in models
        ],
        [
            made.estimate(
                model=item.id,
                theta=theta.get(item.id, -0.5),
                score=0.5 + theta.get(item.id, -0.5) / 10,
            )
            for item in models
        ],
        [made.provider()],
    )


IN_USE = NamedModel("old", "lab/old", None, (), None)


SILENT = DialectTable([])
WITHOUT_CONTEXT = tuple(name for name in INHERITED if name != "context")


def found(wanted=ReplacementNeed(), *, dialects=SILENT, successor=None, **given):  # noqa: B008
    """The alternatives to lab/old, in whose place its maker names *successor*."""
    world = fixture(successor)
    return alternatives(made.need(), world, IN_USE, wanted, dialects=dialects, **given)


def names(answer):
    """The models that were found, in order."""
    return [row.candidate.route.model.id for row in answer.replacements]


def test_only_who_can_do_the_work():
    """The same modalities, tools and context; unknown is not yes; never the model itself."""
    answer = found()
    assert sorted(names(answer)) == ["else/ending", "else/open", "lab/dear", "lab/new"]
    assert dict(answer.left_out) == {"tools": 1, "modality": 1, "context": 1}
    assert answer.models == 4


def test_best_for_the_need_first():
    """In the order of the score."""
    scores = [row.candidate.score for row in found().replacements]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("wanted", "expected", "left_out"),
    [
        pytest.param(
            ReplacementNeed(open_weights=True),
            ["else/open"],
            {"open-weights": 3},
            id="open weights",
        ),
        pytest.param(
            ReplacementNeed(other_developer=True),
            ["else/ending", "else/open"],
            {"other-developer": 2},
            id="another developer",
        ),
        pytest.param(
            ReplacementNeed(cheaper=True),
            ["else/ending", "else/open"],
            {"cheaper": 2},
            id="cheaper",
        ),
        pytest.param(
            ReplacementNeed(still_supported_days=180),
            ["else/open", "lab/dear", "lab/new"],
            {"still-supported": 1},
            id="no end within half a year",
        ),
        pytest.param(
            ReplacementNeed(inherits=WITHOUT_CONTEXT),
            ["else/ending", "else/open", "else/short", "lab/dear", "lab/new"],
            {},
            id="as much context as the job needs",
        ),
    ],
)
def test_filters(wanted, expected, left_out):
    """Each condition leaves out what it should, and says how many."""
    answer = found(wanted)
    assert sorted(names(answer)) == expected
    counted = dict(answer.left_out)
    assert {rule: counted[rule] for rule in left_out} == left_out
    assert ("context" in counted) is ("context" in wanted.inherits)


def test_the_makers_choice_comes_first():
    """Wherever it ranks, and whatever a filter says."""
    answer = found(ReplacementNeed(cheaper=True), successor="lab/dear")
    assert names(answer)[0] == "lab/dear"
    assert [row.named_by_maker for row in answer.replacements] == [True, False, False]
    assert names(found(successor="lab/dear")).count("lab/dear") == 1


def test_the_makers_choice_with_what_it_lacks():
    """It is shown with the limits that it breaks."""
    first = found(successor="else/blind").replacements[0]
    assert [violation.rule for violation in first.violations] == ["modality"]


@pytest.mark.parametrize("successor", [None, "lab/old", "lab/nobody"])
def test_no_choice_of_the_maker(successor):
    """None named, itself, or one that is not in the catalog."""
    assert not any(row.named_by_maker for row in found(successor=successor).replacements)


def test_differences():
    """Price, quality with its interval, privacy, licence, context."""
    row = next(row for row in found().replacements if row.candidate.route.model.id == "else/open")
    told = row.difference
    # 1,000 requests of 1,000 tokens in at 0.5 for 2 USD per Mtok; output costs the same
    assert told.cost == pytest.approx(-1.5)
    assert told.cost_ratio == pytest.approx(
        row.candidate.cost.total / (1.5 + row.candidate.cost.total)
    )
    assert told.quality == pytest.approx(-1.0)
    # each is known to 10 points either way: their difference to 14
    assert (told.quality_low, told.quality_high) == pytest.approx((-15.142, 13.142), abs=1e-3)
    assert told.p_better == pytest.approx(0.374, abs=0.001)
    assert (told.privacy, told.context) == (0, 0)
    assert told.open_weights == (False, True)
    assert told.licence == ("own", "mit")
    assert row.life.state == "open"


def test_lifecycle():
    """The day it ends, and how far off that is."""
    row = next(row for row in found().replacements if row.candidate.route.model.id == "else/ending")
    assert (row.life.on, row.life.days_left) == ("2027-02-01", 70)


def test_a_model_that_is_no_longer_sold():
    """Nothing to compare a price with: the rest is told, and nothing is shown to be cheaper."""
    facts = fixture()
    facts = facts._replace(offerings=[row for row in facts.offerings if row.model != "lab/old"])
    answer = alternatives(made.need(), facts, IN_USE, ReplacementNeed(), dialects=SILENT)
    assert answer.in_use.candidate is None
    assert {row.difference.cost for row in answer.replacements} == {None}
    assert {row.difference.privacy for row in answer.replacements} == {None}
    assert all(row.difference.quality is not None for row in answer.replacements)
    cheaper = ReplacementNeed(cheaper=True)
    assert not alternatives(made.need(), facts, IN_USE, cheaper, dialects=SILENT).replacements


def test_top():
    """No more than asked for, the maker's choice included."""
    assert len(names(found(top=2, successor="lab/dear"))) == 2


@given(st.floats(-3, 3), st.floats(0, 1), st.floats(-3, 3), st.floats(0, 1))
def test_one_of_two_is_above_the_other(mean, spread, other, its):
    """Antisymmetric."""
    assert beats(mean, spread, other, its) + beats(other, its, mean, spread) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("mean", "other", "expected"),
    [(1.0, 1.0, 0.5), (1.1, 1.0, 1.0), (1.0, 1.1, 0.0)],
)
def test_without_errors_the_higher_beats(mean, other, expected):
    """No error, no doubt; equals are a coin's toss."""
    assert beats(mean, 0.0, other, 0.0) == expected


CHAT, MESSAGES = ("openai-chat",), ("anthropic-messages",)


@pytest.mark.parametrize(
    ("before", "after", "shared", "same"),
    [
        pytest.param(CHAT, CHAT, CHAT, True, id="one and the same"),
        pytest.param(CHAT, MESSAGES, (), False, id="none in common"),
        pytest.param(CHAT, MESSAGES + CHAT, CHAT, True, id="one of two"),
        pytest.param(CHAT + MESSAGES, MESSAGES + CHAT, CHAT + MESSAGES, True, id="in its order"),
        pytest.param(None, CHAT, None, None, id="in use unknown"),
        pytest.param(CHAT, None, None, None, id="replacement unknown"),
    ],
)
def test_change_of_dialect(before, after, shared, same):
    """Two endpoints speak the same where they share a dialect; unknown is neither."""
    assert change(before, after) == DialectChange(before, after, shared)
    assert change(before, after).same is same


def test_a_model_has_dialects_of_its_own():
    """A model's own dialects stand for those of its provider, there and in its replacement."""
    place = fixture().offerings[0].provider
    dialects = DialectTable([(place, None, CHAT), (place, "lab/new", MESSAGES)])
    answer = found(dialects=dialects)
    assert answer.dialects == CHAT
    same = {
        row.candidate.route.model.id: row.difference.dialects.same for row in answer.replacements
    }
    assert same == {"lab/new": False, "lab/dear": True, "else/open": True, "else/ending": True}


def test_unknown_dialects_stay_unknown():
    """Where no source says, neither same nor other is claimed."""
    answer = found()
    assert answer.dialects is None
    assert all(row.difference.dialects.same is None for row in answer.replacements)


@pytest.mark.parametrize(("first_party", "known"), [(True, CHAT), (False, None)])
def test_what_is_no_longer_sold_spoke_as_its_maker_does(first_party, known):
    """Of a retired model the maker's own endpoint is told, and no other seller's."""
    facts = fixture()
    rows = [
        row._replace(listing="retired", first_party=first_party) if row.model == "lab/old" else row
        for row in facts.offerings
    ]
    dialects = DialectTable([(facts.offerings[0].provider, None, CHAT)])
    facts = facts._replace(offerings=rows)
    answer = alternatives(made.need(), facts, IN_USE, ReplacementNeed(), dialects=dialects)
    assert answer.in_use.candidate is None
    assert answer.dialects == known


@pytest.mark.parametrize(
    ("routes", "listing", "used"),
    [
        pytest.param((), "current", "lab/old@lab", id="by its maker"),
        pytest.param(("lab/old@host",), "current", "lab/old@host", id="as named"),
        pytest.param((), "retired", "lab/old@host", id="by another where its maker has ended it"),
    ],
)
def test_which_route_is_in_use(routes, listing, used):
    """A model without a route is taken at its maker, though others are cheaper."""
    world = fixture()
    own = made.offering(
        model="lab/old", provider="lab", first_party=True, listing=listing, input_per_mtok=9.0
    )
    world = world._replace(
        offerings=[*world.offerings, own],
        providers=made.facts([], [], [], [made.provider(), made.provider(id="lab")]).providers,
    )
    answer = alternatives(
        made.need(), world, IN_USE._replace(routes=routes), ReplacementNeed(), dialects=SILENT
    )
    assert answer.in_use.candidate.route.offering.id == used


TERMS = {
    "trains_on_inputs": "never",
    "retention_days": 30,
    "dpa": True,
    "processing_regions": ("EU",),
}


def at_places(*, regional):
    """lab/old at its maker, confidential; the others at a host that proves nothing, one there."""
    world = fixture()
    own = {"provider": "lab", "first_party": True, "region": "eu" if regional else None}
    sold = [made.offering(model="lab/old", **own)]
    sold += [made.offering(model=name) for name in ("else/open", "lab/new")]
    sold += [made.offering(model="lab/dear", provider="lab", region="eu")]
    providers = [made.provider(), made.provider(id="lab", **TERMS)]
    return world._replace(offerings=sold, providers=made.facts([], [], [], providers).providers)


@pytest.mark.parametrize(
    ("regional", "inherits", "asked", "expected"),
    [
        pytest.param(False, INHERITED, {"privacy": "confidential"}, ["lab/dear"], id="privacy"),
        pytest.param(
            True, ("region",), {"region": "EU"}, ["lab/dear"], id="the region of a regional route"
        ),
        pytest.param(
            False, ("region",), {}, ["else/open", "lab/dear", "lab/new"], id="no region, none asked"
        ),
        pytest.param(True, (), {}, ["else/open", "lab/dear", "lab/new"], id="told otherwise"),
    ],
)
def test_privacy_and_region_are_inherited(regional, inherits, asked, expected):
    """A replacement is no less private than the route in use, and stays where that runs."""
    wanted = ReplacementNeed(inherits=inherits)
    answer = alternatives(
        made.need(), at_places(regional=regional), IN_USE, wanted, dialects=SILENT
    )
    inherited = {row.what: row.value for row in answer.inherited}
    assert asked.items() <= inherited.items()
    assert set(inherited) <= set(inherits)
    assert sorted(names(answer)) == expected


def test_what_the_need_says_already_is_not_inherited():
    """A need that asks for as much or more stands as it is."""
    need = made.need(privacy_level="regulated", min_context_tokens=1_000_000)
    answer = alternatives(
        need, at_places(regional=False), IN_USE, ReplacementNeed(), dialects=SILENT
    )
    assert {row.what for row in answer.inherited} == {"modality", "tools"}
    assert answer.need.privacy_level == "regulated"


def test_the_terms_of_its_maker_stand_for_a_model_that_has_ended():
    """Nobody chose the reseller that still lists it: what was agreed with the maker is kept."""
    world = at_places(regional=False)
    ended = [
        row._replace(listing="retired") if row.model == "lab/old" else row
        for row in world.offerings
    ]
    world = world._replace(offerings=[*ended, made.offering(model="lab/old")])
    answer = alternatives(made.need(), world, IN_USE, ReplacementNeed(), dialects=SILENT)
    assert answer.in_use.candidate.route.offering.provider == "host"
    assert answer.need.privacy_level == "confidential"


def test_a_replacement_that_has_ended_is_followed():
    """What its maker named in the place of the replacement is the replacement."""
    world = fixture("lab/new")
    models = dict(world.models)
    models["lab/new"] = models["lab/new"]._replace(retires_on="2026-12-01", replacement="lab/dear")
    world = world._replace(models=models)
    answer = alternatives(made.need(), world, IN_USE, ReplacementNeed(), dialects=SILENT)
    assert answer.successors == ("lab/new", "lab/dear")
    assert names(answer)[0] == "lab/dear"
    assert [row.named_by_maker for row in answer.replacements].count(True) == 1


def test_the_one_to_move_to_breaks_no_limit():
    """The maker's choice is shown first, and advised only where it can do the work."""
    blind = found(successor="else/blind")
    assert names(blind)[0] == "else/blind"
    assert blind.best is blind.replacements[1]
    good = found(successor="lab/dear")
    assert good.best is good.replacements[0]


def test_the_makers_choice_is_taken_where_the_contract_is():
    """By the provider in use where that sells it, though another is cheaper."""
    world = fixture("lab/new")
    here = [
        made.offering(model=name, provider="lab", first_party=True, input_per_mtok=9.0)
        for name in ("lab/old", "lab/new")
    ]
    world = world._replace(
        offerings=[*world.offerings, *here],
        providers=made.facts([], [], [], [made.provider(), made.provider(id="lab")]).providers,
    )
    answer = alternatives(made.need(), world, IN_USE, ReplacementNeed(), dialects=SILENT)
    assert answer.best.candidate.route.offering.id == "lab/new@lab"
