"""The command line. Exit codes: 0 good; 1 an error in the data; 2 wrong arguments or a decision
needed.
"""

from cli.main import cli

if __name__ == "__main__":
    cli()
