"""The three, why they are here, and how a recommended name would fit."""
