"""Rows of what a catalog holds, filtered and sorted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from llmpick.core.facts.estimates import Benchmark, Estimate
from llmpick.core.facts.hardware import Accelerator, Format, Rental
from llmpick.core.facts.records import (
    NO_PRICES,
    Z80,
    Fact,
    Licence,
    Model,
    Offering,
    Provider,
    Task,
)
from llmpick.core.need.need import PrivacyTerms
from llmpick.core.privacy import requirements

if TYPE_CHECKING:
    from llmpick.core.facts.plans import Plan
    from llmpick.core.legal.regulations import Regulation

Row = dict[str, Any]


class Filter(NamedTuple):
    """What rows must have; None and empty ask nothing."""

    provider: str | None = None
    developer: str | None = None
    open_weights: bool = False
    model: str | None = None
    everything: bool = False


def models(
    rows: Iterable[Model],
    offerings: Iterable[Offering],
    estimates: Sequence[Estimate] | None,
    wanted: Filter,
) -> list[Row]:
    """One row a model; one a (model, effort) where *estimates* are given."""
    sold = Counter(offering.model for offering in offerings if offering.listing == "current")
    by_model: dict[str, list[Estimate]] = {}
    for estimate in estimates or ():
        by_model.setdefault(estimate.model, []).append(estimate)
    found = []
    for model in rows:
        if wanted.developer not in (None, model.developer):
            continue
        if wanted.open_weights and not model.open_weights:
            continue
        if estimates is None:
            found.append(_model(model, sold[model.id]))
        else:
            found += [
                {**_model(model, sold[model.id]), "effort": row.effort, "quality": quality(row)}
                for row in by_model.get(model.id, ())
            ]
    return found


def quality(row: Estimate) -> Row:
    """
    An estimate as a table.

    *mean*, *stderr* and the 80 % *interval* are shares of the task's basket, 0 to 1; *theta* is
    the ability itself, with its error, in logits.
    """
    return {
        "mean": row.score,
        "stderr": (row.high - row.low) / (2 * Z80),
        "interval": [row.low, row.high],
        "theta_logit": row.theta,
        "stderr_logit": row.stderr,
        "label": row.label,
        "n_scores": row.scores,
        "n_independent": row.independent,
        "n_of_task": row.direct,
    }


def _model(model: Model, routes: int) -> Row:
    return {
        "id": model.id,
        "name": model.name,
        "released": model.released,
        "status": model.status,
        "retires_on": model.retires_on,
        "context_window_tokens": model.context_window_tokens,
        "reads": list(model.input_modalities or ()) or None,
        "tools": model.tool_calling,
        "open_weights": model.open_weights,
        "licence": model.licence or model.licence_tag,
        "parameters_total_b": model.parameters_total_b,
        "offerings": routes,
    }


def offerings(rows: Iterable[Offering], wanted: Filter) -> list[Row]:
    """One row an offering; those on sale only, unless everything is wanted."""
    return [
        {
            "id": row.id,
            "api_model": row.api_model,
            "region": row.region,
            "listing": row.listing,
            "retires_on": row.retires_on,
            "currency": row.currency,
            "input_per_mtok": prices.input_per_mtok,
            "output_per_mtok": prices.output_per_mtok,
            "cache_read_per_mtok": prices.cache_read_per_mtok,
            "price_read": row.price_read,
        }
        for row in rows
        for prices in [row.prices or NO_PRICES]
        if (wanted.everything or row.listing == "current")
        and wanted.provider in (None, row.provider)
        and wanted.developer in (None, row.model.partition("/")[0])
        and wanted.model in (None, row.model)
    ]


def providers(rows: Iterable[Provider], sold: Iterable[Offering]) -> list[Row]:
    """One row a provider, with its terms as far as they are known."""
    count = Counter(row.provider for row in sold if row.listing == "current")
    return [
        {
            "id": row.id,
            "name": row.name,
            "plan": row.plan,
            "deployment": row.deployment,
            "trains_on_inputs": _value(row.trains_on_inputs),
            "retention_days": _value(row.retention_days),
            "zero_data_retention": _value(row.zero_data_retention),
            "dpa": _value(row.dpa),
            "regions": _value(row.processing_regions),
            "jurisdiction": _value(row.jurisdiction),
            "privacy_level": requirements.highest_level(row, _PLAIN, PrivacyTerms()),
            "offerings": count[row.id],
        }
        for row in rows
    ]


_PLAIN = Offering._make([None] * len(Offering._fields))
"""An offering of which nothing is known."""


def _value(known: Fact[Any] | None) -> object:
    if known is None:
        return None
    return list(known.value) if isinstance(known.value, tuple) else known.value


def plans(rows: Iterable[Plan]) -> list[Row]:
    """One row a plan, with the terms of its provider as far as they are known."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "serves": list(row.serves),
            "status": row.status,
            "billing": row.billing,
            "currency": row.currency,
            "seat_month": row.seat_month,
            "seat_year": row.seat_year,
            "team_month": row.team_month,
            "least_seats": row.least_seats,
            "allowance": row.allowance.amount if row.allowance else None,
            "allowance_unit": row.allowance.unit if row.allowance else None,
            "allowance_period": row.allowance.period if row.allowance else None,
            "overage": row.overage,
            "sso": row.sso,
            "trains_on_inputs": _value(row.provider.trains_on_inputs),
            "dpa": _value(row.provider.dpa),
            "privacy_level": requirements.highest_level(row.provider, _PLAIN, PrivacyTerms()),
            "price_confidence": row.price_confidence,
            "price_read": row.price_read,
        }
        for row in rows
    ]


