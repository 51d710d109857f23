"""The forms and lists of the Improvement plan page."""
