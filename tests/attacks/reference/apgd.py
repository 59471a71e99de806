"""Auto-PGD in numpy and float64, one point at a time, from its statement.

Reads ../fixtures/apgd-problem.json (written by apgd-problem.mjs) and writes ../fixtures/apgd-expected.json.
Usage: python apgd.py, from anywhere.
"""

import json
import math
import pathlib
import zlib

import numpy as np

# About what float32 rounds numbers near 1 by.
ROUNDING = 1e-7
FIXTURES = pathlib.Path(__file__).parent.parent / "fixtures"


class Network:
    """logits = tanh((x - 0.5) W1 + b1) W2 + b2, the first `classes` of them."""

    def __init__(self, problem, classes):
        self.w1, self.b1 = (np.array(problem["first"][k], dtype=np.float64) for k in ("weights", "bias"))
        self.w2, self.b2 = (np.array(problem["second"][k], dtype=np.float64)[..., :classes] for k in ("weights", "bias"))

    def logits(self, x):
        return np.tanh((x - 0.5) @ self.w1 + self.b1) @ self.w2 + self.b2

    def pull_back(self, x, dz):
        h = np.tanh((x - 0.5) @ self.w1 + self.b1)
        return self.w1 @ ((self.w2 @ dz) * (1 - h * h))


def cross_entropy(z, y, _):
    p = np.exp(z - z.max())
    p /= p.sum()
    d = p.copy()
    d[y] -= 1
    return -math.log(p[y]), d


def targeted_cross_entropy(z, _, t):
    loss, d = cross_entropy(z, t, None)
    return -loss, -d


def quotient(n, dn, d, dd):
    return n / d, (dn * d - n * dd) / d**2


def dlr(z, y, _):
    order = list(np.argsort(-z, kind="stable"))
    other = next(c for c in order if c != y)
    unit = np.eye(len(z))
    return quotient(
        -(z[y] - z[other]), -(unit[y] - unit[other]),
        z[order[0]] - z[order[2]] + 1e-12, unit[order[0]] - unit[order[2]],
    )


def targeted_dlr(z, y, t):
    order = list(np.argsort(-z, kind="stable"))
    unit = np.eye(len(z))
    return quotient(
        -(z[y] - z[t]), -(unit[y] - unit[t]),
        z[order[0]] - (z[order[2]] + z[order[3]]) / 2 + 1e-12,
        unit[order[0]] - (unit[order[2]] + unit[order[3]]) / 2,
    )


class Ball:
    def __init__(self, x, epsilon, norm):
        self.x, self.epsilon, self.norm = x, epsilon, norm

    def project(self, a):
        if self.norm == "linf":
            return np.clip(np.clip(a, self.x - self.epsilon, self.x + self.epsilon), 0, 1)
        distance = np.linalg.norm(a - self.x)
        scale = 1.0 if distance <= self.epsilon else self.epsilon / distance
        return np.clip(self.x + (a - self.x) * scale, 0, 1)

    def start(self, t):
        length = np.abs(t).max() if self.norm == "linf" else np.linalg.norm(t)
        return np.clip(self.x + self.epsilon * t / length, 0, 1)

    def direction(self, g):
        return np.sign(g) if self.norm == "linf" else g / (np.linalg.norm(g) + 1e-12)


