"""The question that a log of requests asks: what it cost, and what it would have cost elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from llmpick.api.facts import priced
from llmpick.api.named_routes import route_named
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import bills
from llmpick.core.answers import usage as logs
from llmpick.core.answers.usage_rates import DayRate, LogRates, log_rates
from llmpick.core.answers.usage_records import Log, LoggedName, Replay, Window
from llmpick.core.facts.records import Offering
from llmpick.core.need.need import Need
from llmpick.core.ranking.limits import RULES, first_rule
from llmpick.inputs.names import record_path, wanted_offerings
from llmpick.usage_logs.duck import Step
from llmpick.usage_logs.read import read

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Open = Callable[[str], Catalog]
"""The catalog as of a day."""


def replay(
    catalog: Catalog,
    on: Open,
    need: Need,
    path: str,
    names: Sequence[str] = (),
    *,
    engine: str = "duckdb",
    form: str | None = None,
    progress: Step | None = None,
    sizes: tuple[int, ...] = (),
) -> Replay:
    """
    What the log at *path* cost where it ran, and at the named models, or at all that meet *need*.

    Args:
        catalog: On the day that is asked about: what is sold, and to whom.
        on: Opens the catalog as of another day.
        need: What a route must hold, and the services that the work uses.
        path: A file, or a folder of files that are one log.
        names: Models and routes; none: all that meet the need.
        engine: What sums the log.
        form: The name of its format; None: its content says.
        progress: Called with what is being done.
        sizes: Lengths of input that are told apart besides; then requests are also counted by the
            size of their input.

    Raises:
        AmbiguousName, UnknownName, UserError: a name that means several or none; a log that
        cannot be read.
    """
    wanted = wanted_offerings(catalog, names)
    day = catalog.meta.day
    ends = sorted({*price_ends(catalog), *sizes})
    log = read(path, engine, ends, progress=progress, form=form, day=day, sizes=bool(sizes))
    sold = _dated(catalog, on, log)
    windows = _windows(catalog, sold, log, need)
    if windows:
        log = read(
            *(path, engine, ends),
            windows=windows,
            progress=progress,
            form=form,
            day=day,
            sizes=bool(sizes),
        )
    chosen = [row for row in catalog.offerings if wanted is None or row.id in wanted]
    fitting, excluded = _fitting(catalog, need, log, chosen)
    found = logs.replay(
        log,
        lambda asked: meant(catalog, sold, asked, need.providers),
        [offering for offering in sold if offering.id in fitting],
        need.workload,
        dict(need.rates),
        catalog.tokens,
    )
    missing = len(fitting) - len(found.elsewhere) if found.ran else 0
    counts = [*excluded, *([("price", missing)] if missing else [])]
    return found._replace(excluded=tuple(counts))


def rates_of(
    catalog: Catalog, need: Need, found: Replay, code: str, given: float
) -> LogRates | None:
    """
    The rates at which the days of a log are told in *code*; None where that is US dollars.

    One that is *given* holds for all days; else each day has the newest on file of that day.
    """
    if code == "USD":
        return None
    dated = code in dict(need.rate_labels)
    rates = _rates_on_file(catalog, code) if dated else []
    return log_rates(found, rates or [DayRate("", given)], need.workload, dict(need.rates))


def _rates_on_file(catalog: Catalog, code: str) -> list[DayRate]:
    """All rates of *code* that one publisher states beside the dollar on the same day."""
    found: dict[str, float] = {}
    for name in catalog.ids("rates"):
        table = catalog.record("rates", name)
        days: dict[str, dict[str, float]] = {}
        for entry in table["exchange"]:
            if not entry.get("disputed") and entry.get("since"):
                days.setdefault(str(entry["since"]), {})[entry["currency"]] = entry["value"]
        for since, values in days.items():
            values[table["base"]] = 1.0
            if code in values and "USD" in values and since <= catalog.meta.day:
                found[since] = values[code] / values["USD"]
    return [DayRate(since, found[since]) for since in sorted(found)]


def price_ends(catalog: Catalog) -> list[int]:
    """Every length of input at which a price list begins."""
    return sorted(
        {
            item.over_input_tokens
            for offering in catalog.offerings
            for item in offering.price_lists
            if item.over_input_tokens
        }
    )


def _dated(catalog: Catalog, on: Open, log: Log) -> list[Offering]:
    """The offerings with the price lists of all days of the log, from its first on."""
    first = min((group.day for group in log.groups), default=catalog.meta.day)
    if first >= catalog.meta.day:
        return catalog.offerings
    then = {offering.id: offering for offering in on(first).offerings}
    return [then.get(offering.id, offering) for offering in catalog.offerings]


def _fitting(
    catalog: Catalog, need: Need, log: Log, chosen: Iterable[Offering]
) -> tuple[set[str], list[tuple[str, int]]]:
    """The offerings that meet *need* and take the longest requests; the others by first limit."""
    longest = max((group.length for group in log.groups), default=0)
    work = need.workload._replace(input_tokens=longest, output_tokens=0, turns=1)
    excluded: Counter[str] = Counter()
    fitting = set()
    for offering, violations in bills.judged(
        need._replace(workload=work), priced(catalog, need), chosen
    ):
        if violations:
            excluded[first_rule(violations)] += 1
        else:
            fitting.add(offering.id)
    return fitting, sorted(excluded.items(), key=lambda item: RULES.index(item[0]))


def route_of(
    catalog: Catalog, sold: Iterable[Offering], name: str, providers: tuple[str, ...] = ()
) -> tuple[Offering | None, str]:
    """
    The route that a *name* of a log means, or why there is none: never a neighbour.

    See `named_routes.route_named`.
    """
    meant = route_named(catalog, sold, name, providers=providers)
    return meant.offering, meant.why


ROUTED = ("online", "nitro", "floor")
"""Variants of a router that add a search or choose among hosts: the model's own price holds."""
NO_REGION = ("", "not_available", "global", "default", "none", "null", "unknown")


