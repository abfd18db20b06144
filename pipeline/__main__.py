"""``python -m newsquotes``: the same as the command ``newsquotes``."""

from .cli import main

if __name__ == "__main__":
    main()
