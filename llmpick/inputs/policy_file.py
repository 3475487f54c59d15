"""
Policy files: read, and checked against the catalog with a plain word for every mistake.

The file is TOML; docs/policy.md says what it holds, docs/schema/files/policy.json its shape.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, assert_never

from llmpick.catalog.load import Catalog
from llmpick.core.answers import policy as rules
from llmpick.core.answers.policy import Policy, Waiver
from llmpick.core.facts.regions import EEA
from llmpick.core.need.need import PRIVACY_LEVELS, USES, LicenceNeed, Required, Requirement
from llmpick.core.terms import privacy
from llmpick.core.terms.privacy import LONGEST_RETENTION_DAYS, REGIONS
from llmpick.core.terms.requirements import MAX_RETENTION, OF_PROVIDER, OLD_KEYS
from llmpick.errors import UserError, near_names, shown
from llmpick.inputs.names import model_of
from llmpick.inputs.need import HAVE

MAX_BYTES = 1_000_000
STATUSES = (
    *("active", "preview", "deprecated", "retired", "open-weights-only"),
    *("removed-from-first-party", "listed-on-hosts", "unverified"),
)


def keys_of(what: Requirement[Any]) -> tuple[str, ...]:
    """The keys of a requirement in a policy: its own, and that of before."""
    return (what.key, what.old_key) if what.old_key else (what.key,)


SECTIONS: Mapping[str, tuple[str, ...]] = {
    "models": ("allowed", "denied"),
    "developers": ("allowed", "denied"),
    "providers": ("allowed", "denied"),
    "privacy": (
        *("level", "region", "training", "have", "accept_low_confidence"),
        *(key for one in OF_PROVIDER for key in keys_of(one)),
    ),
    "licence": (
        *("use", "annual_revenue_usd", "monthly_users", "established", "distils"),
        *("redistributes", "hosts", "rates"),
    ),
    "lifecycle": ("min_days_supported", "denied_status"),
}
EXCEPTION = ("rule", "subject", "reason", "approver", "expires")


def read_text(path: str, what: str, most: int) -> str:
    """
    The text of a file, of *most* bytes at most.

    Raises:
        UserError: it cannot be read, is larger, or is not UTF-8.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise UserError(f"`{shown(path)}` is larger than {most:,} bytes", hint="split it")
        return data.decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise UserError(
            f"the {what} `{shown(path)}` cannot be read: {error.strerror}", hint="check the path"
        ) from None
    except ValueError:
        raise UserError(f"`{shown(path)}` is no text in UTF-8", hint="save it as UTF-8") from None


def read(catalog: Catalog, path: str) -> Policy:
    """
    The policy in the file *path*, checked against the catalog.

    Raises:
        UserError: no such file, not TOML, an unknown key or name, a wrong type, a contradiction.
    """
    try:
        data = tomllib.loads(read_text(path, "policy", MAX_BYTES))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError(
            f"the policy is not TOML: {shown(str(error), 160)}", hint="mend the syntax there"
        ) from None
    return _Reader(catalog, data).policy(os.path.basename(path))


