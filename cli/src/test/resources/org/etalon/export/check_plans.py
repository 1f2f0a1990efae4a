"""Tries written plans on real models. usage: check_plans.py FOLDER

The folder holds, per scenario, NAME.py (the export), NAME.folded.py where the plan folds, and NAME.tsv
(the plan's numbers, not taken from the export). Prints a line per check: scenario, check, ok or what
went wrong, separated by tabs.
"""
import copy
import csv
import functools
import importlib.util
import io
import math
import os
import sys
import traceback
import types
import warnings

import torch
from torch import nn

import models

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
FOLDER = sys.argv[1]

# torchvision's own, which are large: what each is there for.
RESNETS = {
    "resnet34_sgd": ("resnet34", "parameters_are_covered_once other_models_are_refused"),
    "resnet50_sgd": ("resnet50", "parameters_are_covered_once"),
    "resnet50_completep": ("resnet50", "parameters_are_covered_once forward_is_as_planned"),
    "resnet_same": ("resnet18", "forward_is_as_planned numbers_are_the_plans"),
}
# What scale_ must say where it cannot attach.
REFUSED = {
    "gpt_bare_qknorm": "does not keep proportion",
    "gpt_by_hand": "a table that is used as a read-out by hand",
}
STEPS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}


def load(path):
    name = os.path.basename(path)[:-3].replace(".", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class Scenario:
    def __init__(self, name):
        self.name = name
        self.plan = load(f"{FOLDER}/{name}.py")
        with open(f"{FOLDER}/{name}.tsv", encoding="utf-8") as file:
            rows = list(csv.reader(file, delimiter="\t"))
        self.tensors = {row[1]: row[2:] for row in rows if row[0] == "tensor"}
        self.factors = {row[1]: float(row[2]) for row in rows if row[0] == "factor"}
        self.resnet = name in RESNETS
        source = name.split("-")[0]
        self.make = (lambda: models.ResNet(RESNETS[name][0])) if self.resnet else models.MODELS[source][1]
        self.example = (models.image if self.resnet else models.MODELS[source][2])()

        torch.manual_seed(1)
        self.random = self.make().double().eval()
        with torch.no_grad():
            for parameter in self.random.parameters():
                parameter.add_(0.2 * torch.randn_like(parameter))

    def model(self):
        """A model whose every tensor is random, so that no factor can hide behind a zero or a one."""
        return copy.deepcopy(self.random)

    def inner(self, model):
        """What the plan was made for."""
        return model.net if self.resnet else model

    def reference(self, model):
        """The forward pass with explicit multiplications."""
        reference = copy.deepcopy(model)
        get = self.factors.get
        reference.multiply(get("branch", 1.0), get("attention", 1.0), get("readout", 1.0))
        return reference(self.example)


def close(a, b, tolerance=1e-10):
    error = (a - b).abs().max().item()
    assert error < tolerance, f"differs by {error}"


# ---- checks ----


def parameters_are_covered_once(s):
    model = s.inner(s.model())
    groups = s.plan.param_groups(model)
    covered = [id(p) for g in groups for p in g["params"]]
    assert sorted(covered) == sorted(id(p) for p in model.parameters())
    names = [n for g in groups for n in g["names"]]
    assert sorted(names) == sorted(s.tensors)
    keys = [tuple(sorted((k, v) for k, v in g.items() if k not in ("params", "names"))) for g in groups]
    assert len(set(keys)) == len(keys), "groups are not merged"


def numbers_are_the_plans(s):
    model = s.inner(s.model())
    for group in s.plan.param_groups(model):
        for name in group["names"]:
            rate, decay, epsilon = s.tensors[name][:3]
            assert group["lr"] == float(rate) and group["weight_decay"] == float(decay), name
            assert ("eps" in group) == (epsilon != "") and group.get("eps", 0.0) == float(epsilon or 0)
    doubled = s.plan.param_groups(model, lr=2 * s.plan.BASE_LEARNING_RATE)
    assert all(d["lr"] == 2 * g["lr"] for d, g in zip(doubled, s.plan.param_groups(model)))
    optimizer = STEPS[s.plan.OPTIMIZER](s.plan.param_groups(model), lr=s.plan.LEARNING_RATE)
    model(s.example).square().mean().backward()
    optimizer.step()
    optimizer.load_state_dict(optimizer.state_dict())


def starts_are_the_plans(s):
    model = s.inner(s.model())
    before = copy.deepcopy(model)
    buffers = {n: b.clone() for n, b in model.named_buffers()}
    assert s.plan.init_(model, torch.Generator().manual_seed(3)) is model
    again = s.plan.init_(copy.deepcopy(before), torch.Generator().manual_seed(3))
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters()))
    other = s.plan.init_(copy.deepcopy(before), torch.Generator().manual_seed(4))
    assert not all(torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters()))
    assert all(torch.equal(b, buffers[n]) for n, b in model.named_buffers())
    old = dict(before.named_parameters())
    padded = {id(m.weight) for m in model.modules() if getattr(m, "padding_idx", None) is not None}
    for name, parameter in model.named_parameters():
        assert parameter.requires_grad and parameter.grad_fn is None
        distribution, mean, std = s.tensors[name][3:6]
        if distribution == "AS_IS":
            assert torch.equal(parameter, old[name]), name
            continue
        mean, std = float(mean), float(std)
        if id(parameter) in padded:
            assert (parameter[0] == 0).all()
            parameter = parameter[1:]
        if std == 0:
            assert (parameter == mean).all(), name
            continue
        n = parameter.numel()
        if n >= 400:
            assert abs(parameter.mean().item() - mean) < 6 * std / math.sqrt(n), name
            assert abs(parameter.std().item() / std - 1) < 6 / math.sqrt(2 * n), name
        reach = parameter.abs().max().item() / std
        if distribution == "UNIFORM":
            assert reach <= math.sqrt(3) + 1e-9, name
        elif n >= 4000:
            assert reach > 2.2, name


