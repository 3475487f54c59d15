"""A bound on what is spent: calls in flight are reserved at the most they can cost."""

from __future__ import annotations

import threading


class Purse:
    """US dollars: *limit* None has no end."""

    def __init__(self, limit_usd: float | None, spent_usd: float = 0.0) -> None:
        self._limit, self._spent, self._reserved = limit_usd, spent_usd, 0.0
        self._lock = threading.Condition()
        self.refused = False

    @property
    def spent_usd(self) -> float:
        """What is spent; where a server did not say, the most that it can have been."""
        with self._lock:
            return self._spent

    @property
    def overrun_usd(self) -> float:
        """How far servers charged beyond the limit."""
        with self._lock:
            return 0.0 if self._limit is None else max(0.0, self._spent - self._limit)

    def reserve(self, most_usd: float) -> bool:
        """
        Whether a call of at most so much may be made; it is then set aside.

        Where calls in flight alone stand in the way, their end is waited for.
        """
        with self._lock:
            while not self._has_room(self._reserved + most_usd):
                if not self._has_room(most_usd):
                    self.refused = True
                    return False
                self._lock.wait()  # calls in flight cost less than what is set aside
            self._reserved += most_usd
            return True

    def _has_room(self, usd: float) -> bool:
        return self._limit is None or self._spent + usd <= self._limit * (1 + 1e-9)

    def settle(self, most_usd: float, usd: float) -> None:
        """Put what a call cost in the place of what was set aside for it."""
        with self._lock:
            self._reserved -= most_usd
            self._spent += usd
            self._lock.notify_all()
