"""Abilities of models, fitted from public scores (extra `fit`), and their exact update."""