def one_run(network, loss, y, target, ball, t, steps, rho, noise_seed=None):
    def look(a):
        z = network.logits(a)
        value, dz = loss(z, y, target)
        g = network.pull_back(a, dz)
        if noise_seed is not None:
            # Like rounding the same whenever the image is the same.
            noise = np.random.default_rng([noise_seed, zlib.crc32(a.tobytes())])
            value, g = value + ROUNDING * noise.normal(), g + ROUNDING * noise.normal(size=g.shape)
        return value, g, int(np.argmax(z)) != y

    k, k_min, decrement = (max(int(share * steps), 1) for share in (0.22, 0.06, 0.03))
    a = ball.start(t)
    if noise_seed is not None:
        a = a + ROUNDING * np.random.default_rng(noise_seed).normal(size=a.shape)
    best_loss, g, wrong = look(a)
    best, best_g, old = a, g, a
    step, counter = 2 * ball.epsilon, 0
    loss_at_check, reduced = best_loss, True
    # One entry per update; as in the published code, entry -1 is the last one, which is 0 until it is written.
    history = np.zeros(steps)
    halvings, seen = [], a
    evaluations = 1
    for i in range(steps):
        if wrong:
            break
        alpha = 1.0 if i == 0 else 0.75
        momentum = a - old
        old = a
        u = ball.project(a + step * ball.direction(g))
        a = ball.project(a + alpha * (u - a) + (1 - alpha) * momentum)
        history[i], g, wrong = look(a)
        seen = a
        evaluations += 1
        if history[i] > best_loss:
            best, best_g, best_loss = a, g, history[i]
        counter += 1
        if counter == k:
            ups = sum(history[j] > history[j - 1] for j in range(i - k + 1, i + 1))
            reduced = ups <= rho * k or (not reduced and loss_at_check >= best_loss)
            loss_at_check = best_loss
            if reduced:
                step /= 2
                a, g = best, best_g
                halvings.append(i)
            k = max(k - decrement, k_min)
            counter = 0
    return {
        "evaluations": evaluations, "halvings": halvings, "bestLoss": best_loss, "best": best,
        "broken": wrong, "seen": seen,
    }


def is_steady(run, setting):
    """Whether errors of the size of float32's rounding leave the course of a run as it is."""
    again = [one_run(*setting, noise_seed=seed) for seed in range(20)]
    return all(
        other["evaluations"] == run["evaluations"] and other["halvings"] == run["halvings"]
        and other["broken"] == run["broken"] and np.abs(other["best"] - run["best"]).max() < 1e-5
        for other in again
    )


def attack(problem, case, point):
    network = Network(problem, case["classes"])
    x = np.array(problem["images"][point])
    z = network.logits(x)
    y = int(np.argmax(z))
    ball = Ball(x, case["epsilon"], case["norm"])
    if case["attack"] == "apgd-t":
        ranked = [int(c) for c in np.argsort(-z, kind="stable")[1:]]
        targets = ranked[: case["targets"]]
        loss = targeted_dlr if case["classes"] >= 4 else targeted_cross_entropy
    else:
        targets, loss = [None], {"apgd-ce": cross_entropy, "apgd-dlr": dlr}[case["attack"]]
    runs = []
    for m, target in enumerate(targets):
        for restart in range(case["restarts"]):
            t = np.array(case["noise"][point][m * case["restarts"] + restart])
            setting = (network, loss, y, target, ball, t, case["steps"], case["rho"])
            runs.append(one_run(*setting))
            runs[-1]["steady"] = is_steady(runs[-1], setting)
            if runs[-1]["broken"]:
                return runs
    return runs


def check_gradients():
    """The gradients above against central differences."""
    rng = np.random.default_rng(0)
    for loss in (cross_entropy, targeted_cross_entropy, dlr, targeted_dlr):
        for _ in range(20):
            z, (y, t) = rng.normal(size=5), rng.choice(5, size=2, replace=False)
            _, d = loss(z, y, t)
            h = 1e-6 * np.eye(5)
            numeric = [(loss(z + e, y, t)[0] - loss(z - e, y, t)[0]) / 2e-6 for e in h]
            assert np.allclose(d, numeric, rtol=1e-5, atol=1e-6), (loss.__name__, d, numeric)


def plain(run):
    return {
        "evaluations": run["evaluations"], "halvings": run["halvings"], "broken": run["broken"],
        "steady": run["steady"], "bestLoss": float(f"{run['bestLoss']:.8g}"),
        "image": [round(float(v), 7) for v in (run["seen"] if run["broken"] else run["best"])],
    }


def main():
    check_gradients()
    problem = json.loads((FIXTURES / "apgd-problem.json").read_text())
    expected = []
    for case in problem["cases"]:
        points = [attack(problem, case, i) for i in range(len(problem["images"]))]
        everything = [run for runs in points for run in runs]
        print(
            case["title"], "| broken", sum(runs[-1]["broken"] for runs in points), "of", len(points),
            "| runs", len(everything), "steady", sum(run["steady"] for run in everything),
            "| halvings", sum(len(run["halvings"]) for run in everything),
            "in steady runs", sum(len(run["halvings"]) for run in everything if run["steady"]),
        )
        expected.append([[plain(run) for run in runs] for runs in points])
    (FIXTURES / "apgd-expected.json").write_text(json.dumps(expected))


main()
