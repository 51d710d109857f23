"""Who asks, which council and month: the gate, start-up, page context, caches."""
