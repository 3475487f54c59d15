"""The sums of a log of requests, and what is known of their cost."""

from __future__ import annotations

from typing import NamedTuple

from llmpick.core.facts.records import Offering


class Window(NamedTuple):
    """Hours of some weekdays (0 is Monday), UTC, in minutes of the day; the end is outside."""

    weekdays: tuple[int, ...]
    start_minute: int
    end_minute: int


class Group(NamedTuple):
    """
    Requests of one model, day, length of input, service, provider, region and variant.

    *length* is the last end that their input is over; *peak* whether they came in peak hours,
    None where that was not asked. *input_tokens* hold those read from and written to a cache,
    *written_tokens* those written for an hour. *logged_nano_usd* is the log's own cost, in
    billionths of a US dollar, of those rows that have one.
    """

    model: str
    day: str
    length: int
    peak: bool | None
    requests: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    written_tokens: int
    long_written_tokens: int = 0
    audio_input_tokens: int = 0
    audio_output_tokens: int = 0
    searches: int = 0
    logged_nano_usd: int = 0
    logged_rows: int = 0
    rows: int = 0
    service: str = "standard"
    provider: str = ""
    region: str = ""
    variant: str = ""

    @property
    def asked(self) -> LoggedName:
        """What the log says of where they ran."""
        return LoggedName(self.model, self.provider, self.region, self.variant)


AMOUNTS = slice(Group._fields.index("requests"), Group._fields.index("service"))
"""The fields of a group that add up."""


class LoggedName(NamedTuple):
    """A name in a log, and what the log says of where it ran; empty: nothing."""

    name: str
    provider: str = ""
    region: str = ""
    variant: str = ""


class UnusedColumn(NamedTuple):
    """A column that bears on a price and moved no bill; *measure* None: not known what it is."""

    column: str
    measure: str | None
    rows: int
    amount: float | None


class Size(NamedTuple):
    """
    Requests of one model and length whose input is about as long: *shortest* tokens or a little
    more. *thought* are the tokens that they thought, as far as the log says.
    """

    model: str
    length: int
    shortest: int
    requests: int
    thought: int


class Log(NamedTuple):
    """
    The sums of a log; *faults* counts rows that no price fits, by what is wrong with them.

    *idle* of these were no request at all. *cache* says where tokens of a cache are counted,
    *plan* whether what the format records is mostly paid by a plan. *repeated* rows are of requests
    that were there before; *unlike* ones have a total that their parts do not add up to.
    """

    groups: tuple[Group, ...]
    faults: dict[str, int]
    rows: int
    form: str = "table"
    says: str = ""
    cache: str = ""
    plan: bool = False
    repeated: int = 0
    idle: int = 0
    unlike: int = 0
    timeless: bool = False
    named: tuple[UnusedColumn, ...] = ()
    sizes: tuple[Size, ...] = ()


class Unpriced(NamedTuple):
    """Requests that have no price, and why."""

    name: str
    why: str
    requests: int
    input_tokens: int
    output_tokens: int


class Ran(NamedTuple):
    """What a name of the log cost, by the route that it means."""

    name: str
    offering: Offering
    requests: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    written_tokens: int
    long_written_tokens: int
    usd: float
    logged_usd: float | None = None


class Free(NamedTuple):
    """Requests that cost nothing, and why."""

    name: str
    why: str
    requests: int


class Note(NamedTuple):
    """What of some requests of a name was priced as something else."""

    name: str
    text: str
    requests: int


class LoggedDifference(NamedTuple):
    """A name and day whose cost in the log is another than here."""

    name: str
    day: str
    rows: int
    logged_usd: float
    usd: float


class Elsewhere(NamedTuple):
    """
    All priced requests at one route.

    *ratio* are its input tokens for one of the log's, *spread* the standard deviation of the
    logarithm of that.
    """

    offering: Offering
    usd: float
    ratio: float
    spread: float


class Replay(NamedTuple):
    """
    The whole answer.

    *usd* is what the priced requests of the log cost; *excluded* counts routes that were not
    compared, by the first limit that they break. *logged_usd* is the log's own cost of the priced
    and free requests, None where it has none. *parts* are the sums behind each of *ran*.
    """

    rows: int
    first_day: str | None
    last_day: str | None
    faults: dict[str, int]
    ran: tuple[Ran, ...]
    unpriced: tuple[Unpriced, ...]
    usd: float
    elsewhere: tuple[Elsewhere, ...]
    excluded: tuple[tuple[str, int], ...] = ()
    free: tuple[Free, ...] = ()
    notes: tuple[Note, ...] = ()
    differences: tuple[LoggedDifference, ...] = ()
    logged_usd: float | None = None
    logged_rows: int = 0
    log: Log | None = None
    parts: tuple[tuple[Ran, tuple[Group, ...]], ...] = ()
