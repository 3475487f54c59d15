"""Routes: a model at an effort, by one offering, and which hard limits each one breaks."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from llmpick.core.customisation.tunable import UNKNOWN, judge
from llmpick.core.facts import days
from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.facts import Facts
from llmpick.core.facts.life import end_of, has_ended
from llmpick.core.facts.records import Licence, Model, Offering, Place, Provider
from llmpick.core.need.need import Need
from llmpick.core.privacy import levels, requirements

if TYPE_CHECKING:
    from llmpick.core.need.need import LicenceNeed

MIN_SCORES = 2


class Violation(NamedTuple):
    """A hard limit that is not shown to hold: broken, or *unknown* for want of *fact*."""

    rule: str
    fact: str
    unknown: bool


Violations: TypeAlias = tuple[Violation, ...]


class Route(NamedTuple):
    """What is ranked; *violations* are the limits it breaks, *waived* the unknowns let through."""

    model: Model
    effort: str | None
    offering: Offering
    provider: Provider
    estimate: Estimate | None
    violations: Violations
    waived: Violations

    @property
    def id(self) -> str:
        """MODEL[:EFFORT]@PROVIDER[/VARIANT]"""
        effort = f":{self.effort}" if self.effort else ""
        return f"{self.offering.model}{effort}@{self.offering.place}"


RULES = (
    "forbidden",
    "available",
    "price",
    "evidence",
    "quality",
    "patience",
    "lives",
    "previews",
    *(one.name for one in requirements.OF_MODEL),
    "modality",
    "context",
    "open-weights",
    "licence",
    "needs",
    "developer",
    "provider",
    "privacy",
    *(one.name for one in requirements.OF_PROVIDER),
    "region",
    "budget",
)
"""In the order in which a route that breaks several is counted."""

BITS = {rule: 1 << position for position, rule in enumerate(RULES)}

NOT_ASKED = BITS["forbidden"] | BITS["available"] | BITS["price"] | BITS["evidence"]
"""Rules that no user set: what they stop is counted, and not offered as a way out."""


def efforts(estimates: Iterable[Estimate]) -> dict[str, list[Estimate]]:
    """
    model → its estimates, one an effort.

    Where efforts are named, an estimate without one stands for no setting that could be chosen,
    and is left out.
    """
    found: dict[str, list[Estimate]] = defaultdict(list)
    for estimate in estimates:
        found[estimate.model].append(estimate)
    return {model: _named(rows) if len(rows) > 1 else rows for model, rows in found.items()}


def _named(rows: list[Estimate]) -> list[Estimate]:
    return [row for row in rows if row.effort is not None] or rows


class Verdict(NamedTuple):
    """The limits that count as *broken*, and unknowns that the user lets through."""

    broken: Violations
    waived: Violations

    def __add__(self, other: "Verdict") -> "Verdict":  # type: ignore[override]
        """Both, in order."""
        return Verdict(self.broken + other.broken, self.waived + other.waived)


class HardLimits:
    """
    The chain of hard limits of one need: of a model wherever it runs, of a place, of what is tuned.

    Evidence, price and budget are limits of a route at an effort, and come after it.
    """

    def __init__(self, need: Need, facts: Facts) -> None:
        self.need = need
        self.facts = facts
        self._models: dict[str, Verdict] = {}
        self._places: dict[Place, Verdict] = {}

    def of_model(self, model: Model) -> Verdict:
        """The limits that *model* breaks wherever it runs."""
        if model.id not in self._models:
            licence = self.facts.licences.get(model.licence or "")
            found = model_violations(self.need, model, licence)
            self._models[model.id] = split(found, self.need)
        return self._models[model.id]

    def of_place(self, offering: Offering) -> Verdict:
        """The limits that a provider breaks where *offering* is served."""
        place = self.facts.providers.place(offering)
        if place not in self._places:
            provider = self.facts.providers.serving(offering)
            found = provider_violations(self.need, provider)
            found += place_violations(self.need, offering, provider)
            self._places[place] = split(found, self.need)
        return self._places[place]

    def of_tuning(self, offering: Offering) -> Verdict:
        """What its model cannot be made to do at *offering*."""
        if not self.need.needs:
            return MET
        return split(tuning_violations(self.need, offering, self.facts), self.need)

    def of_sold(self, offering: Offering) -> Verdict:
        """What *offering* itself does not allow: rates."""
        return split(offering_violations(self.need, offering), self.need)

    def of_offering(self, offering: Offering) -> Verdict:
        """The whole chain, from the listing on."""
        model = self.facts.models[offering.model]
        verdict = Verdict(gone(self.need, offering, model), ())
        verdict += Verdict(short_lived(self.need, offering, model), ())
        verdict += self.of_model(model)
        verdict += self.of_sold(offering)
        return verdict + self.of_place(offering) + self.of_tuning(offering)


MET = Verdict((), ())


def split(violations: Violations, need: Need) -> Verdict:
    """*violations* that count, and unknowns that the user lets through."""
    if not violations or not need.allow_unknown:
        return Verdict(violations, ())
    waived = tuple(
        violation
        for violation in violations
        if violation.unknown and violation.fact in need.allow_unknown
    )
    return Verdict(tuple(violation for violation in violations if violation not in waived), waived)


def _refused(name: str, wanted: tuple[str, ...], refused: tuple[str, ...]) -> bool:
    return name in refused or (bool(wanted) and name not in wanted)


def model_violations(need: Need, model: Model, licence: Licence | None) -> Violations:
    """The limits that *model* breaks wherever it runs."""
    violations: Violations = ()
    for required in need.requirements:
        if (held := requirements.of_model(required, model)) is not True:
            violations += (Violation(required.what.name, required.what.fact, held is None),)
    if need.open_weights and not model.open_weights:
        violations += (Violation("open-weights", "open-weights", model.open_weights is None),)
    if need.licence is not None:
        violations += _licence(need.licence, need, model, licence)
    if _refused(model.developer, need.developers, need.no_developers):
        violations += (Violation("developer", "developer", False),)
    if need.modalities:
        known = model.input_modalities
        if known is None:
            violations += (Violation("modality", "modality", True),)
        elif not set(need.modalities) <= set(known):
            violations += (Violation("modality", "modality", False),)
    window = model.context_window_tokens
    work = need.workload
    longest = work.input_tokens + (work.turns - 1) * work.context_growth_tokens
    least = max(need.min_context_tokens or 0, longest + work.output_tokens)
    if window is None:
        if need.min_context_tokens:
            violations += (Violation("context", "context", True),)
    elif window < least:
        violations += (Violation("context", "context", False),)
    return violations


def offering_violations(need: Need, offering: Offering) -> Violations:
    """The limits that *offering* breaks by what is published of it alone; unknown is not yes."""
    found: Violations = ()
    for required in need.requirements:
        if (held := requirements.of_offering(required, offering)) is not True:
            found += (Violation(required.what.name, required.what.fact, held is None),)
    return found


def _licence(asked: "LicenceNeed", need: Need, model: Model, licence: Licence | None) -> Violations:
    """A licence binds whoever runs or changes the weights: it is asked for with open weights."""
    if not need.open_weights or model.open_weights is False:
        return ()
    from llmpick.core.legal import licences  # asked for by few

    allowed = licences.judge(licence, asked, multimodal=multimodal(model)).allowed
    return () if allowed else (Violation("licence", "licence", allowed is None),)


def multimodal(model: Model) -> bool | None:
    """Whether *model* reads more than text."""
    known = model.input_modalities
    return None if known is None else bool(set(known) - {"text"})


def tuning_violations(need: Need, offering: Offering, facts: Facts) -> Violations:
    """What its model cannot be made to do where *offering* is served; unknown is not yes."""
    found = []
    model = facts.models[offering.model]
    region = need.allowed_regions[0] if len(need.allowed_regions) == 1 else None
    for wanted in need.needs:
        verdict = judge(
            wanted,
            model,
            facts.custom.get(model.id, UNKNOWN),
            need.day,
            route=facts.takes.get(offering.id, UNKNOWN),
            provider=offering.provider,
            region=region,
        )
        if verdict.met is not True:
            fact = _FACTS.get(wanted, "tuning")
            found.append(Violation("needs", fact, verdict.met is None))
    return tuple(found)


_FACTS = {
    "weights": "open-weights",
    "logprobs": "logprobs",
    "seed": "seed",
    "system-prompt": "system-prompt",
}
"""The fact behind what has to be changeable; the rest hang on tuning."""


def provider_violations(need: Need, provider: Provider) -> Violations:
    """The limits that *provider* breaks whatever it serves."""
    if _refused(provider.id, need.providers, need.no_providers):
        return (Violation("provider", "provider", False),)
    return ()


def gone(need: Need, offering: Offering, model: Model) -> Violations:
    """Whether *offering* is no longer on sale on the need's day, or the user forbids it."""
    if offering.listing == "forbidden":
        return _FORBIDDEN
    return _GONE if has_ended(model, offering, need.day) else ()


