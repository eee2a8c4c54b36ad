"""``python -m evenstride``: the same as the command."""

from evenstride.cli.main import main

if __name__ == "__main__":
    main()
