"""FAB in float64, written from the attack's statement, one point at a time.

Prints a small network, points and what the attack must find (numpy only, then formatted):
`python3 tests/attacks/reference/fab.py > tests/attacks/fixtures/fab.json && npx prettier --write tests/attacks/fixtures/fab.json`
The network is logits = tanh(x A + a) B + b on images of 3 x 3 x 2; weights and images have four decimals,
so that both sides start from the same numbers.
"""

import json

import numpy as np

CLASSES, HIDDEN, SHAPE, POINTS = 5, 16, (3, 3, 2), 14
STEPS, TARGETS, ALPHA_MAX, ETA, BETA = 12, 2, 0.1, 1.05, 0.9
TRACED_POINTS, TRACED_STEPS = 5, (1, 2, 5, 12)
EPSILON = {"linf": 0.14, "l2": 0.4}


def make_network_and_points():
    rng = np.random.default_rng(20)
    size = int(np.prod(SHAPE))
    network = {
        "A": rng.normal(0, 0.7, (size, HIDDEN)),
        "a": rng.normal(0, 0.3, HIDDEN),
        "B": rng.normal(0, 0.8, (HIDDEN, CLASSES)),
        "b": rng.normal(0, 0.2, CLASSES),
    }
    network = {name: np.round(value, 4) for name, value in network.items()}
    images = np.round(np.clip(rng.uniform(-0.2, 1.2, (POINTS, size)), 0, 1), 4)
    return network, images


class Network:
    def __init__(self, weights):
        self.A, self.a, self.B, self.b = (weights[name] for name in "AaBb")

    def logits(self, x):
        return np.tanh(x @ self.A + self.a) @ self.B + self.b

    def jacobian(self, x):
        """Row k: the gradient of logit k."""
        hidden = np.tanh(x @ self.A + self.a)
        return (self.B.T * (1 - hidden**2)) @ self.A.T


def project(t, w, b, norm):
    """The shortest delta with w.(t + delta) = b and t + delta in the box; the corner if there is none."""
    c = w @ t - b
    if c < 0:
        w, c = -w, -c
    moving = w != 0
    room = np.where(w > 0, t, 1 - t)
    speed = np.ones_like(w) if norm == "linf" else np.abs(w)
    if np.abs(w)[moving] @ room[moving] <= c:
        return -np.sign(w) * room
    kinks = np.sort(room[moving] / speed[moving])
    drop = lambda lam: np.abs(w) @ np.minimum(lam * speed, room)
    values = np.array([drop(kink) for kink in kinks])
    piece = int(np.searchsorted(values, c))  # the first kink at which enough is reached
    below = 0.0 if piece == 0 else kinks[piece - 1]
    reached = 0.0 if piece == 0 else values[piece - 1]
    slope = (values[piece] - reached) / (kinks[piece] - below) if kinks[piece] > below else 0.0
    lam = below + ((c - reached) / slope if slope > 0 else 0.0)
    return -np.sign(w) * np.minimum(lam * speed, room)


def length(delta, norm):
    return np.max(np.abs(delta)) if norm == "linf" else np.sqrt(delta @ delta)


def run(network, x, y, target, norm, epsilon=None):
    """Iterates after each step, the nearest image found, its distance, and the first image within epsilon."""
    c, iterates, best, best_distance, first = x.copy(), [], None, None, None
    for _ in range(STEPS):
        z, jacobian = network.logits(c), network.jacobian(c)
        differences, normals = z - z[y], jacobian - jacobian[y]
        t = target
        if t is None:
            others = [k for k in range(CLASSES) if k != y]
            dual = [np.sum(np.abs(w)) if norm == "linf" else np.sqrt(w @ w) for w in normals]
            t = min(others, key=lambda k: abs(differences[k]) / (dual[k] + 1e-12))
        d, w = differences[t], normals[t]
        b = w @ c - d
        delta1, delta2 = project(c, w, b, norm), project(x, w, b, norm)
        a1, a2 = max(length(delta1, norm), 1e-8), max(length(delta2, norm), 1e-8)
        alpha = min(max(a1 / (a1 + a2), 0), ALPHA_MAX)
        c = np.clip((1 - alpha) * (c + ETA * delta1) + alpha * (x + ETA * delta2), 0, 1)
        if np.argmax(network.logits(c)) != y:
            distance = length(c - x, norm)
            if best_distance is None or distance < best_distance:
                best, best_distance = c.copy(), distance
            if first is None and epsilon is not None and distance <= epsilon:
                first = c.copy()
            c = x + BETA * (c - x)
        iterates.append(c.copy())
    return iterates, best, best_distance, first


def expected(network, images, labels, norm, targeted):
    traces, distances, broken = [], [], []
    for i, (x, y) in enumerate(zip(images, labels)):
        z = network.logits(x)
        right = np.argmax(z) == y
        ranked = [int(k) for k in np.argsort(-z, kind="stable") if k != y]
        targets = ranked[:TARGETS] if targeted else [None]
        runs = [run(network, x, y, t, norm, EPSILON[norm]) for t in targets] if right else []
        found = [distance for _, _, distance, _ in runs if distance is not None]
        distances.append(min(found) if found else None)
        firsts = [first for *_, first in runs if first is not None]
        broken.append(firsts[0] if firsts else None)
        if i < TRACED_POINTS:
            iterates = run(network, x, y, targets[0], norm)[0]
            traces.append({"target": targets[0], "iterates": [iterates[s - 1] for s in TRACED_STEPS]})
    return {"norm": norm, "targeted": targeted, "epsilon": EPSILON[norm], "traces": traces, "distances": distances,
            "broken": broken}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    return round(float(value), 7) if isinstance(value, (float, np.floating)) else value


def main():
    weights, images = make_network_and_points()
    network = Network(weights)
    labels = [int(np.argmax(network.logits(x))) for x in images]
    labels[-1] = (labels[-1] + 1) % CLASSES  # one that is wrong without attack
    cases = [expected(network, images, labels, norm, targeted) for norm in ("linf", "l2") for targeted in (True, False)]
    print(json.dumps(plain({
        "shape": SHAPE, "weights": weights, "images": images, "labels": labels, "steps": STEPS, "targets": TARGETS,
        "tracedSteps": TRACED_STEPS, "cases": cases,
    })))


if __name__ == "__main__":
    main()
