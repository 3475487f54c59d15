"""`connect`: how a route is reached, and when it is refused."""

from __future__ import annotations

import json

import pytest


def test_a_route_has_a_curl_line(run):
    """Address, model and the key by the name of its variable."""
    done = run("connect", "openai/gpt-5@openai", "--format", "curl")
    assert done.stdout.startswith("curl https://api.openai.com/v1/chat/completions ")
    assert "Bearer $OPENAI_API_KEY" in done.stdout


def test_a_region_takes_another_host_or_is_refused(run):
    """OpenAI has a host for the EU and none for France."""
    done = run("connect", "openai/gpt-5@openai", "--region", "EU", "--json")
    assert json.loads(done.stdout)["results"][0]["base_url"] == "https://eu.api.openai.com/v1"
    refused = run("connect", "openai/gpt-5@openai", "--region", "FR")
    assert refused.code == 1
    assert "no address of openai is known" in refused.stdout


@pytest.mark.parametrize("form", ["env", "python", "curl"])
def test_a_deployment_of_ones_own_is_never_guessed(run, form):
    """Its name stands in braces in every form."""
    done = run("connect", "openai/gpt-5@azure", "--format", form)
    assert "{AZURE_DEPLOYMENT}" in done.stdout
