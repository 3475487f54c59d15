"""
Policy files: read, and checked against the catalog with a plain word for every mistake.

The file is TOML; docs/policy.md says what it holds, docs/schema/files/policy.json its shape.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, assert_never

from llmpick.catalog.contents import Catalog
from llmpick.core.answers import policy as rules
from llmpick.core.answers.policy import Policy, Waiver
from llmpick.core.facts.regions import EEA
from llmpick.core.need.need import PRIVACY_LEVELS, USES, LicenceNeed, Required, Requirement
from llmpick.core.privacy import levels
from llmpick.core.privacy.levels import LONGEST_RETENTION_DAYS, REGIONS
from llmpick.core.privacy.requirements import MAX_RETENTION, OF_PROVIDER, OLD_KEYS
from llmpick.errors import UserError, near_names, shown
from llmpick.files.read import read_toml
from llmpick.inputs import strict
from llmpick.inputs.names import model_of
from llmpick.inputs.requirements import HAVE
from llmpick.inputs.strict import AMOUNT, COUNT, DAY, FLAG, LINE, TEXTS

MAX_BYTES = 1_000_000
STATUSES = (
    *("active", "preview", "deprecated", "retired", "open-weights-only"),
    *("removed-from-first-party", "listed-on-hosts", "unverified"),
)


def keys_of(what: Requirement[Any]) -> tuple[str, ...]:
    """The keys of a requirement in a policy: its own, and that of before."""
    return (what.key, what.old_key) if what.old_key else (what.key,)


Known = Callable[[Catalog, str, str], str]
"""From the catalog, the place in the policy and a text to the name that the text means there."""


class PolicyKey(NamedTuple):
    """What a key of a policy takes: values of a *kind*, and of texts those that are *known*."""

    kind: Any
    known: Known | None = None


def read(catalog: Catalog, path: str) -> Policy:
    """
    The policy in the file *path*, checked against the catalog.

    Raises:
        UserError: no such file, not TOML, an unknown key or name, a wrong type, a contradiction.
    """
    table = read_toml(path, "policy", MAX_BYTES, pipes=True)
    return of_table(catalog, table, os.path.basename(path))


def of_table(catalog: Catalog, table: Mapping[str, Any], name: str) -> Policy:
    """
    The policy that *table* states as its file would, called *name* where it has none of its own.

    Raises:
        UserError: an unknown key or name, a wrong type, a contradiction.
    """
    try:
        stated = strict.parsed(table, _shape())
    except strict.UnfitTable as error:
        raise _sentence(error.fault) from None
    return _policy(catalog, stated, name)


def _shape() -> Any:
    tables = {
        name: strict.shape(name, {key: item.kind for key, item in keys.items()})
        for name, keys in SECTIONS.items()
    }
    exception = strict.shape("exception", EXCEPTION, needed=True)
    return strict.shape("policy", {"name": LINE, **tables, "exceptions": list[exception]})  # type: ignore[valid-type]


def _sentence(fault: strict.TableFault) -> UserError:
    """What is wrong in a file, with what would be right."""
    place = f"{fault.table}.{fault.key}".lstrip(".")
    if fault.kind == "value":
        hints = {"table": f"begin it: [{place}]", "list of tables": f"begin each: [[{place}]]"}
        hint = hints.get(fault.wanted, f"{fault.key} = {fault.example}")
        return UserError(f"{shown(place)} is no {fault.wanted}", hint=hint)
    if fault.kind == "missing":
        needed = ", ".join(EXCEPTION)
        return UserError(f"{fault.table} has no `{fault.key}`", hint=f"it needs {needed}")
    keys: Iterable[str] = ("name", *SECTIONS, "exceptions")
    where = "the policy"
    if fault.table:
        keys = SECTIONS.get(fault.table, EXCEPTION)
        where = f"[{fault.table}]" if fault.table in SECTIONS else fault.table
    near = near_names(fault.key, keys, 1)
    named = ", ".join(key for key in keys if key not in OLD_KEYS)
    hint = f"did you mean `{near[0]}`?" if near else f"it takes {named}"
    return UserError(f"{where} has no key `{shown(fault.key)}`", hint=hint)


def _policy(catalog: Catalog, stated: Mapping[str, Any], file: str) -> Policy:
    """The policy of what is *stated*, named after its *file* where it has no name."""
    found = {section: _named(catalog, section, stated.get(section, {})) for section in SECTIONS}
    policy = Policy(
        stated.get("name", file),
        **_lists(found),
        **_privacy(found["privacy"]),
        **found["lifecycle"],
        licence=_licence(found["licence"]) if "licence" in stated else None,
    )
    policy = policy._replace(have=frozenset(policy.have))
    _no_contradiction(policy)
    entries = enumerate(stated.get("exceptions", ()), 1)
    waivers = tuple(_waiver(catalog, f"exceptions.{number}", entry) for number, entry in entries)
    if policy == Policy(policy.name):
        raise UserError("the policy asks nothing", hint="docs/policy.md shows what it can ask")
    return policy._replace(waivers=waivers)


def _named(catalog: Catalog, section: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a section, its texts as the names that they mean in the catalog."""
    found = dict(table)
    for key, value in table.items():
        known, where = SECTIONS[section][key].known, f"{section}.{key}"
        if known is not None and isinstance(value, tuple):
            found[key] = tuple(known(catalog, where, text) for text in value)
        elif known is not None:
            found[key] = known(catalog, where, value)
    return found


