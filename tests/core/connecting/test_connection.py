"""How a route is reached, and when it is refused."""

from __future__ import annotations

import pytest

from llmpick.core.connecting.connection import Endpoint, Host, connection
from llmpick.core.facts.records import NO_PRICES, Offering

HOME = Host("https://api.acme.test/v1", ("openai-chat", "openai-responses"))
EU = Host("https://eu.api.acme.test/v1", ("openai-chat", "openai-responses"), "EU")
ACME = Endpoint(
    "acme", ("openai-chat",), (HOME, EU), "ACME_API_KEY", processing_regions=("US", "EU")
)


def offering(region: str | None = None) -> Offering:
    """A route at acme."""
    return Offering(
        *("acme/atlas", "acme", None, "atlas-1", True, region, "current", None, None),
        *(None, None, None, None, None, None, None, NO_PRICES, ()),
    )


def test_a_request_has_an_address_a_model_and_a_key_by_name():
    """The address is the base and the dialect's path."""
    found = connection(offering(), ACME)
    assert found.url == "https://api.acme.test/v1/chat/completions"
    assert found.model == "atlas-1"
    assert found.headers == (("Authorization", "Bearer $ACME_API_KEY"),)
    assert found.refusal is None


@pytest.mark.parametrize(
    ("regions", "base"),
    [(("EU",), EU.base_url), (("US",), None), (("DE",), None), (("US", "EU"), EU.base_url)],
)
def test_a_region_takes_the_host_that_keeps_it_or_none(regions, base):
    """The usual host of a provider with several regions keeps to none of them."""
    found = connection(offering(), ACME, regions=regions)
    assert found.base_url == base
    assert (found.refusal is None) == (base is not None)


def test_the_only_region_of_a_provider_needs_no_host_of_its_own():
    """Where all is processed in France, the EU is kept."""
    french = ACME._replace(hosts=(HOME,), processing_regions=("EU", "FR"))
    assert connection(offering(), french, regions=("EU",)).base_url == HOME.base_url
    assert connection(offering(), french, regions=("FR",)).refusal


def test_a_profile_of_another_region_is_refused():
    """What runs anywhere does not run in the EU."""
    cloud = ACME._replace(hosts=(Host("https://{AWS_REGION}.acme.test", ("bedrock-converse",)),))
    cloud = cloud._replace(dialects=("bedrock-converse",))
    kept = connection(offering("eu"), cloud, regions=("EU",))
    assert kept.placeholders == ("AWS_REGION",)
    assert kept.notes == ("AWS_REGION must be a region in EU",)
    assert "runs in global" in (
        connection(offering("global"), cloud, regions=("EU",)).refusal or ""
    )


def test_a_deployment_of_the_users_own_stays_a_placeholder():
    """Its name is not guessed from the model's."""
    found = connection(offering(), ACME._replace(own_model="AZURE_DEPLOYMENT"))
    assert found.model == "{AZURE_DEPLOYMENT}"
    assert found.placeholders == ("AZURE_DEPLOYMENT",)


def test_what_the_caller_does_not_speak_is_refused():
    """With the dialects that there are."""
    found = connection(offering(), ACME, dialects=("gemini",))
    assert found.refusal == "acme speaks openai-chat, not gemini"
    assert connection(offering(), ACME._replace(hosts=())).refusal == "no address of acme is known"


def test_a_token_that_must_be_made_gives_no_curl_line():
    """No header is made of what is no key."""
    found = connection(offering(), ACME._replace(sign_in="access-token"))
    assert found.base_url
    assert found.url is None
    assert found.headers == ()
    assert not found.has_plain_key


@pytest.mark.parametrize(
    ("provider", "name", "is_one"),
    [
        ("amazon-bedrock", "eu.amazon.nova-lite-v1:0", True),
        ("amazon-bedrock", "deepseek.v3.2", True),
        ("amazon-bedrock", "amazon/nova-lite", False),
        ("google", "gemma-4-26b-a4b-it-maas", False),
        ("fireworks", "accounts/fireworks/models/glm-5p3", True),
        ("fireworks", "qwen3p7-plus", False),
        ("cloudflare", "@cf/qwen/qwen3.8-27b", True),
    ],
)
def test_an_identifier_without_its_providers_form_is_refused(provider, name, is_one):
    """A request that names it could only fail."""
    found = connection(offering()._replace(provider=provider, api_model=name), ACME)
    assert (found.refusal is None) == is_one
