"""From records on tuning, libraries and parameters to what is known of models and offerings."""

from __future__ import annotations

from typing import Any

import pytest

from llmpick.catalog import compile, contents, load, tuning
from llmpick.core.customisation.tunable import lasts
from llmpick.core.facts.records import BIT, Custom, Model, Offering

DAY = "2026-11-23"
HOSTED = ("hosted sft", "hosted dpo", "hosted rft")


def model(name: str, *, weights: bool | None) -> Model:
    plain: dict[str, Any] = dict.fromkeys(Model._fields)
    return Model(**{**plain, "id": name, "name": name, "open_weights": weights})


def offering(name: str, provider: str, listing: str = "current") -> Offering:
    plain: dict[str, Any] = dict.fromkeys(Offering._fields)
    return Offering(**{**plain, "model": name, "provider": provider, "listing": listing})


MODELS = (model("lab/closed", weights=False), model("lab/open", weights=True))
OFFERINGS = (
    offering("lab/closed", "one"),
    offering("lab/closed", "two"),
    offering("lab/open", "one"),
    offering("lab/closed", "gone", "retired"),
    offering("lab/closed", "router"),
)


def found(**tables: Any) -> tuning.KnownModels:
    providers = {name: {"deployment": "hosted", "plan": "api"} for name in ("one", "two", "gone")}
    providers["router"] = {"deployment": "router", "plan": "api"}
    return tuning.known({"providers": providers, **tables}, MODELS, OFFERINGS, DAY)


def takes(ref: str, *names: str, **given: Any) -> dict[str, Any]:
    return {"offering": ref, "takes": list(names), **given}


def tunes(*models: str, methods: tuple[str, ...] = ("sft",), **given: Any) -> dict[str, Any]:
    return {"models": list(models), "methods": list(methods), **given}


def test_nothing_is_known_without_records() -> None:
    assert found() == tuning.KnownModels([Custom(), Custom()], {})


def test_what_one_route_takes_its_model_has() -> None:
    known = found(parameters={"two": {"routes": [takes("lab/closed", "seed", "min-p")]}})
    assert known.models[0].has("seed")
    assert known.models[0].has("other sampling")
    assert known.models[1] == Custom()
    assert known.routes == {1: (BIT["seed"] | BIT["other sampling"], 0)}


def test_a_closed_model_lacks_what_all_its_routes_lack() -> None:
    lacking = {"routes": [takes("lab/closed", lacks=["seed"])]}
    some = found(parameters={"one": lacking, "two": lacking})
    assert some.models[0].has("seed") is None  # the router's is not known
    every = found(parameters=dict.fromkeys(("one", "two", "router"), lacking))
    assert every.models[0].has("seed") is False


def test_open_weights_lack_nothing_that_a_route_lacks() -> None:
    lacking = {"routes": [takes("lab/open", lacks=["seed"])]}
    assert found(parameters={"one": lacking}).models[1].has("seed") is None


def test_one_way_to_sample_is_not_all() -> None:
    ways = ["top-k", "min-p", "logit-bias"]
    known = found(parameters={"one": {"routes": [takes("lab/closed", lacks=ways[:2])]}})
    assert known.routes == {0: (0, 0)}
    known = found(parameters={"one": {"routes": [takes("lab/closed", lacks=ways)]}})
    assert known.routes == {0: (0, BIT["other sampling"])}


def test_two_sources_of_an_offering_are_taken_together() -> None:
    rows = [takes("lab/closed", "seed"), takes("lab/closed", "logprobs", lacks=["seed"])]
    known = found(parameters={"one": {"routes": rows}})
    assert known.routes == {0: (BIT["seed"] | BIT["logprobs"], 0)}


@pytest.mark.parametrize(
    "given", [{"since": "2026-11-24"}, {"disputed": True}], ids=["not yet", "disputed"]
)
def test_what_is_not_in_force_does_not_count(given: dict[str, Any]) -> None:
    library = {"maintained": True, "trains": [tunes("lab/open", methods=("lora",), **given)]}
    tables = {
        "parameters": {"one": {"routes": [takes("lab/closed", "seed", **given)]}},
        "tuning": {"one": {"complete": False, "tunable": [tunes("lab/closed", **given)]}},
        "libraries": {"trainer": library},
    }
    assert found(**tables) == found()


def test_a_library_that_is_kept_up_trains() -> None:
    trains = [tunes("lab/open", methods=("qlora", "preference"))]
    kept = found(libraries={"trainer": {"maintained": True, "trains": trains}})
    assert kept.models[1].yes == BIT["lora"] | BIT["preference"]
    left = found(libraries={"trainer": {"maintained": False, "trains": trains}})
    assert left.models[1].yes == 0


def test_hosts_that_were_read_whole_leave_nobody_else() -> None:
    whole = {"complete": True}
    known = found(tuning={"one": whole, "two": whole})  # a router tunes nothing
    assert [known.models[0].has(name) for name in HOSTED] == [False] * 3
    assert known.models[1].has("hosted sft") is None  # anybody may host open weights
    part = found(tuning={"one": whole, "two": {"complete": False}})
    assert part.models[0].has("hosted sft") is None


