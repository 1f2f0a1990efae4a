"""The other side of compare_steps.py: PyTorch's way to the workloads of Workload.java.

For each line "WORKLOAD STEPS" runs that many training steps and answers with their seconds, of the
clock and of this thread's processor time, and the last loss.
"""

import math
import sys
import time

import torch
import torch.nn.functional as F
import torchvision
from torch import nn

FUSED_ATTENTION = hasattr(F, "scaled_dot_product_attention")  # from PyTorch 2.0


def mlp():
    layers = [nn.Linear(784, 256), nn.ReLU()]
    for _ in range(7):
        layers += [nn.Linear(256, 256), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(256, 10))


def cnn():
    layers = [nn.Conv2d(3, 16, 3, padding=1), nn.ReLU()]
    for _ in range(7):
        layers += [nn.Conv2d(16, 16, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))


def vit():
    return torchvision.models.VisionTransformer(
        image_size=32, patch_size=4, num_layers=6, num_heads=4, hidden_dim=128, mlp_dim=512,
        num_classes=10)


class Attention(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        self.register_buffer("mask", torch.ones(context, context).tril() == 0)

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (
            part.view(b, t, self.heads, c // self.heads).transpose(1, 2)
            for part in self.qkv(x).split(c, dim=2))
        if FUSED_ATTENTION:
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            scores = q @ k.transpose(-2, -1) * (1 / math.sqrt(k.size(-1)))
            y = scores.masked_fill(self.mask, -math.inf).softmax(dim=-1) @ v
        return self.proj(y.transpose(1, 2).reshape(b, t, c))


class Block(nn.Module):
    def __init__(self, width, heads, context):
        super().__init__()
        self.ln1 = nn.LayerNorm(width)
        self.attention = Attention(width, heads, context)
        self.ln2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(self.ln1(x))
        return x + self.mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, depth=6, width=128, heads=4, vocab=65, context=64):
        super().__init__()
        self.tok = nn.Embedding(vocab, width)
        self.pos = nn.Parameter(torch.zeros(context, width))
        self.blocks = nn.Sequential(*(Block(width, heads, context) for _ in range(depth)))
        self.lnf = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocab, bias=False)
        self.head.weight = self.tok.weight
        nn.init.normal_(self.tok.weight, std=0.02)

    def forward(self, tokens):
        return self.head(self.lnf(self.blocks(self.tok(tokens) + self.pos)))


def sgd(model):
    return torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9)


def adam(model):
    return torch.optim.Adam(model.parameters(), lr=1e-4)


WORKLOADS = {
    "mlp": (mlp, sgd, (128, 784)),
    "cnn-8": (cnn, sgd, (128, 3, 8, 8)),
    "cnn-32": (cnn, sgd, (128, 3, 32, 32)),
    "resnet-18": (lambda: torchvision.models.resnet18(num_classes=10), sgd, (32, 3, 32, 32)),
    "vit": (vit, adam, (32, 3, 32, 32)),
    "gpt": (GPT, adam, (32, 64)),
}


class Step:
    def __init__(self, workload):
        make, optimiser, shape = WORKLOADS[workload]
        self.model = make().train()
        self.optimiser = optimiser(self.model)
        if workload == "gpt":
            self.inputs = torch.randint(0, 65, shape)
            self.labels = self.inputs
        else:
            self.inputs = torch.randn(shape)
            self.labels = torch.randint(0, 10, shape[:1])

    def run(self):
        self.optimiser.zero_grad(set_to_none=True)
        logits = self.model(self.inputs)
        loss = F.cross_entropy(logits.flatten(0, -2), self.labels.flatten())
        number = loss.item()
        loss.backward()
        self.optimiser.step()
        return number


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    made = {}
    for line in sys.stdin:
        workload, steps = line.split()
        if workload not in made:
            made[workload] = Step(workload)
        step = made[workload]
        wall, processor = time.perf_counter(), time.thread_time()
        for _ in range(int(steps)):
            loss = step.run()
        print(f"{time.perf_counter() - wall:.9f} {time.thread_time() - processor:.9f} {loss:.4f}",
              flush=True)


if __name__ == "__main__":
    main()
