"""Chance with a fixed seed: the same rolls, in the same order, on every machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

Thing = TypeVar("Thing")
_AT_ONCE = 8192


class Chance:
    """Rolls of one numpy Generator; only its uniform numbers are used, which are the same everywhere."""

    def __init__(self, seed: int):
        self._generator = np.random.default_rng(seed)
        self._rolls = iter(())

    def roll(self) -> float:
        """A number from 0 up to, not including, 1."""
        for number in self._rolls:
            return number
        self._rolls = iter(self._generator.random(_AT_ONCE).tolist())
        return next(self._rolls)

    def happens(self, probability: float) -> bool:
        return self.roll() < probability

    def between(self, lowest: int, highest: int) -> int:
        """A whole number, both ends included."""
        return lowest + int(self.roll() * (highest - lowest + 1))

    def one_of(self, things: Sequence[Thing]) -> Thing:
        return things[self.between(0, len(things) - 1)]

    def pick(self, weights: Mapping[Thing, float]) -> Thing:
        """One of the keys, as often as its weight says."""
        left = self.roll() * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return list(weights)[-1]

    def some(self, things: Sequence[Thing], number: int) -> list[Thing]:
        """That many different ones of the things, in the order they stood."""
        rolls = sorted((self.roll(), place) for place in range(len(things)))
        return [things[place] for place in sorted(place for _, place in rolls[:number])]
