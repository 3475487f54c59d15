"""
The accelerators and the memory of the machine that llmpick runs on.

Libraries tell where they are installed (the extra `detect`), else the system's own commands and
files. Every reader is a function from text to records; nothing is guessed where all are silent.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

TIME_LIMIT_S = 4.0
GIB = 1024**3
AMD = "0x1002"
"""AMD's number among the vendors of PCI."""


class Card(NamedTuple):
    """So many accelerators of one name; *memory_gib* and *free_gib* of each, None: not told."""

    name: str
    number: int
    memory_gib: float | None
    free_gib: float | None
    source: str
    is_unified: bool = False


class Detected(NamedTuple):
    """What was found: accelerators, and the memory of the machine in GiB."""

    cards: tuple[Card, ...]
    memory_gib: float | None


Run = Callable[[tuple[str, ...]], str | None]
Read = Callable[[str], str | None]


def detected(run: Run | None = None, read: Read | None = None) -> Detected:
    """
    The accelerators and the memory of this machine.

    Args:
        run: Runs a command; its output, None where it is missing or fails.
        read: Reads a file; None where it is not there.
    """
    is_real = run is None
    run, read = run or _run, read or _read
    memory = _memory_gib(run, read, is_real=is_real)
    readers: tuple[Callable[[], list[Card]], ...] = (
        lambda: _by_nvml() if is_real else [],
        lambda: nvidia_smi(run(_NVIDIA) or ""),
    )
    cards = next((found for reader in readers if (found := reader())), [])
    cards += amd(run, read)
    cards += apple(run(("sysctl", "-n", "machdep.cpu.brand_string")) or "")
    return Detected(tuple(_grouped(cards)), memory)


_NVIDIA = (
    "nvidia-smi",
    "--query-gpu=name,memory.total,memory.free",
    "--format=csv,noheader,nounits",
)


def nvidia_smi(text: str) -> list[Card]:
    """
    The cards that nvidia-smi lists: name, total and free MiB.

    Chips that share the machine's memory (GB10, Thor) answer `[N/A]` or `Not Supported`.
    """
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.rsplit(",", 2)]
        if len(parts) < 3 or not parts[0]:
            continue
        total, free = (float(part) / 1024 if _is_number(part) else None for part in parts[1:])
        found.append(Card(parts[0], 1, total, free, "nvidia-smi", is_unified=total is None))
    return found


def _by_nvml() -> list[Card]:
    """The same from the driver, where nvidia-ml-py is installed."""
    try:
        import pynvml
    except ImportError:
        return []
    found = []
    try:
        pynvml.nvmlInit()
        for index in range(pynvml.nvmlDeviceGetCount()):
            handle = pynvml.nvmlDeviceGetHandleByIndex(index)
            name = pynvml.nvmlDeviceGetName(handle)
            try:
                held = pynvml.nvmlDeviceGetMemoryInfo(handle)
                total, free = held.total / GIB, held.free / GIB
            except pynvml.NVMLError:
                total = free = None
            found.append(Card(str(name), 1, total, free, "NVML", is_unified=total is None))
    except pynvml.NVMLError:
        return []
    return found


def amd(run: Run, read: Read) -> list[Card]:
    """
    The cards of AMD: names by rocm-smi, memory by the kernel's files.

    A chip that shares the machine's memory shows what is carved out of it, and more in its GTT.
    """
    held = [one for number in range(16) if (one := _amd_memory(number, read))]
    if not held:
        return []
    names = rocm_smi(run(("rocm-smi", "--showproductname", "--json")) or "")
    processor = read("/proc/cpuinfo") or ""
    apu = re.search(r"model name\s*:.*?(Ryzen AI Max\+? (?:PRO )?\d+)", processor, re.IGNORECASE)
    found = []
    for place, (vram, used, gtt) in enumerate(held):
        name = names[place] if place < len(names) else None
        # a processor's own graphics have more memory mapped than of their own
        is_unified = apu is not None and (len(held) == 1 or gtt > vram)
        if is_unified and apu is not None:
            found.append(Card(apu[1].replace("PRO ", ""), 1, None, None, "sysfs", is_unified=True))
        elif name:
            source = "rocm-smi and sysfs"
            found.append(Card(name, 1, vram / GIB, (vram - used) / GIB, source))
        elif vram >= 4 * GIB:
            found.append(Card("AMD GPU", 1, vram / GIB, (vram - used) / GIB, "sysfs"))
    return found


def _amd_memory(number: int, read: Read) -> tuple[int, int, int] | None:
    """Bytes of video memory, of what is used of it and of what may be mapped, of one card."""
    folder = f"/sys/class/drm/card{number}/device"
    if (read(f"{folder}/vendor") or "").strip() != AMD:
        return None
    names = ("mem_info_vram_total", "mem_info_vram_used", "mem_info_gtt_total")
    texts = [(read(f"{folder}/{name}") or "").strip() for name in names]
    if not texts[0].isdigit():
        return None
    total, used, gtt = (int(text) if text.isdigit() else 0 for text in texts)
    return total, used, gtt


def rocm_smi(text: str) -> list[str]:
    """The names of the cards that rocm-smi lists as JSON, in their order."""
    try:
        table = json.loads(text)
    except ValueError:
        return []
    if not isinstance(table, dict):
        return []
    rows = [row for name, row in table.items() if name.startswith("card") and isinstance(row, dict)]
    keys = ("Card Series", "Card series", "Card Model", "Card model")
    return [str(next((row[key] for key in keys if row.get(key)), "")) for row in rows]


def apple(brand: str) -> list[Card]:
    """The chip of Apple whose brand the system tells: `Apple M4 Max`."""
    found = re.match(r"\s*(Apple M\d+(?: (?:Pro|Max|Ultra))?)\s*$", brand)
    return [Card(found[1], 1, None, None, "sysctl", is_unified=True)] if found else []


def _memory_gib(run: Run, read: Read, *, is_real: bool) -> float | None:
    if is_real:
        try:
            import psutil

            return float(psutil.virtual_memory().total / GIB)
        except ImportError:
            pass
    return meminfo(read("/proc/meminfo") or "") or hw_memsize(
        run(("sysctl", "-n", "hw.memsize")) or ""
    )


def meminfo(text: str) -> float | None:
    """All memory that Linux sees, GiB, of /proc/meminfo."""
    found = re.search(r"^MemTotal:\s*(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024**2 if found else None


def hw_memsize(text: str) -> float | None:
    """All memory of a Mac, GiB, of `sysctl hw.memsize`."""
    return int(text) / GIB if text.strip().isdigit() else None


def _grouped(cards: Iterable[Card]) -> Iterable[Card]:
    """Cards of one name and memory as one row, in their order; the least of them free."""
    groups: dict[tuple[str, float | None], Card] = {}
    for card in cards:
        key = card.name, card.memory_gib and round(card.memory_gib)
        known = groups.get(key)
        if known is None:
            groups[key] = card
            continue
        free = [one.free_gib for one in (known, card) if one.free_gib is not None]
        groups[key] = known._replace(number=known.number + 1, free_gib=min(free, default=None))
    return groups.values()


def _is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(\.\d+)?", text) is not None


def _run(command: tuple[str, ...]) -> str | None:
    import shutil
    import subprocess

    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        found = subprocess.run(
            [program, *command[1:]],
            capture_output=True,
            timeout=TIME_LIMIT_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found.stdout.decode(errors="replace") if found.returncode == 0 else None


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(1_000_000)
    except OSError:
        return None
