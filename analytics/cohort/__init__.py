"""Who our care leavers are, and how many there will be."""
