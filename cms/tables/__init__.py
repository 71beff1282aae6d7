"""Tables that people hand in, as CSV or XLSX files: read cell by cell, and what is wrong named by row and column."""
