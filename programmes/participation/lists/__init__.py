"""Lists of participants: handed in, looked at, confirmed, imported, and taken back."""
