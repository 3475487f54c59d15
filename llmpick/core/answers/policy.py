"""
The judgement of `check`: what a policy says to models, and to the routes they are run by.

Unknown never keeps a rule. A model without a route stands for any way to run it that is on sale:
the rules about providers are broken where no route keeps them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

from llmpick.core.facts.facts import Facts
from llmpick.core.facts.life import has_ended, life_of
from llmpick.core.facts.records import Fact, Model, Offering, Provider
from llmpick.core.legal import licences
from llmpick.core.legal.licences import Judgement
from llmpick.core.need.need import LicenceNeed, PrivacyTerms, Required
from llmpick.core.privacy import levels
from llmpick.core.privacy.requirements import OF_PROVIDER, level_tests, of_provider, one_by_one

ENDED = "lifecycle.ended"
MIN_DAYS = "lifecycle.min_days_supported"

RULES = (
    "forbidden",
    "models.allowed",
    "models.denied",
    "developers.allowed",
    "developers.denied",
    "licence.use",
    "lifecycle.denied_status",
    "available",
    "providers.allowed",
    "providers.denied",
    "privacy.level",
    "privacy.region",
    "privacy.training",
    *(f"privacy.{one.key}" for one in OF_PROVIDER),
    ENDED,
    MIN_DAYS,
)
"""What a name can break, in the order in which it is reported."""

EXPIRED = "exceptions.expired"
UNUSED = "exceptions.unused"

FACT_OF = {
    "region": "processing_regions",
    **{one.fact: one.shown_by for one in OF_PROVIDER},
}
"""The fact of a provider's record behind a test of a privacy level, where its name differs."""


class Waiver(NamedTuple):
    """An exception: *rule* is one of `RULES` or their first part; *subject* an identifier."""

    rule: str
    subject: str
    reason: str
    approver: str
    expires: str


class Policy(NamedTuple):
    """What is asked; None and empty ask nothing."""

    name: str
    allowed_models: tuple[str, ...] = ()
    denied_models: tuple[str, ...] = ()
    allowed_developers: tuple[str, ...] = ()
    denied_developers: tuple[str, ...] = ()
    allowed_providers: tuple[str, ...] = ()
    denied_providers: tuple[str, ...] = ()
    level: str | None = None
    region: str | None = None
    training: str | None = None
    requirements: tuple[Required[Any], ...] = ()
    have: frozenset[str] = frozenset()
    accept_low_confidence: bool = False
    licence: LicenceNeed | None = None
    min_days_supported: int | None = None
    denied_status: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @property
    def terms(self) -> PrivacyTerms:
        """What it says to the privacy tests."""
        return PrivacyTerms(
            (self.region,) if self.region else (), self.have, self.accept_low_confidence
        )

    @property
    def asks_of_routes(self) -> bool:
        """Whether a rule is about how a model is run."""
        lists = (self.allowed_providers, self.denied_providers, self.requirements)
        single = (self.level, self.region, self.training, self.min_days_supported)
        return any(lists) or any(value is not None for value in single)