class _Reader:
    """Checks the tables of a policy one by one."""

    def __init__(self, catalog: Catalog, data: Mapping[str, Any]) -> None:
        self.catalog = catalog
        self.data = data
        _known_keys("the policy", data, ("name", *SECTIONS, "exceptions"))
        for section, keys in SECTIONS.items():
            _table(section, data.get(section, {}))
            _known_keys(f"[{section}]", data.get(section, {}), keys)
        self.developers = {model.developer for model in catalog.models.values()}

    def policy(self, file: str) -> Policy:
        """The policy, named after its *file* where it has no name, or the first fault in it."""
        found = Policy(
            name=self.text("name", self.data.get("name", file)),
            **self.lists(),
            **self.privacy(),
            licence=self.licence() if "licence" in self.data else None,
            min_days_supported=self.get("lifecycle", "min_days_supported", _count),
            denied_status=tuple(
                self.one_of("lifecycle.denied_status", item, STATUSES)
                for item in self.get("lifecycle", "denied_status", _texts) or ()
            ),
        )
        _no_contradiction(found)
        waivers = self.waivers()
        if found == Policy(found.name):
            raise UserError("the policy asks nothing", hint="docs/policy.md shows what it can ask")
        return found._replace(waivers=waivers)

    def get(self, section: str, key: str, read: Callable[[str, Any], Any]) -> Any:
        """The value of a key as *read* takes it; None where it is absent."""
        table = self.data.get(section, {})
        return read(f"{section}.{key}", table[key]) if key in table else None

    @staticmethod
    def text(where: str, value: object) -> str:
        """A text of at least one printable character."""
        return _line(where, value)

    @staticmethod
    def one_of(where: str, value: str, known: Iterable[str]) -> str:
        """*value* if it is *known*, else an error that names the near ones."""
        names = list(known)
        if value in names:
            return value
        near = near_names(value, names, 3)
        hint = f"did you mean {', '.join(f'`{item}`' for item in near)}?" if near else None
        hint = hint or f"one of {', '.join(sorted(names)[:12])}"
        raise UserError(f"{where}: `{shown(value)}` is not known", hint=hint)

    def lists(self) -> dict[str, Any]:
        """Allowed and denied models, developers and providers."""
        found: dict[str, Any] = {}
        for section, known in (
            ("models", None),
            ("developers", self.developers),
            ("providers", self.catalog.providers),
        ):
            for key in ("allowed", "denied"):
                where = f"{section}.{key}"
                texts = self.get(section, key, _texts) or ()
                if known is None:
                    found[f"{key}_{section}"] = tuple(self.model(where, item) for item in texts)
                else:
                    found[f"{key}_{section}"] = tuple(
                        self.one_of(where, item, known) for item in texts
                    )
            both = set(found[f"allowed_{section}"]) & set(found[f"denied_{section}"])
            for name in sorted(both):
                raise UserError(
                    f"{section}: `{name}` is both allowed and denied", hint="leave one of both out"
                )
        return found

    def model(self, where: str, name: str) -> str:
        """The model that a name in the policy means."""
        try:
            return model_of(self.catalog, name)[0]
        except UserError as error:
            raise UserError(f"{where}: {error}", hint=error.hint) from None

    def privacy(self) -> dict[str, Any]:
        """The rules about how requests are treated."""
        level = self.get("privacy", "level", _line)
        training = self.get("privacy", "training", _line)
        region = self.get("privacy", "region", _line)
        return {
            "level": level and self.one_of("privacy.level", level, PRIVACY_LEVELS),
            "region": region and self.region("privacy.region", region),
            "training": training and self.one_of("privacy.training", training, ("never", "opt-in")),
            "requirements": tuple(
                Required(one, self.required(one, key))
                for one in OF_PROVIDER
                for key in keys_of(one)
                if self.data.get("privacy", {}).get(key, False) is not False
            ),
            "have": frozenset(
                self.one_of("privacy.have", item, HAVE)
                for item in self.get("privacy", "have", _texts) or ()
            ),
            "accept_low_confidence": self.get("privacy", "accept_low_confidence", _flag) or False,
        }

    def required(self, what: Requirement[Any], key: str) -> Any:
        """The value with which a policy makes a requirement, by the *key* that it has there."""
        where = f"privacy.{key}"
        match what.kind:
            case "flag":
                return self.get("privacy", key, _flag)
            case "whole":
                return self.get("privacy", key, _count)
            case "certificate":
                return tuple(map(self.certificate, self.get("privacy", key, _texts)))
            case "place":
                texts = self.get("privacy", key, _texts)
                return tuple(self.region(where, item) for item in texts)
            case _:
                assert_never(what.kind)

    def region(self, where: str, code: str) -> str:
        """A region that some record speaks of."""
        spoken = {
            area
            for provider in self.catalog.providers.values()
            for known in (provider.processing_regions, provider.jurisdiction)
            for area in _areas(known)
        }
        return self.one_of(where, code, {*REGIONS.values(), *EEA, "EU", *spoken})

    def certificate(self, name: str) -> str:
        """A certificate by its name here, or as people write it."""
        return privacy.certification_named(name) or self.one_of(
            "privacy.certifications", name, privacy.CERTIFICATIONS
        )

    def licence(self) -> LicenceNeed:
        """What the models' weights are used for."""
        use = self.get("licence", "use", _line) or "commercial"
        rates = self.get("licence", "rates", _table) or {}
        return LicenceNeed(
            use=self.one_of("licence.use", use, USES),  # type: ignore[arg-type]
            annual_revenue_usd=self.get("licence", "annual_revenue_usd", _amount),
            monthly_users=self.get("licence", "monthly_users", _count),
            established=tuple(
                self.region("licence.established", item)
                for item in self.get("licence", "established", _texts) or ()
            ),
            distils=self.get("licence", "distils", _flag) or False,
            redistributes=self.get("licence", "redistributes", _flag) or False,
            hosts=self.get("licence", "hosts", _flag) or False,
            rates=tuple((code, _amount(f"licence.rates.{code}", rates[code])) for code in rates),
        )

    def waivers(self) -> tuple[Waiver, ...]:
        """The exceptions, each with a rule, a subject, a reason, an approver and an end."""
        entries = self.data.get("exceptions", [])
        if not isinstance(entries, list):
            raise UserError("exceptions is no list of tables", hint="begin each: [[exceptions]]")
        return tuple(
            self.waiver(f"exceptions.{number}", entry) for number, entry in enumerate(entries, 1)
        )

    def waiver(self, where: str, entry: object) -> Waiver:
        """One exception."""
        table = _table(where, entry)
        _known_keys(where, table, EXCEPTION)
        for key in EXCEPTION:
            if key not in table:
                raise UserError(f"{where} has no `{key}`", hint=f"it needs {', '.join(EXCEPTION)}")
        groups = dict.fromkeys(rule.partition(".")[0] for rule in rules.RULES)
        old = {f"privacy.{name}": f"privacy.{key}" for name, key in OLD_KEYS.items()}
        expires = table["expires"]
        if type(expires) is not date:
            raise UserError(f"{where}.expires is no day", hint="expires = 2027-01-31, unquoted")
        rule = _line(f"{where}.rule", table["rule"])
        return Waiver(
            rule=old.get(rule) or self.one_of(f"{where}.rule", rule, (*rules.RULES, *groups)),
            subject=self.subject(f"{where}.subject", table["subject"]),
            reason=_line(f"{where}.reason", table["reason"]),
            approver=_line(f"{where}.approver", table["approver"]),
            expires=expires.isoformat(),
        )

    def subject(self, where: str, value: object) -> str:
        """A model, route or provider by its identifier, or a model by any name."""
        name = _line(where, value)
        if name in self.catalog.providers or name in {item.id for item in self.catalog.offerings}:
            return name
        return self.model(where, name)


