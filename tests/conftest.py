"""Tests read English, whatever the language of the machine that they run on."""

import os

os.environ["TEACHMEET_LANG"] = "en"