class CheckedName(NamedTuple):
    """
    A name that is checked: its model, and the routes it is narrowed to, none for any.

    Of a plan by the seat (*is_plan*) *model* is the plan's identifier.
    """

    name: str
    model: str
    routes: tuple[str, ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None
    is_plan: bool = False


class PolicyFinding(NamedTuple):
    """
    A rule that is not kept: broken, or *unknown* for want of a fact.

    *fact* of the record *kind*/*record* decided, with *value*; *wanted* is what the policy says.
    Where only others than its maker still list the model, *listed* is the day of that price.
    """

    rule: str
    model: str
    route: str | None
    unknown: bool
    wanted: object
    value: object
    kind: str
    record: str
    fact: str
    resold: bool = False
    listed: str | None = None


class NameVerdict(NamedTuple):
    """
    What became of a name; *routes* are those that keep the policy, *route* the one judged.

    *excepted* are findings that a waiver covers, each with its place in the policy's list.
    """

    asked: CheckedName
    findings: tuple[PolicyFinding, ...]
    excepted: tuple[tuple[PolicyFinding, int], ...]
    routes: tuple[str, ...]
    licence: Judgement | None

    @property
    def state(self) -> str:
        """kept, excepted, unknown or broken"""
        if any(not finding.unknown for finding in self.findings):
            return "broken"
        return "unknown" if self.findings else "excepted" if self.excepted else "kept"


Split: TypeAlias = "tuple[list[PolicyFinding], list[tuple[PolicyFinding, int]]]"


def judge(
    policy: Policy, asked: Iterable[CheckedName], facts: Facts, day: str
) -> list[NameVerdict]:
    """One verdict a name, in the order asked, by what is on sale on *day*."""
    known: dict[tuple[str, tuple[str, ...]], NameVerdict] = {}
    known_of: dict[str, list[Offering]] = defaultdict(list)
    for offering in facts.offerings:
        model = facts.models[offering.model]
        if offering.listing == "forbidden" or not has_ended(model, offering, day):
            known_of[offering.model].append(offering)
    found = []
    for name in asked:
        key = (name.model, name.routes)
        if key not in known:
            known[key] = _verdict(policy, name, facts, known_of[name.model], day)
        found.append(known[key]._replace(asked=name))
    return found


def lapsed(
    policy: Policy, verdicts: Iterable[NameVerdict], day: str, *, partial: bool = False
) -> list[tuple[str, int]]:
    """
    Exceptions that have expired by *day*, or that cover nothing: (rule, place in the list).

    Args:
        partial: The names are some of those in use, so that an exception may be for others.
    """
    used = {place for verdict in verdicts for _, place in verdict.excepted}
    found = []
    for place, waiver in enumerate(policy.waivers):
        if waiver.expires < day:
            found.append((EXPIRED, place))
        elif place not in used and not partial:
            found.append((UNUSED, place))
    return found


def _verdict(
    policy: Policy, asked: CheckedName, facts: Facts, sold: Sequence[Offering], day: str
) -> NameVerdict:
    model = facts.models[asked.model]
    judged = None
    if policy.licence is not None and model.open_weights is not False:
        judged = licences.judge(
            facts.licences.get(model.licence or ""), policy.licence, multimodal=_multimodal(model)
        )
    routes = [offering for offering in sold if not asked.routes or offering.id in asked.routes]
    on_sale = [offering for offering in routes if offering.listing != "forbidden"]
    found = [*_of_model(policy, model, judged)]
    if routes and not on_sale:
        found.insert(0, _forbidden(model, routes))
    own, covered = split(policy, found, day)
    if not policy.asks_of_routes or (routes and not on_sale):
        return NameVerdict(asked, tuple(own), tuple(covered), asked.routes, judged)
    by_route = {
        offering.id: split(policy, _of_route(policy, model, offering, facts, day), day)
        for offering in on_sale
    }
    kept = tuple(sorted(route for route, (found, _) in by_route.items() if not found))
    place: Split = ([], [])
    if by_route:
        best = min(by_route, key=lambda route: (*[len(part) for part in by_route[route]], route))
        place = by_route[best]
    else:
        missing = PolicyFinding(
            *("available", model.id, None, True, "a route on sale", None),
            *("models", model.id, "status"),
        )
        place = split(policy, [missing], day)
    return NameVerdict(asked, (*own, *place[0]), (*covered, *place[1]), kept, judged)


def _forbidden(model: Model, routes: Sequence[Offering]) -> PolicyFinding:
    """That the user's own layer forbids all *routes* that are on sale, or the one that is meant."""
    route = routes[0].id if len(routes) == 1 else None
    wanted = "a route that your own layer does not forbid"
    return PolicyFinding(
        *("forbidden", model.id, route, False, wanted, "forbidden"),
        *("offerings", routes[0].id, "listing"),
    )


def split(policy: Policy, found: Iterable[PolicyFinding], day: str) -> Split:
    """Findings that count, and those that a waiver in force covers."""
    open_: list[PolicyFinding] = []
    covered: list[tuple[PolicyFinding, int]] = []
    for finding in found:
        place = next(
            (
                number
                for number, waiver in enumerate(policy.waivers)
                if day <= waiver.expires and covers(waiver, finding)
            ),
            None,
        )
        if place is None:
            open_.append(finding)
        else:
            covered.append((finding, place))
    return open_, covered


def covers(waiver: Waiver, finding: PolicyFinding) -> bool:
    """Whether *waiver* is for this rule of this model, route or provider."""
    place = (finding.route or "").partition("@")[2].partition("/")[0]
    return waiver.rule in (finding.rule, finding.rule.partition(".")[0]) and waiver.subject in (
        finding.model,
        finding.route,
        place,
    )


def _multimodal(model: Model) -> bool | None:
    reads = model.input_modalities
    return None if reads is None else bool(set(reads) - {"text"})


def _of_model(policy: Policy, model: Model, judged: Judgement | None) -> Iterator[PolicyFinding]:
    for rule, value, allowed, denied in (
        ("models", model.id, policy.allowed_models, policy.denied_models),
        ("developers", model.developer, policy.allowed_developers, policy.denied_developers),
    ):
        about = ("models", model.id, "id")
        if allowed and value not in allowed:
            yield PolicyFinding(f"{rule}.allowed", model.id, None, False, allowed, value, *about)
        if value in denied:
            yield PolicyFinding(f"{rule}.denied", model.id, None, False, denied, value, *about)
    for clause in judged.clauses if judged and policy.licence else ():
        if clause.outcome == "duty":
            continue
        known = model.licence is not None
        yield PolicyFinding(
            rule="licence.use",
            model=model.id,
            route=None,
            unknown=clause.outcome == "unknown",
            wanted=clause.topic,
            value=clause.text,
            kind="licences" if known else "models",
            record=model.licence or model.id,
            fact=clause.fact if known or model.open_weights else "open_weights",
        )
    if policy.denied_status and (model.status is None or model.status in policy.denied_status):
        yield PolicyFinding(
            rule="lifecycle.denied_status",
            model=model.id,
            route=None,
            unknown=model.status is None,
            wanted=policy.denied_status,
            value=model.status,
            kind="models",
            record=model.id,
            fact="status",
        )


def _of_route(
    policy: Policy, model: Model, offering: Offering, facts: Facts, day: str
) -> Iterator[PolicyFinding]:
    provider = facts.providers.serving(offering)

    def finding(rule: str, held: bool | None, wanted: object, fact: str) -> Iterator[PolicyFinding]:
        if held is not True:
            known = getattr(provider, fact, None)
            value = known.value if isinstance(known, Fact) else known
            yield PolicyFinding(
                *(rule, model.id, offering.id, held is None, wanted, value),
                *("providers", provider.id, fact),
            )

    named = (policy.allowed_providers, policy.denied_providers)
    if policy.allowed_providers:
        yield from finding("providers.allowed", provider.id in named[0], named[0], "id")
    if policy.denied_providers:
        yield from finding("providers.denied", provider.id not in named[1], named[1], "id")
    for rule, held, wanted, fact in tests(policy, provider, offering):
        yield from finding(rule, held, wanted, fact)
    yield from _support(policy, model, offering, day)


def tests(
    policy: Policy, provider: Provider, offering: Offering
) -> Iterator[tuple[str, bool | None, object, str]]:
    """Every privacy rule with its verdict, what it wants, and the fact it reads."""
    terms = policy.terms
    for fact, test in level_tests(policy.level) if policy.level else ():
        held = test(provider, offering, terms)
        yield "privacy.level", held, policy.level, FACT_OF.get(fact, fact)
    if policy.region is not None:
        held = levels.in_region(provider, offering, policy.region, terms)
        yield "privacy.region", held, policy.region, "processing_regions"
    if policy.training is not None:
        strict = "confidential" if policy.training == "never" else "internal"
        held = dict(level_tests(strict))["training"](provider, offering, terms)
        yield "privacy.training", held, policy.training, "trains_on_inputs"
    for required in one_by_one(policy.requirements):
        held = of_provider(required, provider, offering, terms)
        value = required.value
        wanted = value[0] if required.what.narrowed else value
        yield f"privacy.{required.what.key}", held, wanted, required.shown_by


def _support(policy: Policy, model: Model, offering: Offering, day: str) -> Iterator[PolicyFinding]:
    """
    An end that was announced, sooner than asked.

    Unknown where no day is told, or only the maker's: a seller may go on, and has not said so.
    """
    least = policy.min_days_supported
    if least is None:
        return
    life = life_of(model, offering, day)
    if life.state == "open" or (life.days_left is not None and life.days_left >= least):
        return
    kind, record = ("offerings", offering.id) if offering.retires_on else ("models", model.id)
    yield PolicyFinding(
        rule="lifecycle.min_days_supported",
        model=model.id,
        route=offering.id,
        unknown=life.on is None or life.by_maker,
        wanted=least,
        value=life.on or model.status,
        kind=kind,
        record=record,
        fact="retires_on" if life.on else "status",
        resold=life.state == "resold",
        listed=offering.price_read,
    )
