"""What every answer says of the program and of the catalog it was made from."""

from typing import Literal

from typing_extensions import TypedDict

from llmpick.render.records.values import Count, Day, Sha256


class ToolRecord(TypedDict):
    """What answered."""

    name: Literal["llmpick"]
    """The program."""
    version: str
    """Version of the program."""
    command: str
    """The command that answered."""


class CatalogRecord(TypedDict):
    """The catalog that the answer was made from."""

    version: str
    """Version of the catalog, a day with dots: 2026.11.23."""
    sha256: Sha256
    """SHA-256 over the catalog's files."""
    as_of: Day
    """Day that the answer stands for: --as-of, else the catalog's own reading of today."""
    age_days: int
    """Days from the catalog's own day to `as_of`; negative where `as_of` lies before it."""


class OwnEvidenceRecord(TypedDict):
    """A source of own results."""

    name: str
    """Its name."""
    models: Count
    """Models that it has results of."""


class OwnLayerFilesRecord(TypedDict):
    """A layer of the user's own."""

    name: Literal["refreshed", "user", "project"]
    """Which: what `catalog refresh --mine` read, the user's, or that of the project."""
    files: Count
    """Its files."""
    sha256: Sha256
    """SHA-256 over what they state."""


class RestsOnRecord(TypedDict):
    """What of the answer rests on the layers."""

    what: Literal["prices", "terms", "facts", "quality", "route", "forbidden"]
    """Which part of the routes."""
    facts: list[str]
    """Names of the facts, where it is terms or facts."""
    because: str
    """On which ground: a discount with its contract, a source with its day, a reason."""
    routes: list[str]
    """Offerings of the answer, MODEL@PROVIDER[/VARIANT], that it is of."""
    names: list[str]
    """Models and providers of the answer that it is of, where no route of theirs is in it."""


class OverlayRecord(TypedDict):
    """The user's own layers over the catalog."""

    sha256: Sha256
    """SHA-256 over all layers."""
    layers: list[OwnLayerFilesRecord]
    """The layers, the lowest first."""
    rests_on: list[RestsOnRecord]
    """What of the answer rests on them; empty where nothing does."""


class PlainAnswer(TypedDict):
    """What every answer begins with."""

    schema_version: Literal["1.0"]
    """Version MAJOR.MINOR of this format. Adding a key raises the minor number, removing or
    changing one the major: a reader of 1.0 that passes over keys it does not know can read every
    1.x."""
    tool: ToolRecord


class WithOverlay(TypedDict, total=False):
    """The user's own layers, where there are some."""

    overlay: OverlayRecord
    """The user's own layers that lie over the catalog; absent where there are none."""


class CatalogAnswer(PlainAnswer, WithOverlay):
    """An answer made from a catalog."""

    catalog: CatalogRecord


class WithOwnEvidence(TypedDict, total=False):
    """The user's own results, where there are some."""

    own_evidence: list[OwnEvidenceRecord]
    """The user's own results that are in the answer; absent where there are none."""


class OwnAnswer(CatalogAnswer, WithOwnEvidence):
    """An answer that the user's own results may be in."""
