"""Writing that loses nothing: on a phone without network, in two places at once, and over a log-in."""
