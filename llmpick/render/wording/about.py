"""What every answer says of the catalog that it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from llmpick.core.answers.age import NOTED_DAYS, PriceAge
from llmpick.core.facts import days
from llmpick.lang.said import joined, said
from llmpick.render import words
from llmpick.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmpick.core.facts.own_layer import OwnLayer
    from llmpick.render.records.about import (
        CatalogAnswer,
        CatalogRecord,
        OwnAnswer,
        PlainAnswer,
        WithOverlay,
        WithOwnEvidence,
    )

SCHEMA_VERSION: Final = "1.0"


def old_price(prices: Sequence[PriceAge]) -> list[str]:
    """That the last of *prices*, the oldest, is old, as a sentence; none if it is not."""
    if not prices or prices[-1].days < NOTED_DAYS:
        return []
    days_ago, offering, _ = prices[-1]
    return [
        said(
            "the price of {offering} was read {days} days ago: `llmpick catalog update`, "
            "or `catalog refresh FEED --from FILE --mine`, brings newer ones",
            offering=offering,
            days=days_ago,
        )
    ]


NOT_YET: Final[WithOverlay] = {}
"""What rests on the user's own layers is said where the whole answer is: `answers.own_layer`."""


def head(command: str) -> PlainAnswer:
    """What the JSON answer of *command* begins with."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "llmpick", "version": __version__, "command": command},
    }


def age_days(read: str | None, day: str) -> int | None:
    """Days from *read* to *day*, both ISO; None where nothing is known of the first."""
    return None if read is None else days.between(read, day)


class About:
    """What an answer says of the catalog it was made from."""

    def __init__(
        self,
        version: str,
        sha256: str,
        own_day: str,
        day: str,
        own: tuple[tuple[str, int], ...] = (),
        layer: OwnLayer | None = None,
    ) -> None:
        self.layer = layer
        self.own = own
        self.version = version
        self.sha256 = sha256
        self.day = day
        self.age_days = days.between(own_day, day)

    def head(self, command: str) -> CatalogAnswer:
        """What the JSON answer of *command* begins with where it is made from a catalog."""
        return {**head(command), "catalog": self.payload(), **NOT_YET}

    def own_head(self, command: str) -> OwnAnswer:
        """The same where the user's own results may be in the answer."""
        return {**self.head(command), **self._own()}

    def _own(self) -> WithOwnEvidence:
        if not self.own:
            return {}
        return {"own_evidence": [{"name": name, "models": count} for name, count in self.own]}

    def payload(self) -> CatalogRecord:
        """The `catalog` table of every JSON answer."""
        return {
            "version": self.version,
            "sha256": self.sha256,
            "as_of": self.day,
            "age_days": self.age_days,
        }

    def own_words(self) -> list[str]:
        """That the user's own results are in the answer, as a sentence; none if they are not."""
        if not self.own:
            return []
        names = [
            said("{name}, {models}", name=name, models=words.plural(count, "model"))
            for name, count in self.own
        ]
        return [said("quality includes your own results: {names}", names=joined("; ", names))]

    def words_with(self, prices: Sequence[PriceAge]) -> str:
        """The same with how long ago *prices* were read, which are in the order of their age."""
        if not prices or prices[0].days < 0:  # of a day before the readings
            return self.words()
        first, last = prices[0].days, words.plural(prices[-1].days, "day")
        if first == prices[-1].days:
            return said("{catalog}; prices read {last} ago", catalog=self.words(), last=last)
        return said(
            "{catalog}; prices read {first} to {last} ago",
            catalog=self.words(),
            first=first,
            last=last,
        )

    def layer_words(self, routes: Iterable[str]) -> list[str]:
        """What of *routes* rests on the user's own layers, as sentences; none if nothing does."""
        if self.layer is None:
            return []
        from llmpick.render.wording.own_layer import rests_on, sentence

        return [sentence(row) for row in rests_on(self.layer, self.day, routes)]

    def price_words(self, route: str) -> list[str]:
        """What the user's own layers make of the prices of one *route*."""
        if self.layer is None:
            return []
        from llmpick.render.wording.own_layer import of_prices, rests_on

        return of_prices(rests_on(self.layer, self.day, [route]))

    def words(self) -> str:
        """For a header line."""
        if self.age_days < 0:
            return said("catalog {version}, as of {day}", version=self.version, day=self.day)
        age = words.plural(self.age_days, "day")
        return said("catalog {version}, {age} old", version=self.version, age=age)
