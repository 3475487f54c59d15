"""Which duties a user should look at: by region, sector, day and what is known of the route."""

from __future__ import annotations

from typing import Any

import pytest

from llmpick.core.legal.regulations import (
    NOTICE,
    SECTORS,
    Regulation,
    RegulationDuty,
    RouteFacts,
    flags,
)

DAY = "2026-11-23"


def duty(**given: Any) -> RegulationDuty:
    """A duty in the EU that always holds."""
    plain: dict[str, Any] = dict.fromkeys(RegulationDuty._fields)
    plain |= {"id": "one", "asks": "do it", "regions": ("EU",), "source": "page", "read": DAY}
    return RegulationDuty(**{**plain, **given})


def about(found: RegulationDuty, **asked: Any) -> list[tuple[bool | None, bool]]:
    """(sure, in force) of the flag that the duty raises, if any."""
    regulation = Regulation("act", "Act", "Act 1", True, None, (found,))
    plain: dict[str, Any] = {"region": "EU", "day": DAY}
    return [(flag.sure, flag.in_force) for flag in flags([regulation], **{**plain, **asked})]


ABROAD = duty(regions=("EEA",), when="operator-elsewhere", except_operators=("JP",))
OUTSIDE = duty(when="processing-elsewhere")
US_ONLY = duty(operators=("US",))
BOTH = duty(when="processing-elsewhere", operators=("US",))


@pytest.mark.parametrize(
    ("found", "asked", "expected"),
    [
        pytest.param(duty(), {}, [(True, True)], id="always"),
        pytest.param(duty(), {"region": "DE"}, [(True, True)], id="a member state"),
        pytest.param(duty(), {"region": "JP"}, [], id="elsewhere"),
        pytest.param(duty(regions=("EEA",)), {"region": "NO"}, [(True, True)], id="Norway"),
        pytest.param(duty(sectors=("hiring",)), {}, [], id="of a sector, none asked"),
        pytest.param(
            duty(sectors=("hiring",)), {"sector": "hiring"}, [(True, True)], id="of the sector"
        ),
        pytest.param(duty(sectors=("hiring",)), {"sector": "credit"}, [], id="of another sector"),
        pytest.param(duty(since="2027-12-02"), {}, [(True, False)], id="announced"),
        pytest.param(
            duty(since="2027-12-02"), {"day": "2027-12-02"}, [(True, True)], id="on its first day"
        ),
        pytest.param(duty(until=DAY), {}, [(True, True)], id="on its last day"),
        pytest.param(duty(until="2026-11-22"), {}, [], id="the day after"),
        pytest.param(ABROAD, {}, [(None, True)], id="operator not known"),
        pytest.param(ABROAD, {"route": RouteFacts("US")}, [(True, True)], id="operator abroad"),
        pytest.param(ABROAD, {"route": RouteFacts("FR")}, [], id="operator at home"),
        pytest.param(ABROAD, {"route": RouteFacts("JP")}, [], id="operator where it is adequate"),
        pytest.param(ABROAD, {"route": RouteFacts(self_hosted=True)}, [], id="no operator"),
        pytest.param(
            OUTSIDE, {"route": RouteFacts(in_region=False)}, [(True, True)], id="processed abroad"
        ),
        pytest.param(OUTSIDE, {"route": RouteFacts(in_region=True)}, [], id="processed at home"),
        pytest.param(OUTSIDE, {"route": RouteFacts("US")}, [(None, True)], id="place not known"),
        pytest.param(US_ONLY, {"route": RouteFacts("US")}, [(True, True)], id="of US operators"),
        pytest.param(US_ONLY, {"route": RouteFacts("CN")}, [], id="of others"),
        pytest.param(BOTH, {"route": RouteFacts("CN", False)}, [], id="both: another operator"),
        pytest.param(
            BOTH, {"route": RouteFacts(None, False)}, [(None, True)], id="both: one not known"
        ),
        pytest.param(
            BOTH, {"route": RouteFacts("US", False)}, [(True, True)], id="both: both hold"
        ),
        pytest.param(
            duty(when="no-baa"), {"route": RouteFacts(hipaa_baa=True)}, [], id="agreement offered"
        ),
        pytest.param(
            duty(when="not-ismap"), {"route": RouteFacts(ismap=False)}, [(True, True)], id="ISMAP"
        ),
    ],
)
def test_flags(found, asked, expected):
    """A flag where a duty is about the user, unsure where its fact is not known."""
    assert about(found, **asked) == expected