def benchmarks(rows: Iterable[Benchmark]) -> list[Row]:
    """One row a benchmark."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "domain": row.domain,
            "unit": row.unit,
            "board": row.board,
            "in_fit": row.in_fit,
            "left_out_because": row.left_out_because,
        }
        for row in rows
    ]


def licences(rows: Iterable[Licence], models_: Iterable[Model]) -> list[Row]:
    """One row a licence."""
    used = Counter(model.licence for model in models_)
    return [
        {
            "id": row.id,
            "name": row.name,
            "commercial_use": row.commercial_use,
            "cap": _cap(row),
            "osi_approved": row.osi_approved,
            "outputs_train_other_models": row.outputs_train_other_models,
            "display_duty": row.display_duty,
            "models": used[row.id],
        }
        for row in rows
    ]


def _cap(licence: Licence) -> str | None:
    if licence.cap is None:
        return None
    measure, value, _, currency = licence.cap
    return f"{value:,} {currency or ''} {measure.replace('-', ' ')}".replace("  ", " ")


def regulations(rows: Iterable[Regulation], day: str) -> list[Row]:
    """One row a duty of a regulation."""
    return [
        {
            "id": f"{row.id}/{duty.id}",
            "name": row.name,
            "binding": row.binding,
            "regions": list(duty.regions),
            "sectors": list(duty.sectors) if duty.sectors else None,
            "since": duty.since,
            "in_force": (duty.since or "") <= day and (duty.until is None or day <= duty.until),
            "asks": duty.asks,
        }
        for row in rows
        for duty in row.duties
    ]


def tasks(rows: Iterable[Task]) -> list[Row]:
    """One row a task."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "aliases": list(row.aliases),
            "requests_per_month": row.requests_per_month,
            "calls_per_request": row.calls_per_request,
            "input_tokens": row.input_tokens,
            "output_tokens": row.output_tokens,
            "cache_read_share": row.cache_read_share,
            "reasoning_tokens": row.reasoning_tokens,
        }
        for row in rows
    ]


def hardware(rows: Iterable[Accelerator], rentals: Iterable[Rental]) -> list[Row]:
    """One row an accelerator, with the cheapest hour on demand that was found for it."""
    by_accelerator: dict[str, list[Rental]] = {}
    for rental in rentals:
        by_accelerator.setdefault(rental.accelerator, []).append(rental)
    return [_accelerator(row, by_accelerator.get(row.id, [])) for row in rows]


def _accelerator(row: Accelerator, rentals: Sequence[Rental]) -> Row:
    asked = [rental for rental in rentals if rental.terms == "on-demand"]
    cheapest = min(asked, key=lambda rental: rental.usd_per_gpu_hour, default=None)
    return {
        "id": row.id,
        "name": row.name,
        "memory_gib": row.memory_gib,
        "bandwidth_gb_per_s": row.bandwidth_gb_per_s,
        "bf16_tflops": row.bf16_tflops,
        "fp16_tflops": row.fp16_tflops,
        "fp8_tflops": row.fp8_tflops,
        "fp4_tflops": row.fp4_tflops,
        "power_w": row.power_w,
        "usd_per_gpu_hour": cheapest.usd_per_gpu_hour if cheapest else None,
        "rental_provider": cheapest.provider if cheapest else None,
        "rental_read": cheapest.read if cheapest else None,
    }


def formats(rows: Iterable[Format]) -> list[Row]:
    """One row a format; the loss of quality is in logits of ability."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "family": row.family,
            "bits": row.bits,
            "embedding_bits": row.embedding_bits,
            "compute": row.compute,
            "engines": list(row.engines),
            "quality_loss_logit": row.quality_loss[0] if row.quality_loss else None,
            "quality_loss_stderr_logit": row.quality_loss[1] if row.quality_loss else None,
        }
        for row in rows
    ]


def feeds(records: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    """One row a publication that values were taken from."""
    return [
        {
            "id": name,
            "name": record["name"],
            "licence": record["licence"],
            "dated": record.get("dated"),
            "url": record.get("url"),
        }
        for name, record in sorted(records.items())
    ]


def ordered(rows: list[Row], key: str | None, reverse: bool) -> list[Row]:
    """*rows* by one field, unknown last either way; by identifier where no field is given."""
    field = key or "id"

    def value(row: Row) -> Any:
        found = row[field]
        return found.get("mean") if isinstance(found, Mapping) else found

    known = [row for row in rows if value(row) is not None]
    known.sort(key=lambda row: (_comparable(value(row)), str(row["id"])), reverse=reverse)
    return known + [row for row in rows if value(row) is None]


def _comparable(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return value


def found(rows: Iterable[Row], text: str) -> list[Row]:
    """The rows that hold every word of *text* in one of their texts, whatever the case."""
    wanted = text.lower().split()
    return [row for row in rows if all(word in _words(row) for word in wanted)]


def _words(row: Row) -> str:
    held = (
        item
        for value in row.values()
        for item in (value if isinstance(value, list | tuple) else (value,))
    )
    return "\n".join(item.lower() for item in held if isinstance(item, str))


def newest_first(rows: Iterable[Row]) -> list[Row]:
    """What is on sale before what is not, the best before the others, else the newest."""
    by_day = sorted(rows, key=lambda row: str(row.get("released") or ""), reverse=True)
    by_day.sort(key=lambda row: -row["quality"]["mean"] if row.get("quality") else 0.0)
    return sorted(by_day, key=lambda row: not _on_sale(row))


def _on_sale(row: Row) -> bool:
    return bool(row.get("offerings", True)) and row.get("listing", "current") == "current"