def meant(
    catalog: Catalog, sold: Sequence[Offering], asked: LoggedName, providers: tuple[str, ...] = ()
) -> tuple[Offering | None, str]:
    """
    The route that a row of a log means, by all that it says of where it ran.

    Returns:
        The offering and what of the row is not priced there; or None, and why: a variant such as
        `fast` costs a multiple of the plain route, so that its price is no stand-in.
    """
    found, why = _hosted(catalog, sold, asked, providers)
    if found is None:
        return None, why
    region = "" if asked.region.lower() in NO_REGION else asked.region.lower()
    notes = [why] if why else []
    for said, what in ((asked.variant, "variant"), (region, "region")):
        if not said or said in (found.variant, found.region):
            continue
        own = [
            one
            for one in sold
            if (one.model, one.provider) == (found.model, found.provider)
            and said in (one.variant, one.region)
        ]
        if len(own) == 1:
            found = own[0]
        elif what == "variant" and said not in ROUTED:
            return None, f"no price of variant `{said}` at {found.id}"
        else:
            notes.append(f"no price of {what} `{said}` there: as {found.id}")
    return found, "; ".join(notes)


def _hosted(
    catalog: Catalog, sold: Sequence[Offering], asked: LoggedName, providers: tuple[str, ...]
) -> tuple[Offering | None, str]:
    """The offering of a name at the provider that the log says, where it says one."""
    if not asked.provider or providers:
        return route_of(catalog, sold, asked.name, providers)
    host = asked.provider.lower().replace(" ", "-")
    known = {one.provider for one in sold}
    found, why = route_of(catalog, sold, f"{host}/{asked.name}")
    if found is not None and (host not in known or found.provider == host):
        return found, why
    if host in known:
        return route_of(catalog, sold, asked.name, (host,))
    plain, reason = route_of(catalog, sold, asked.name)
    if plain is None:
        return None, reason
    return plain, f"provider `{asked.provider}` is not known here: as {plain.id}"


def _windows(
    catalog: Catalog, sold: Iterable[Offering], log: Log, need: Need
) -> tuple[Window, ...]:
    """The peak hours of the routes that the log ran on, where a share of them is not given."""
    if need.workload.peak_share is not None:
        return ()
    offerings = list(sold)
    found: set[Window] = set()
    for asked in {group.asked for group in log.groups}:
        offering, _ = meant(catalog, offerings, asked, need.providers)
        if offering is not None and offering.peak_share:
            found.update(_hours(catalog, offering))
    return tuple(sorted(found))


def _hours(catalog: Catalog, offering: Offering) -> Iterable[Window]:
    record = catalog.record("offerings", record_path(offering))
    for entry in record.get("hours") or ():
        days = tuple(WEEKDAYS.index(day) for day in entry["days"])
        for span in entry["hours_utc"]:
            start, _, end = span.partition("-")
            yield Window(days, _minute(start), _minute(end))


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
