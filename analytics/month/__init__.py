"""One month of young people: cohort, ages, contacts, the 21+ ledger, the check-in clock,
movement."""
