"""Worked examples of pages whose own file would be too long with them: one file a page."""
