"""
Resolve any spelling of a model, an offering or a route to canonical identifiers.

`build` runs once, when the catalog is compiled, and yields plain data; `resolve` only looks up.
The steps are tried in this order, and the first that answers wins: identifier, alias, offering
identifier, squashed key, set of tokens, subset of tokens. A name that fits several models, or one
model only after adding a word that tells models apart (`mini`, `flash`, a version, a size), is
never guessed: it comes back as candidates.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max", "thinking")
MAX_LENGTH = 200

Index = dict[str, tuple[str, ...]]


class ModelNames(NamedTuple):
    """What a catalog knows about the names of one model."""

    id: str
    name: str
    released: str | None
    aliases: tuple[str, ...]
    rolling: tuple[str, ...]
    """Identifiers that move from model to model (`-latest`): kept out of `aliases`."""


class OfferingNames(NamedTuple):
    """What a catalog knows about the names of one offering."""

    route: str
    """`MODEL@PROVIDER[/VARIANT]`."""
    model: str
    provider: str
    api_models: tuple[str, ...]
    """Identifiers as the provider spells them; two providers may use one for different models."""


class Names(NamedTuple):
    """Every look-up table of the resolver: dictionaries and tuples of strings, nothing else."""

    ids: dict[str, str]
    """Lower-case canonical identifier to identifier."""
    aliases: Index
    """Flat alias or display name to models."""
    rolling: Index
    """Flat moving identifier to models."""
    api_models: Index
    """Lower-case identifier of a provider to routes."""
    routes_of: Index
    """Model to its routes."""
    providers: dict[str, str]
    """Provider, folded, to provider."""
    squashed: Index
    """Squashed key to models."""
    token_sets: Index
    """Sorted tokens, joined by blanks, to models."""
    brands: dict[str, str]
    """First word of a family (`gpt`, `claude`) to one lab that uses it."""
    released: dict[str, str]
    """Model to its release date, ISO; empty if unknown."""
    names: dict[str, str]
    """Model to its display name."""


class Resolution(NamedTuple):
    """What a query stands for; without `model`, `candidates` or `suggestions` say what might."""

    query: str
    model: str | None = None
    effort: str | None = None
    routes: tuple[str, ...] = ()
    note: str | None = None
    candidates: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    rule: str = "none"


class _Spelling(NamedTuple):
    """A query without the wrapping of its platform."""

    name: str
    provider: str | None = None
    variant: str | None = None


class _Hit(NamedTuple):
    """Models that one step found; one model that is not *sure* is still only a candidate."""

    rule: str
    models: tuple[str, ...]
    note: str | None = None
    sure: bool = True


# Families, dead and moving identifiers, state of November 2026: never resolved without a provider.
_ASK = {
    "gemini-pro": "`gemini-pro` is Gemini 1.0 Pro to the letter, and seldom meant so",
    "command-r": "`command-r` is the original of March 2024, not a later model",
    "command-r-plus": "`command-r-plus` is the original of April 2024, not a later model",
    "qwen-max": "`qwen-max` is a rolling id",
    "qwen-plus": "`qwen-plus` is a rolling id",
    "qwen-turbo": "`qwen-turbo` is a rolling id",
    "qwen-flash": "`qwen-flash` is a rolling id",
    "deepseek-chat": "`deepseek-chat` named several models and was removed from DeepSeek's API",
    "deepseek-reasoner": "`deepseek-reasoner` named several models and was removed from"
    " DeepSeek's API",
    "mistral-small": "`mistral-small` is a family",
    "mistral-medium": "`mistral-medium` is a family",
    "mistral-large": "`mistral-large` is a family",
    "mistral-large-latest": "rolling id, and the sources disagree on the model behind it",
}
_ROLLING = "rolling id"
_NO_LLAMA_3_405B = "there is no Llama 3 405B; taken as Llama 3.1 405B"
_RESPELLED = {
    "llama-3-405b": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama-3-0-405b": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama3-405b": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama-3-405b-instruct": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama3-405b-instruct": ("llama-3-1-405b", _NO_LLAMA_3_405B),
    "llama4-16x17b": ("llama-4-scout", None),
    "llama4-128x17b": ("llama-4-maverick", None),
}
_BEDROCK_NAMES = {"deepseek.v3": "deepseek-v3.1"}
_VENDORS = (
    "anthropic|openai|google|meta|meta-llama|meta-models|microsoft|amazon|alibaba|nvidia|ibm|xai|"
    "x-ai|zai-org|z-ai|zai|mistralai|moonshotai|cohere|coherelabs|deepseek-ai|ai21|xiaomi|arcee|"
    "snowflake|thudm|minimaxai"
)
_VENDOR_WORDS = frozenset(_VENDORS.split("|"))
_PROVIDER_WORDS = {
    "bedrock": "amazon-bedrock",
    "bedrock-converse": "amazon-bedrock",
    "vertex": "google-vertex",
    "gemini": "google",
    "dashscope": "alibaba",
    "moonshot": "moonshotai",
    "zhipu": "zhipuai",
    "nvidia-nim": "nvidia",
}
_DOTTED = (
    r"(?:(us-gov|us|eu|apac|global|jp|au|ca|in)\.)?"
    r"(anthropic|meta|amazon|mistral|cohere|deepseek|openai|qwen|google|moonshotai?|minimax|zai|"
    r"nvidia|ai21|writer|xai)\.(.+)"
)
_REGION = r"us|eu|apac|global|jp|au|ca|in|us-gov|global-standard|[a-z]{2}(?:-[a-z]+)+-?\d"
# Text that must occur, what to take off, provider told by it.
_PREFIXES = (
    ("@", r"@(?:cf|hf)/", "cloudflare"),
    ("accounts/", r"(?:fireworks:)?accounts/[^/]+/(?:models|routers)/", "fireworks"),
    ("publishers/", r"(?:projects/.+/)?publishers/[^/]+/models/", "google-vertex"),
    ("models/", r"models/(?=gem)", "google"),
    ("databricks-", r"databricks-", "databricks"),
    ("--", r"[a-z0-9]+--", "sap-ai-core"),
)
_SUFFIXES = (
    (":", r":(free|nitro|online|floor|extended|exacto|batch)$", "openrouter"),
    ("@", r"@(?:\d{8}|\d{3}|default)$", "google-vertex"),
    ("-maas", r"-maas$", "google-vertex"),
)
_SIZE = r"(?:[ae]?\d+(?:\.\d+)?[bt]|\d+x\d+b)"
_QUANTISED = "quantised build"
_SNAPSHOT = "snapshot `{}` is not in the catalog"
_TRAILERS = (
    (r"-(?:instruct|chat|it|hf)$", None),
    (r"-(?:maas|tee|tput|cloud|basic|ga|imatrix|bf16|fp16|f16|f32|8192|32768)$", None),
    (r"-(20\d\d-?\d\d-?\d\d|2\d[01]\d[0-3]\d|\d{3})$", _SNAPSHOT),
    (
        r"-(?:gguf|awq|gptq|exl[23]|bnb|qat|mlx|i1|int[48]|[48]-?bit|fp[48]|nvfp4|mxfp4)$",
        _QUANTISED,
    ),
    (r"-(?:dynamic|block|w\d+a\d+|\d{5}-of-\d{5})$", _QUANTISED),
    (r"-(?:ud-)?i?q\d(?:-(?:k|\d|xxs|xs|s|m|l|xl|nl))*$", _QUANTISED),
    (
        r"(?:(?<=\db)|(?<=instruct)|(?<=fp8))-(turbo|fast|instant|versatile|highspeed)$",
        "variant `{}`",
    ),
)
_NEUTRAL_WORDS = frozenset(("instruct", "chat", "it", "hf", "model")) | _VENDOR_WORDS
_TOKEN = r"\d+x\d+b|[a-z]{2,}|[a-z]?\d+(?:\.\d+)?(?:[a-z](?![a-z]))?|[a-z]"


def squash(text: str) -> str:
    """Key under which all spellings of one name meet: `meta.llama3-70b-instruct-v1:0` and so on."""
    return _key(_plain(_unwrap(text.strip().lower()).name))


def tokens(text: str) -> frozenset[str]:
    """Words, versions and sizes of a name, without vendor and `instruct`; their order is lost."""
    return _token_set(_plain(_unwrap(text.strip().lower()).name))


def build(models: Iterable[ModelNames], offerings: Iterable[OfferingNames]) -> Names:
    """
    Compute every look-up table; the work that `resolve` is spared.

    An alias outranks an identifier of a provider: the latter only fills keys still free.
    """
    models = sorted(models, key=lambda m: m.id)
    offerings = sorted(offerings, key=lambda o: o.route)
    spelled = [(alias, m.id) for m in models for alias in _spellings(m)]
    sold = [(api, o.model) for o in offerings for api in o.api_models]
    return Names(
        ids={m.id.lower(): m.id for m in models},
        aliases=_index((_flat(text), model) for text, model in spelled),
        rolling=_rolling_index(models),
        api_models=_index((api.lower(), o.route) for o in offerings for api in o.api_models),
        routes_of=_index((o.model, o.route) for o in offerings),
        providers={_fold(o.provider): o.provider for o in offerings},
        squashed=_keyed(squash, spelled, sold),
        token_sets=_keyed(_joined_tokens, spelled, sold),
        brands={_brand(m.id): m.id.partition("/")[0] for m in models},
        released={m.id: m.released or "" for m in models},
        names={m.id: m.name for m in models},
    )


def resolve(query: str, names: Names) -> Resolution:
    """
    Find what a query stands for.

    Args:
        query: Any text: a name, an alias, an identifier of a provider, a file, a route, each with
            `:EFFORT` or not.
        names: Tables made by `build`.

    Returns:
        A model, or candidates newest first, or suggestions. Routes if the query fixes them.
    """
    low = _clean(query)
    if low is None:
        return Resolution(query)
    return _resolve_clean(low, names)._replace(query=query)


def _resolve_clean(low: str, names: Names) -> Resolution:
    """Tell a route from a name; a canonical identifier needs no more than one look."""
    if low in names.ids:
        return Resolution(low, names.ids[low], rule="id")
    left, _, right = low.rpartition("@")
    if left and not re.fullmatch(r"\d{3,8}(?:[ _.-]\d+)?|default|latest", right):
        return _resolve_route(left, right, names)
    return _resolve_effort(low, None, names)


def _resolve_route(left: str, right: str, names: Names) -> Resolution:
    """Resolve `MODEL[:EFFORT]@PROVIDER[/VARIANT]`, each part in any spelling."""
    word, _, variant = right.partition("/")
    provider = _provider(word, names)
    found = _resolve_effort(left, provider, names)
    if provider is None:
        offered = names.routes_of.get(found.model or "", ())
        return Resolution(left, note=f"no provider `{word}` in the catalog", suggestions=offered)
    if found.model is None:
        there = tuple(m for m in found.candidates if _routes_at(m, provider, names))
        if len(there) != 1 or found.rule == "subset":
            return found._replace(candidates=there or found.candidates)
        found = found._replace(model=there[0], candidates=())
    routes = _routes_named(found, provider, variant, names)
    if routes:
        return found._replace(routes=routes, rule="route")
    note = f"no offering of {found.model} at `{right}` in the catalog"
    return Resolution(left, note=note, suggestions=names.routes_of.get(found.model or "", ()))


def _routes_named(found: Resolution, provider: str, variant: str, names: Names) -> tuple[str, ...]:
    """Routes of a resolved model at a provider: one if the query names it to the end."""
    exact = f"{found.model}@{provider}" + (f"/{variant}" if variant else "")
    offered = names.routes_of.get(found.model or "", ())
    if any(route.lower() == exact.lower() for route in offered):
        return tuple(route for route in offered if route.lower() == exact.lower())
    if variant:
        return ()
    return found.routes or _routes_at(found.model or "", provider, names)


def _resolve_effort(low: str, provider: str | None, names: Names) -> Resolution:
    """Split off `:EFFORT`, unless the whole is a name (`phi3:medium`, an Ollama tag)."""
    left, _, effort = low.rpartition(":")
    if not left or effort not in EFFORTS:
        return _resolve_name(low, provider, names)
    base = _resolve_name(left, provider, names)
    if left not in names.ids:
        whole = _by_alias((low,), names) or _by_reading(_plain(_unwrap(low).name), names)
        if whole and base.model is None:
            return _resolve_name(low, provider, names)
        if whole and base.model not in whole.models:
            return _either(low, (*whole.models, base.model or ""), names)
    return base._replace(effort=effort)


def _either(low: str, models: tuple[str, ...], names: Names) -> Resolution:
    """Two readings of one text: ask."""
    return Resolution(low, candidates=_newest_first(models, names), rule="squash")


def _resolve_name(low: str, provider: str | None, names: Names) -> Resolution:
    """Resolve a name without effort; platform spellings may fix the provider."""
    spelling = _unwrap(low)
    provider = provider or _told_provider(low, spelling, names)
    hit = _find(low, spelling, provider, names)
    if hit is None or not hit.models:
        note = hit.note if hit else None
        return Resolution(low, note=note, suggestions=_suggest(spelling.name, names))
    if len(hit.models) > 1 or not hit.sure:
        candidates = _newest_first(hit.models, names)
        return Resolution(low, note=hit.note, candidates=candidates, rule=hit.rule)
    model = hit.models[0]
    provider = provider or _only_seller(low, hit.rule, names)
    routes = _routes_at(model, provider, names, low, spelling.variant) if provider else ()
    remarks = (
        hit.note,
        _sold_as_other(low, model, provider, names),
        _not_sold(provider or spelling.provider, spelling.variant, routes),
    )
    note = "; ".join(remark for remark in remarks if remark) or None
    return Resolution(low, model, routes=routes, note=note, rule=hit.rule)


def _not_sold(provider: str | None, variant: str | None, routes: tuple[str, ...]) -> str | None:
    """Say that the provider or variant told by a spelling has no route."""
    where = f"{provider}/{variant}" if variant else provider
    found = bool(routes) and (variant is None or routes[0].endswith(f"@{where}"))
    return None if provider is None or found else f"no offering at {where} in the catalog"


def _find(low: str, spelling: _Spelling, provider: str | None, names: Names) -> _Hit | None:
    """Try the steps in order; the first that finds something answers."""
    forms = _forms(low)
    plain = _plain(spelling.name)
    return (
        _by_id(forms, names)
        or _by_offering(forms, provider, names)
        or _by_full_alias(low, names)
        or _by_moving(forms, plain, names)
        or _by_respelling(_key(plain), None, names)
        or _by_alias(forms, names)
        or _by_any_offering(forms, names)
        or _by_reading(plain, names)
        or _by_subset(plain, names)
    )


def _by_id(forms: tuple[str, ...], names: Names) -> _Hit | None:
    """Canonical identifier, also behind a host (`openrouter/openai/gpt-4o`)."""
    return next((_Hit("id", (names.ids[form],)) for form in forms if form in names.ids), None)


def _by_offering(forms: tuple[str, ...], provider: str | None, names: Names) -> _Hit | None:
    """Identifier of a known provider: settles what collides between providers."""
    for form in forms if provider else ():
        routes = [r for r in _sold(form, names) if _seller(r) == provider]
        if routes:
            note = _ROLLING if form.endswith("-latest") else None
            return _Hit("offering", _models_of(routes), note)
    return None


def _by_full_alias(low: str, names: Names) -> _Hit | None:
    """Alias in its platform's wrapping (`google/gemini-pro`): outranks the moving names."""
    wrapped = "/" in low or "--" in low or "@" in low
    models = names.aliases.get(_flat(low), ()) if wrapped else ()
    return _Hit("alias", models) if len(models) == 1 else None


