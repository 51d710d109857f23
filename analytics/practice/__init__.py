"""Do we meet our own standards?"""
