"""What may be stated of a need: the options of the command line."""
# Made by `python -m llmpick.python.generate`.

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class Stated(TypedDict, total=False):
    """What may be stated of a need; `llmpick recommend --help` has the same."""

    task: str
    """The job; `llmpick list tasks` names them."""
    language: str
    """Language of the work: ja, zh, de ..."""
    source_language: str
    """Of a translation: language of the original."""
    to: str
    """Of a translation: language that it is put into."""
    budget: float | str
    """Most a month may cost: 300, 300EUR, 0.01/request."""
    currency: str
    """Of the bills, beside US dollars. Default: the budget's."""
    privacy: str
    """public, internal, confidential, regulated or air-gapped. Bare: confidential."""
    region: str
    """Requests are processed there: JP, EU, US ..."""
    weights: str
    """value, quality, cheap, private or own; or performance=5,cost=3,privacy=2."""
    rank: str
    """Weights by their order alone: perf,cost,privacy,custom."""
    rank_rule: str
    """rs: even steps (rank sum); roc: the first counts most (centroid)."""
    best_within_budget: bool
    """All of the budget may be spent: quality alone counts."""
    failure_cost: float
    """What a failed request costs you: the least of bill and failures wins."""
    requests: int
    """Requests a month."""
    calls: float
    """Model calls that a request takes; tokens are those of a call."""
    input_tokens: int
    """Tokens into a request."""
    output_tokens: int
    """Visible tokens out of a request."""
    cache_share: float
    """Part of the input read from the cache."""
    reasoning_tokens: int
    """Tokens a call that a reasoning model thinks at medium effort."""
    rate: Sequence[str]
    """Units of a currency for one US dollar."""
    no_training: bool
    """What you send trains no model."""
    max_retention: int
    """Kept at most so long; 0: not stored."""
    zdr: bool
    """Zero data retention; with --have zdr-approval where it needs one."""
    certification: Sequence[str]
    """soc2, iso27001, c5, ismap, hipaa ..."""
    dpa: bool
    """A data processing agreement is to be had."""
    baa: bool
    """A business associate agreement (HIPAA) is to be had."""
    customer_managed_keys: bool
    """Encrypted with your own keys."""
    private_network: bool
    """Reached without the public internet."""
    no_human_review: bool
    """No person at the provider reads content."""
    exclude_jurisdiction: Sequence[str]
    """Operators not under its law."""
    processing_region: Sequence[str]
    """Processed in one of these, whatever your --region."""
    have: Sequence[str]
    """zdr-approval, opt-out: you hold it."""
    accept_low_confidence: bool
    """Facts of low confidence prove privacy too."""
    sector: str
    """Flags its rules: health, hiring, credit, education, public."""
    allow_unknown: Sequence[str]
    """Unknown passes, with a warning."""
    tools: bool
    """Calls tools."""
    structured_output: bool
    """Keeps to a JSON schema."""
    made_in: Sequence[str]
    """Only models whose developer has its seat there: EU, JP ..."""
    not_made_in: Sequence[str]
    """No models whose developer has its seat there, whoever runs them."""
    rpm: int
    """At least so many requests a minute, by the limit that the provider publishes."""
    tpm: int
    """At least so many tokens a minute, by the limit that the provider publishes."""
    min_context: int
    """Least context window."""
    modality: Sequence[str]
    """Reads image, pdf, audio, video."""
    open_weights: bool
    """Weights can be downloaded."""
    use: str
    """Of open weights: commercial, internal or research."""
    revenue: float
    """Your group's revenue a year, for caps of licences."""
    monthly_users: int
    """Your users a month, for caps of licences."""
    established: Sequence[str]
    """Where you are established: EU, JP ..."""
    distil: bool
    """Outputs train other models."""
    redistribute: bool
    """You pass the weights on."""
    needs: Sequence[str]
    """fine-tune, weights, lora, dpo, logprobs, seed ..."""
    provider: Sequence[str]
    """Only these; may be repeated."""
    no_provider: Sequence[str]
    """Not these."""
    developer: Sequence[str]
    """Only models made by these."""
    no_developer: Sequence[str]
    """No models made by these."""
    min_quality: float
    """Least expected quality, 0 to 100."""
    include_unrated: bool
    """Rank models with a single score too."""
    lives: int
    """No end announced within so many days: 180."""
    max_age: int
    """No answer (exit 2) by prices that were read longer ago."""
    previews: bool
    """Previews and day-to-day prices, too."""
    patience: int
    """Most that a call may think while a person waits."""
    characters: int
    """Characters into a request, for tokens."""
    output_characters: int
    """Characters out of a request."""
    content: str
    """What the text is: en, ja, code_python ..."""
    billed_tokens: bool
    """Tokens are given as each model counts them."""
    cache_write_share: float
    """Part written to the cache."""
    cache_write_1h_share: float
    """Part written for an hour."""
    retries: float
    """Further tries of a request, on average."""
    service: str
    """standard, batch, flex or priority."""
    batch: float
    """Part of the requests sent as a batch."""
    peak_share: float
    """Part of the requests at peak hours."""
    images: float
    """Images a request, for fees."""
    searches: float
    """Searches of the web a request, for fees."""
    cache_hours: float
    """Hours a month that a cache is kept, for fees."""
    image_size: str
    """Pixels of each of --images, for its tokens."""
    pages: float
    """PDF pages a request."""
    audio_minutes: float
    """Minutes of sound a request."""
    turns: int
    """A request is a loop of so many turns."""
    context_growth: int
    """Tokens that each turn adds."""
    seats: int
    """People who use it: plans by the seat are ranked beside routes."""
    daily_requests: float
    """With --seats: of each person on a day of use."""
    individual: bool
    """With --seats: plans sold to one person, too, one for each."""
    documents: int
    """Texts: indexed a month (embeddings), or a query (reranking)."""
    chunk_tokens: int
    """Tokens of such a text, as it is cut."""
    dimensions: int
    """Most dimensions of a vector."""
    subject: str
    """Of the texts: code, law, finance, health; multilingual."""
    gpu: str
    """Your hardware: 2xL40S: these; L40S: as many as it takes; m4-max:64GB; auto."""
    memory: str
    """Memory of one GPU, or unified: 24G, 1.5T."""
    kv_type: str
    """Cache of keys and values: fp16, fp8, q8, q4."""
    concurrency: int
    """Requests at a time that a copy has room for."""
    peak_to_mean: float
    """The busiest hour's load by the mean."""
    min_speed: float
    """Least tokens a second of a request."""
    redundancy: int
    """Copies to spare."""
    people_usd: float
    """People's work on it, a month."""
    storage_usd: float
    """Disks for it, a month."""
    traffic_usd: float
    """Traffic out of the network, a month."""
    own: bool
    """To be bought, not rented."""
    owned: bool
    """Yours already: no rent and no price; power and people count."""
    years: float
    """Bought: written off over."""
    power_price: float
    """Bought: a kWh."""
    pue: float
    """Bought: all power by that of IT."""
    purchase_usd: float
    """Bought: one GPU with its part; 0: paid already."""
    context: int
    """Room for each request."""
    prefix_share: float
    """Part of a prompt in the engine's cache already, to 1."""
    adapters: int
    """LoRA adapters that are served beside each other."""
    adapter_rank: int
    """Rank of each adapter. Default: 16."""
    ram: str
    """Main memory that experts of a mixture may stay in: 128G."""
    ram_speed: float
    """How fast that memory is read, in all."""
    quantization: str
    """fp8, awq-int4, Q4_K_M ..."""
    engine: str
    """vllm, sglang, llama.cpp or ollama."""
    scale_to_zero: bool
    """Rented by the time it works, not all hours."""
    starts: float
    """To zero: a month, of a copy."""
    cold_start_seconds: float
    """To zero: billed at a start."""
    idle_minutes: float
    """To zero: billed before a stop."""
    self_host: str
    """Your own deployments: only, also or never. Default: never; air-gapped: also."""
