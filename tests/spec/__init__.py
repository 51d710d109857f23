"""Each measure and rule by example."""
