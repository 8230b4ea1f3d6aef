"""The fair's own clock: slots of equal length from the opening on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Slot 0 begins `opens` minutes after midnight; every slot lasts `minutes` (1 or more)."""

    opens: int
    minutes: int

    def at(self, slot: int) -> str:
        """The time at which a slot begins, as 09:40."""
        minute = self.opens + slot * self.minutes
        return f"{minute // 60:02d}:{minute % 60:02d}"

    @property
    def hour(self) -> int:
        """Slots in an hour, at least 1."""
        return max(1, round(60 / self.minutes))
