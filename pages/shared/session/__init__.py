"""The session: the gate, start-up, council and month, page context and caches."""
