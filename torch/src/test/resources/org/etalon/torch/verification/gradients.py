"""Gradients of networks by PyTorch: for every folder named, reads case.txt and values.bin as
written by PyTorchGradientsTest, and writes gradients.bin (the loss, then every gradient)."""

import sys

import numpy
import torch
import torchvision
from torch import nn
from torch.nn import functional


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.fc, self.out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        batch, tokens, width = x.shape
        parts = self.qkv(self.ln1(x)).view(batch, tokens, 3, self.heads, width // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / (width // self.heads) ** 0.5
        hidden = torch.full((tokens, tokens), float("-inf"), dtype=x.dtype).triu(1)
        mixed = ((scores + hidden).softmax(-1) @ v).transpose(1, 2).reshape(batch, tokens, width)
        x = x + self.proj(mixed)
        return x + self.out(functional.gelu(self.fc(self.ln2(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary, context, width, depth, heads):
        super().__init__()
        self.tok, self.pos = nn.Embedding(vocabulary, width), nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(depth))
        self.lnf = nn.LayerNorm(width)

    def forward(self, ids):
        x = self.tok(ids) + self.pos(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        return self.lnf(x) @ self.tok.weight.T


def convolutions(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, 3, padding=1), nn.ReLU(),
        nn.Conv2d(after, after, 3, padding=1), nn.ReLU())


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.d1, self.d2, self.m = convolutions(3, 16), convolutions(16, 32), convolutions(32, 64)
        self.u2, self.c2 = nn.ConvTranspose2d(64, 32, 2, stride=2), convolutions(64, 32)
        self.u1, self.c1 = nn.ConvTranspose2d(32, 16, 2, stride=2), convolutions(32, 16)
        self.o = nn.Conv2d(16, 2, 1)

    def forward(self, x):
        a = self.d1(x)
        b = self.d2(functional.max_pool2d(a, 2))
        c = self.m(functional.max_pool2d(b, 2))
        d = self.c2(torch.cat([self.u2(c), b], 1))
        return self.o(self.c1(torch.cat([self.u1(d), a], 1)))


BUILDERS = {
    "gpt": lambda: Gpt(1000, 64, 128, 4, 4),
    "unet": UNet,
    "small_vit": lambda: torchvision.models.VisionTransformer(16, 8, 2, 4, 32, 128, num_classes=10),
    "resnet18": torchvision.models.resnet18,
    "densenet121": torchvision.models.densenet121,
    "mobilenet_v2": lambda: torchvision.models.mobilenet_v2(dropout=0.0),
    "vit_b_16": torchvision.models.vit_b_16,
}


def run(folder):
    values = numpy.fromfile(folder + "/values.bin", dtype="<f8")
    position = 0
    entries = []
    with open(folder + "/case.txt", encoding="utf-8") as lines:
        builder = next(lines).strip()
        for line in lines:
            kind, name, *shape = line.split()
            shape = [int(size) for size in shape]
            count = int(numpy.prod(shape, dtype=numpy.int64))
            tensor = torch.from_numpy(values[position:position + count].copy()).reshape(shape)
            entries.append((kind, name, tensor))
            position += count
    model = BUILDERS[builder]().double().train()
    state = {name: tensor for kind, name, tensor in entries if kind == "parameter"}
    own = dict(model.named_parameters())
    if set(state) != set(own):
        raise SystemExit(f"{builder}: other names: {sorted(set(state) ^ set(own))[:6]}")
    model.load_state_dict(state, strict=False)
    data = next(t for kind, _, t in entries if kind in ("input", "ids"))
    ids = any(kind == "ids" for kind, _, _ in entries)
    labels = next(t for kind, _, t in entries if kind == "labels").long()
    logits = model(data.long() if ids else data)
    if logits.dim() == 3:
        logits = logits.transpose(1, 2)
    loss = functional.cross_entropy(logits, labels)
    loss.backward()
    parts = [loss.detach().reshape(1)] + [own[name].grad.reshape(-1) for name in state]
    numpy.concatenate([part.numpy() for part in parts]).astype("<f8").tofile(
        folder + "/gradients.bin")


torch.set_num_threads(2)
for path in sys.argv[1:]:
    run(path)
