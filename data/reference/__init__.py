"""Published figures that a council is compared with."""
