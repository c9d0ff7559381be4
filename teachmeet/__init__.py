"""teachmeet runs a live TeachMeet, edcamp or unconference from one laptop."""
