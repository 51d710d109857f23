"""The command line: one file per group of commands. `manage.py` starts it."""
