"""`llmpick catalog refresh --mine`: loaded only where it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from llmpick.api.refresh_mine import Kept, refresh_mine
from llmpick.cli import options, out
from llmpick.overlay.build import write
from llmpick.overlay.places import LayerPlace


def refresh(
    feed: str,
    place: str,
    day: str | None,
    only: Sequence[str],
    accepted: Sequence[str],
    catalog: str | None,
    kept: bool,
) -> Kept:
    """
    What a state of *feed* changes; *kept* in the user's own layer, which is compiled then.

    Raises:
        UserError: the feed cannot be read, or the layer not be written.
    """
    base, path = options.base_catalog(catalog), options.refreshed_file()
    with out.interruptible():
        done = refresh_mine(
            base, path, feed, place, day=day, only=only, accepted=accepted, write=kept
        )
        places = [LayerPlace(*one) for one in options.own_layers()]
        if kept and places:
            write(places, base)
    if kept:
        out.complain(f"{done.records:,} records newer than before in {path}")
    return done
