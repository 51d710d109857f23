"""What is true of a young person on a date: cohort, ages, contacts, the 21+ ledger, the check-in clock, movement."""
