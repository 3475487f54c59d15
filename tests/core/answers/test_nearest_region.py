"""What would open a need that nothing fits: the union, an approval, or both."""

import made
import pytest

from llmpick.core.answers.nearest_region import WayOut, ways_out

TERMS = {"trains_on_inputs": "never", "dpa": True, "processing_regions": ("EU",)}
KEPT = {**TERMS, "retention_days": 30}
BY_APPROVAL = {**TERMS, "retention_days": 30, "zero_data_retention": "by-approval"}


def tables(**terms):
    """lab/one, sold by one provider on *terms*."""
    return made.facts(
        [made.model()], [made.offering()], [made.estimate()], [made.provider(**terms)]
    )


EU, APPROVED = "--region EU", "--have zdr-approval"


@pytest.mark.parametrize(
    ("terms", "need", "expected"),
    [
        pytest.param(
            KEPT,
            {"privacy_level": "confidential", "region": "DE"},
            [(EU,)],
            id="a country of the union",
        ),
        pytest.param(
            BY_APPROVAL,
            {"privacy_level": "regulated", "region": "EU"},
            [(APPROVED,)],
            id="an approval",
        ),
        pytest.param(
            BY_APPROVAL,
            {"privacy_level": "regulated", "region": "DE"},
            [(EU, APPROVED)],
            id="both",
        ),
        pytest.param(
            KEPT, {"privacy_level": "confidential", "region": "JP"}, [], id="no union to name"
        ),
        pytest.param(
            BY_APPROVAL,
            {"privacy_level": "air-gapped", "region": "DE"},
            [],
            id="no approval opens what must not leave",
        ),
    ],
)
def test_ways_out(terms, need, expected):
    """The least that has to be stated otherwise, and how many routes fit then."""
    found = ways_out(made.need(**need), tables(**terms))
    assert found == tuple(WayOut(options, 1, 1) for options in expected)
