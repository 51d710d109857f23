"""From cells to typed tables: dates, codes, ids, and the checks across columns. Every problem has its cell."""
