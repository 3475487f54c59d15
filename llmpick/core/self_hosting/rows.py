"""What is told of ways to run a model, and the answer that holds them."""

from typing import NamedTuple

from llmpick.core.facts.estimates import Estimate
from llmpick.core.facts.records import Model
from llmpick.core.self_hosting import launch
from llmpick.core.self_hosting.job import HostingJob
from llmpick.core.self_hosting.ladder import Room
from llmpick.core.self_hosting.launch import Launch
from llmpick.core.self_hosting.measured import Compared
from llmpick.core.self_hosting.places import Hardware
from llmpick.core.self_hosting.ways import Way


class HostingRow(NamedTuple):
    """A way to run a model, how it is started, and its *score* with the 80 % interval."""

    model: Model
    way: Way
    launch: Launch
    estimate: Estimate | None
    score: tuple[float, float, float] | None

    @property
    def command(self) -> str:
        """How a copy is started, in a line."""
        return launch.line(self.launch)


class HostingAnswer(NamedTuple):
    """
    All ways that fit, the sane ones first, and what does not fit, by reason.

    *assumed* says what the user left open, *note* how the name of a GPU was read. *picks* are the
    ways that have a name (`choice.picks`), of one model.
    """

    job: HostingJob
    hardware: Hardware | None
    rows: tuple[HostingRow, ...]
    fitting: int
    misfits: tuple[tuple[str, int], ...]
    assumed: tuple[str, ...]
    note: str | None
    picks: tuple[tuple[str, HostingRow], ...] = ()
    rooms: tuple[Room, ...] = ()
    """Of the first way to run one model: contexts and requests by precision of the cache."""
    load_tests: tuple[Compared, ...] = ()
    """Load tests beside what is estimated of the first way."""
    excluded: tuple[str, ...] = ()
    """What the need asks of the model that it does not keep, as options are named."""