def _by_moving(forms: tuple[str, ...], plain: str, names: Names) -> _Hit | None:
    """Names that move: resolved only where the catalog says what they point at."""
    key = _key(plain)
    if key in _ASK:
        return _Hit("subset", _supersets_of(plain, names), _ASK[key], sure=False)
    for form in forms:
        if models := names.rolling.get(_flat(form)):
            return _Hit("alias", models, _ROLLING)
    if key.endswith("-latest"):
        return _Hit("subset", _supersets_of(plain, names), _ROLLING, sure=False)
    return None


def _by_respelling(key: str, note: str | None, names: Names) -> _Hit | None:
    """Names that are wrong or coded, and still have one meaning."""
    target, remark = _RESPELLED.get(key, (None, None))
    models = names.squashed.get(target or "", ())
    return _Hit("alias", models, remark or note) if models else None


def _by_alias(forms: tuple[str, ...], names: Names) -> _Hit | None:
    """Alias or display name, whatever its case and separators."""
    found = (names.aliases.get(_flat(form)) for form in forms)
    return next((_Hit("alias", models) for models in found if models), None)


def _by_any_offering(forms: tuple[str, ...], names: Names) -> _Hit | None:
    """Identifier of any provider."""
    found = (_sold(form, names) for form in forms)
    return next((_Hit("offering", _models_of(routes)) for routes in found if routes), None)


