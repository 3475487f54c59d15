"""The answers of `overlay list` and `overlay show`."""

from typing import Literal

from typing_extensions import TypedDict

from llmpick.render.records.about import CatalogAnswer
from llmpick.render.records.values import Count, Sha256


class LayerRecord(TypedDict):
    """A layer of the user's own."""

    name: Literal["refreshed", "user", "project"]
    """Which: what `catalog refresh --mine` read, the user's, or that of the project."""
    place: str
    """Its folder, or its file."""
    files: Count
    """Files that state something."""
    sha256: Sha256
    """SHA-256 over what they state."""
    in_force: bool
    """Whether it lies over the catalog; what was read for another version of it does not."""
    states: str
    """What it is of, where it says so: the feeds that were read, with their days."""


class ChangeRecord(TypedDict):
    """A fact that a layer changes."""

    kind: str
    """Kind of record: offering, model, provider ..."""
    name: str
    """Its identifier; of an offering MODEL@PROVIDER[/VARIANT]."""
    fact: str
    """The fact."""
    before: object
    """Value in the catalog; null where it has none."""
    after: object
    """Value in the layer."""
    because: str
    """Its source with its day, or the discount with its contract."""


class OverlayListAnswer(CatalogAnswer):
    """
    The user's own layers, and every fact that they change. With `--format jsonl`, each line is one
    of `results`.
    """

    layers: list[LayerRecord]
    """The layers, the lowest first."""
    results: list[ChangeRecord]
    """What they change, on the day of the answer."""
