"""From what is stated of people to how much they work: by the task, unless they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.records import Task
from llmpick.core.need.need import Seats, Workload
from llmpick.errors import UserError
from llmpick.inputs import values as check
from llmpick.lang.said import said

if TYPE_CHECKING:
    from llmpick.inputs.options import NeedOptions

MOST_PEOPLE = 1_000_000
MOST_REQUESTS = 100_000.0


def seats_of(
    catalog: Catalog, task: Task, options: NeedOptions, work: Workload
) -> tuple[Seats | None, Workload]:
    """
    The people that *options* state, and their *work*: its requests are theirs unless stated.

    Raises:
        UserError: a number is absurd, no plan serves the task, or what belongs to --seats stands
            alone.
    """
    asked = options.people
    if asked.seats is None:
        name = "--individual" if asked.daily_requests is None else "--daily-requests"
        raise UserError(
            said("{name} is of people, and there are none", name=name), hint=said("add --seats N")
        )
    people = check.whole("seats", asked.seats, MOST_PEOPLE) or 0
    if people < 1:
        raise UserError(said("--seats 0 is nobody"), hint=said("1 or more"))
    use = next((use for use in catalog.seat_uses if task.id in use.tasks), None)
    if use is None:
        served = sorted(name for use in catalog.seat_uses for name in use.tasks)
        raise UserError(
            said("nothing is sold by the seat for {id}", id=task.id),
            hint=said("leave --seats out, or -t {served}", served=", ".join(served)),
        )
    if asked.daily_requests is not None and options.work.requests is not None:
        raise UserError(
            said("--requests and --daily-requests both say how much is asked"),
            hint=said("leave one of both out"),
        )
    daily = use.requests_per_day
    if asked.daily_requests is not None:
        daily = asked.daily_requests
        if not 0 < daily <= MOST_REQUESTS:
            raise UserError(
                said("{daily:g} requests a day cannot be used", daily=daily),
                hint=said("more than 0, as --daily-requests 20"),
            )
    if options.work.requests is not None:
        daily = work.requests_per_month / people / use.days_per_month
    else:
        work = work._replace(requests_per_month=round(people * daily * use.days_per_month))
    found = Seats(
        people=people,
        requests_per_day=daily,
        days_per_month=use.days_per_month,
        heavy=use.heavy,
        serves=use.serves,
        individual=asked.individual,
    )
    return found, work
