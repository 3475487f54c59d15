"""One file from an https address that the user named: public, and bounded in size and time."""

from __future__ import annotations

from contextlib import closing

from llmpick.errors import UserError, shown
from llmpick.files.fetch import Session

TOTAL_SECONDS = 300.0
STALL_SECONDS = 20.0
HINT = "the catalog stays as it was; download the file, and name it with --from"


def fetch(address: str, most: int) -> bytes:
    """
    The bytes at *address*, at most *most*; it and every address on the way are public.

    Raises:
        UserError: they are not, or it cannot be had whole.
    """
    try:
        session = Session(
            address, total_seconds=TOTAL_SECONDS, stall_seconds=STALL_SECONDS, public=True
        )
        with closing(session):
            return _whole(session, address, most)
    except UserError as error:
        raise UserError(str(error), hint=HINT) from None


def _whole(session: Session, address: str, most: int) -> bytes:
    named = f"`{shown(address, 200)}`"
    body = session.get(address)
    if body.status != 200:
        raise UserError(f"{named} cannot be read: the server answers {body.status}")
    parts, size = [], 0
    for part in body.parts:
        parts.append(part)
        size += len(part)
        if size > most:
            raise UserError(f"{named} cannot be read: it is larger than {most:,} bytes")
    return b"".join(parts)
