"""What `rcnas bench` times, in PyTorch: the peer that it runs beside its own.

Started with one JSON document as argument: {"subject": s, "stages": [...], "stemStride": d, "image": [h, w, c],
"classes": k, "batch": n, "innerSteps": i, "images": m, "attack": {"epsilon", "stepSize", "steps"}, "threads": t,
"variants": [names]}. The subject is `training` (a TRADES step), `attack` (a step of PGD) or `evaluation` (PGD on `images`
images, in batches).

Prints one JSON document a line: first {"version", "parameters", "threads"}, or {"unavailable": why}; then for each line
`warm VARIANT PRECISION` or `run VARIANT PRECISION` on stdin {"ms": time} or {"failed": why}. bfloat16 is autocast.
"""
import contextlib
import json
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as error:
    print(json.dumps({"unavailable": str(error)}))
    sys.exit(0)

from pytorch_network import WideResNet

# Memory layout, and whether `torch.compile` is used.
VARIANTS = {
    "channels_last": (torch.channels_last, False),
    "contiguous": (torch.contiguous_format, False),
    "compiled": (torch.channels_last, True),
}

PRECISIONS = {
    "float32": contextlib.nullcontext,
    "bfloat16": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
}


def divergence(target, logits):
    """KL(target || softmax(logits)), summed."""
    return F.kl_div(F.log_softmax(logits, 1), target, reduction="sum")


class Bounds:
    """The part of the ball around the images that lies in [0,1]."""

    def __init__(self, images, epsilon):
        self.low = (images - epsilon).clamp_(min=0)
        self.high = (images + epsilon).clamp_(max=1)


class Steps:
    def __init__(self, job, layout, compiled):
        torch.manual_seed(1)
        height, width, channels = job["image"]
        self.job = job
        self.module = WideResNet(job["stages"], job["stemStride"], channels, job["classes"]).to(memory_format=layout)
        self.model = torch.compile(self.module, dynamic=False) if compiled else self.module
        self.optimizer = torch.optim.SGD(
            self.module.parameters(), 0.01, momentum=0.9, nesterov=True, weight_decay=5e-4, fused=True
        )
        count = job["images"] if job["subject"] == "evaluation" else job["batch"]
        self.images = torch.rand(count, channels, height, width).contiguous(memory_format=layout)
        self.labels = torch.randint(0, job["classes"], (count,))
        self.start = self.images + 0.001 * torch.randn_like(self.images)

    def set_training(self, training):
        """In evaluation no gradients of the weights are computed."""
        self.module.train(training)
        self.module.requires_grad_(training)

    def predict(self, images, autocast):
        with torch.inference_mode(), autocast():
            return self.model(images).float()

    def ascend(self, adversarial, bounds, loss_of, step_size, autocast):
        """The next iterate and the loss before it; in evaluation."""
        adversarial = adversarial.detach().requires_grad_(True)
        with autocast():
            logits = self.model(adversarial)
        loss = loss_of(logits.float())
        (gradient,) = torch.autograd.grad(loss, adversarial)
        with torch.no_grad():
            moved = gradient.sign_().mul_(step_size).add_(adversarial)
            return torch.clamp(moved, bounds.low, bounds.high, out=moved), loss

    def training(self, autocast, beta=6.0):
        images, attack = self.images, self.job["attack"]
        self.set_training(False)
        target = F.softmax(self.predict(images, autocast), 1)
        bounds = Bounds(images, attack["epsilon"])
        adversarial = images + 0.001 * torch.randn_like(images)
        for _ in range(self.job["innerSteps"]):
            adversarial, _ = self.ascend(
                adversarial, bounds, lambda logits: divergence(target, logits), attack["stepSize"], autocast
            )
        self.set_training(True)
        self.optimizer.zero_grad(set_to_none=True)
        with autocast():
            clean, attacked = self.model(images), self.model(adversarial)
        clean, attacked = clean.float(), attacked.float()
        loss = F.cross_entropy(clean, self.labels) + beta * divergence(F.softmax(clean, 1), attacked) / len(images)
        loss.backward()
        nn.utils.clip_grad_norm_(self.module.parameters(), 5.0)
        self.optimizer.step()
        return loss.item()

    def attack(self, autocast):
        self.set_training(False)
        attack = self.job["attack"]
        bounds = Bounds(self.images, attack["epsilon"])
        _, loss = self.ascend(self.start, bounds, self.cross_entropy(self.labels), attack["stepSize"], autocast)
        return loss.item()

    def evaluation(self, autocast, count=None):
        """How many images the network gets right without attack and under it."""
        self.set_training(False)
        right = 0
        for first in range(0, count or len(self.images), self.job["batch"]):
            batch = slice(first, min(first + self.job["batch"], count or len(self.images)))
            right += self.count_right(self.images[batch], self.labels[batch], autocast)
        return right

    def count_right(self, images, labels, autocast):
        epsilon = self.job["attack"]["epsilon"]
        clean = self.predict(images, autocast).argmax(1) == labels
        bounds = Bounds(images, epsilon)
        adversarial = torch.empty_like(images).uniform_(-epsilon, epsilon).add_(images).clamp_(0, 1)
        for _ in range(self.job["attack"]["steps"]):
            adversarial, _ = self.ascend(
                adversarial, bounds, self.cross_entropy(labels), self.job["attack"]["stepSize"], autocast
            )
        attacked = self.predict(adversarial, autocast).argmax(1) == labels
        return (clean & attacked).sum().item()

    @staticmethod
    def cross_entropy(labels):
        return lambda logits: F.cross_entropy(logits, labels, reduction="sum")

    def run(self, precision):
        return getattr(self, self.job["subject"])(PRECISIONS[precision])

    def warm_up(self, precision):
        """The same in small: every shape once."""
        if self.job["subject"] != "evaluation":
            return self.run(precision)
        batch, images = self.job["batch"], self.job["images"]
        return self.evaluation(PRECISIONS[precision], images if images <= batch else batch + images % batch)


def main():
    job = json.loads(sys.argv[1])
    torch.set_num_threads(job["threads"])
    # A graph for each mode, precision and size of batch.
    torch._dynamo.config.recompile_limit = 64
    steps = {variant: Steps(job, *VARIANTS[variant]) for variant in job["variants"]}
    module = next(iter(steps.values())).module
    parameters = sum(parameter.numel() for parameter in module.parameters())
    say(version=torch.__version__, parameters=parameters, threads=torch.get_num_threads())
    for line in sys.stdin:
        command, variant, precision = line.split()
        started = time.perf_counter()
        try:
            (steps[variant].warm_up if command == "warm" else steps[variant].run)(precision)
            say(ms=(time.perf_counter() - started) * 1000)
        except Exception as error:
            say(failed=f"{type(error).__name__}: {error}".split("\n")[0])


def say(**document):
    print(json.dumps(document), flush=True)


main()
