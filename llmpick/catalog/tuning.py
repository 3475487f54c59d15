"""From records on tuning, libraries and parameters to what is known of each model and offering."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from llmpick.core.customisation.tunable import HOSTED_METHODS
from llmpick.core.facts.records import BIT, Custom, Hosted, Model, Offering

Table = Mapping[str, Any]
Tables = Mapping[str, Mapping[str, Table]]

PARAMETER_BITS = {
    "temperature": BIT["temperature"],
    "top-k": BIT["other sampling"],
    "min-p": BIT["other sampling"],
    "logit-bias": BIT["other sampling"],
    "seed": BIT["seed"],
    "logprobs": BIT["logprobs"],
    "json-mode": BIT["json mode"],
    "system-prompt": BIT["system prompt"],
    "structured-output": 0,
}
_OTHER_SAMPLING = frozenset(
    name for name, bit in PARAMETER_BITS.items() if bit == BIT["other sampling"]
)
TRAINING_BITS = {
    "lora": BIT["lora"],
    "qlora": BIT["lora"],
    "full": BIT["full"],
    "preference": BIT["preference"],
}
_OF_REQUESTS = sum(set(PARAMETER_BITS.values()))


class KnownModels(NamedTuple):
    """What is known of models by their place in *models*, and of offerings by their place."""

    models: list[Custom]
    routes: dict[int, tuple[int, int]]


def known(
    tables: Tables, models: tuple[Model, ...], offerings: tuple[Offering, ...], day: str
) -> KnownModels:
    """What can be changed of *models* and *offerings* on *day*, each by its place."""
    routes = _routes(tables, offerings, day)
    by_model: dict[str, list[int]] = {}
    for place, offering in enumerate(offerings):
        if offering.listing == "current":
            by_model.setdefault(offering.model, []).append(place)
    trained = _trained(tables, day)
    tuned = _tuned(tables, day, _ends(tables, models, offerings))
    nowhere = _only_here(tables, day)
    routers = _routers(tables)
    found = []
    for model in models:
        places = by_model.get(model.id, [])
        yes = trained.get(model.id, 0)
        no = 0
        for place in places:
            yes |= routes.get(place, (0, 0))[0]
        if model.open_weights is False:
            no = _missing_everywhere([routes.get(place, (0, 0))[1] for place in places]) & ~yes
            hosts = {offerings[place].provider for place in places} - routers
            if model.id in nowhere or (hosts and all(_is_whole(tables, host) for host in hosts)):
                no |= sum(BIT[f"hosted {method}"] for method in HOSTED_METHODS)
        found.append(Custom(yes, no, tuple(tuned.get(model.id, ()))))
    return KnownModels(found, routes)


def _missing_everywhere(bits: list[int]) -> int:
    """The bits that all of *bits* have; none of none."""
    found = _OF_REQUESTS if bits else 0
    for each in bits:
        found &= each
    return found


def _begun(rows: Any, day: str) -> Iterator[Table]:
    """The rows in force on *day*: begun, and not disputed."""
    for row in rows or ():
        if not row.get("disputed") and (row.get("since") or "") <= day:
            yield row


def _routes(
    tables: Tables, offerings: tuple[Offering, ...], day: str
) -> dict[int, tuple[int, int]]:
    places = {
        f"{offering.provider}/{offering.model}"
        + (f"@{offering.variant}" if offering.variant else ""): place
        for place, offering in enumerate(offerings)
    }
    found: dict[int, tuple[int, int]] = {}
    for provider, table in sorted(tables.get("parameters", {}).items()):
        taken: dict[int, set[str]] = {}
        lacked: dict[int, set[str]] = {}
        for row in _begun(table["routes"], day):
            place = places.get(f"{provider}/{row['offering']}")
            if place is not None:
                taken.setdefault(place, set()).update(row.get("takes") or ())
                lacked.setdefault(place, set()).update(row.get("lacks") or ())
        for place, names in taken.items():
            yes = _sum(names)
            found[place] = (yes, _sum(_lacks(lacked[place])) & ~yes)
    return found


def _lacks(names: set[str]) -> set[str]:
    """*names*; of the ways to sample, which are one bit, only where all are missing."""
    return names if names >= _OTHER_SAMPLING else names - _OTHER_SAMPLING


def _sum(names: set[str]) -> int:
    found = 0
    for name in names:
        found |= PARAMETER_BITS[name]
    return found


def _trained(tables: Tables, day: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, table in sorted(tables.get("libraries", {}).items()):
        if not table["maintained"]:
            continue
        for row in _begun(table["trains"], day):
            for model in row["models"]:
                for method in row["methods"]:
                    found[model] = found.get(model, 0) | TRAINING_BITS[method]
    return found


Ends: TypeAlias = dict[tuple[str, str], "str | None"]
"""(provider, model) → the day on which the last of its offerings ends, None where one does not."""


def _ends(tables: Tables, models: tuple[Model, ...], offerings: tuple[Offering, ...]) -> Ends:
    """
    The ends of base models that end what is made of them.

    Those of closed weights, and of a cloud, which retires a model whole; a host that takes open
    weights off its list may still train them.
    """
    closed = {model.id for model in models if model.open_weights is False}
    clouds = {name for name, table in tables["providers"].items() if table["plan"] == "cloud"}
    found: Ends = {}
    for offering in offerings:
        if offering.model not in closed and offering.provider not in clouds:
            continue
        key, end = (offering.provider, offering.model), offering.retires_on
        before = found.get(key, "")
        found[key] = None if end is None or before is None else max(before, end)
    return found


def _tuned(tables: Tables, day: str, ends: Ends) -> dict[str, list[Hosted]]:
    """Who tunes which model; nobody starts a job on a base model that has ended there."""
    found: dict[str, list[Hosted]] = {}
    for provider, table in sorted(tables.get("tuning", {}).items()):
        for row in _begun(table.get("tunable"), day):
            if not row["methods"]:
                continue
            regions = row.get("regions")
            offer = Hosted(
                provider,
                tuple(row["methods"]),
                bool(row.get("preview")),
                row.get("jobs_end"),
                row.get("models_end"),
                None if regions is None else tuple(regions),
            )
            for model in row["models"]:
                known_ends = filter(None, (offer.jobs_end, ends.get((provider, model))))
                last = min(known_ends, default=None)
                found.setdefault(model, []).append(offer._replace(jobs_end=last))
    return found


def _only_here(tables: Tables, day: str) -> frozenset[str]:
    """Models that are tuned nowhere but where a record says so."""
    return frozenset(
        model
        for table in tables.get("tuning", {}).values()
        for row in _begun(table.get("tunable"), day)
        if row.get("everywhere")
        for model in row["models"]
    )


def _routers(tables: Tables) -> set[str]:
    """Providers that pass requests on, and tune nothing."""
    return {name for name, table in tables["providers"].items() if table["deployment"] == "router"}


def _is_whole(tables: Tables, provider: str) -> bool:
    table = tables.get("tuning", {}).get(provider)
    return bool(table and table["complete"])


def changes(tables: Tables) -> Iterator[str]:
    """The days from which a value of these records is in force."""
    for kind, rows in (("tuning", "tunable"), ("libraries", "trains"), ("parameters", "routes")):
        for table in tables.get(kind, {}).values():
            yield from (row["since"] for row in table.get(rows) or () if row.get("since"))
