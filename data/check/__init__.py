"""From cells to typed tables: dates, codes, IDs and the checks across columns. Every problem names
its cell.
"""
