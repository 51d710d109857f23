"""What a new month would change, and the questions that must be answered before it is imported."""
