"""From answers to text: the only place that rounds and words."""
