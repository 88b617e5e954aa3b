"""Mails: their words, how they are written, handed over and kept from being lost."""
