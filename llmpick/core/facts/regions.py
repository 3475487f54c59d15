"""Countries and the areas they belong to."""

EU = frozenset(
    (
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    )
)
"""Member states by ISO 3166, as python-stdnum 2.2 lists them (eu/vat; without Northern Ireland)."""

# the Agreement on the European Economic Area adds Iceland, Liechtenstein and Norway
EEA = EU | {"IS", "LI", "NO"}


def overlap(one: str, other: str) -> bool:
    """Whether two region codes, each a country or an area, have a country in common."""
    return bool(countries(one) & countries(other))


def countries(region: str) -> frozenset[str]:
    """The countries of an area; a country is its own."""
    return {"EU": EU, "EEA": EEA}.get(region, frozenset({region}))
