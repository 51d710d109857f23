"""What an audience may see, and the words for it; results leave the analytics only through here."""
