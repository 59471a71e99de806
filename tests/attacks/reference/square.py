"""Square attack (Andriushchenko et al. 2020), L-infinity, in float64, from its published statement.

    python square.py < square-input.json > ../fixtures/square.json

Reads a network, images and random numbers from square-input.mjs; prints them with the margin after each query and the
best image at the end of each point, so that another implementation can be compared with this one.
"""

import json
import sys

import numpy as np

THRESHOLDS = [10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000]


def margin(network, image, label):
    hidden = np.maximum((image.reshape(-1) - 0.5) @ network["first"], 0)
    logits = hidden @ network["second"]
    return logits[label] - np.delete(logits, label).max()


def side_at(iteration, share, height, width):
    fraction = share
    for threshold in THRESHOLDS:
        if iteration > threshold:
            fraction /= 2
    side = max(int(round(np.sqrt(fraction * height * width))), 1)
    return min(side, height, width)


def clip_to_ball(image, clean, epsilon):
    return np.clip(np.clip(image, clean - epsilon, clean + epsilon), 0, 1)


def attack(network, clean, label, draws, params):
    height, width, channels = clean.shape
    epsilon = params["epsilon"]
    margins, best = [], clean
    for draw in draws:
        stripes = 2.0 * np.array(draw["stripes"]).reshape(1, width, channels) - 1
        best = np.clip(clean + epsilon * stripes, 0, 1)
        lowest = margin(network, best, label)
        margins.append(lowest)
        for iteration in range(params["queries"]):
            if lowest <= 0:
                break
            row_draw, column_draw, *bits = draw["windows"][iteration]
            side = side_at(iteration, params["initialShare"], height, width)
            row, column = int(row_draw * (height - side)), int(column_draw * (width - side))
            candidate = best.copy()
            candidate[row : row + side, column : column + side] += 2 * epsilon * (2.0 * np.array(bits) - 1)
            candidate = clip_to_ball(candidate, clean, epsilon)
            value = margin(network, candidate, label)
            if value < lowest or value <= 0:
                best, lowest = candidate, value
            margins.append(lowest)
        if lowest <= 0:
            break
    return margins, best


def main():
    data = json.load(sys.stdin)
    shape, hidden, classes = data["shape"], data["hidden"], data["classes"]
    network = {
        "first": np.array(data["network"]["first"]).reshape(-1, hidden),
        "second": np.array(data["network"]["second"]).reshape(hidden, classes),
    }
    labels, expected = [], []
    for values, draws in zip(data["images"], data["draws"]):
        clean = np.array(values).reshape(shape)
        label = int(np.argmax(np.maximum((clean.reshape(-1) - 0.5) @ network["first"], 0) @ network["second"]))
        margins, best = attack(network, clean, label, draws, data["params"])
        labels.append(label)
        expected.append({"margins": np.round(margins, 7).tolist(), "best": np.round(best.reshape(-1), 7).tolist()})
    kept = {key: data[key] for key in ("shape", "hidden", "classes", "params", "points", "network", "images")}
    print(json.dumps({**kept, "labels": labels, "expected": expected}))


main()
