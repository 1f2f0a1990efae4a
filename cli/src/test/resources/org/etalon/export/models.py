"""The models that exports are tried on. Each can multiply its forward pass by hand, as a reference."""
import math

import torch
import torch.nn.functional as F
import torchvision
from torch import nn


class Norm(nn.Module):
    """RMS norm as LLaMA's authors wrote it."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-6) * self.weight


class Conv1D(nn.Module):
    """GPT-2's linear layer, its weight input features first."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs) * 0.02)
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return torch.addmm(self.bias, x.reshape(-1, x.shape[-1]), self.weight).reshape(
            *x.shape[:-1], self.bias.shape[0]
        )


def rotate(x):
    """Rotary position embedding."""
    half = x.shape[-1] // 2
    angle = torch.arange(x.shape[-2])[:, None] / 100 ** (torch.arange(half) / half)
    angle = torch.cat([angle, angle], -1).to(x.dtype)
    return x * angle.cos() + torch.cat([-x[..., half:], x[..., :half]], -1) * angle.sin()


class Attention(nn.Module):
    def __init__(self, width, heads, form, bias, rope, qknorm):
        super().__init__()
        self.heads, self.form, self.rope, self.qknorm = heads, form, rope, qknorm
        if form == "separate":
            self.q, self.k, self.v = (nn.Linear(width, width, bias=bias) for _ in range(3))
        elif form == "conv1d":
            self.qkv = Conv1D(width, 3 * width)
        else:
            self.qkv = nn.Linear(width, 3 * width, bias=bias)
        self.proj = Conv1D(width, width) if form == "conv1d" else nn.Linear(width, width, bias=bias)
        if qknorm == "module":
            self.qn, self.kn = nn.LayerNorm(width // heads), nn.LayerNorm(width // heads)
        self.factor = 1.0

    def forward(self, x):
        batch, tokens, width = x.shape
        size = width // self.heads
        split = lambda t: t.view(batch, tokens, self.heads, size).transpose(1, 2)
        if self.form == "separate":
            q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        elif self.form == "heads":  # [heads, 3, size], as GPT-NeoX
            y = self.qkv(x).view(batch, tokens, self.heads, 3, size)
            q, k, v = (y[:, :, :, i].transpose(1, 2) for i in range(3))
        elif self.form == "stack":  # [3, heads, size], as timm
            q, k, v = self.qkv(x).reshape(batch, tokens, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        else:
            q, k, v = (split(t) for t in self.qkv(x).split(width, dim=2))
        if self.qknorm == "module":
            q, k = self.qn(q), self.kn(k)
        elif self.qknorm == "bare":
            q, k = F.layer_norm(q, (size,)), F.layer_norm(k, (size,))
        if self.rope:
            q, k = rotate(q), rotate(k)
        logits = self.factor * (q @ k.transpose(-2, -1)) / math.sqrt(size)
        mask = torch.full((tokens, tokens), float("-inf")).triu(1).to(x.dtype)
        mixed = (logits + mask).softmax(-1) @ v
        return self.proj(mixed.transpose(1, 2).reshape(batch, tokens, width))


class Block(nn.Module):
    def __init__(self, width, heads, form, bias, rope, qknorm, place, norm):
        super().__init__()
        self.ln1 = norm(width)
        if place != "parallel":
            self.ln2 = norm(width)
        self.attn = Attention(width, heads, form, bias, rope, qknorm)
        linear = Conv1D if form == "conv1d" else lambda i, o: nn.Linear(i, o, bias=bias)
        self.fc, self.out = linear(width, 4 * width), linear(4 * width, width)
        self.drop = nn.Dropout(0.1)
        self.place = place
        if place == "layerscale":
            self.gain1 = nn.Parameter(torch.full((width,), 0.1))
            self.gain2 = nn.Parameter(torch.full((width,), 0.1))
        if place == "sandwich":
            self.ln3, self.ln4 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.factor = 1.0

    def forward(self, x):
        mlp = lambda y: self.drop(self.out(F.gelu(self.fc(y))))
        if self.place == "parallel":
            return x + self.factor * self.attn(self.ln1(x)) + self.factor * mlp(self.ln1(x))
        if self.place == "layerscale":
            x = x + self.factor * self.gain1 * self.attn(self.ln1(x))
            return x + self.factor * self.gain2 * mlp(self.ln2(x))
        if self.place == "sandwich":
            x = x + self.factor * self.ln3(self.attn(self.ln1(x)))
            return x + self.factor * self.ln4(mlp(self.ln2(x)))
        x = x + self.factor * self.attn(self.ln1(x))
        return x + self.factor * mlp(self.ln2(x))


class GPT(nn.Module):
    def __init__(self, depth, width, heads=2, vocab=40, context=12, tied=True, form="packed", bias=True,
                 rope=False, qknorm=None, place="pre", norm=nn.LayerNorm, by_hand=False, shared=False):
        super().__init__()
        self.tok = nn.Embedding(vocab, width)
        self.pos = nn.Embedding(context, width)
        make = lambda: Block(width, heads, form, bias, rope, qknorm, place, norm)
        self.blocks = nn.ModuleList([make()] * depth if shared else [make() for _ in range(depth)])
        self.lnf = norm(width)
        self.by_hand = by_hand
        if not by_hand:
            self.head = nn.Linear(width, vocab, bias=False)
            if tied:
                self.head.weight = self.tok.weight
        self.factor = 1.0

    def forward(self, ids):
        x = self.tok(ids) + self.pos(torch.arange(ids.shape[1]))
        for block in self.blocks:
            x = block(x)
        x = self.lnf(x) * self.factor
        return F.linear(x, self.tok.weight) if self.by_hand else self.head(x)

    def multiply(self, branch, attention, readout):
        self.factor = readout
        for block in self.blocks:
            block.factor, block.attn.factor = branch, attention


class SwiGLU(nn.Module):
    """LLaMA's block without attention."""

    def __init__(self, depth, width, classes=5):
        super().__init__()
        self.stem = nn.Linear(7, width)
        self.norms = nn.ModuleList(Norm(width) for _ in range(depth))
        self.gate = nn.ModuleList(nn.Linear(width, 2 * width, bias=False) for _ in range(depth))
        self.up = nn.ModuleList(nn.Linear(width, 2 * width, bias=False) for _ in range(depth))
        self.down = nn.ModuleList(nn.Linear(2 * width, width, bias=False) for _ in range(depth))
        self.head = nn.Linear(width, classes)
        self.branch = self.readout = 1.0

    def forward(self, x):
        x = self.stem(x)
        for norm, gate, up, down in zip(self.norms, self.gate, self.up, self.down):
            y = norm(x)
            x = x + self.branch * down(F.silu(gate(y)) * up(y))
        return self.head(self.readout * x)

    def multiply(self, branch, attention, readout):
        self.branch, self.readout = branch, readout


class Encoder(nn.Module):
    """nn.TransformerEncoder, whose fast path calls none of its modules."""

    def __init__(self, depth, width, heads=2, vocab=30):
        super().__init__()
        self.emb = nn.Embedding(vocab, width, padding_idx=0)
        layer = nn.TransformerEncoderLayer(
            width, heads, 2 * width, dropout=0.0, activation="gelu", batch_first=True, norm_first=True
        )
        self.enc = nn.TransformerEncoder(layer, depth, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)
        self.fc = nn.Linear(width, 5)
        self.factors = None

    def forward(self, ids):
        x = self.emb(ids)
        if self.factors is None:
            return self.fc(self.norm(self.enc(x)).mean(1))
        branch, attention, readout = self.factors
        for layer in self.enc.layers:
            x = x + branch * attend(layer.self_attn, layer.norm1(x), attention)
            x = x + branch * layer.linear2(F.gelu(layer.linear1(layer.norm2(x))))
        return self.fc(readout * self.norm(x).mean(1))

    def multiply(self, branch, attention, readout):
        self.factors = branch, attention, readout


class CrossAttention(nn.Module):
    """nn.MultiheadAttention whose queries come from elsewhere than its keys."""

    def __init__(self, depth, width, heads=2, kdim=None):
        super().__init__()
        self.a, self.b = nn.Linear(6, width), nn.Linear(6, kdim or width)
        sizes = {} if kdim is None else dict(kdim=kdim, vdim=kdim)
        self.attn = nn.ModuleList(
            nn.MultiheadAttention(width, heads, batch_first=True, **sizes) for _ in range(depth)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(depth))
        self.fc = nn.Linear(width, 5)
        self.factors = None

    def forward(self, x):
        y, m = self.a(x), self.b(x)
        for norm, attn in zip(self.norms, self.attn):
            if self.factors is None:
                y = y + attn(norm(y), m, m, need_weights=False)[0]
            else:
                y = y + self.factors[0] * attend(attn, norm(y), self.factors[1], m)
        return self.fc((1.0 if self.factors is None else self.factors[2]) * y.mean(1))

    def multiply(self, branch, attention, readout):
        self.factors = branch, attention, readout


def attend(mha, x, factor, memory=None):
    """What nn.MultiheadAttention computes, the logits multiplied."""
    memory = x if memory is None else memory
    size = mha.embed_dim // mha.num_heads
    if mha.in_proj_weight is not None:
        weights = mha.in_proj_weight.chunk(3)
    else:
        weights = mha.q_proj_weight, mha.k_proj_weight, mha.v_proj_weight
    q, k, v = (
        F.linear(t, w, b).unflatten(-1, (mha.num_heads, size)).transpose(1, 2)
        for t, w, b in zip((x, memory, memory), weights, mha.in_proj_bias.chunk(3))
    )
    mixed = (factor * (q @ k.transpose(-2, -1)) / math.sqrt(size)).softmax(-1) @ v
    return F.linear(mixed.transpose(1, 2).flatten(2), mha.out_proj.weight, mha.out_proj.bias)


class ViT(torchvision.models.VisionTransformer):
    def __init__(self, depth, width, patch):
        super().__init__(image_size=32, patch_size=patch, num_layers=depth, num_heads=2,
                         hidden_dim=width, mlp_dim=2 * width, num_classes=10)
        nn.init.normal_(self.heads.head.weight)
        self.factors = None

    def forward(self, x):
        if self.factors is None:
            return super().forward(x)
        branch, attention, readout = self.factors
        x = self._process_input(x)
        x = torch.cat([self.class_token.expand(x.shape[0], -1, -1), x], dim=1)
        x = x + self.encoder.pos_embedding
        for layer in self.encoder.layers:
            x = x + branch * attend(layer.self_attention, layer.ln_1(x), attention)
            x = x + branch * layer.mlp(layer.ln_2(x))
        return self.heads(readout * self.encoder.ln(x)[:, 0])

    def multiply(self, branch, attention, readout):
        self.factors = branch, attention, readout


class ResNet(nn.Module):
    """torchvision's own, with a reference pass that multiplies its branches."""

    def __init__(self, name, layers=None):
        super().__init__()
        if layers:
            self.net = torchvision.models.ResNet(torchvision.models.resnet.BasicBlock, layers)
        else:
            self.net = getattr(torchvision.models, name)(weights=None)
        self.factors = None

    def forward(self, x):
        n = self.net
        if self.factors is None:
            return n(x)
        branch, _, readout = self.factors
        x = n.maxpool(n.relu(n.bn1(n.conv1(x))))
        for block in [*n.layer1, *n.layer2, *n.layer3, *n.layer4]:
            y = F.relu(block.bn1(block.conv1(x)))
            y = block.bn2(block.conv2(y))
            if hasattr(block, "conv3"):
                y = block.bn3(block.conv3(F.relu(y)))
            x = F.relu(branch * y + (x if block.downsample is None else block.downsample(x)))
        return n.fc(readout * n.avgpool(x).flatten(1))

    def multiply(self, branch, attention, readout):
        self.factors = branch, attention, readout


def tokens():
    return torch.randint(1, 30, (2, 12))


def image():
    return torch.randn(2, 3, 32, 32)


def vectors():
    return torch.randn(2, 4, 6)


# Per scenario: base, target and an example input.
MODELS = {
    "vit": (lambda: ViT(1, 32, 8), lambda: ViT(2, 64, 16), image),
    "encoder": (lambda: Encoder(1, 16), lambda: Encoder(2, 32), tokens),
    "cross": (lambda: CrossAttention(1, 16), lambda: CrossAttention(2, 32), vectors),
    "cross_sizes": (lambda: CrossAttention(1, 16, kdim=8), lambda: CrossAttention(2, 32, kdim=16), vectors),
    "resnet": (lambda: ResNet("", [2, 1, 1, 1]), lambda: ResNet("", [3, 1, 1, 1]), image),
    "swiglu": (lambda: SwiGLU(1, 16), lambda: SwiGLU(2, 32), lambda: torch.randn(3, 7)),
}
for name, options in {
    "gpt_tied": {},
    "gpt_untied": dict(tied=False),
    "gpt_separate": dict(form="separate", tied=False, bias=False),
    "gpt_conv1d": dict(form="conv1d"),
    "gpt_heads": dict(form="heads", tied=False),
    "gpt_stack": dict(form="stack"),
    "gpt_rope": dict(rope=True, tied=False),
    "gpt_rope_separate": dict(rope=True, form="separate", tied=False, norm=Norm),
    "gpt_qknorm": dict(qknorm="module", form="separate", tied=False),
    "gpt_layerscale": dict(place="layerscale", tied=False),
    "gpt_parallel": dict(place="parallel", tied=False),
    "gpt_sandwich": dict(place="sandwich", tied=False),
    "gpt_shared": dict(shared=True, tied=False),
    "gpt_bare_qknorm": dict(qknorm="bare", tied=False),
    "gpt_by_hand": dict(by_hand=True),
}.items():
    MODELS[name] = (
        lambda options=options: GPT(1, 16, **options),
        lambda options=options: GPT(2, 32, **options),
        tokens,
    )
