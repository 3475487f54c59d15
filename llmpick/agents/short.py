"""From the JSON answers to what an agent carries well."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from llmpick.agents import records

Json: TypeAlias = "Mapping[str, Any]"
DIGITS = 4
MOST = 20


def head(payload: Json) -> records.Short:
    """What every answer begins with."""
    return {"as_of": payload["catalog"]["as_of"]}


def rounded(value: float | None) -> Any:
    """*value* to four digits that count; None stays."""
    if value is None or isinstance(value, int):
        return value
    return float(f"{value:.{DIGITS}g}")


def recommended(payload: Json, limit: int) -> records.RecommendRoutes:
    """Of the answer of `recommend`, also for tasks of search."""
    picks, excluded = payload["picks"], payload["excluded"]
    confidence = payload.get("confidence")
    return {
        **head(payload),
        "headline": payload["headline"],
        "need": _need(payload["need"]),
        "better": _route(picks.get("better")),
        "cheaper": _route(picks.get("cheaper")),
        "equal": list(payload["equal"][:limit]),
        "results": [_ranked(row) for row in payload["results"][:limit]],
        "plans": [scalars(row) for row in payload.get("plans", ())[:limit]],
        "routes_considered": excluded["routes_considered"],
        "excluded": {one["rule"]: one["routes"] for one in excluded["rules"]},
        "confidence": confidence["label"] if confidence else None,
        "warnings": list(payload.get("warnings", payload.get("notes", ()))),
    }


def _need(need: Json) -> records.ShortNeed:
    work = need.get("workload", {})
    return {
        "task": need["task"],
        "requests_per_month": work.get("requests_per_month"),
        "input_tokens": work.get("input_tokens"),
        "output_tokens": work.get("output_tokens"),
        "privacy_level": need.get("privacy_level"),
        "budget_usd_per_month": rounded(need.get("budget_usd_per_month")),
    }


def _route(pick: Json | None) -> str | None:
    return pick["route"] if pick else None


def _ranked(row: Json) -> records.ShortRoute:
    cost = row["monthly_cost_usd"]
    if "expected" in row:  # of a task of search: points of 100, and a bill of two parts
        expected = row["expected"]
        score = expected["points"] / 100 if expected else None
        cost = cost["total"] if cost else None
    else:
        score = row["quality"]["score"] if row["quality"] else None
    return {
        "route": row["route"],
        "monthly_cost_usd": rounded(cost),
        "quality": rounded(score),
        "privacy_level": row.get("privacy_level"),
    }


def scalars(row: Json) -> records.Row:
    """Of *row*, what is one text or number and known."""
    return {
        key: rounded(value) if isinstance(value, float) else value
        for key, value in row.items()
        if isinstance(value, str | int | float)
    }


def compared(payload: Json) -> records.CompareRoutes:
    """Of the answers of `compare`: of models, of plans by the seat, of embedding models."""
    of_models = "p_better" in payload
    rows = payload["plans"] if "plans" in payload else payload["results"]
    return {
        **head(payload),
        "headline": payload.get("headline"),
        "results": [_side(row) for row in rows] if of_models else [],
        "others": [] if of_models else [scalars(row) for row in rows],
        "warnings": list(payload.get("warnings", payload.get("notes", ()))),
    }


def _side(row: Json) -> records.ShortSide:
    best, quality = row["best_route"], row["quality"]
    return {
        "model": row["model"],
        "best_route": best["route"] if best else None,
        "monthly_cost_usd": rounded(best["monthly_cost_usd"]) if best else None,
        "quality": rounded(quality["score"]) if quality else None,
        "limits_broken": [one["rule"] for one in row["limits_broken"]],
        "context_window_tokens": row["context_window_tokens"],
        "open_weights": row["open_weights"],
        "retires_on": row["retires_on"],
        "choose_if": list(row["choose_if"]),
    }


def priced(payload: Json, limit: int) -> records.EstimateCost:
    """Of the answer of `cost`."""
    work = payload["workload"]
    return {
        **head(payload),
        "requests_per_month": work["requests_per_month"],
        "input_tokens": work["input_tokens"],
        "output_tokens": work["output_tokens"],
        "cache_read_share": rounded(work["cache_read_share"]),
        "results": [_bill(row) for row in payload["results"][:limit]],
        "routes_priced": payload["routes_priced"],
        "warnings": list(payload["warnings"]),
    }


def _bill(row: Json) -> records.ShortBill:
    low, high = row["interval_80_usd"]
    return {
        "route": row["route"],
        "monthly_cost_usd": rounded(row["monthly_cost_usd"]),
        "interval_80_usd": (rounded(low), rounded(high)),
        "terms": {one["term"]: rounded(one["usd_per_month"]) for one in row["terms"]},
        "price_read": row["price"]["read"],
        "price_changes": {
            one["since"]: rounded(one["monthly_cost_usd"]) for one in row["price_changes"]
        },
    }


def shown(payload: Json, values: Iterable[Json]) -> records.ShowRecord:
    """Of the answer of `show`, and its *values* as lines: the last stated of each fact."""
    day = payload["catalog"]["as_of"]
    facts: dict[str, records.ShortFact] = {}
    for one in values:
        if one.get("disputed") or (one.get("since") or "") > day:
            continue
        if "fact" in one:
            facts[one["fact"]] = {
                "fact": one["fact"],
                "value": one["value"],
                "read": one["read"],
                "source": one["source"],
            }
    quality: dict[str, float] = {}
    for row in payload["estimates"]:
        quality[row["task"]] = max(quality.get(row["task"], 0.0), rounded(row["score"]))
    return {
        **head(payload),
        "kind": payload["kind"],
        "id": payload["id"],
        "note": payload["note"],
        "facts": list(facts.values()),
        "record": None if facts else payload["record"],
        "quality": quality,
        "routes": [row["route"] for row in payload["offerings"][:10]],
    }


def listed(payload: Json, limit: int) -> records.ListRecords:
    """Of the answer of `list`."""
    return {
        **head(payload),
        "kind": payload["kind"],
        "total": len(payload["results"]),
        "results": [_listed(row) for row in payload["results"][:limit]],
    }


def _listed(row: Json) -> records.Row:
    found: records.Row = {
        key: row[key] for key in ("id", "route", "name", "effort") if row.get(key)
    }
    if quality := row.get("quality"):
        found["quality"] = rounded(quality["mean"])
    return found


def checked(payload: Json) -> records.CheckPolicy:
    """Of the answer of `check`."""
    findings = payload["findings"]
    return {
        **head(payload),
        "passed": payload["passed"],
        "policy": payload["policy"]["name"],
        "states": {row["name"]: row["state"] for row in payload["names"]},
        "findings": [
            {key: row[key] for key in ("name", "rule", "state", "message")}  # type: ignore[misc]
            for row in findings[:MOST]
        ],
        "findings_total": len(findings),
    }


def sized(payload: Json, limit: int) -> records.SizeSelfHosting:
    """Of the answer of `selfhost`."""
    return {
        **head(payload),
        "results": [_way(row) for row in payload["results"][:limit]],
        "fitting": payload["fitting"],
        "misfits": {one["reason"]: one["count"] for one in payload["misfits"]},
        "assumed": list(payload["assumed"]),
    }


def _way(row: Json) -> records.ShortWay:
    month = row["costs"][0] if row["costs"] else None
    speed = row["single_tokens_per_second"]
    return {
        "id": row["id"],
        "copies": row["copies"],
        "engine": row["engine"],
        "quality": rounded(row["score"]),
        "usd_per_month": rounded(month["usd_per_month"]["value"]) if month else None,
        "terms": month["terms"] if month else None,
        "tokens_per_second": rounded(speed["value"]) if speed else None,
        "command": row["command"],
    }


def connected(payload: Json, lines: Iterable[str | None], limit: int) -> records.ConnectRoute:
    """Of the answer of `connect`, and a line for a shell of each route."""
    rows = [_connection(row, line) for row, line in zip(payload["results"], lines, strict=True)]
    return {**head(payload), "results": rows[:limit], "total": len(rows)}


def _connection(row: Json, curl: str | None) -> records.ShortConnection:
    return {
        "route": row["route"],
        "base_url": row["base_url"],
        "api_model": row["api_model"],
        "dialect": row["dialect"],
        "key_variable": row["key_variable"],
        "sign_in": row["sign_in"],
        "region": row["region"],
        "yours": list(row["placeholders"]),
        "notes": list(row["notes"]),
        "refusal": row["refusal"],
        "curl": curl,
    }
