"""What each state and icon means in words; the colours are in analytics/charts/style.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Icon:
    """A symbol and a letter that need no colour, a name, and the meaning in plain words."""

    symbol: str
    letter: str
    title: str
    words: str


STATE: dict[str, Icon] = {
    "improvement": Icon("●", "", "Improvement", "Better by more than chance."),
    "concern": Icon("▲", "", "Concern", "Worse by more than chance."),
    "neutral": Icon("■", "", "Change", "Changed by more than chance. Neither way is better."),
    "common_cause": Icon(
        "○", "", "No clear change", "Ups and downs no larger than chance alone would bring."
    ),
    "mixed": Icon("◆", "", "Signals both ways", "One rule says better, another says worse."),
}

VARIATION: dict[str, Icon] = {
    "improvement_high": Icon(
        "●", "H", "Improvement, high", "Higher by more than chance, and higher is better."
    ),
    "improvement_low": Icon(
        "●", "L", "Improvement, low", "Lower by more than chance, and lower is better."
    ),
    "concern_high": Icon(
        "▲", "H", "Concern, high", "Higher by more than chance, and lower is better."
    ),
    "concern_low": Icon(
        "▲", "L", "Concern, low", "Lower by more than chance, and higher is better."
    ),
    "neutral_high": Icon(
        "■", "H", "Change, high", "Higher by more than chance. Neither way is better."
    ),
    "neutral_low": Icon(
        "■", "L", "Change, low", "Lower by more than chance. Neither way is better."
    ),
    "common_cause": Icon(
        "○", "", "No clear change", "Ups and downs no larger than chance alone would bring."
    ),
    "no_variation": Icon(
        "–", "", "No variation", "The months hardly differ, so a change cannot be judged."
    ),
}

ASSURANCE: dict[str, Icon] = {
    "always_met": Icon(
        "✓", "P", "Usually met", "If nothing changes, the target will be met month after month."
    ),
    "never_met": Icon(
        "✗",
        "F",
        "Usually missed",
        "If nothing changes, the target will be missed month after month.",
    ),
    "hit_and_miss": Icon(
        "?",
        "",
        "Met or missed by chance",
        "If nothing changes, the target will be met or missed by chance alone.",
    ),
    "met": Icon(
        "✓", "", "Met", "The latest month meets the target. Without variation we cannot tell more."
    ),
    "not_met": Icon(
        "✗",
        "",
        "Not met",
        "The latest month misses the target. Without variation we cannot tell more.",
    ),
}

# What a flagged point is part of, in words for a table or a tooltip, by (rule, direction).
SIGNAL: dict[tuple[str, str], str] = {
    ("outside", "high"): "above the upper limit",
    ("outside", "low"): "below the lower limit",
    ("trend", "high"): "part of seven or more that go up",
    ("trend", "low"): "part of seven or more that go down",
    ("two_of_three", "high"): "one of two in three far above the average",
    ("two_of_three", "low"): "one of two in three far below the average",
    ("shift", "high"): "part of seven or more above the average",
    ("shift", "low"): "part of seven or more below the average",
}
