"""The one door out: what an audience may see, and the words for it."""
