"""The checks across columns, for people, practice and the improvement plan."""
