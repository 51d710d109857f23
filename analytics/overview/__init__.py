"""The position this month, what changed, and what needs a decision."""
