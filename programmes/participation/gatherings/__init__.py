"""Gatherings as participants meet them: the page, who comes, what they said afterwards, and their calendar."""