def _by_reading(plain: str, names: Names) -> _Hit | None:
    """Squashed key, then set of tokens, of each reading from the fullest to the barest."""
    for reading, note in _readings(plain):
        key = _key(reading)
        hit = _by_respelling(key, note, names)
        if hit:
            return hit
        squashed = names.squashed.get(key, ())
        models = squashed or names.token_sets.get(" ".join(sorted(_token_set(reading))), ())
        if models:
            dated = _dated_siblings(key, names) if note and note.startswith("snapshot") else ()
            return _Hit("squash" if squashed else "tokens", _unique((*models, *dated)), note)
    return None


def _by_subset(plain: str, names: Names) -> _Hit | None:
    """A name with words left out: one model if only brand, date or active size are missing."""
    for reading, note in _readings(plain):
        wanted = _token_set(reading)
        missing = _supersets(wanted, names)
        if missing:
            return _judge(wanted, missing, note, names)
    return None


def _judge(
    wanted: frozenset[str], missing: dict[str, list[frozenset[str]]], note: str | None, names: Names
) -> _Hit:
    """Sure of a model if it alone lacks nothing that tells models apart."""
    versioned = any(token[0].isdigit() for token in wanted)
    complete = {
        model: sets
        for model, sets in missing.items()
        if any(all(_neutral(t, versioned, names) for t in lacking) for lacking in sets)
    }
    if len(complete) != 1:
        return _Hit("subset", _by_main_name(wanted, missing, names), note, sure=False)
    [(model, sets)] = complete.items()
    if all("preview" in lacking for lacking in sets):
        note = note or "only the preview is in the catalog"
    return _Hit("subset", (model,), note)


