"""Made logs with every fault, and their sums row by row: slow, plain, and written apart."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

from llmpick.usage_logs.registry import BY_NAME

ENDS = (1000,)
PLAIN = ("", "0", "0.0", "false", "default", "standard", "auto", "on_demand", "none", "null")
APART = ("cache_read_input_tokens", "cache_creation_input_tokens")
SPELLINGS = {
    "model": ("model", "model_id"),
    "time": ("timestamp", "created_at"),
    "input": ("input_tokens", "prompt_tokens"),
    "output": ("output_tokens", "completion_tokens"),
    "cached": ("cached_tokens", "cache_read_input_tokens"),
    "written": ("cache_write_tokens", "cache_creation_input_tokens"),
    "written_5m": ("ephemeral_5m_input_tokens",),
    "written_1h": ("ephemeral_1h_input_tokens",),
    "requests": ("num_model_requests",),
    "batch": ("batch",),
    "tier": ("service_tier",),
    "provider": ("provider",),
    "id": ("request_id",),
    "audio_in": ("input_audio_tokens",),
}
VALUES = {
    "model": ("a", "b", "", None, "<synthetic>"),
    "time": ("2026-11-02", "2026-11-02T23:30:00-05:00", 1793577600, 1793577600000, None, "soon"),
    "requests": (1, 2, "3", 0, None),
    "batch": (True, False, "true", None),
    "tier": ("default", "flex", "PRIORITY", "", None),
    "provider": ("x", "Y", None),
    "id": ("r1", "r2", "r3", "", None),
}
NUMBERS = (0, 1, 5, 900, 1001, 5000, "7", " 8 ", 3.0, 2.5, "many", -1, 10**13, None, None, "")


def made(draw):
    """Rows of a log, from a `random.Random`: columns missing, late, empty, renamed, mixed."""
    return rows_of(draw, *columns_of(draw))


def made_together(draw, logs):
    """
    Rows of several logs with the same columns, one after the other.

    Their models and ids bear the number of their log, so that no two logs share a sum or a request.
    """
    columns = columns_of(draw)
    return [
        {key: f"{value}~{log}" if value in TAGGED else value for key, value in row.items()}
        for log in range(logs)
        for row in rows_of(draw, *columns)
    ]


TAGGED = ("a", "b", "r1", "r2", "r3")


def columns_of(draw):
    """Which columns a log has, and whether its numbers are sound."""
    keys = [key for name in SPELLINGS for key in SPELLINGS[name] if draw.random() < 0.6]
    if draw.random() < 0.9:
        keys += [draw.choice(SPELLINGS[name]) for name in ("model", "time", "input", "output")]
    return keys, draw.random() < 0.8


def rows_of(draw, keys, sound):
    """Some rows with these columns."""
    rows = []
    for _ in range(draw.randint(1, 7)):
        row = {}
        for name, spellings in SPELLINGS.items():
            choices = VALUES.get(name, NUMBERS[: 9 if sound else None])
            for key in spellings:
                if key in keys and draw.random() < 0.8:
                    row[key] = choices[0] if draw.random() < 0.4 else draw.choice(choices)
        rows.append(row)
    return rows


def as_text(value):
    """A value as CSV and JSON both have it; blank: nothing."""
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else value
    return "" if text is None else str(text)


def whole(text):
    """A whole number, or None for what is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number == int(number) else None


def day(text):
    """The day of a time in UTC, or None."""
    known = {"2026-11-02T23:30:00-05:00": "2026-11-03", "2026-11-02": "2026-11-02"}
    return known.get(text, "2026-11-02" if text.startswith("17935776") else None)


def plain_sums(rows):
    """Sums by model, day, length, service and provider, faults, repeats; None: columns missing."""
    keys = {key for row in rows for key in row}
    for name in ("model", "time", "input", "output"):
        if not keys.intersection(SPELLINGS[name]):
            return None
    best, loose = {}, []
    for row in rows:
        one = judged({key: as_text(value) for key, value in row.items()}, keys)
        if one["id"]:
            before = best.get(one["id"])
            best[one["id"]] = one if before is None or one["order"] < before["order"] else before
        else:
            loose.append(one)
    kept = [*best.values(), *loose]
    sums, faults = {}, Counter()
    for one in kept:
        if one["fault"]:
            faults[one["fault"]] += 1
            continue
        total = sums.setdefault(one["key"], [0] * len(one["amounts"]))
        for place, amount in enumerate(one["amounts"]):
            total[place] += amount
    return sums, dict(faults), len(rows) - len(kept)