def test_order_and_names():
    """Those in force first, then by the day they begin, then by name."""
    duties = (
        duty(id="later", since="2028-01-01"),
        duty(id="b"),
        duty(id="sooner", since="2027-01-01"),
        duty(id="a"),
    )
    found = flags([Regulation("act", "Act", "1", True, None, duties)], region="EU", day=DAY)
    assert [flag.id for flag in found] == ["act/a", "act/b", "act/sooner", "act/later"]
    assert "not legal advice" in NOTICE


def names(shipped, region: str, sector: str | None = None, day: str = DAY, **route: Any):
    """The duties of the catalog, with whether they are in force."""
    found = flags(
        shipped.regulations.values(),
        region=region,
        sector=sector,
        day=day,
        route=RouteFacts(**route),
    )
    return {flag.id: flag.in_force for flag in found}


def test_high_risk_rules_did_not_begin_in_august_2026(shipped):
    """The AI Act as amended: 2 December 2027 for Annex III, 2 August 2028 for products."""
    hiring, product = "eu-ai-act/high-risk-hiring", "eu-ai-act/high-risk-products"
    assert names(shipped, "EU", "hiring", "2027-12-01")[hiring] is False
    assert names(shipped, "EU", "hiring", "2027-12-02")[hiring] is True
    assert names(shipped, "EU", "health", "2028-08-01")[product] is False
    assert names(shipped, "EU", "health", "2028-08-02")[product] is True
    assert names(shipped, "EU")["eu-ai-act/transparency"] is True


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_is_in_annex_iii(shipped, sector):
    """Each sector that can be asked about raises its own duty of the AI Act, and no other's."""
    found = names(shipped, "DE", sector)
    assert f"eu-ai-act/high-risk-{sector}" in found
    others = {f"eu-ai-act/high-risk-{name}" for name in SECTORS} - {f"eu-ai-act/high-risk-{sector}"}
    assert not others & set(found)


def test_a_japanese_company(shipped):
    """Article 28 asks of an operator in the US, not of one in the EU; ISMAP of government only."""
    us = names(shipped, "JP", jurisdiction="US", in_region=True)
    assert "japan-appi/third-party-abroad" in us
    assert "japan-appi/external-environment" not in us
    assert us["japan-appi/amended-penalties"] is False
    assert not any(name.startswith(("eu-", "gdpr")) for name in us)
    assert "japan-appi/third-party-abroad" not in names(shipped, "JP", jurisdiction="FR")
    assert "ismap/registered-service" in names(shipped, "JP", "public", ismap=False)
    assert "ismap/registered-service" not in names(shipped, "JP", "public", ismap=True)
    assert "ismap/registered-service" not in names(shipped, "JP", ismap=False)


def test_a_hospital_in_the_united_states(shipped):
    """HIPAA asks for an agreement unless one is known to be offered."""
    agreement = "hipaa/business-associate-agreement"
    assert agreement in names(shipped, "US", "health")
    assert agreement not in names(shipped, "US", "health", hipaa_baa=True)
    assert agreement not in names(shipped, "US")


def test_every_duty_has_its_source(shipped):
    """A flag says where it was read, and when."""
    for regulation in shipped.regulations.values():
        for found in regulation.duties:
            assert found.source, found.id
            assert found.read <= DAY
