"""Which words the numbers of a measure allow: the only place that may choose improved, worse, rising, falling."""
