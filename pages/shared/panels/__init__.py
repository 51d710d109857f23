"""One panel drawn: chart or table, people behind it, notes and downloads."""
