"""The question that a whole log asks: what each kind of its traffic should run on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from llmpick.api import usage
from llmpick.api.facts import Adjust, rated
from llmpick.catalog.contents import Catalog
from llmpick.core.answers import portfolio as core
from llmpick.core.answers.forecast import forecast
from llmpick.core.answers.usage import ran_of
from llmpick.core.answers.usage_records import Group, Log, Ran
from llmpick.core.need.need import Need, Workload
from llmpick.usage_logs.duck import Step

SIZES = (32_000, 200_000)
"""Where long input begins, and very long: the lengths at which most price lists change."""
MOST = 12
"""Kinds of traffic that are looked at, the dearest first."""
DAYS_A_MONTH = 365.25 / 12


def portfolio(
    catalog: Catalog,
    on: usage.Open,
    need: Need,
    path: str,
    *,
    adjust: Adjust | None = None,
    engine: str = "duckdb",
    form: str | None = None,
    progress: Step | None = None,
    most: int = MOST,
) -> core.Portfolio:
    """
    What each kind of traffic in the log at *path* should run on.

    Args:
        catalog: On the day that is asked about.
        on: Opens the catalog as of another day.
        need: What all the work needs; its volume and tokens are those of the log.
        path: A file, or a folder of files that are one log.
        adjust: Puts the user's own results into the estimates.
        engine: What sums the log.
        form: The name of its format; None: its content says.
        progress: Called with what is being done.
        most: How many kinds to look at.

    Raises:
        UserError: a log that cannot be read.
    """
    found = usage.replay(
        catalog, on, need, path, engine=engine, form=form, progress=progress, sizes=SIZES
    )
    log = found.log or Log((), {}, 0)
    months = _months(log)
    every = [part for whole in found.parts for part in _by_size(whole, log, months or 1.0, need)]
    every.sort(key=lambda part: (-part[0].usd, part[0].name, part[1].over))
    # how good a tuned model is, nobody else knows: it stays where it is
    sold = {one.id for one in catalog.offerings}
    silent = [part for part in every if part[0].offering.id in sold and not _sounds(part[1].groups)]
    kinds = []
    for place, (ran, sized) in enumerate(silent[:most]):
        if progress:
            progress("comparing kinds of traffic", place, min(most, len(silent)))
        work = _work(need.workload, ran, sized, catalog)
        own = need._replace(workload=work)
        longest = max(group.length for group in sized.groups)
        if longest > (own.min_context_tokens or 0):
            own = own._replace(min_context_tokens=longest)
        facts = rated(catalog, own, adjust)
        usd = ran.usd / sized.months
        again = partial(rated, catalog, adjust=adjust)
        kinds.append(core.kind(ran, own, facts, usd, again, sized))
    looked = [ran for ran, _ in silent[:most]]
    rest = tuple(ran for ran, _ in every if ran not in looked)
    ahead = None
    if months is not None:
        day, rates = catalog.meta.day, dict(need.rates)
        ahead = forecast(found.parts, catalog.models, need.workload, rates, day)
    return core.Portfolio(found, months, tuple(kinds), rest, ahead)


def _by_size(
    whole: tuple[Ran, tuple[Group, ...]], log: Log, months: float, need: Need
) -> Iterable[tuple[Ran, core.SizedTraffic]]:
    """The requests of a name apart by how long their input is: what a short one needs, few have."""
    ran, groups = whole
    for over, up_to in zip((0, *SIZES), (*SIZES, None), strict=True):

        def here(length: int, over: int = over, up_to: int | None = up_to) -> bool:
            return over <= length and (up_to is None or length < up_to)

        some = tuple(group for group in groups if here(group.length))
        if some:
            sizes = tuple(
                size for size in log.sizes if size.model == ran.name and here(size.length)
            )
            part = ran_of(ran.name, ran.offering, some, need.workload, dict(need.rates))
            yield part, core.SizedTraffic(some, months, over, up_to, sizes)


def _months(log: Log) -> float | None:
    """How many months the days of *log* are, the first and the last of them among them."""
    if log.timeless or not log.groups:
        return None
    ends = [date.fromisoformat(day) for day in (min(_days(log)), max(_days(log)))]
    return ((ends[1] - ends[0]).days + 1) / DAYS_A_MONTH


def _days(log: Log) -> Sequence[str]:
    return [group.day for group in log.groups]


def _sounds(groups: Iterable[Group]) -> bool:
    """Whether they carry sound, which has prices of its own."""
    return any(group.audio_input_tokens or group.audio_output_tokens for group in groups)


def _work(work: Workload, ran: Ran, sized: core.SizedTraffic, catalog: Catalog) -> Workload:
    """A month of these requests: as many, as long, and as often from a cache, as in the log."""
    from llmpick.core.cost import tokens

    ratio = tokens.ratio(catalog.tokens, ran.offering.model, work.content).value
    into = max(ran.input_tokens, 1)
    groups = sized.groups
    sent = sum(group.requests for group in groups)
    batch = sum(group.requests for group in groups if group.service == "batch")
    return work._replace(
        requests_per_month=max(1, round(ran.requests / sized.months)),
        calls_per_request=1.0,
        turns=1,
        context_growth_tokens=0,
        attempts=1.0,
        input_tokens=round(ran.input_tokens / ran.requests / ratio),
        output_tokens=round(ran.output_tokens / ran.requests / ratio),
        cache_read_share=ran.cached_tokens / into,
        cache_write_share=(ran.written_tokens - ran.long_written_tokens) / into,
        cache_write_1h_share=ran.long_written_tokens / into,
        batch_share=work.batch_share or batch / sent,
        searches=sum(group.searches for group in groups) / sent,
    )
