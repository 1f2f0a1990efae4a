"""PyTorch's optimisers on given gradients.

Reads from standard input, for each rule: a line "rule NAME FIRST SECOND STEPS TENSORS" (momentum
and Nesterov, or the two betas); for each tensor a line "RATE DECAY EPSILON VALUE..."; for each step
and tensor a line of its gradient. Writes the last values of each tensor in a line.
"""

import sys

import torch

torch.set_default_dtype(torch.float64)
MAKERS = {
    "sgd": lambda groups, first, second: torch.optim.SGD(
        [{k: v for k, v in group.items() if k != "eps"} for group in groups],
        lr=1.0, momentum=first, nesterov=second != 0),
    "adam": lambda groups, first, second: torch.optim.Adam(groups, betas=(first, second)),
    "adamw": lambda groups, first, second: torch.optim.AdamW(groups, betas=(first, second)),
}


def numbers():
    return [float(word) for word in sys.stdin.readline().split()]


for header in iter(sys.stdin.readline, ""):
    _, name, first, second, steps, tensors = header.split()
    groups = []
    for _ in range(int(tensors)):
        rate, decay, epsilon, *values = numbers()
        weight = torch.tensor(values, requires_grad=True)
        groups.append({"params": [weight], "lr": rate, "weight_decay": decay, "eps": epsilon})
    weights = [group["params"][0] for group in groups]
    optimiser = MAKERS[name](groups, float(first), float(second))
    for _ in range(int(steps)):
        for weight in weights:
            weight.grad = torch.tensor(numbers())
        optimiser.step()
    for weight in weights:
        print(*[repr(value) for value in weight.tolist()])
