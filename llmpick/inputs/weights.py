"""Weights of criteria as people state them: a preset, numbers, an order."""

from __future__ import annotations

from collections.abc import Mapping

from llmpick.catalog.contents import Catalog
from llmpick.core.need import need as needs
from llmpick.errors import UserError, shown
from llmpick.inputs import values as check
from llmpick.inputs.options import Weighting
from llmpick.lang.said import said

OLD_PRESETS = {"balanced": "value", "demanding": "value"}
"""Presets of 0.1.0, still read."""
PRIVATE = "private"
"""The preset that weighs privacy even where all may be public."""


def preset_weights(catalog: Catalog, text: str, changes: bool, level: str) -> dict[str, float]:
    """
    The weights that *text* names or states, as shares.

    A preset gives customisability more where the need asks to change the model (*changes*), and
    privacy none where all may be public (*level*), unless it is the one that asks for privacy.
    """
    found = weights_of(text, catalog.scale.weights)
    if "=" in text:
        return found
    if level == needs.PRIVACY_LEVELS[0] and text != PRIVATE:
        found = needs.normalised({**found, "privacy": 0.0})
    least = catalog.scale.customisability_stated / 100
    if not changes or found["customisability"] >= least:
        return found
    rest = (1 - least) / (1 - found["customisability"])
    return {
        name: least if name == "customisability" else share * rest for name, share in found.items()
    }


def by_rank(weighting: Weighting) -> tuple[tuple[str, ...], dict[str, float]]:
    """
    The criteria in the order of `--rank`, and their weights; nothing without one.

    Raises:
        UserError: a criterion or a rule that there is not, or weights beside the ranking.
    """
    given, rule = weighting.rank, weighting.rank_rule
    if given is None:
        if rule is not None:
            raise UserError(
                said("--rank-rule without --rank"), hint=said("--rank perf,cost,privacy,custom")
            )
        return (), {}
    if weighting.weights is not None:
        raise UserError(
            said("both --weights and --rank are given"), hint=said("leave one of both out")
        )
    from llmpick.core.need.weights import RULES, of_ranking

    ranking = criteria_of(given)
    found = of_ranking(ranking, check.one_of("rule", rule or "rs", RULES))
    return tuple(ranking), needs.normalised(found)


def weights_of(text: str, presets: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """
    Weights as shares, from a preset's name or `performance=5,cost=3,...`.

    A criterion that is not named weighs nothing. Short names are taken: perf, custom.

    Raises:
        UserError: neither, not numbers, negative, or all zero.
    """
    if "=" not in text:
        return needs.normalised(dict(presets[check.one_of("weights preset", text, presets)]))
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, number = part.partition("=")
        criterion = _criterion(name)
        try:
            weight = float(number)
        except ValueError:
            raise UserError(
                said(
                    "the weight `{number}` of {criterion} is not a number",
                    number=shown(number),
                    criterion=criterion,
                ),
                hint=said("as --weights performance=5,cost=3,privacy=2"),
            ) from None
        if not 0 <= weight < 1e9:
            raise UserError(
                said(
                    "the weight {number} of {criterion} is not from 0 up",
                    number=number.strip(),
                    criterion=criterion,
                ),
                hint=said("0 or more"),
            )
        if criterion in found:
            raise UserError(
                said("{criterion} is weighed twice", criterion=criterion),
                hint=said("name each criterion once"),
            )
        found[criterion] = weight
    if not sum(found.values()):
        raise UserError(
            said("all weights are zero"), hint=said("give at least one criterion a weight")
        )
    return needs.normalised(found)


def criteria_of(text: str) -> list[str]:
    """
    The criteria that *text* names, commas between them; short names are taken.

    Raises:
        UserError: one that there is not, or one named twice.
    """
    found = [_criterion(name) for name in text.split(",")]
    for name in found:
        if found.count(name) > 1:
            raise UserError(
                said("{name} is named twice", name=name), hint=said("name each criterion once")
            )
    return found


def _criterion(name: str) -> str:
    folded = name.strip().lower()
    starts = [item for item in needs.CRITERIA if folded and item.startswith(folded)]
    if len(starts) == 1:
        return starts[0]
    return check.one_of("criterion", name, needs.CRITERIA)
