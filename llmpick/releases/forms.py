"""The files that a published catalog is listed by: what versions there are, and what one holds."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llmpick.errors import UserError
from llmpick.releases.packs import MAX_CONTENT_BYTES

FORM = 1
INDEX = "versions.json"
"""The target that lists the versions."""
MAX_PACKS = 5_000
MAX_BYTES = 50_000_000
"""A compressed pack."""

Version = Annotated[str, Field(pattern=r"^\d{4}\.\d{1,2}\.\d{1,2}$")]
TOOL = r"^[0-9]{1,6}(\.[0-9]{1,6}){0,3}$"
Tool = Annotated[str, Field(pattern=TOOL)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.@+~-]{0,127}$")]
F = TypeVar("F", bound="_Form")


class _Form(BaseModel):
    """What a newer form adds is passed over."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class Release(_Form):
    """A version: the hash of its files, the llmpick that it *needs*, and its list of packs."""

    version: Version
    sha256: Digest
    needs: Tool
    contents: Name

    @property
    def target(self) -> str:
        """The name of its list of packs in the repository."""
        return f"versions/{self.contents}"


class Index(_Form):
    """All versions that can be had, oldest first."""

    form: Annotated[int, Field(ge=1, le=FORM)] = FORM
    releases: Annotated[list[Release], Field(min_length=1, max_length=10_000)]


class Pack(_Form):
    """A pack as it is fetched, and its content."""

    name: Name
    sha256: Digest
    length: Annotated[int, Field(ge=1, le=MAX_BYTES)]
    content_sha256: Digest
    content_bytes: Annotated[int, Field(ge=1, le=MAX_CONTENT_BYTES)]

    @property
    def target(self) -> str:
        """Its name in the repository."""
        return f"packs/{self.name}.xz"


class Contents(_Form):
    """What a version is made of."""

    form: Annotated[int, Field(ge=1, le=FORM)] = FORM
    packs: Annotated[list[Pack], Field(min_length=1, max_length=MAX_PACKS)]


def read(form: type[F], data: bytes) -> F:
    """
    *data* as a *form*.

    Raises:
        UserError: it is none, or one of a later llmpick.
    """
    try:
        return form.model_validate_json(data)
    except ValidationError:
        raise UserError(
            "the list of published catalogs is of a form that this llmpick does not read",
            hint="a newer llmpick may; the old catalog stays",
        ) from None


def written(form: BaseModel) -> bytes:
    """*form* as it is published."""
    return form.model_dump_json().encode()