_GONE = (Violation("available", "listing", False),)
_FORBIDDEN = (Violation("forbidden", "listing", False),)


def short_lived(need: Need, offering: Offering, model: Model) -> Violations:
    """Whether *offering* ends too soon for the need, or may vanish any day."""
    found: Violations = ()
    if need.lives_days:
        end = end_of(model, offering, need.day).on
        if end is not None and days.between(need.day, end) < need.lives_days:
            found += _ENDS
    if not need.previews and (offering.volatile_price or is_preview(offering, model)):
        found += _PREVIEW
    return found


_ENDS = (Violation("lives", "end", False),)
_PREVIEW = (Violation("previews", "preview", False),)


def is_preview(offering: Offering, model: Model) -> bool:
    """Whether its maker, or who serves it, calls it a preview."""
    return model.status == "preview" or "preview" in offering.api_model.lower().split("-")


def place_violations(need: Need, offering: Offering, provider: Provider) -> Violations:
    """The limits that *provider* breaks where *offering* is served, whatever the model."""
    violations: list[Violation] = []
    terms = need.privacy_terms
    if need.privacy_level != "public":
        for fact, test in requirements.level_tests(need.privacy_level):
            held = test(provider, offering, terms)
            if held is not True:
                violations.append(Violation("privacy", fact, held is None))
    for required in requirements.one_by_one(need.requirements):
        held = requirements.of_provider(required, provider, offering, terms)
        if held is not True:
            violations.append(Violation(required.what.name, required.what.fact, held is None))
    if need.allowed_regions:
        held = levels.in_any_region(provider, offering, need.allowed_regions, terms)
        if held is not True:
            violations.append(Violation("region", "region", held is None))
    return tuple(violations)


def evidence_violations(
    need: Need | None, estimate: Estimate | None, least_score: float | None = None
) -> Violations:
    """Too thin evidence, or an expected score below the *least_score*, 0 to 1."""
    if need is None or estimate is None:
        return (Violation("evidence", "evidence", True),)
    if estimate.model_scores < MIN_SCORES and not need.include_unrated:
        return (Violation("evidence", "evidence", True),)
    if least_score is not None and estimate.score < least_score:
        return (Violation("quality", "quality", False),)
    return ()


def mask(violations: Violations) -> int:
    """The rules of *violations* as bits, in the order of `RULES`."""
    found = 0
    for violation in violations:
        found |= BITS[violation.rule]
    return found


def first_rule(violations: Violations) -> str:
    """The rule by which a route that breaks *violations*, one at least, is counted."""
    return min((violation.rule for violation in violations), key=RULES.index)
