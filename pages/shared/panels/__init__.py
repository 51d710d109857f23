"""The panels of a page: chart or table, people behind it, notes and downloads."""
