"""What has to run, and what the user says of the hardware that it runs on."""

from typing import NamedTuple

from llmpick.core.self_hosting.running import Load, Scaling


class Ownership(NamedTuple):
    """What the user says of bought hardware; no part is assumed."""

    months: float
    pue: float
    usd_per_kwh: float
    purchase_usd: float | None = None
    """Of one accelerator with its part of the machine; None: as the catalog has it."""


class HostingJob(NamedTuple):
    """
    What has to run.

    *min_tps* is the least speed of each request under load; *own* None: rented. *people_usd* a
    month is None where the user said nothing of it: then it is not in the cost.
    """

    load: Load
    context_tokens: int
    concurrency: int
    min_tps: float
    own: Ownership | None = None
    people_usd: float | None = None
    storage_usd: float | None = None
    """A month of weights, logs and copies on disk; None was not stated, and is not in the cost."""
    traffic_usd: float | None = None
    """A month of what leaves the network; None as above."""
    redundancy: int = 0
    scaling: Scaling | None = None
    """How rented replicas scale to zero; None: they are always on."""
    quantization: str | None = None
    engine: str | None = None
    larger: bool = False
    """Try copies of more accelerators than have to be, even where one copy is enough."""
    least_bits: float = 0.0
    """No GGUF narrower than that is tried, unless it is asked for."""
    cache: str = "bf16"
    """Precision of the cache, one of `memory.CACHE_BYTES`."""
    is_context_stated: bool = True
    """Whether the user said how long a request may be; else it is the mean length of the work."""
    prefix_share: float = 0.0
    """Part of each prompt that the engine has in its cache of an earlier one."""
    adapters: int = 0
    """LoRA adapters that are held beside each other, each of *adapter_rank*."""
    adapter_rank: int = 16
    ram_gib: float | None = None
    """Memory of the machine that experts may stay in; None: they stay on the accelerators."""
    ram_gb_per_s: float | None = None
    """How fast that memory is read; None: not known, and then no speed is."""

    @property
    def fixed_usd(self) -> float:
        """What a month costs beside the hardware, as far as it was stated."""
        return (self.people_usd or 0.0) + (self.storage_usd or 0.0) + (self.traffic_usd or 0.0)

    @property
    def is_particular(self) -> bool:
        """Whether a format or an engine was asked for by name."""
        return self.quantization is not None or self.engine is not None