def other_models_are_refused(s):
    plan, model = s.plan, s.inner(s.model())
    extra = copy.deepcopy(model)
    extra.stranger = nn.Parameter(torch.zeros(3))
    lacking = copy.deepcopy(model)
    owner, attribute = untied(lacking)
    name = next(n for n, p in lacking.named_parameters() if p is getattr(owner, attribute))
    setattr(owner, attribute, None)
    changed = copy.deepcopy(model)
    owner, attribute = untied(changed)
    setattr(owner, attribute, nn.Parameter(torch.zeros(77, 5)))
    for call in (plan.param_groups, plan.init_, plan.scale_):
        refused(ValueError, ["stranger"], lambda: call(extra))
        refused(ValueError, ["(77, 5)"], lambda: call(changed))
        refused(ValueError, ["missing", name], lambda: call(lacking))
    groups = plan.param_groups(extra, unplanned={"lr": 0.5})
    assert groups[-1]["lr"] == 0.5 and groups[-1]["params"][0] is extra.stranger
    plan.init_(extra, partial=True)


def untied(model):
    """A parameter that one module owns alone."""
    owned = [(m, n) for m in model.modules() for n, p in m._parameters.items() if p is not None]
    ids = [id(m._parameters[n]) for m, n in owned]
    return [pair for pair, i in zip(owned, ids) if ids.count(i) == 1][-1]


def refused(kind, words, call):
    try:
        call()
    except kind as error:
        for word in words:
            assert word in str(error), f"{word!r} is not in {error}"
        return
    raise AssertionError(f"no {kind.__name__}")


class Wrapped(nn.Module):
    """What DistributedDataParallel and torch.compile do to names."""

    def __init__(self, model, attribute):
        super().__init__()
        setattr(self, attribute, model)
        self.attribute = attribute

    def forward(self, *args):
        return getattr(self, self.attribute)(*args)


def wrappers_are_seen_through(s):
    for attributes in (("module",), ("_orig_mod",), ("_orig_mod", "module", "module")):
        model = s.model()
        wrapped = functools.reduce(Wrapped, attributes, s.inner(model))
        plain, inside = s.plan.param_groups(s.inner(model)), s.plan.param_groups(wrapped)
        assert [g["names"] for g in plain] == [g["names"] for g in inside]
        assert all(a is b for p, q in zip(plain, inside) for a, b in zip(p["params"], q["params"]))
        if s.name not in REFUSED:
            expected = s.reference(model)
            s.plan.scale_(wrapped)
            close(wrapped(s.example), expected)


def forward_is_as_planned(s):
    model = s.model()
    expected = s.reference(model)
    if s.name in REFUSED:
        hooks = count_hooks(model)
        refused(RuntimeError, [REFUSED[s.name]], lambda: s.plan.scale_(s.inner(model)))
        assert count_hooks(model) == hooks == 0
        return
    plain = model(s.example)
    assert s.plan.scale_(s.inner(model)) is s.inner(model)
    if not s.factors:
        assert count_hooks(model) == 0
    else:
        assert (plain - expected).abs().max() > 1e-6, "the factors have no effect to be tested"
    close(model(s.example), expected)
    close(model(s.example), expected)
    hooks = count_hooks(model)
    s.plan.scale_(s.inner(model))
    assert count_hooks(model) == hooks, "attached twice"
    close(model(s.example), expected)
    with torch.no_grad():
        close(model(s.example), expected)
    if hooks:
        twin = copy.deepcopy(model)
        for hook in [h for m in twin.modules() for h in (*m._forward_hooks.values(), *m._forward_pre_hooks.values())]:
            hook.plan = "another"
        refused(RuntimeError, ["another plan"], lambda: s.plan.scale_(s.inner(twin)))


