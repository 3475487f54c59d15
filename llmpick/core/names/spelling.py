"""A name as people and platforms write it: what is removed, and the forms that are left."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_LENGTH = 200
"""Characters beyond which a text is no name."""


class Spelling(NamedTuple):
    """A query without the wrapping of its platform."""

    name: str
    provider: str | None = None
    variant: str | None = None


# Identifiers of Amazon Bedrock that leave out the version that they serve.
_BEDROCK_NAMES = {"deepseek.v3": "deepseek-v3.1"}
_VENDORS = (
    "anthropic|openai|google|meta|meta-llama|meta-models|microsoft|amazon|alibaba|nvidia|ibm|xai|"
    "x-ai|zai-org|z-ai|zai|mistralai|moonshotai|cohere|coherelabs|deepseek-ai|ai21|xiaomi|arcee|"
    "snowflake|thudm|minimaxai"
)
VENDOR_WORDS = frozenset(_VENDORS.split("|"))
# `[REGION.]VENDOR.MODEL`, the form of Amazon Bedrock and Oracle.
DOTTED = (
    r"(?:(us-gov|us|eu|apac|global|jp|au|ca|in)\.)?"
    r"(anthropic|meta|amazon|mistral|cohere|deepseek|openai|qwen|google|moonshotai?|minimax|zai|"
    r"nvidia|ai21|writer|xai)\.(.+)"
)
_REGION = r"us|eu|apac|global|jp|au|ca|in|us-gov|global-standard|[a-z]{2}(?:-[a-z]+)+-?\d"
# Text that must occur (a test cheaper than the pattern), what to remove, the provider it implies.
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
# Sizes as labs write them: `70b`, active `a3b`, effective `e4b`, `1.5t`, a mixture `8x7b`.
SIZE = r"(?:[ae]?\d+(?:\.\d+)?[bt]|\d+x\d+b)"
_QUANTISED = "quantised build"
_SNAPSHOT = "snapshot `{}` is not in the catalog"
# Marks at the end of a name that do not make it another model, and the remark on what is left out.
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
_NEUTRAL_WORDS = frozenset(("instruct", "chat", "it", "hf", "model")) | VENDOR_WORDS
_TOKEN = r"\d+x\d+b|[a-z]{2,}|[a-z]?\d+(?:\.\d+)?(?:[a-z](?![a-z]))?|[a-z]"


def squash(text: str) -> str:
    """The key that all spellings of one name share: `meta.llama3-70b-instruct-v1:0` and so on."""
    return dashed(plain_form(unwrapped(text.strip().lower()).name))


def tokens(text: str) -> frozenset[str]:
    """Words, versions and sizes of a name, without vendor and `instruct`; their order is lost."""
    return token_set(plain_form(unwrapped(text.strip().lower()).name))


def readings(plain: str) -> Iterator[tuple[str, str | None]]:
    """
    A name, then the name without its trailing marks, one by one.

    Args:
        plain: A name by `plain_form`.

    Yields:
        What is left, and a remark on the first mark that was dropped and means something, or None.
    """
    note: str | None = None
    current: str | None = plain if re.fullmatch(r"[a-z0-9.-]+", plain) else None
    while current:
        yield current, note
        current, mark, remark = _without_trailer(current)
        if remark == _SNAPSHOT and current and len(mark) >= 6:
            # the catalog's name may have month and day alone: `-2024-05-13` is `-0513` there
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


def unwrapped(low: str) -> Spelling:
    """
    Remove what a platform adds to a name; keep the provider and variant that it implies.

    Args:
        low: A query in lower case, trimmed.

    Returns:
        The last segment of the path, the provider that the form implies, and the region or tier.
    """
    if "hf.co/" in low or "huggingface.co/" in low:
        low = low.partition(".co/")[2]
    provider = "openrouter" if low.startswith("~") else None
    variant = None
    for hint, pattern, owner in _PREFIXES:
        if hint in low and (match := re.search(rf"(?:^|/){pattern}", low)):
            low, provider = low[match.end() :], owner
            break
    # a suffix implies its provider only where no prefix has named one
    for hint, pattern, owner in _SUFFIXES:
        if hint in low and (match := re.search(pattern, low)):
            low, provider = low[: match.start()], provider or owner
            variant = match[1] if match.lastindex else variant
    *path, name = low.strip("/~").split("/")
    variant = next((part for part in path if re.fullmatch(_REGION, part)), variant)
    return _unwrap_bedrock(name, provider, variant)


def _unwrap_bedrock(name: str, provider: str | None, variant: str | None) -> Spelling:
    """Remove `REGION.VENDOR.` and `-vN:N`; a bare `VENDOR.` is Oracle's form too."""
    bare = re.sub(r"-v?\d+:\d+(?::\w+)?$", "", name)
    match = re.fullmatch(DOTTED, bare)
    if match is None:
        return Spelling(bare, provider, variant)
    region, vendor, inner = match.groups()
    # only Bedrock has a region ahead or a version behind
    if region or bare != name:
        provider = provider or "amazon-bedrock"
    known = _BEDROCK_NAMES.get(f"{vendor}.{inner}") if bare != name else None
    if vendor == "deepseek" and not inner.startswith("deepseek"):
        inner = f"deepseek-{inner}"
    return Spelling(known or re.sub(r"-v1$", "", inner), provider, region or variant)


