"""Distances between observations o1 and o3; the ada and davinci data sets."""

DATASETS = ["ada", "davinci", "curie"]


def distance(o1: tuple[float, float], o3: tuple[float, float]) -> float:
    command = "base"
    return ((o1[0] - o3[0]) ** 2 + (o1[1] - o3[1]) ** 2) ** 0.5


VERSION = "4.1"
RELEASE = "release-gpt-4o-rollout"
