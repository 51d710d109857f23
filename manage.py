"""The command line. Exit 0: good; 1: an error in the data; 2: wrong use, or something must be decided."""

from cli.main import cli

if __name__ == "__main__":
    cli()