def _neutral(token: str, versioned: bool, names: Names) -> bool:
    """Whether a model may carry this token without being another model for it."""
    if token in names.brands or token == "preview":
        return True
    return versioned and re.fullmatch(r"a\d+b|\d+e|\d{4,8}|\d\d\.\d\d", token) is not None


def _supersets(wanted: frozenset[str], names: Names) -> dict[str, list[frozenset[str]]]:
    """Models with every wanted token, and what each spelling has besides; needs a real word."""
    if not any(re.search("[a-z]", t) and not re.fullmatch(_SIZE, t) for t in wanted):
        return {}
    rare = max(wanted, key=lambda token: (len(token), token))
    found: dict[str, list[frozenset[str]]] = {}
    for joined, models in names.token_sets.items():
        if rare in joined and wanted <= (have := frozenset(joined.split())):
            for model in models:
                found.setdefault(model, []).append(have - wanted)
    return found


def _supersets_of(plain: str, names: Names) -> tuple[str, ...]:
    """Models that a moving name may mean."""
    wanted = _token_set(plain) - {"latest"}
    return _by_main_name(wanted, _supersets(wanted, names), names)


def _by_main_name(wanted: frozenset[str], models: Iterable[str], names: Names) -> tuple[str, ...]:
    """Of these models, those whose own name says it too; all of them if none does."""
    models = tuple(models)
    named = (m for m in models if wanted <= tokens(m) or wanted <= tokens(names.names[m]))
    return tuple(named) or models


