"""Two short replies to standard situations, and rating colleagues' replies blind."""