def copies_keep_their_factors(s):
    if s.name in REFUSED:
        return
    model = s.model()
    expected = s.reference(model)
    s.plan.scale_(s.inner(model))
    twin = copy.deepcopy(model)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    close(twin(s.example), expected)
    file = io.BytesIO()
    torch.save(twin, file)
    file.seek(0)
    close(torch.load(file)(s.example), expected)


def gradients_flow(s):
    if s.name in REFUSED:
        return
    model = s.model()
    reference = copy.deepcopy(model)
    get = s.factors.get
    reference.multiply(get("branch", 1.0), get("attention", 1.0), get("readout", 1.0))
    s.plan.scale_(model)
    for m in (model, reference):
        m(s.example).square().sum().backward()
    for (name, a), b in zip(model.named_parameters(), reference.parameters()):
        assert (a.grad is None) == (b.grad is None), name
        if a.grad is not None:
            close(a.grad, b.grad, 1e-9 * max(1.0, b.grad.abs().max().item()))


def folding_is_the_same_training(s):
    path = f"{FOLDER}/{s.name}.folded.py"
    if not os.path.exists(path):
        return
    folded = load(path)
    assert folded.FACTORS == ()
    # The same draws, scaled: the two networks start as the same function and stay it.
    one, two = s.inner(s.model()), s.inner(s.model())
    s.plan.init_(one, torch.Generator().manual_seed(5))
    folded.init_(two, torch.Generator().manual_seed(5))
    s.plan.scale_(one)
    folded.scale_(two)
    with torch.no_grad():
        close(one(s.example), two(s.example))
    optimizers = [
        STEPS[p.OPTIMIZER](p.param_groups(m), lr=p.LEARNING_RATE) for p, m in ((s.plan, one), (folded, two))
    ]
    start = one(s.example).detach()
    for _ in range(3):
        for model, optimizer in zip((one, two), optimizers):
            optimizer.zero_grad()
            model(s.example).square().mean().backward()
            optimizer.step()
    moved = one(s.example).detach()
    assert (moved - start).abs().max() > 1e-4
    close(moved, two(s.example).detach(), 1e-8)


def unused_modules_are_noticed(s):
    """A module that the graph calls and the real forward pass goes around."""
    if s.name != "gpt_untied":
        return
    model = s.model()
    s.plan.scale_(model)

    def around(x):
        return nn.functional.linear(x, model.head.weight)

    model.forward = lambda ids: around(model.lnf(model.tok(ids)))
    refused(RuntimeError, ["not applied as planned", "head.weight"], lambda: model(s.example))


def ties_are_checked(s):
    if s.name == "gpt_tied":
        loose = models.GPT(2, 32, tied=False)
        refused(ValueError, ["unexpected", "head.weight"], lambda: s.plan.param_groups(loose))
        turned = s.model()  # the head registered first: the parameter bears its name
        modules = turned._modules
        modules["tok"] = modules.pop("tok")
        assert "tok.weight" not in dict(turned.named_parameters())
        s.plan.param_groups(turned)
        hooked = s.plan.scale_(turned)
        assert hooked.head._forward_pre_hooks and not hooked.tok._forward_pre_hooks
    if s.name == "gpt_untied":
        tied = models.GPT(2, 32, tied=True)
        refused(ValueError, ["tied", "head.weight"], lambda: s.plan.param_groups(tied))


def documented_examples_run(s):
    if s.name != "vit-sgd":
        return
    for text in documented("PyTorch"):
        sys.modules["plan"] = s.plan
        exec(compile(text, "docs/exports.md", "exec"), {"model": s.model(), "torch": torch, "plan": s.plan})


def documented(chapter):
    """The Python examples of a chapter of docs/exports.md."""
    with open(f"{FOLDER}/exports.md", encoding="utf-8") as file:
        text = file.read().split(f"\n## {chapter}\n")[1].split("\n## ")[0]
    parts = text.split("```python\n")[1:]
    assert parts
    return [part.split("```")[0] for part in parts]


def count_hooks(model):
    return sum(len(m._forward_hooks) + len(m._forward_pre_hooks) for m in model.modules())


