"""Our figures next to those of England, the region and the neighbours."""
