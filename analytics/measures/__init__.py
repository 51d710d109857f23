"""Measures: what one is, how it is counted, over months and by group."""