def test_a_maker_that_lets_nobody_tune() -> None:
    row = tunes("lab/closed", methods=(), everywhere=True)
    known = found(tuning={"one": {"complete": False, "tunable": [row]}})
    assert known.models[0].has("hosted dpo") is False
    assert known.models[0].hosted == ()


def test_a_host_is_kept_with_its_ends() -> None:
    row = tunes("lab/closed", jobs_end="2027-01-06", regions=["US"], preview=True)
    (offer,) = found(tuning={"two": {"complete": False, "tunable": [row]}}).models[0].hosted
    assert offer == ("two", ("sft",), True, "2027-01-06", None, ("US",))


@pytest.mark.parametrize(
    ("ends", "announced", "expected"),
    [
        (["2027-04-14"], None, "2027-04-14"),
        (["2027-04-14", "2027-06-01"], None, "2027-06-01"),
        (["2027-04-14", None], None, None),
        (["2027-04-14"], "2027-01-06", "2027-01-06"),
        ([None], "2027-01-06", "2027-01-06"),
        ([], None, None),
    ],
)
def test_jobs_end_with_the_last_offering_of_the_base(
    ends: list[str | None], announced: str | None, expected: str | None
) -> None:
    assert end_of_jobs("lab/closed", "api", ends, announced) == expected


def end_of_jobs(
    name: str, plan: str, ends: list[str | None], announced: str | None = None
) -> str | None:
    sold = tuple(offering(name, "one")._replace(retires_on=end) for end in ends)
    given = {"jobs_end": announced} if announced else {}
    tables = {
        "providers": {"one": {"deployment": "hosted", "plan": plan}},
        "tuning": {"one": {"complete": False, "tunable": [tunes(name, **given)]}},
    }
    (offer,) = (
        offer for each in tuning.known(tables, MODELS, sold, DAY).models for offer in each.hosted
    )
    return offer.jobs_end


def test_open_weights_outlive_their_place_on_a_list_but_not_in_a_cloud() -> None:
    assert end_of_jobs("lab/open", "api", ["2026-09-15"]) is None
    assert end_of_jobs("lab/open", "cloud", ["2026-09-15"]) == "2026-09-15"


def test_days_on_which_the_view_changes() -> None:
    tables = {
        "tuning": {"one": {"tunable": [tunes("lab/closed", since="2026-12-01")]}},
        "libraries": {"trainer": {"trains": [tunes("lab/open", since="2026-12-02")]}},
        "parameters": {"one": {"routes": [takes("lab/open", since="2026-12-03")]}},
    }
    assert list(tuning.changes(tables)) == ["2026-12-01", "2026-12-02", "2026-12-03"]


def test_a_compiled_catalog_knows_the_same(own_catalog: Any) -> None:
    for path, text in FILES.items():
        target = own_catalog / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    plain = load.load(str(own_catalog), DAY)
    compile.write(str(own_catalog))
    quick = load.load(str(own_catalog), DAY)
    assert quick.meta.compiled
    assert not plain.meta.compiled
    assert quick.custom == plain.custom
    assert quick.takes == plain.takes
    assert quick.custom["acme/atlas-2"].has("seed")
    assert quick.custom["acme/atlas-2"].hosted[0].provider == "acme"
    assert quick.takes["acme/atlas-2@acme"].has("logprobs") is False
    later = load.load(str(own_catalog), "2026-12-02")
    assert later.custom["acme/atlas-2"].has("logprobs")


SOURCE = '[sources.s]\nkind = "vendor"\ntitle = "Guide"\nread = 2026-11-20\n'
FILES = {
    "tuning/acme.toml": f"complete = true\n{SOURCE}"
    '[[facts.status]]\nvalue = "open"\nsource = "s"\n'
    '[[tunable]]\nsource = "s"\nmodels = ["acme/atlas-2"]\nmethods = ["sft"]\n',
    "parameters/acme.toml": f'{SOURCE}[[routes]]\nsource = "s"\noffering = "acme/atlas-2"\n'
    'takes = ["seed"]\nlacks = ["logprobs"]\n'
    '[[routes]]\nsource = "s"\nsince = 2026-12-01\noffering = "acme/atlas-2"\n'
    'takes = ["logprobs"]\n',
}


def test_hosted_tuning_of_the_shipped_catalog_that_does_not_last(shipped: contents.Catalog) -> None:
    """OpenAI ends its own on 2027-01-06, and Claude can be tuned nowhere."""
    gone = {
        (name, offer.provider)
        for name, custom in shipped.custom.items()
        for offer in custom.hosted
        if not lasts(offer, DAY)
    }
    names = ("gpt-4.1", "gpt-4.1-mini", "gpt-4o", "gpt-4o-mini")
    assert gone >= {(f"openai/{name}", "openai") for name in names}
    assert shipped.custom["anthropic/claude-opus-4.8"].has("hosted sft") is False
    assert shipped.custom["google/gemini-2.5-pro"].hosted[0].provider == "google-vertex"
    assert shipped.custom["qwen/qwen3-8b"].has("lora")