def _dated_siblings(key: str, names: Names) -> tuple[str, ...]:
    """Models told apart from *key* by a date alone: an unknown date may mean any of them."""
    return tuple(
        model
        for known, models in names.squashed.items()
        if known.startswith(key + "-")
        and re.fullmatch(r"(?:(?:instruct|thinking)-)?\d{4}", known[len(key) + 1 :])
        for model in models
    )


def _suggest(name: str, names: Names) -> tuple[str, ...]:
    """At most three models with a name near the unknown one."""
    from difflib import get_close_matches

    pool = {model.partition("/")[2]: model for model in names.names}
    pool |= {name.lower().replace(" ", "-"): model for model, name in names.names.items()}
    near = get_close_matches(_plain(name), pool, n=6, cutoff=0.75)
    return _unique(pool[key] for key in near)[:3] or _contained(_plain(name), names)[:3]


def _contained(plain: str, names: Names) -> tuple[str, ...]:
    """Models whose name is the largest part of a longer unknown one, of two words at least."""
    wanted = _token_set(plain)
    inside = [key for key in names.token_sets if wanted.issuperset(key.split()) and " " in key]
    largest = max((key.count(" ") for key in inside), default=0)
    return _unique(m for key in inside if key.count(" ") == largest for m in names.token_sets[key])


