"""From a file, a package or an address to the rows of a feed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TypeVar

from llmpick.feeds import (
    genai_prices,
    litellm,
    llmledger,
    model_prices,
    models_dev,
    openrouter,
    package,
    pi_ai,
    rows,
)
from llmpick.feeds.rows import FeedPrices, FeedRow, FeedState
from llmpick.files.read import read_bytes

FORMS: Mapping[str, ModuleType] = {
    "litellm": litellm,
    "llmledger": llmledger,
    "genai-prices": genai_prices,
    "models-dev": models_dev,
    "pi-ai": pi_ai,
    "model-prices": model_prices,
    "openrouter": openrouter,
}
"""Each has FILE, the path of its files in a package, and `rows`."""

Found = TypeVar("Found")
THINKING = "output_thinking_per_mtok"
HINT = "is it the right file? a feed has some megabytes"


def state(form: str, place: str, fetch: Callable[[str, int], bytes]) -> FeedState:
    """
    A feed of *form* as the file, the package or the https address *place* has it.

    Raises:
        UserError: it cannot be read, is no such file, or is too large.
    """
    module = FORMS[form]

    def read(files: Mapping[str, bytes]) -> FeedState:
        found: FeedState = module.rows(files)
        return found._replace(rows=tuple(map(_tidy, found.rows)))

    return opened(form, place, fetch, module.FILE, read)


def opened(
    form: str,
    place: str,
    fetch: Callable[[str, int], bytes],
    pattern: str,
    read: Callable[[Mapping[str, bytes]], Found],
) -> Found:
    """
    What *read* finds in the files at *place* whose path in a package fits *pattern*.

    Raises:
        UserError: it cannot be read, is no such file, or is too large.
    """
    is_address = "://" in place
    if is_address:
        data = fetch(place, package.MAX_PACKAGE_BYTES)
    else:
        data = read_bytes(place, "feed", package.MAX_PACKAGE_BYTES, hint=HINT)
    name = (
        place.partition("?")[0].rstrip("/").rpartition("/")[2]
        if is_address
        else os.path.basename(place)
    )
    try:
        return read(package.files(name, data, pattern))
    except (rows.OtherForm, RecursionError) as error:
        raise rows.fault(form, place, str(error)) from None


def _tidy(row: FeedRow) -> FeedRow:
    """Without a price of reasoning that is only the output price said again."""
    return row._replace(prices=tuple(map(_tidy_list, row.prices)))


def _tidy_list(price: FeedPrices) -> FeedPrices:
    amounts = dict(price.amounts)
    if amounts.get(THINKING) == amounts.get("output_per_mtok"):
        amounts.pop(THINKING, None)
    return price._replace(amounts=amounts)
