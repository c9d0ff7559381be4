"""`python -m teachmeet`."""

from teachmeet.cli import main

main()
