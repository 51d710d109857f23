"""Findings: a result with its headline and its table, a file a page. publish() is the only way on from here."""
