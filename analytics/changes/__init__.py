"""Checks of a new month against those stored: what it would change, and what must be confirmed
first.
"""
