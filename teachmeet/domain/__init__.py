"""The rules of a meet, pure: no I/O, no dice, no reading of any clock."""
