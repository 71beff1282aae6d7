"""What participants take along on paper: their workbook, and the certificate that they completed."""
