"""The checks across columns: of people, of practice, of the improvement plan."""