def _readings(plain: str) -> Iterator[tuple[str, str | None]]:
    """A name, then the name without its trailing marks one by one, each with what was dropped."""
    note: str | None = None
    current: str | None = plain if re.fullmatch(r"[a-z0-9.-]+", plain) else None
    while current:
        yield current, note
        current, mark, remark = _without_trailer(current)
        if remark == _SNAPSHOT and current and len(mark) >= 6:
            yield f"{current}-{mark.replace('-', '')[-4:]}", note
        if remark and note is None:
            note = remark.format(mark)


def _without_trailer(text: str) -> tuple[str | None, str, str | None]:
    """Text without its last mark, the mark and the remark it deserves; None if there is none."""
    for pattern, remark in _TRAILERS:
        match = re.search(pattern, text)
        if match and match.start():
            return text[: match.start()], match[match.lastindex or 0].strip("-"), remark
    return None, "", None


def _unwrap(low: str) -> _Spelling:
    """Take off what a platform puts round a name; keep the provider and variant it tells."""
    if "hf.co/" in low or "huggingface.co/" in low:
        low = low.partition(".co/")[2]
    provider = "openrouter" if low.startswith("~") else None
    variant = None
    for hint, pattern, owner in _PREFIXES:
        if hint in low and (match := re.search(rf"(?:^|/){pattern}", low)):
            low, provider = low[match.end() :], owner
            break
    for hint, pattern, owner in _SUFFIXES:
        if hint in low and (match := re.search(pattern, low)):
            low, provider = low[: match.start()], provider or owner
            variant = match[1] if match.lastindex else variant
    *path, name = low.strip("/~").split("/")
    variant = next((part for part in path if re.fullmatch(_REGION, part)), variant)
    return _unwrap_bedrock(name, provider, variant)


