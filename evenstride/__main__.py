"""The command, and ``python -m evenstride``: the command line, which takes a moment to load."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C while it is still loading gives a sentence, too."""
    try:
        from evenstride.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit("Error: Stopped.")


if __name__ == "__main__":
    main()
