"""What a month asks, from options, the task and its media."""

from __future__ import annotations

from llmpick.catalog.contents import Catalog
from llmpick.core.facts.records import Task
from llmpick.core.need import need as needs
from llmpick.core.need.need import Workload
from llmpick.errors import UserError, shown
from llmpick.inputs import values as check
from llmpick.inputs.options import NeedOptions
from llmpick.lang.said import said


def sent_kinds(options: NeedOptions) -> list[str]:
    """What a model must read for what is sent beside text."""
    billing = options.billing
    sent = {"image": billing.image_size, "pdf": billing.pages, "audio": billing.audio_minutes}
    return [kind for kind, value in sent.items() if value is not None]


def _media(
    catalog: Catalog, options: NeedOptions
) -> tuple[dict[str, float] | None, str | None, dict[str, float] | None]:
    """
    Tokens of what is sent beside text, by model, what it is, and those of sound; None for nothing.

    Raises:
        UserError: a size that is none, or of no image, or a number that is absurd.
    """
    if not sent_kinds(options):
        return None, None, None
    from llmpick.core.cost.media import Sent, by_model, in_words

    billing = options.billing
    pixels = Sent().pixels
    images = check.bounded("number of images", billing.images, 1e6) or 0.0
    if billing.image_size is not None:
        width, _, height = (
            billing.image_size.lower().replace("\N{MULTIPLICATION SIGN}", "x").partition("x")
        )
        sized = width.isdecimal() and height.isdecimal() and len(width) < 6 > len(height)
        if not (sized and int(width) and int(height)):
            raise UserError(
                said("`{image_size}` is no size of an image", image_size=shown(billing.image_size)),
                hint=said("as 1920x1080"),
            )
        pixels = int(width), int(height)
        images = 1.0 if billing.images is None else images
    pages = check.bounded("number of pages", billing.pages, 1e5) or 0.0
    minutes = check.bounded("number of minutes", billing.audio_minutes, 1e5) or 0.0
    sent = Sent(images, pixels, pages, minutes * 60)
    sound = by_model(Sent(audio_seconds=minutes * 60), catalog.media) if minutes else None
    return by_model(sent, catalog.media), in_words(sent), sound


def _translated_tokens(task: Task, direction: tuple[str, str], tokens: int) -> int:
    """Tokens of a translation of so many, by what is known of its direction or the way back."""
    known = {(source, target): ratio for source, target, ratio in task.directions}
    back = known.get((direction[1], direction[0]))
    usual = task.output_tokens / task.input_tokens
    return round(tokens * known.get(direction, 1 / back if back else usual))


