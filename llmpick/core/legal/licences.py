"""
What the licence of open weights lets a user do: yes, yes with duties, no by which clause, unknown.

A clause that no record holds counts as absent only where the licence's whole text was read.
Information, not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, TypeAlias

from llmpick.core.facts.records import Licence
from llmpick.core.facts.regions import overlap
from llmpick.core.need.need import LicenceNeed

Cap: TypeAlias = "tuple[str, int, int | None, str | None]"
Side = Literal["below", "above", "unstated", "no-rate"]
State = Literal["passes", "passes with duties", "fails", "unknown"]
Outcome = Literal["duty", "broken", "unknown"]


class Clause(NamedTuple):
    """
    What a fact of a licence means for a need.

    *fact* is its name in the record, *topic* what kind of clause it is, *text* the licence's own
    word or figure where there is one.
    """

    outcome: Outcome
    fact: str
    topic: str
    text: str | None = None


class Judgement(NamedTuple):
    """Every clause that meets a need."""

    clauses: tuple[Clause, ...]

    @property
    def state(self) -> State:
        """Broken before unknown before duties."""
        outcomes = {clause.outcome for clause in self.clauses}
        if "broken" in outcomes:
            return "fails"
        if "unknown" in outcomes:
            return "unknown"
        return "passes with duties" if outcomes else "passes"

    @property
    def allowed(self) -> bool | None:
        """True, False, or None for unknown."""
        return {"fails": False, "unknown": None}.get(self.state, True)

    def of(self, outcome: Outcome) -> tuple[Clause, ...]:
        """The clauses of one outcome."""
        return tuple(clause for clause in self.clauses if clause.outcome == outcome)


def judge(
    licence: Licence | None, need: LicenceNeed, *, multimodal: bool | None = None
) -> Judgement:
    """
    What *licence* says to *need*.

    Args:
        licence: The licence of the weights; None: not known which.
        need: What the user does.
        multimodal: Whether the model takes more than text; None: not known.
    """
    if licence is None:
        return Judgement((Clause("unknown", "licence", "which licence"),))
    found = [
        *_use(licence, need),
        *_cap(licence, need),
        *_regions(licence, need, multimodal),
        *_outputs(licence, need),
        *_hosting(licence, need),
        *_redistribution(licence, need),
        *_duties(licence, need),
    ]
    return Judgement(tuple(found))


def permission(licence: Licence, use: str) -> str | None:
    """
    Whether *use* is allowed: yes, conditional, no, or None for unknown.

    Who may use it in business may use it for own work and for research; the reverse is not said.
    """
    own = {"internal": licence.internal_use, "research": licence.research_use}.get(use)
    if own is not None:
        return own
    business = licence.commercial_use
    return None if use != "commercial" and business == "no" else business


def side_of(cap: Cap, need: LicenceNeed) -> Side:
    """
    On which side of *cap* the user stands; exactly at it is below.

    A monthly revenue is taken as a twelfth of the year's. Where either of two sizes breaks the
    cap, one that is above decides, and both must be stated to be below.
    """
    measure, value, users, currency = cap
    if measure == "monthly-active-users":
        return _side(need.monthly_users, value)
    money = _money_side(measure, value, currency, need)
    if measure != "users-or-monthly-revenue" or users is None:
        return money
    sides = (money, _side(need.monthly_users, users))
    return next((side for side in ("above", "no-rate", "unstated") if side in sides), "below")


def _side(size: float | None, limit: float) -> Side:
    if size is None:
        return "unstated"
    return "above" if size > limit else "below"


def _money_side(measure: str, value: int, currency: str | None, need: LicenceNeed) -> Side:
    if need.annual_revenue_usd is None:
        return "unstated"
    rates: Mapping[str, float] = {"USD": 1.0, **dict(need.rates)}
    rate = rates.get(currency or "USD")
    if rate is None:
        return "no-rate"
    months = 12 if "monthly" in measure else 1
    return _side(need.annual_revenue_usd * rate / months, value)


def _words(cap: Cap) -> str:
    measure, value, users, currency = cap
    money = f"{value:,} {currency or ''}".strip()
    if users is not None:
        return f"{users:,} monthly active users or {money} monthly revenue"
    return f"{money} {measure.replace('-', ' ')}"


def _use(licence: Licence, need: LicenceNeed) -> Iterator[Clause]:
    allowed = permission(licence, need.use)
    if allowed is None:
        yield Clause("unknown", "commercial_use", f"{need.use} use")
    elif allowed == "no":
        yield Clause("broken", f"{need.use}_use", f"{need.use} use")


def _cap(licence: Licence, need: LicenceNeed) -> Iterator[Clause]:
    if permission(licence, need.use) == "no":
        return
    own = {"internal": licence.internal_use, "research": licence.research_use}.get(need.use)
    cap = licence.cap
    if own == "yes":  # said of this use by itself, so free of the caps on business
        return
    if cap is None:
        if not licence.text_read:
            yield Clause("unknown", "cap", "a cap on size")
        return
    if licence.cap_binds == "hosts" and not need.hosts:
        return
    side = side_of(cap, need)
    if side == "above":
        yield Clause("broken", "cap", "its cap", _words(cap))
    elif side == "unstated":
        yield Clause("duty", "cap", "stay below", _words(cap))
    elif side == "no-rate":
        yield Clause("unknown", "cap", "no exchange rate was stated for its cap", _words(cap))


def _regions(licence: Licence, need: LicenceNeed, multimodal: bool | None) -> Iterator[Clause]:
    if not need.established:
        return
    if licence.excluded_regions is None:
        if not licence.text_read:
            yield Clause("unknown", "excluded_regions", "where the licensee may be established")
        return
    hit = [
        area
        for area in licence.excluded_regions
        if any(overlap(area, place) for place in need.established)
    ]
    if not hit or (licence.excluded_only == "multimodal" and multimodal is False):
        return
    unknown = licence.excluded_only == "multimodal" and multimodal is None
    outcome: Outcome = "unknown" if unknown else "broken"
    yield Clause(outcome, "excluded_regions", "established there", ", ".join(hit))


def _outputs(licence: Licence, need: LicenceNeed) -> Iterator[Clause]:
    if not need.distils:
        return
    by_word: dict[str | None, Outcome] = {"no": "broken", "conditional": "duty", None: "unknown"}
    outcome = by_word.get(licence.outputs_train_other_models)
    if outcome is not None:
        yield Clause(outcome, "outputs_train_other_models", "outputs train other models")


def _hosting(licence: Licence, need: LicenceNeed) -> Iterator[Clause]:
    if not need.hosts:
        return
    allowed = licence.hosting
    if allowed is None and licence.text_read:
        allowed = licence.commercial_use
    if allowed in (None, "no"):
        yield Clause("broken" if allowed else "unknown", "hosting", "the model as a service")


def _redistribution(licence: Licence, need: LicenceNeed) -> Iterator[Clause]:
    if not need.redistributes:
        return
    allowed = licence.redistribution
    if allowed is None:
        yield Clause("unknown", "redistribution", "passing weights on")
    elif allowed == "no" or (allowed == "non-commercial" and need.use == "commercial"):
        yield Clause("broken", "redistribution", "passing weights on", allowed)
    elif allowed in ("conditional", "non-commercial"):
        yield Clause("duty", "redistribution", "pass the terms on", allowed)


def _duties(licence: Licence, need: LicenceNeed) -> Iterator[Clause]:
    yield from _display(licence, need)
    derives = need.distils or need.redistributes
    if licence.naming_duty and derives:
        yield Clause("duty", "naming_duty", "name a derived model", licence.naming_duty)
    if licence.notice_duty and need.redistributes:
        yield Clause("duty", "notice_duty", "add the notice", licence.notice_duty)
    if licence.registration_duty and need.use == "commercial":
        yield Clause("duty", "registration_duty", "before use", licence.registration_duty)
    if licence.acceptable_use_policy:
        yield Clause("duty", "acceptable_use_policy", "keep the acceptable use policy")
    if not licence.text_read:
        yield Clause("duty", "text_read", "read the text: other duties may stand in it")


def _display(licence: Licence, need: LicenceNeed) -> Iterator[Clause]:
    if licence.display_duty is None:
        return
    if licence.display_cap is None:
        yield Clause("duty", "display_duty", "show", licence.display_duty)
        return
    side = side_of(licence.display_cap, need)
    if side == "above":
        yield Clause("duty", "display_duty", "show", licence.display_duty)
    elif side != "below":
        text = f"{licence.display_duty}, above {_words(licence.display_cap)}"
        yield Clause("duty", "display_cap", "show", text)