def _unwrap_bedrock(name: str, provider: str | None, variant: str | None) -> _Spelling:
    """Take off `REGION.VENDOR.` and `-vN:N`; a bare `VENDOR.` is Oracle's form too."""
    bare = re.sub(r"-v?\d+:\d+(?::\w+)?$", "", name)
    match = re.fullmatch(_DOTTED, bare)
    if match is None:
        return _Spelling(bare, provider, variant)
    region, vendor, inner = match.groups()
    if region or bare != name:
        provider = provider or "amazon-bedrock"
    known = _BEDROCK_NAMES.get(f"{vendor}.{inner}") if bare != name else None
    if vendor == "deepseek" and not inner.startswith("deepseek"):
        inner = f"deepseek-{inner}"
    return _Spelling(known or re.sub(r"-v1$", "", inner), provider, region or variant)


def _plain(name: str) -> str:
    """One segment in lower case, words apart by dashes, dots only inside a version."""
    text = re.sub(r"(?<=\d)p(?=\d)", ".", name.removesuffix(".gguf")).replace("+", "-plus")
    text = re.sub(r"(?:[\s_:@/()\[\],-]|\.(?!\d)|(?<!\d)\.)+", "-", text).strip("-")
    text = re.sub(r"\bgpt-?35(?!\d)", "gpt-3.5", text)
    text = re.sub(rf"^(?:qwen(?=-qw)|meta-llama(?=-llama)|{_VENDORS})-(?=[a-z])", "", text)
    return re.sub(r"\bllama-v(?=\d)", "llama-", text)


def _flat(text: str) -> str:
    """The whole text, path and all, in lower case with dashes for every separator."""
    return re.sub(r"[\s_.:@/()\[\],~-]+", "-", text.lower().replace("+", "-plus")).strip("-")


def _key(plain: str) -> str:
    """Dots are dashes."""
    return plain.replace(".", "-")


def _token_set(plain: str) -> frozenset[str]:
    """Tokens; `4-5` is the version 4.5, `4.0` is 4, `v3` is 3, and sizes stay whole."""
    text = re.sub(r"(20\d\d)-(\d\d)-(\d\d)(?!\d)", r"\1\2\3", plain)
    text = re.sub(r"(?<![\d.])(\d{1,2})-(\d{1,2})(?=-|$)", r"\1.\2", text)
    found = (re.sub(r"^v(?=\d)|(?<=\d)\.0$", "", token) for token in re.findall(_TOKEN, text))
    return frozenset(token for token in found if token not in _NEUTRAL_WORDS)


def _joined_tokens(text: str) -> str:
    """Tokens of a spelling as one dictionary key."""
    return " ".join(sorted(tokens(text)))


def _clean(query: str) -> str | None:
    """Fold width and case, trim; None for what cannot be a name."""
    if not query.isascii():
        from unicodedata import normalize

        query = normalize("NFKC", query[: 4 * MAX_LENGTH])
    text = query.strip().strip("'\"`").strip()
    return text.lower() if 0 < len(text) <= MAX_LENGTH and text.isprintable() else None


def _forms(low: str) -> tuple[str, ...]:
    """The text and each shorter path in it: `a/b/c`, `b/c`, `c`."""
    parts = low.lstrip("~").split("/")
    return tuple("/".join(parts[start:]) for start in range(len(parts)))


def _fold(provider: str) -> str:
    """Fold the ways to write a provider: `together_ai` is `together`."""
    return provider.lower().removesuffix("_ai").replace("_", "-").replace(" ", "-")


def _provider(word: str, names: Names) -> str | None:
    """Provider of the catalog that a word names."""
    folded = _fold(word)
    for known in (folded, _PROVIDER_WORDS.get(folded, ""), folded.removesuffix("-ai")):
        if known in names.providers:
            return names.providers[known]
    return None