def judged(row, keys):
    """A row by itself: what it is summed with, its numbers, and what is wrong with them."""

    def first(name):
        found = [(key, row[key].strip()) for key in BY_NAME[name].spellings if row.get(key)]
        return next(((key, text) for key, text in found if text), (None, ""))

    def amount(name, empty=0):
        text = first(name)[1]
        return whole(text) if text else empty

    (source, into), (cache, _), (write, _) = first("input"), first("cached"), first("written")
    numbers = {name: amount(name) for name in ("cached", "written_5m", "written_1h", "audio_in")}
    halves = (numbers.pop("written_5m"), numbers["written_1h"])
    both = None if None in halves else halves[0] + halves[1]
    numbers["written"] = amount("written") if write else both
    numbers["input"] = whole(into) if into else None
    for key, name in ((cache, "cached"), (write, "written")):
        if source == "input_tokens" and key in APART and numbers["input"] is not None:
            apart = numbers[name]
            numbers["input"] = None if apart is None else numbers["input"] + apart
    numbers["output"] = amount("output", None)
    requests = amount("requests", 1)
    texts = {name: first(name)[1] for name in ("time", "provider", "batch", "tier", "id")}
    models = [row[key] for key in SPELLINGS["model"] if key in row]
    several = len(keys.intersection(SPELLINGS["model"])) > 1
    model = first("model")[1] if several else (models or [""])[0]
    service = texts["tier"].lower() if texts["tier"].lower() not in PLAIN else "standard"
    service = "batch" if texts["batch"] == "true" else service
    one = {"id": texts["id"], "fault": ""}
    fullest = (numbers["output"], numbers["input"])
    rest = [numbers[name] for name in ("cached", "written", "written_1h", "audio_in")]
    texts_of = (*rest, requests, day(texts["time"]))
    one["order"] = (
        *(1 if number is None else -number for number in fullest),
        *((value is None, value or 0) for value in texts_of[:-1]),
        (texts_of[-1] is None, texts_of[-1] or ""),
        *(model, service, texts["provider"]),
    )
    every = (*numbers.values(), requests)
    if model == "<synthetic>" or (not model and not numbers["input"] and not numbers["output"]):
        one["fault"] = "no request in it"
    elif not model:
        one["fault"] = "no model"
    elif day(texts["time"]) is None:
        one["fault"] = "no time"
    elif None in every:
        one["fault"] = "no whole number of tokens"
    elif min(numbers.values()) < 0:
        one["fault"] = "fewer tokens than none"
    elif requests < 1:
        one["fault"] = "no requests"
    elif max(numbers["input"], numbers["output"]) > 10**12:
        one["fault"] = "more tokens than can be"
    elif numbers["cached"] + numbers["written"] > numbers["input"]:
        one["fault"] = "more cached than input tokens"
    elif numbers["written_1h"] > numbers["written"]:
        one["fault"] = "more written for an hour than written"
    else:
        length = ENDS[0] if numbers["input"] > ENDS[0] * requests else 0
        one["key"] = (model, day(texts["time"]), length, service, texts["provider"])
        names = ("input", "output", "cached", "written", "written_1h", "audio_in")
        one["amounts"] = (requests, *(numbers[name] for name in names))
    return one


def read_sums(log):
    """What `read` found, in the same form."""
    sums = {
        (group.model, group.day, group.length, group.service, group.provider): list(group[4:11])
        for group in log.groups
    }
    return sums, log.faults, log.repeated


def as_lines(rows):
    """The rows as lines of JSON."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def as_table(rows):
    """The rows as CSV."""
    keys = sorted({key for row in rows for key in row})
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows([as_text(row.get(key)) for key in keys] for row in rows)
    return file.getvalue()
