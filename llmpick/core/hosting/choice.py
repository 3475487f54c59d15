"""The choice among ways to run a model: those that serve the load at nearly full quality first."""

from collections.abc import Iterable, Sequence

from llmpick.core.hosting import deployment
from llmpick.core.hosting.ways import Way, is_release


def order(found: Sequence[Way]) -> list[Way]:
    """
    Ways to run one model, from the first choice on.

    Those that serve the load come before those that do not. Within both, ways whose lower end of
    quality is no more than a tie below the best come first, by cost; then the others, by quality.
    Ties end on format and accelerator.
    """
    if not found:
        return []
    top = max(way.quality.low for way in found)

    def key(way: Way) -> tuple[bool, bool, float, float, bool, float, str, str]:
        behind = top - way.quality.low
        cost = way.usd_per_month
        # within a tie quality no longer counts, beyond it cost does not: a cheap format that loses
        # much must not come first
        near = behind <= deployment.TIE_LOGITS
        dear = float("inf") if cost is None else cost
        return (
            not way.serves,
            not near,
            0.0 if near else behind,
            dear,
            not is_release(way),
            -way.option.form.bits,
            way.option.form.id,
            way.hardware.accelerator.id,
        )

    return sorted(found, key=key)


def first_of_each(found: Iterable[Way], by: str) -> list[Way]:
    """The first way of each `format` or `hardware`; all of them for `all`."""
    seen: dict[object, Way] = {}
    for way in found:
        form, place = way.option.form.id, way.hardware.accelerator.id
        name = {"format": form, "hardware": place}.get(by, (form, place))
        seen.setdefault(name, way)
    return list(seen.values())


def best_of_each_model(found: Sequence[Way], min_tps: float) -> list[Way]:
    """Each model once, by the choice rule of `deployment.ranked`; those that serve first."""
    by_option = {way.option: way for way in found}
    ranked = [by_option[one] for one in deployment.ranked(list(by_option), min_tps)]
    return sorted(ranked, key=lambda way: not way.serves)
