"""A name in a log with what stands beside it, and the route it was billed at: all that is sold."""

from __future__ import annotations

from collections import Counter

import pytest

from llmpick.api.named_routes import Meant, route_named


@pytest.fixture(scope="module")
def meant(shipped):
    """What a name means in the shipped catalog."""

    def call(name: str, **beside: str) -> Meant:
        return route_named(shipped, shipped.offerings, name, **beside)

    return call


def sold_as(catalog, provider, identifier):
    """The offerings of a provider under an identifier."""
    return [o for o in catalog.offerings if (o.provider, o.api_model) == (provider, identifier)]


def litellm_prefix(catalog, provider):
    """What LiteLLM calls a provider."""
    facts = catalog.record("providers", provider).get("facts") or {}
    names = facts.get("tool_names") or []
    return next((one["value"]["litellm"] for one in names if "litellm" in one["value"]), None)


def wrong(found, offering, catalog):
    """Whether *found* is another offering than the plain one, or the only one, of its name."""
    if found is None or found.id == offering.id:
        return False
    return offering.variant is None or len(sold_as(catalog, found.provider, offering.api_model)) < 2


def test_provider_and_identifier_of_every_offering(shipped, meant):
    """`PROVIDER/IDENTIFIER` is that offering, or refused; nearly all are found."""
    refused = []
    for offering in shipped.offerings:
        name = f"{offering.provider}/{offering.api_model}"
        found = meant(name).offering
        assert not wrong(found, offering, shipped), (name, found.id)
        refused += [name] if found is None else []
    assert all(name.endswith(("-latest", "deepseek-v4-pro")) for name in refused), refused


def test_provider_beside_the_identifier_of_every_offering(shipped, meant):
    """The same where the provider stands in a column of its own."""
    for offering in shipped.offerings:
        found = meant(offering.api_model, provider=offering.provider).offering
        assert not wrong(found, offering, shipped), (offering.id, found.id)


def test_name_in_litellm_of_every_offering(shipped, meant):
    """LiteLLM's prefix before the identifier is that offering, or refused."""
    prefixes = {provider: litellm_prefix(shipped, provider) for provider in shipped.providers}
    asked = Counter()
    for offering in shipped.offerings:
        if prefix := prefixes[offering.provider]:
            asked[offering.provider] += 1
            found = meant(f"{prefix}/{offering.api_model}").offering
            assert not wrong(found, offering, shipped), (prefix, offering.id, found.id)
    assert len(asked) > 30


def test_bare_identifier_of_every_variant(shipped, meant):
    """An identifier that only variants are sold under is one of these, or refused."""
    for offering in shipped.offerings:
        routes = shipped.names.api_models.get(offering.api_model.lower(), ())
        own_name = offering.api_model in (offering.model, offering.model.partition("/")[2])
        if own_name or not all("/" in route.partition("@")[2] for route in routes):
            continue
        found = meant(offering.api_model).offering
        spelled = f"{found.provider}/{found.api_model}" if found else None
        same = (spelled or "").lower() == offering.api_model.lower()
        assert found is None or found.id in routes or same, offering.id


def test_region_of_every_offering_that_has_one(shipped, meant):
    """LiteLLM's path with a region is the offering of that region, or refused."""
    for offering in shipped.offerings:
        if offering.variant and offering.provider in ("azure", "amazon-bedrock"):
            name = f"{offering.provider}/{offering.variant}/{offering.api_model}"
            found = meant(name).offering
            assert found is None or found.id == offering.id, (name, found.id)


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("xai/grok-3-mini-fast", "xai/grok-3-mini@xai/fast"),
        ("openrouter/x-ai/grok-4.20", "xai/grok-4.20@openrouter"),
        ("bedrock/us-gov-west-1/anthropic.claude-haiku-4-5-20251001-v1:0", "us-gov-west-1"),
        ("bedrock/converse/us.amazon.nova-pro-v1:0", "amazon/nova-pro@amazon-bedrock/us"),
        ("azure/eu/o1", "openai/o1@azure/eu"),
        ("azure/eu/gpt-4o-2024-08-06", None),
        ("vertex_ai/claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4.5@google-vertex"),
        ("claude-opus-4-6[1m]", "anthropic/claude-opus-4.6@anthropic"),
        ("openrouter/deepseek/deepseek-r1:free", None),
        ("openrouter/anthropic/claude-sonnet-4.5:online", None),
        ("openrouter/anthropic/claude-sonnet-4.5:nitro", None),
        ("claude-3-7-sonnet-latest", None),
        ("ft:gpt-4o-mini-2024-07-18:acme::abc", "openai/gpt-4o-mini@openai/tuned"),
        ("ft:gpt-4-0613:acme::abc", None),
        ("<synthetic>", None),
    ],
)
def test_forms_of_names(meant, name, route):
    """What a platform adds to a name is read, or the name is refused with the reason."""
    found = meant(name)
    assert (found.offering is None) == (route is None), found
    if found.offering is None:
        assert found.why
    else:
        assert found.offering.id.endswith(route)


def test_what_is_left_out_is_said(meant):
    """Marks and regions that the price does not follow are named."""
    assert meant("claude-opus-4-6[1m]").left_out == ("[1m]",)
    assert meant("azure/responses/gpt-5-pro").left_out == ("responses/",)
    assert meant("claude-opus-5", region="us").left_out == ("region us",)


def test_region_beside_a_name(meant):
    """A region in a column is that of the route, where the catalog has its price."""
    haiku = "anthropic.claude-haiku-4-5-20251001-v1:0"
    found = meant(haiku, provider="bedrock", region="us-gov-west-1")
    assert found.offering.variant == "us-gov-west-1"
    plain = meant("gpt-5.4", region="us").offering.prices.input_per_mtok
    dearer = meant("gpt-5.4", region="eu").offering.prices.input_per_mtok
    assert dearer == pytest.approx(1.1 * plain)


def test_variant_beside_a_name(meant):
    """A variant that the route does not have is no other route."""
    assert meant("grok-3-mini", variant="fast").offering.id == "xai/grok-3-mini@xai/fast"
    assert "no variant `fast`" in meant("claude-opus-5", variant="fast").why
    assert meant("gpt-4o", provider="nowhere").why == "no provider `nowhere` in the catalog"
