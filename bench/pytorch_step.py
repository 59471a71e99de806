"""A step of a wide residual network in PyTorch, the peer that `rcnas bench` runs beside its own.

Reads one line per step from stdin, `float32` or `bfloat16`, runs the step and prints its milliseconds. Started with
one JSON document as argument: {"subject": s, "stages": [[depth, width, stride], ...], "image": [h, w, c], "batch": n,
"innerSteps": k}. The subject is `training` (a TRADES step), `attack` (a step of PGD) or `evaluation` (a forward pass).
Convolutions run channels_last; bfloat16 is autocast.
"""
import contextlib
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        projected = stride != 1 or inputs != outputs
        self.shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if projected else None

    def forward(self, x):
        a = F.relu(self.bn1(x), inplace=True)
        y = self.conv2(F.relu(self.bn2(self.conv1(a)), inplace=True))
        return y + (x if self.shortcut is None else self.shortcut(a))


class WideResNet(nn.Module):
    def __init__(self, stages, channels, classes=10):
        super().__init__()
        self.stem = nn.Conv2d(channels, 16, 3, 1, 1, bias=False)
        blocks, inputs = [], 16
        for i, (depth, width, stride) in enumerate(stages):
            for block in range(depth):
                outputs = 16 * 2**i * width
                blocks.append(Block(inputs, outputs, stride if block == 0 else 1))
                inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.bn = nn.BatchNorm2d(inputs)
        self.linear = nn.Linear(inputs, classes)

    def forward(self, x):
        x = F.relu(self.bn(self.blocks(self.stem(x))), inplace=True)
        return self.linear(x.mean((2, 3)))


def divergence(clean, attacked):
    return F.kl_div(F.log_softmax(attacked, 1), F.softmax(clean, 1), reduction="sum")


def ascend(model, adversarial, images, loss_of, autocast, epsilon=8 / 255, step_size=2 / 255):
    adversarial = adversarial.detach().requires_grad_(True)
    with autocast():
        logits = model(adversarial)
    loss = loss_of(logits.float())
    (gradient,) = torch.autograd.grad(loss, adversarial)
    with torch.no_grad():
        moved = adversarial + step_size * gradient.sign()
        return torch.min(torch.max(moved, images - epsilon), images + epsilon).clamp(0, 1), loss


def evaluate(model):
    model.eval()
    for parameter in model.parameters():
        parameter.requires_grad_(False)


def forward_pass(model, images, autocast):
    evaluate(model)
    with torch.no_grad(), autocast():
        return model(images).float()


def pgd_step(model, images, start, labels, autocast):
    evaluate(model)
    _, loss = ascend(model, start, images, lambda logits: F.cross_entropy(logits, labels, reduction="sum"), autocast)
    return loss.item()


def trades_step(model, optimizer, images, labels, inner_steps, autocast, beta=6.0):
    target = forward_pass(model, images, autocast)
    adversarial = images + 0.001 * torch.randn_like(images)
    for _ in range(inner_steps):
        adversarial, _ = ascend(model, adversarial, images, lambda logits: divergence(target, logits), autocast)
    model.train()
    for parameter in model.parameters():
        parameter.requires_grad_(True)
    optimizer.zero_grad(set_to_none=True)
    with autocast():
        clean, attacked = model(images), model(adversarial.detach())
    clean, attacked = clean.float(), attacked.float()
    loss = F.cross_entropy(clean, labels) + beta * divergence(clean, attacked) / len(images)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimizer.step()
    return loss.item()


def main():
    job = json.loads(sys.argv[1])
    torch.manual_seed(1)
    height, width, channels = job["image"]
    model = WideResNet(job["stages"], channels).to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9, nesterov=True, weight_decay=5e-4)
    images = torch.rand(job["batch"], channels, height, width).to(memory_format=torch.channels_last)
    labels = torch.randint(0, 10, (job["batch"],))
    precisions = {
        "float32": contextlib.nullcontext,
        "bfloat16": lambda: torch.autocast("cpu", dtype=torch.bfloat16),
    }
    start = images + 0.001 * torch.randn_like(images)
    steps = {
        "training": lambda autocast: trades_step(model, optimizer, images, labels, job["innerSteps"], autocast),
        "attack": lambda autocast: pgd_step(model, images, start, labels, autocast),
        "evaluation": lambda autocast: forward_pass(model, images, autocast),
    }
    step = steps[job["subject"]]
    print("ready", flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        step(precisions[line.strip()])
        print((time.perf_counter() - started) * 1000, flush=True)


main()
