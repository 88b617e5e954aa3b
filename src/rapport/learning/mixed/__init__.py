"""From rated sessions to a model that matching can use: clients crossed with providers, at any size."""
