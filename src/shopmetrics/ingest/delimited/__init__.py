"""Delimited text, read strictly: encoding, header, and every record a row or a named reject."""
