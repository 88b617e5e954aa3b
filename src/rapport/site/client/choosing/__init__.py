"""After the first talks: prepare, reflect, where you stand, compare, choose."""
