"""The map: its page of matrices, the squares they are made of, and the cell that stands open beside them."""
