"""Random numbers with a fixed seed: the same numbers, in the same order, on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

Thing = TypeVar("Thing")
_AT_ONCE = 8192


class Chance:
    """Random choices from one numpy Generator; only uniform numbers are used, which are the same
    everywhere.
    """

    def __init__(self, seed: int):
        self._generator = np.random.default_rng(seed)
        self._rolls = iter(())

    def roll(self) -> float:
        """Return a number from 0 up to but not including 1."""
        for number in self._rolls:
            return number
        self._rolls = iter(self._generator.random(_AT_ONCE).tolist())
        return next(self._rolls)

    def happens(self, probability: float) -> bool:
        return self.roll() < probability

    def between(self, lowest: int, highest: int) -> int:
        """Return a whole number, with both ends included."""
        return lowest + int(self.roll() * (highest - lowest + 1))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[self.between(0, len(things) - 1)]

    def pick(self, weights: Mapping[Thing, float]) -> Thing:
        """Return one of the keys, with the probability of its weight."""
        left = self.roll() * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return list(weights)[-1]

    def some(self, things: Sequence[Thing], number: int) -> list[Thing]:
        """Return that many different items, in their original order."""
        rolls = sorted((self.roll(), place) for place in range(len(things)))
        return [things[place] for place in sorted(place for _, place in rolls[:number])]
