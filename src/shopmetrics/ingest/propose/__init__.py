"""A mapping for files that no profile fits, proposed and never used unasked."""
