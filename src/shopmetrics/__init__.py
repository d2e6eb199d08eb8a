"""Refund and repurchase analytics over the CSVs that shops export."""
