"""The parts of `rapport move`: what is moved, where to, how, and the proof that it arrived."""
