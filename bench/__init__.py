"""Figures: how long the product's main questions take, as ratios against their limits."""
