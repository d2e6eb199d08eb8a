"""A finished report on its way to people: by mail, once, or not at all and said so."""