def workload_of(
    catalog: Catalog,
    task: Task,
    options: NeedOptions,
    language: str | None,
    *,
    exact: bool,
    direction: tuple[str, str] | None,
) -> Workload:
    asked, billing = options.work, options.billing

    def given(name: str, value: int | None, preset: int, most: int) -> int:
        return preset if value is None else check.whole(name, value, most) or 0

    content = language or task.content or task.language or "en"
    if direction and direction[0] in _contents(catalog):
        content = direction[0]
    if billing.content:
        content = check.one_of("content", billing.content, _contents(catalog)).replace("-", "_")
    into = _in_tokens(catalog, billing.characters, asked.input_tokens, content)
    media, sent, sound = _media(catalog, options)
    if into is None and media and billing.image_size:
        into = task.input_tokens - task.image_tokens
    out = _in_tokens(catalog, billing.output_characters, asked.output_tokens, content)
    if out is None and direction:
        out = _translated_tokens(task, direction, task.input_tokens if into is None else into)
    peak = billing.peak_share
    measured = None if asked.reasoning_tokens is None else "exact" if exact else "medium"
    work = Workload(
        requests_per_month=given(
            "requests", asked.requests, task.requests_per_month, check.MAX_REQUESTS
        ),
        input_tokens=given("input tokens", into, task.input_tokens, check.MAX_TOKENS),
        output_tokens=given("output tokens", out, task.output_tokens, check.MAX_TOKENS),
        cache_read_share=check.share("cache", asked.cache_share, task.cache_read_share),
        reasoning_tokens=given(
            "reasoning tokens", asked.reasoning_tokens, task.reasoning_tokens, check.MAX_TOKENS
        ),
        cache_write_share=check.share("cache write", billing.cache_write_share, 0.0),
        cache_write_1h_share=check.share("cache write", billing.cache_write_1h_share, 0.0),
        attempts=1.0 + (check.bounded("number of retries", billing.retries, 100.0) or 0.0),
        service=check.one_of("service", billing.service or "standard", needs.SERVICES),
        batch_share=check.share("batch", billing.batch_share, 0.0),
        peak_share=None if peak is None else check.share("peak", peak, 0.0),
        images=check.bounded("number of images", billing.images, 1e6) or 0.0,
        media_tokens=media,
        media=sent,
        audio_tokens=sound,
        searches=check.bounded("number of searches", billing.searches, 1e6) or 0.0,
        cache_hours=check.bounded("hours of a cache", billing.cache_hours, 1e9) or 0.0,
        content=None if billing.billed_tokens else content,
        turns=given("turns", billing.turns, 1, check.MAX_CALLS),
        context_growth_tokens=given(
            "tokens of growth", billing.context_growth, 0, check.MAX_TOKENS
        ),
        measured_reasoning=measured,
        calls_per_request=_calls(task, asked.calls, billing.turns),
        thinking_tokens=None if measured else task.thinking_tokens,
    )
    if not work.requests_per_month:
        raise UserError(
            said("no requests a month is no workload"), hint=said("--requests 1 or more")
        )
    if work.turns > 1 and asked.cache_share is not None:
        raise UserError(
            said(
                "in a loop of {turns} turns all but what is new is read from the cache",
                turns=work.turns,
            ),
            hint=said("leave out --cache-share; or state single requests with --turns 1"),
        )
    if not work.turns:
        raise UserError(said("no turns are no run"), hint=said("--turns 1 or more"))
    if work.cache_read_share + work.cache_write_share + work.cache_write_1h_share > 1 + 1e-9:
        raise UserError(
            said("more than the whole input is read from and written to the cache"),
            hint=said("--cache-share and --cache-write-share together are at most 1"),
        )
    return work


def _calls(task: Task, stated: float | None, turns: int | None) -> float:
    """Model calls a request: those of the task, unless the user states them or a loop."""
    calls = check.bounded("number of calls", stated, check.MAX_CALLS)
    if calls is None:
        return task.calls_per_request if turns is None else 1.0
    if calls < 1:
        raise UserError(said("a request takes one call at least"), hint=said("--calls 1 or more"))
    if calls > 1 and (turns or 1) > 1:
        raise UserError(
            said("the turns of a loop are its calls"),
            hint=said("either --calls or --turns, not both"),
        )
    return calls


def _contents(catalog: Catalog) -> list[str]:
    reference = catalog.tokens.reference
    return sorted(name.replace("_", "-") for name in reference.ratios) if reference else []


def _in_tokens(
    catalog: Catalog, characters: int | None, tokens: int | None, content: str
) -> int | None:
    """Reference tokens of so many *characters*, or *tokens* as they are."""
    if characters is None:
        return tokens
    if tokens is not None:
        raise UserError(
            said("both characters and tokens are given"), hint=said("leave one of both out")
        )
    reference = catalog.tokens.reference
    if reference is None or content not in reference.per_character:
        raise UserError(
            said(
                "how many tokens a character is, is not measured for `{content}`",
                content=shown(content),
            ),
            hint=said("give tokens: --input-tokens, --output-tokens"),
        )
    return round(
        (check.whole("characters", characters, check.MAX_TOKENS) or 0)
        * reference.per_character[content]
    )
