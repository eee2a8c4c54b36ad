"""Exports of other products, read as what their sensors measured; one file a product."""
