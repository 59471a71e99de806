"""Networks of the wide residual family in PyTorch: the layers of architectures/basicBlock.ts and robustBlock.ts."""
import torch
from torch import nn
from torch.nn import functional as F

SCALES, GROUPS, EXPANSION, REDUCTION = 8, 4, 4, 64


def activate(bn, x):
    return F.relu(bn(x), inplace=True)


def conv(inputs, outputs, kernel, stride=1, groups=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False)


class BasicBlock(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.outputs = width
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = conv(inputs, width, 3, stride)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv2 = conv(width, width, 3)
        projected = stride != 1 or inputs != width
        self.shortcut = conv(inputs, width, 1, stride) if projected else None

    def forward(self, x):
        a = activate(self.bn1, x)
        y = self.conv2(activate(self.bn2, self.conv1(a)))
        return y + (x if self.shortcut is None else self.shortcut(a))


class Hierarchy(nn.Module):
    """Stride 1: each scale takes the one before it; the last passes through."""

    def __init__(self, channels):
        super().__init__()
        self.convs = nn.ModuleList(conv(channels, channels, 3, 1, GROUPS) for _ in range(SCALES - 1))
        self.bns = nn.ModuleList(nn.BatchNorm2d(channels) for _ in range(SCALES - 1))

    def forward(self, u):
        *chunks, last = u.chunk(SCALES, 1)
        outputs = []
        for chunk, branch, bn in zip(chunks, self.convs, self.bns):
            outputs.append(activate(bn, branch(chunk + outputs[-1] if outputs else chunk)))
        return torch.cat([*outputs, last], 1)


class Parallel(nn.Module):
    """Stride 2: scales do not meet, so the branches are one convolution of all their groups; the last is pooled."""

    def __init__(self, channels):
        super().__init__()
        self.width = (SCALES - 1) * channels
        self.conv = conv(self.width, self.width, 3, 2, (SCALES - 1) * GROUPS)
        self.bn = nn.BatchNorm2d(self.width)

    def forward(self, u):
        convolved, pooled = u[:, : self.width], u[:, self.width :]
        return torch.cat([activate(self.bn, self.conv(convolved)), F.avg_pool2d(pooled, 3, 2, 1)], 1)


class RobustBlock(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        branch = GROUPS * (width // 16)
        bottleneck, self.outputs = SCALES * branch, EXPANSION * width
        hidden = self.outputs // REDUCTION
        # Without a projection nothing reads it, but it counts.
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = conv(inputs, bottleneck, 1)
        self.bn2 = nn.BatchNorm2d(bottleneck)
        self.scales = Hierarchy(branch) if stride == 1 else Parallel(branch)
        self.conv3 = conv(bottleneck, self.outputs, 1)
        self.se_bn = nn.BatchNorm2d(self.outputs)
        self.reduce = nn.Linear(self.outputs, hidden, bias=False)
        self.expand = nn.Linear(hidden, self.outputs, bias=False)
        projected = stride != 1 or inputs != self.outputs
        self.shortcut = conv(inputs, self.outputs, 1, stride) if projected else None

    def forward(self, x):
        z = self.conv3(self.scales(activate(self.bn2, self.conv1(x))))
        v = self.se_bn(z)
        gate = torch.sigmoid(self.expand(F.relu(self.reduce(v.mean((2, 3))), inplace=True)))
        projected = x if self.shortcut is None else self.shortcut(activate(self.bn1, x))
        return z + projected + v * gate[:, :, None, None]


class WideResNet(nn.Module):
    """`stages`: a list of {"depth", "width", "stride", "robust"}."""

    def __init__(self, stages, stem_stride, channels, classes):
        super().__init__()
        self.stem = conv(channels, 16, 3, stem_stride)
        blocks, inputs = [], 16
        for i, stage in enumerate(stages):
            block_type = RobustBlock if stage["robust"] else BasicBlock
            for block in range(stage["depth"]):
                blocks.append(block_type(inputs, 16 * 2**i * stage["width"], stage["stride"] if block == 0 else 1))
                inputs = blocks[-1].outputs
        self.blocks = nn.Sequential(*blocks)
        self.bn = nn.BatchNorm2d(inputs)
        self.linear = nn.Linear(inputs, classes)

    def forward(self, x):
        x = activate(self.bn, self.blocks(self.stem(x)))
        return self.linear(x.mean((2, 3)))