def _host(low: str, names: Names) -> str | None:
    """Provider in front of a path, as litellm writes it; a lab's name is no such thing."""
    head, slash, _ = low.partition("/")
    provider = _provider(head, names) if slash and head not in _VENDOR_WORDS else None
    labs = (f"{head}/", f"{provider}/")
    return None if any(known.startswith(labs) for known in names.ids) else provider


def _told_provider(low: str, spelling: _Spelling, names: Names) -> str | None:
    """Provider that the form of a query tells, unless others alone sell under that identifier."""
    provider = _provider(spelling.provider or "", names) or _host(low, names)
    sellers = {_seller(route) for route in _sold(low, names)}
    return provider if provider in sellers or not sellers else None


def _only_seller(low: str, rule: str, names: Names) -> str | None:
    """The provider of an identifier that only one provider uses."""
    sellers = {_seller(route) for route in _sold(low, names)}
    certain = rule == "offering" or re.match(_DOTTED, low)
    return sellers.pop() if certain and len(sellers) == 1 else None


def _routes_at(
    model: str, provider: str, names: Names, low: str = "", variant: str | None = None
) -> tuple[str, ...]:
    """Routes of a model at a provider, narrowed by identifier and region where that leaves some."""
    routes = tuple(r for r in names.routes_of.get(model, ()) if _seller(r) == provider)
    spelled = set(_sold(low, names))
    routes = tuple(r for r in routes if r in spelled) or routes
    if variant is None:
        return routes
    regional = tuple(r for r in routes if r.endswith(f"@{provider}/{variant}"))
    return regional or tuple(r for r in routes if r.endswith(f"@{provider}"))


def _sold_as_other(low: str, model: str, provider: str | None, names: Names) -> str | None:
    """Warn that a provider serves another model under this identifier."""
    if provider:
        return None
    others = [r for r in _sold(low, names) if r.partition("@")[0] != model]
    return (
        f"at {_seller(others[0])} this id serves {others[0].partition('@')[0]}" if others else None
    )


def _sold(low: str, names: Names) -> tuple[str, ...]:
    """Routes sold under an identifier."""
    return names.api_models.get(low, ())


def _seller(route: str) -> str:
    """Provider of a route."""
    return route.partition("@")[2].partition("/")[0]


def _models_of(routes: Iterable[str]) -> tuple[str, ...]:
    """Models of routes, each once."""
    return _unique(route.partition("@")[0] for route in routes)


def _newest_first(models: Iterable[str], names: Names) -> tuple[str, ...]:
    """By release date, then identifier; unknown dates last."""
    return tuple(sorted(sorted(models), key=lambda m: names.released.get(m, ""), reverse=True))


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    """Items in their order, each once."""
    return tuple(dict.fromkeys(items))


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    """Gather the values of equal keys, in order."""
    found: dict[str, dict[str, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items() if key}


def _keyed(
    key: Callable[[str], str], spelled: list[tuple[str, str]], sold: list[tuple[str, str]]
) -> Index:
    """Index by a key of the spelling; what providers write only where no alias stands."""
    certain = _index((key(text), model) for text, model in spelled)
    return _index((key(text), model) for text, model in sold) | certain


def _spellings(model: ModelNames) -> tuple[str, ...]:
    """All fixed spellings of a model."""
    return (model.id, model.id.partition("/")[2], model.name, *model.aliases)


def _rolling_index(models: Iterable[ModelNames]) -> Index:
    """Moving identifiers; a bare one also means what others put under a path of that name."""
    pairs = [(text, m.id) for m in models for text in m.rolling]
    index = _index((_flat(text), model) for text, model in pairs)
    bare = _index((_flat(text.rpartition("/")[2]), model) for text, model in pairs)
    return index | {text: found for text, found in bare.items() if text in index}


def _brand(model: str) -> str:
    """First word of a family: `gpt` of `openai/gpt-4o`."""
    match = re.match(r"[a-z]{2,}", model.partition("/")[2].lower())
    return match[0] if match else model
