"""A finished report on its way to people: by mail or chat, once, or not at all and said so."""