def _lists(found: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Allowed and denied models, developers and providers, none of them both."""
    lists = {}
    for section in ("models", "developers", "providers"):
        for key, names in found[section].items():
            lists[f"{key}_{section}"] = names
        both = {*found[section].get("allowed", ())} & {*found[section].get("denied", ())}
        if both:
            raise UserError(
                f"{section}: `{min(both)}` is both allowed and denied", hint="leave one of both out"
            )
    return lists


def _privacy(table: Mapping[str, Any]) -> dict[str, Any]:
    """How requests are treated: the requirements that are made, and the other rules."""
    made = {key: one for one in OF_PROVIDER for key in keys_of(one)}
    required = tuple(
        Required(one, table[key]) for key, one in made.items() if table.get(key, False) is not False
    )
    rest = {key: value for key, value in table.items() if key not in made}
    return {**rest, "requirements": required}


def _licence(table: Mapping[str, Any]) -> LicenceNeed:
    """What the models' weights are used for."""
    rates = tuple(table.get("rates", {}).items())
    return LicenceNeed(**{**table, "rates": rates})


def _waiver(catalog: Catalog, where: str, entry: Mapping[str, Any]) -> Waiver:
    """One exception."""
    groups = dict.fromkeys(rule.partition(".")[0] for rule in rules.RULES)
    old = {f"privacy.{name}": f"privacy.{key}" for name, key in OLD_KEYS.items()}
    return Waiver(
        rule=old.get(entry["rule"])
        or _one_of(f"{where}.rule", entry["rule"], (*rules.RULES, *groups)),
        subject=_subject(catalog, f"{where}.subject", entry["subject"]),
        reason=entry["reason"],
        approver=entry["approver"],
        expires=entry["expires"].isoformat(),
    )


def _subject(catalog: Catalog, where: str, name: str) -> str:
    """A model, route or provider by its identifier, or a model by any name."""
    if name in catalog.providers or name in {item.id for item in catalog.offerings}:
        return name
    return _model(catalog, where, name)


def _one_of(where: str, value: str, known: Iterable[str]) -> str:
    """*value* if it is *known*, else an error that names the near ones."""
    names = list(known)
    if value in names:
        return value
    near = near_names(value, names, 3)
    hint = f"did you mean {', '.join(f'`{item}`' for item in near)}?" if near else None
    hint = hint or f"one of {', '.join(sorted(names)[:12])}"
    raise UserError(f"{where}: `{shown(value)}` is not known", hint=hint)


def _among(names: Iterable[str]) -> Known:
    """One of *names*, whatever the catalog."""
    return lambda catalog, where, text: _one_of(where, text, names)


def _model(catalog: Catalog, where: str, name: str) -> str:
    """The model that a name means."""
    try:
        return model_of(catalog, name)[0]
    except UserError as error:
        raise UserError(f"{where}: {error}", hint=error.hint) from None


def _developer(catalog: Catalog, where: str, name: str) -> str:
    return _one_of(where, name, {model.developer for model in catalog.models.values()})


def _provider(catalog: Catalog, where: str, name: str) -> str:
    return _one_of(where, name, catalog.providers)


def _region(catalog: Catalog, where: str, code: str) -> str:
    """A region that some record speaks of."""
    spoken = {
        area
        for provider in catalog.providers.values()
        for known in (provider.processing_regions, provider.jurisdiction)
        for area in _areas(known)
    }
    return _one_of(where, code, {*REGIONS.values(), *EEA, "EU", *spoken})


def _areas(known: object, longest: int = 3) -> list[str]:
    value = known[0] if isinstance(known, tuple) else ()
    items = value if isinstance(value, tuple) else (value,)
    return [str(item) for item in items if item is not None and len(str(item)) <= longest]


def _certificate(catalog: Catalog, where: str, name: str) -> str:
    """A certificate by its name here, or as people write it."""
    named = levels.certification_named(name)
    return named or _one_of(where, name, levels.CERTIFICATIONS)


def _policy_key(what: Requirement[Any]) -> PolicyKey:
    """What a policy takes for a requirement."""
    match what.kind:
        case "flag":
            return PolicyKey(FLAG)
        case "whole":
            return PolicyKey(COUNT)
        case "certificate":
            return PolicyKey(TEXTS, _certificate)
        case "place":
            return PolicyKey(TEXTS, _region)
        case _:
            assert_never(what.kind)


PRIVACY: Mapping[str, PolicyKey] = {
    "level": PolicyKey(LINE, _among(PRIVACY_LEVELS)),
    "region": PolicyKey(LINE, _region),
    "training": PolicyKey(LINE, _among(("never", "opt-in"))),
    **{key: _policy_key(one) for one in OF_PROVIDER for key in keys_of(one)},
    "have": PolicyKey(TEXTS, _among(HAVE)),
    "accept_low_confidence": PolicyKey(FLAG),
}
"""The keys of [privacy]: those of requirements, and fields of `Policy`."""

SECTIONS: Mapping[str, Mapping[str, PolicyKey]] = {
    "models": {"allowed": PolicyKey(TEXTS, _model), "denied": PolicyKey(TEXTS, _model)},
    "developers": {
        "allowed": PolicyKey(TEXTS, _developer),
        "denied": PolicyKey(TEXTS, _developer),
    },
    "providers": {"allowed": PolicyKey(TEXTS, _provider), "denied": PolicyKey(TEXTS, _provider)},
    "privacy": PRIVACY,
    "licence": {
        "use": PolicyKey(LINE, _among(USES)),
        "annual_revenue_usd": PolicyKey(AMOUNT),
        "monthly_users": PolicyKey(COUNT),
        "established": PolicyKey(TEXTS, _region),
        "distils": PolicyKey(FLAG),
        "redistributes": PolicyKey(FLAG),
        "hosts": PolicyKey(FLAG),
        "rates": PolicyKey(dict[str, AMOUNT]),
    },
    "lifecycle": {
        "min_days_supported": PolicyKey(COUNT),
        "denied_status": PolicyKey(TEXTS, _among(STATUSES)),
    },
}
"""The tables of a policy and their keys."""

EXCEPTION = {"rule": LINE, "subject": LINE, "reason": LINE, "approver": LINE, "expires": DAY}
"""The keys of an exception, all of which it must have."""


def _no_contradiction(policy: Policy) -> None:
    """A level and a single rule that ask different things of one fact."""
    if policy.level is None:
        return
    height = PRIVACY_LEVELS.index(policy.level)
    if height >= PRIVACY_LEVELS.index("confidential") and policy.training == "opt-in":
        raise UserError(
            f"the level `{policy.level}` lets nobody train, and `training` lets who agreed",
            hint='leave `training` out, or "never"',
        )
    most = {"confidential": LONGEST_RETENTION_DAYS, "regulated": 0}.get(policy.level)
    kept = next((one.value for one in policy.requirements if one.what is MAX_RETENTION), None)
    if most is not None and kept is not None and kept > most:
        raise UserError(
            f"the level `{policy.level}` keeps {most} days at most, `max_retention_days` {kept}",
            hint="leave it out, or make it less",
        )
    if policy.level == "regulated" and policy.region is None:
        raise UserError(
            "the level `regulated` asks where requests are processed", hint='add region = "EU"'
        )
