"""Catalogs, limits and weights as hypothesis makes them: for properties of whole decisions."""

from __future__ import annotations

from examples import examples
from hypothesis import strategies as st
from made import estimate, facts, licence, model, offering, price_list, provider, required

from llmpick.core.facts.facts import Facts
from llmpick.core.need.need import CRITERIA, normalised

SLOW = examples(30)
FLAG = st.sampled_from((True, False, None))


def rounded(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers with few digits, so that ties happen."""
    return st.integers(int(low * 20), int(high * 20)).map(lambda number: number / 20)


@st.composite
def catalogs(draw: st.DrawFn) -> Facts:
    """Some models at some efforts, sold by some providers on some terms."""
    names = [f"lab{number % 2}/m{number}" for number in range(draw(st.integers(1, 5)))]
    models = [
        model(
            id=name,
            open_weights=draw(FLAG),
            tool_calling=draw(FLAG),
            structured_output=draw(FLAG),
            reasoning=draw(FLAG),
            context_window_tokens=draw(st.sampled_from((None, 1000, 8000, 8000, 200_000))),
            input_modalities=draw(st.sampled_from((None, ("text",), ("text", "image")))),
            licence=draw(st.sampled_from((None, "free", "bound"))),
        )
        for name in names
    ]
    hosts = [
        provider(
            id=f"host{number}",
            trains_on_inputs=draw(st.sampled_from((None, "never", "opt-in", "yes"))),
            retention_days=draw(st.sampled_from((None, 0, 30, 90))),
            dpa=draw(FLAG),
            jurisdiction=draw(st.sampled_from((None, "US", "JP"))),
            processing_regions=draw(st.sampled_from((None, ("JP",), ("US", "JP")))),
            deployment=draw(st.sampled_from(("hosted", "hosted", "router", "self"))),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    sold = []
    for name in names:
        for host in draw(st.lists(st.sampled_from(hosts), unique=True, min_size=1, max_size=3)):
            sold.append(
                offering(
                    model=name,
                    provider=host.id,
                    input_per_mtok=draw(
                        st.sampled_from((None, 0.05, 0.4, 1.0, 1.0, 2.5, 7.0, 20.0))
                    ),
                    output_per_mtok=draw(rounded(0, 60)),
                    cache_read_per_mtok=draw(st.none() | rounded(0, 2)),
                    listing=draw(st.sampled_from((*["current"] * 6, "retired"))),
                    retires_on=draw(st.sampled_from((*[None] * 5, "2026-11-23", "2027-02-01"))),
                    region=draw(st.sampled_from((None, None, "us-east-1", "jp", "global"))),
                    currency=draw(st.sampled_from((*["USD"] * 5, "JPY"))),
                    price_lists=draw(
                        st.sampled_from(
                            (
                                (),
                                (
                                    price_list(
                                        since="2027-01-01", input_per_mtok=9.0, output_per_mtok=9.0
                                    ),
                                ),
                            )
                        )
                    ),
                )
            )
    rated = [
        estimate(
            model=name,
            effort=effort,
            theta=draw(rounded(-3, 3)),
            stderr=draw(st.sampled_from((0.05, 0.2, 0.8))),
            score=draw(rounded(0, 1)),
            scores=draw(st.sampled_from((1, 2, 3, 4, 5, 6))),
        )
        for name in names
        for effort in draw(st.sampled_from(((None,), (None,), ("low", "high"), (None, "high"), ())))
    ]
    return facts(
        models,
        sold,
        rated,
        hosts,
        [licence(id="free", commercial_use="yes"), licence(id="bound", commercial_use="no")],
    )


WEIGHTS = (
    st.lists(st.integers(0, 9), min_size=4, max_size=4)
    .filter(any)
    .map(lambda row: normalised(dict(zip(CRITERIA, map(float, row), strict=True))))
)
LIMITS = st.fixed_dictionaries(
    {},
    optional={
        "budget_usd_per_month": st.sampled_from((1.0, 5.0, 50.0)),
        "privacy_level": st.sampled_from(("internal", "confidential", "regulated", "air-gapped")),
        "region": st.sampled_from(("JP", "US")),
        "requirements": st.sampled_from(
            (
                required(exclude_jurisdictions=("US",)),
                required(tools=True),
                required(structured_output=True),
            )
        ),
        "min_context_tokens": st.sampled_from((1001, 100_000)),
        "modalities": st.just(("image",)),
        "open_weights": st.just(True),
        "no_providers": st.just(("host0",)),
        "providers": st.just(("host0", "host1")),
        "no_developers": st.just(("lab0",)),
        "developers": st.just(("lab0",)),
        "min_quality": st.just(40.0),
    },
)

ONE = LIMITS.map(lambda limits: dict(list(limits.items())[:1]))
"""No limit or one: several at once mostly leave nothing."""


@st.composite
def fields(draw: st.DrawFn) -> Facts:
    """Several measured models on sale, each by a provider of its own: no plain need stops one."""
    numbers = range(draw(st.integers(3, 6)))
    thetas = [draw(st.sampled_from((-1.0, 0.0, 0.5, 1.5))) for _ in numbers]
    prices = [draw(st.sampled_from((0.1, 1.0, 9.0))) for _ in numbers]
    return facts(
        [model(id=f"lab/m{n}", open_weights=draw(FLAG), tool_calling=draw(FLAG)) for n in numbers],
        [
            offering(
                model=f"lab/m{n}",
                provider=f"host{n}",
                input_per_mtok=price,
                output_per_mtok=5 * price,
            )
            for n, price in zip(numbers, prices, strict=True)
        ],
        [
            estimate(model=f"lab/m{n}", theta=theta, score=0.5 + theta / 10)
            for n, theta in zip(numbers, thetas, strict=True)
        ],
        [
            provider(
                id=f"host{n}",
                trains_on_inputs=draw(st.sampled_from(("never", None))),
                retention_days=draw(st.sampled_from((0, 30, None))),
                dpa=draw(st.sampled_from((True, None))),
            )
            for n in numbers
        ],
    )


@st.composite
def markets(draw: st.DrawFn, *, alike: bool = False) -> Facts:
    """
    Measured models at some efforts by several hosts, of any price; *alike* in all but that.

    No expected score is beyond the frontier, or so far under it that nothing counts any more.
    """
    names = [f"lab/m{number}" for number in range(draw(st.integers(2, 5)))]
    hosts = [f"host{number}" for number in range(1 if alike else 3)]
    pairs = [(name, draw(st.sampled_from(hosts))) for name in names]
    pairs += [(name, draw(st.sampled_from(hosts))) for name in names]
    rated = []
    for name in names:
        for effort in draw(st.sampled_from(((None,), ("low", "high")))):
            score = draw(st.integers(8, 16)) / 20
            half = draw(st.sampled_from((0.01, 0.05, 0.1)))
            rated.append(
                estimate(
                    model=name,
                    effort=effort,
                    score=score,
                    low=score - half,
                    high=score + half,
                    direct=draw(st.sampled_from((0, 3, 3))),
                )
            )
    return facts(
        [model(id=name, open_weights=None if alike else draw(FLAG)) for name in names],
        [
            offering(
                model=name,
                provider=host,
                input_per_mtok=draw(st.sampled_from((0.1, 0.5, 1.0, 3.0, 9.0, 30.0, 100.0))),
                output_per_mtok=draw(st.sampled_from((0.0, 1.0, 20.0))),
            )
            for name, host in dict.fromkeys(pairs)
        ],
        rated,
        [
            provider(
                id=host,
                trains_on_inputs="never" if alike else draw(st.sampled_from(("never", None))),
                retention_days=30 if alike else draw(st.sampled_from((0, 30, None))),
                dpa=True if alike else draw(st.sampled_from((True, None))),
            )
            for host in hosts
        ],
    )
