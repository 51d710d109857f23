"""The command line, started by `manage.py`: one file per group of commands."""