def plain_form(name: str) -> str:
    """One segment in lower case, words apart by dashes, dots only inside a version."""
    # Fireworks writes versions with a `p`: `llama-v3p1` is `llama-3.1`
    text = re.sub(r"(?<=\d)p(?=\d)", ".", name.removesuffix(".gguf")).replace("+", "-plus")
    text = re.sub(r"(?:[\s_:@/()\[\],-]|\.(?!\d)|(?<!\d)\.)+", "-", text).strip("-")
    text = re.sub(r"\bgpt-?35(?!\d)", "gpt-3.5", text)  # Azure's spelling
    text = re.sub(rf"^(?:qwen(?=-qw)|meta-llama(?=-llama)|{_VENDORS})-(?=[a-z])", "", text)
    return re.sub(r"\bllama-v(?=\d)", "llama-", text)


def flat_form(text: str) -> str:
    """The whole text, path and all, in lower case with dashes for every separator."""
    return re.sub(r"[\s_.:@/()\[\],~-]+", "-", text.lower().replace("+", "-plus")).strip("-")


def dashed(plain: str) -> str:
    """Dots are dashes."""
    return plain.replace(".", "-")


def token_set(plain: str) -> frozenset[str]:
    """
    The words, versions and sizes of a name, without vendor and `instruct`.

    Args:
        plain: A name by `plain_form`.

    Returns:
        Tokens without order; `4-5` is the version 4.5, `4.0` is 4, `v3` is 3, sizes stay whole.
    """
    # dates first, so that their parts are not read as versions
    text = re.sub(r"(20\d\d)-(\d\d)-(\d\d)(?!\d)", r"\1\2\3", plain)
    text = re.sub(r"(?<![\d.])(\d{1,2})-(\d{1,2})(?=-|$)", r"\1.\2", text)
    found = (re.sub(r"^v(?=\d)|(?<=\d)\.0$", "", token) for token in re.findall(_TOKEN, text))
    return frozenset(token for token in found if token not in _NEUTRAL_WORDS)


def joined_tokens(text: str) -> str:
    """Tokens of a spelling as one dictionary key."""
    return " ".join(sorted(tokens(text)))


def cleaned(query: str) -> str | None:
    """Fold width and case, trim; None for what cannot be a name."""
    if not query.isascii():
        from unicodedata import normalize

        # cut first, so that a whole file is not folded; generously, as folding may shorten a text
        query = normalize("NFKC", query[: 4 * MAX_LENGTH])
    text = query.strip().strip("'\"`").strip()
    return text.lower() if 0 < len(text) <= MAX_LENGTH and text.isprintable() else None


def path_ends(low: str) -> tuple[str, ...]:
    """The text and each shorter path in it: `a/b/c`, `b/c`, `c`."""
    parts = low.lstrip("~").split("/")
    return tuple("/".join(parts[start:]) for start in range(len(parts)))


def folded_provider(provider: str) -> str:
    """Fold the ways to write a provider: `together_ai` is `together`."""
    return provider.lower().removesuffix("_ai").replace("_", "-").replace(" ", "-")
