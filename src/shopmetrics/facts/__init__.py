"""One table an entity: what is true of an order line, order, purchase, customer and refund."""