CHECKS = (
    parameters_are_covered_once,
    numbers_are_the_plans,
    starts_are_the_plans,
    other_models_are_refused,
    wrappers_are_seen_through,
    forward_is_as_planned,
    copies_keep_their_factors,
    gradients_flow,
    folding_is_the_same_training,
    unused_modules_are_noticed,
    ties_are_checked,
    documented_examples_run,
)


# ---- not on a model ----


def hostile_names_survive():
    """Names that try to break out of the file, in hexadecimal beside it."""
    with open(f"{FOLDER}/hostile.names", encoding="ascii") as file:
        lines = file.read().split()
    names = [bytes.fromhex(line).decode("utf-16-be", "surrogatepass") for line in lines]
    assert [row[0] for row in load(f"{FOLDER}/hostile.py").TENSORS] == names
    assert list(with_optax(f"{FOLDER}/hostile.optax.py").LABELS) == names
    assert len(load(f"{FOLDER}/many.py").TENSORS) == 10_000


class Recorder(types.ModuleType):
    """Stands for optax: writes down what it is asked for."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **options: (name, args, options)


class Key:
    def __init__(self, key):
        self.key = key


def tree_map_with_path(function, tree, path=()):
    if isinstance(tree, dict):
        return {k: tree_map_with_path(function, v, (*path, Key(k))) for k, v in tree.items()}
    return function(path, tree)


def with_optax(path):
    jax = types.ModuleType("jax")
    jax.tree_util = types.SimpleNamespace(tree_map_with_path=tree_map_with_path)
    jax.numpy = types.ModuleType("jax.numpy")
    jax.numpy.float32 = "float32"
    sys.modules.update({"jax": jax, "jax.numpy": jax.numpy, "optax": Recorder("optax")})
    try:
        return load(path)
    finally:
        for name in ("jax", "jax.numpy", "optax"):
            del sys.modules[name]


def optax_has_every_tensors_numbers():
    for name in ("vit", "vit-sgd", "vit-adam"):
        plan = with_optax(f"{FOLDER}/{name}.optax.py")
        tensors = Scenario(name).tensors
        params = {"params": {}}
        for tensor in tensors:
            *path, leaf = tensor.split(".")
            functools.reduce(lambda at, key: at.setdefault(key, {}), path, params["params"])[leaf] = 0
        for tensor, (rate, decay, epsilon, *start) in tensors.items():
            group = plan.GROUPS[plan.LABELS[tensor]]
            assert group["lr"] == float(rate) and group["weight_decay"] == float(decay)
            assert group.get("eps", 0.0) == float(epsilon or 0)
            assert plan.STARTS[tensor][0].upper().replace(" ", "_") == start[0]
        labels = plan.labels(params)
        assert labels["params"]["class_token"] == plan.LABELS["class_token"]
        what, (transforms, tree), _ = plan.transform(params)
        assert what == "multi_transform" and tree == labels and set(transforms) == set(plan.GROUPS)
        for label, (kind, args, options) in transforms.items():
            group = plan.GROUPS[label]
            if plan.OPTIMIZER == "adamw":
                assert kind == "adamw" and args == (group["lr"],)
                assert options == {"eps": group["eps"], "weight_decay": group["weight_decay"]}
            else:
                assert kind == "chain"
                assert args[0] == ("add_decayed_weights", (group["weight_decay"],), {})
                assert args[1][0] == plan.OPTIMIZER and args[1][1] == (group["lr"],)
        for text in documented("Optax"):
            if plan.OPTIMIZER == "sgd":
                exec(compile(text, "docs/exports.md", "exec"), {"params": params, "plan": plan})
        params["params"]["stranger"] = 0
        refused(ValueError, ["stranger"], lambda: plan.labels(params))
        del params["params"]["stranger"], params["params"]["class_token"]
        refused(ValueError, ["class_token"], lambda: plan.labels(params))

def report(name, check, *arguments):
    try:
        check(*arguments)
        result = "ok"
    except Exception:
        result = traceback.format_exc().strip().replace("\n", "\\n").replace("\t", " ")
    print(name, check.__name__, result, sep="\t", flush=True)


if __name__ == "__main__":
    report("names", hostile_names_survive)
    report("optax", optax_has_every_tensors_numbers)
    for file in sorted(os.listdir(FOLDER)):
        if file.endswith(".tsv"):
            name = file[: -len(".tsv")]
            chosen = RESNETS[name][1].split() if name in RESNETS else [c.__name__ for c in CHECKS]
            scenario = Scenario(name)
            for check in CHECKS:
                if check.__name__ in chosen:
                    report(name, check, scenario)