def _areas(known: object, longest: int = 3) -> list[str]:
    value = known[0] if isinstance(known, tuple) else ()
    items = value if isinstance(value, tuple) else (value,)
    return [str(item) for item in items if item is not None and len(str(item)) <= longest]


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


def _known_keys(where: str, table: Mapping[str, Any], known: Iterable[str]) -> None:
    names = list(known)
    for key in table:
        if key not in names:
            near = near_names(key, names, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"it takes {', '.join(names)}"
            raise UserError(f"{where} has no key `{shown(key)}`", hint=hint)


def _wrong(where: str, wanted: str, example: str) -> UserError:
    return UserError(f"{where} is no {wanted}", hint=example)


def _table(where: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(where, "table", f"begin it: [{where}]")
    return value


def _line(where: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise _wrong(where, "text", f'{where.rpartition(".")[2]} = "..."')
    return value.strip()


def _texts(where: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise _wrong(where, "list of texts", f'{where.rpartition(".")[2]} = ["..."]')
    return tuple(dict.fromkeys(_line(where, item) for item in value))


def _flag(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(where, "true or false", f"{where.rpartition('.')[2]} = true")
    return value


def _count(where: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10**12:
        raise _wrong(where, "whole number from 0", f"{where.rpartition('.')[2]} = 180")
    return value


def _amount(where: str, value: object) -> float:
    real = isinstance(value, int | float) and not isinstance(value, bool)
    if not real or not 0 < float(value) <= 1e15:  # type: ignore[arg-type]
        raise _wrong(where, "amount above 0", f"{where.rpartition('.')[2]} = 1000000")
    return float(value)  # type: ignore[arg-type]
