"""What another way of drawing three would have been worth, and what learning whom to offer costs."""
