"""Library objects from spreadsheets: handed in, looked at, confirmed, imported as drafts, and taken back."""
