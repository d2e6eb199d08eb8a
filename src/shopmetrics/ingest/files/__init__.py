"""What a path leads to: files, archives, workbooks and what is in them, within bounds."""
