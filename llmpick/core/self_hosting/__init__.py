"""
Running a model on hardware: memory, speed, load, monthly cost, break-even with a price by the
token, fine-tuning.

The fit of its constants is `sizing`; an offering's price by the token is `core.cost`.
"""
