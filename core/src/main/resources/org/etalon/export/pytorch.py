
# ---- What follows is the same in every export. ----


def param_groups(model, lr=BASE_LEARNING_RATE, unplanned=None):
    """The optimiser's parameter groups: every parameter of the model exactly once.

    model: the network the plan was made for; DistributedDataParallel and torch.compile may be around
        it, or around parts of it.
    lr: the base's learning rate, if it is no longer that of the plan; all rates are in proportion.
    unplanned: options of a last group that takes the parameters the plan does not know, such as
        {"lr": 1e-3}; without it such parameters are an error.

    Each group has "params", "names" (the plan's), "lr", "weight_decay" and, for Adam, "eps". Raises
    ValueError with the differing names if the model is another one.
    """
    found, rest = _match(model, unplanned is not None)
    groups = [
        dict(options, lr=options["lr"] * (lr / BASE_LEARNING_RATE), params=[], names=[])
        for options in GROUPS
    ]
    for name, _, group, _, _, _ in TENSORS:
        groups[group]["params"].append(found[_PLAIN[name]])
        groups[group]["names"].append(name)
    if rest:
        groups.append(
            dict(unplanned, params=[p for _, p in rest], names=[name for name, _ in rest])
        )
    return groups


@torch.no_grad()
def init_(model, generator=None, partial=False):
    """Draws every parameter anew, in the plan's order; returns the model.

    Tensors whose start the plan does not know stay as the model has them, buffers too. With a
    generator the result is repeatable. Rows that nn.Embedding(padding_idx=...) keeps at zero are set
    to zero. partial: accept parameters that the plan does not know, and leave them.
    """
    found, _ = _match(model, partial)
    for name, _, _, distribution, mean, std in TENSORS:
        parameter = found[_PLAIN[name]]
        if distribution == "constant":
            parameter.fill_(mean)
        elif distribution != "as is":
            # A generator draws on its own device only.
            elsewhere = generator is not None and generator.device != parameter.device
            drawn = torch.empty_like(parameter, device=generator.device) if elsewhere else parameter
            if distribution == "uniform":
                reach = 3**0.5 * std
                drawn.uniform_(mean - reach, mean + reach, generator=generator)
            else:
                drawn.normal_(mean, std, generator=generator)
            if elsewhere:
                parameter.copy_(drawn)
    for module in model.modules():
        if isinstance(module, (nn.Embedding, nn.EmbeddingBag)) and module.padding_idx is not None:
            module.weight[module.padding_idx] = 0
    return model


def scale_(model, partial=False):
    """Attaches the plan's forward factors through hooks; returns the model.

    Does nothing when there are none, and nothing when they are attached already. Raises RuntimeError,
    before anything is attached, where a factor cannot be; and once more at the end of the first
    forward pass if a hook was not called (a module whose weight is used without calling the module).
    Call it before the model is compiled. Hooks survive copy.deepcopy and, where this file can be
    imported, torch.save. partial: accept parameters that the plan does not know.
    """
    found, _ = _match(model, partial)
    plans = {hook.plan for module in model.modules() for hook in _hooks(module)}
    if plans - {PLAN}:
        raise RuntimeError("the model already carries the forward factors of another plan")
    if plans or not FACTORS:
        return model
    modules = _Modules(model)
    jobs, problems = [], []
    for factor in FACTORS:
        try:
            jobs.extend(_resolve(factor, found, modules))
        except _Unattachable as problem:
            problems.append(f"{factor['kind']} x {factor['factor']:.6g} at {factor['node']}: {problem}")
    if problems:
        raise RuntimeError("cannot attach forward factors:\n  " + _list(problems, "\n  "))
    root = model
    while hasattr(root, "_orig_mod") or isinstance(root, nn.parallel.DistributedDataParallel):
        root = root._orig_mod if hasattr(root, "_orig_mod") else root.module
    check = _Check([hook for _, hook in jobs if isinstance(hook, _Counted)])
    root.register_forward_pre_hook(_Reset(check))
    for module, hook in jobs:
        if isinstance(hook, _PreHook):
            module.register_forward_pre_hook(hook)
        else:
            _register_last(module, hook)
        modules.leave_fast_path(module)
    _register_last(root, check)
    return model


# ---- The model's parameters ----


def _plain(names):
    """Names without what wrappers put before them."""
    plain = {n: ".".join(part for part in n.split(".") if part != "_orig_mod") for n in names}
    while plain and all(value.startswith("module.") for value in plain.values()):
        plain = {name: value[len("module.") :] for name, value in plain.items()}
    return plain if len(set(plain.values())) == len(plain) else {name: name for name in names}


_PLAIN = _plain([row[0] for row in TENSORS])


def _aliases(model):
    """Every parameter once, by identity: (parameter, all its names)."""
    aliases = {}
    for path, module in model.named_modules(remove_duplicate=False):
        for attribute, parameter in module._parameters.items():
            if parameter is not None:
                name = f"{path}.{attribute}" if path else attribute
                aliases.setdefault(id(parameter), (parameter, []))[1].append(name)
    return list(aliases.values())


def _match(model, partial):
    """The model's parameters by the plan's plain names, and those the plan does not know."""
    planned = {_PLAIN[name]: shape for name, shape, _, _, _, _ in TENSORS}
    aliases = _aliases(model)
    plain = _plain([name for _, names in aliases for name in names])
    found, rest, wrong, tied = {}, [], [], []
    for parameter, names in aliases:
        hits = [plain[name] for name in names if plain[name] in planned]
        if not hits:
            rest.append((plain[names[0]], parameter))
        elif len(hits) > 1:
            tied.append(" = ".join(hits))
        for hit in hits:
            found[hit] = parameter
            lazy = isinstance(parameter, nn.parameter.UninitializedParameter)
            shape = None if lazy else tuple(parameter.shape)
            if shape != planned[hit]:
                wrong.append(f"{hit} {'not initialised' if lazy else shape}, planned {planned[hit]}")
    problems = {
        "missing in the model": [name for name in planned if name not in found],
        "unexpected in the model": [] if partial else [name for name, _ in rest],
        "of another shape": wrong,
        "tied in the model, but not in the plan": tied,
    }
    if any(problems.values()):
        said = [f"{what}: {_list(names, ', ')}" for what, names in problems.items() if names]
        raise ValueError(f"not the model that was planned ({MODEL}); " + "; ".join(said))
    return found, rest


def _list(items, separator, most=50):
    more = [f"and {len(items) - most} more"] if len(items) > most else []
    return separator.join([str(item) for item in items[:most]] + more)


# ---- Where factors are attached ----


class _Unattachable(Exception):
    pass


_KNOWN_FORWARDS = tuple(
    getattr(nn, name).forward
    for name in (
        "Linear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d BatchNorm1d"
        " BatchNorm2d BatchNorm3d SyncBatchNorm InstanceNorm1d InstanceNorm2d InstanceNorm3d GroupNorm"
        " LayerNorm RMSNorm"
    ).split()
    if hasattr(nn, name)
)


class _Modules:
    """Who owns which parameter, and who contains whom."""

    def __init__(self, model):
        self.owners = {}
        self.parents = {}
        for path, module in model.named_modules():
            owner = module
            if ".parametrizations." in "." + path:
                owner = model.get_submodule(("." + path).split(".parametrizations.")[0][1:])
            for attribute, parameter in module._parameters.items():
                if parameter is not None:
                    entry = (owner, path, attribute)
                    self.owners.setdefault(id(parameter), []).append(entry)
            for name, child in module.named_children():
                self.parents.setdefault(id(child), []).append((name, module))

    def hosts(self, parameters):
        """The modules that own all of these, tables left out: [(module, path, attribute)]."""
        hosts = None
        for parameter in parameters:
            here = {
                id(entry[0]): entry
                for entry in self.owners[id(parameter)]
                if not isinstance(entry[0], (nn.Embedding, nn.EmbeddingBag))
            }
            hosts = here if hosts is None else {k: v for k, v in hosts.items() if k in here}
        return list(hosts.values())

    def attention_around(self, module):
        """The nn.MultiheadAttention that uses this output projection without calling it."""
        for name, parent in self.parents.get(id(module), []):
            if name == "out_proj" and isinstance(parent, nn.MultiheadAttention):
                return parent
        return None

    def leave_fast_path(self, module):
        """nn.TransformerEncoderLayer has a path that calls no module; this keeps it off it."""
        for _, parent in self.parents.get(id(module), []):
            if isinstance(parent, nn.TransformerEncoderLayer):
                parent.activation_relu_or_gelu = 0
            self.leave_fast_path(parent)


def _resolve(factor, found, modules):
    """The hooks of one factor: [(module, hook)]."""
    if factor["problem"]:
        raise _Unattachable(factor["problem"])
    names = factor["tensors"]
    hosts = modules.hosts([found[_PLAIN[name]] for name in names])
    if not hosts:
        raise _Unattachable(
            f"no module owns {' and '.join(names)} as a layer; a table that is used as a read-out by"
            " hand has nothing to hook"
        )
    if factor["place"] == "input":
        counted = _ScaleInput(factor)
    elif factor["place"] == "output":
        counted = _ScaleOutput(factor)
    else:
        counted = _ScalePart(factor)
    jobs = []
    for host, path, attribute in hosts:
        if isinstance(host, nn.MultiheadAttention):
            jobs.extend(_queries(factor, host, path, attribute))
            continue
        around = modules.attention_around(host)
        if around is not None:
            if factor["place"] != "output" or factor["kind"] == "attention":
                raise _Unattachable(f"nn.MultiheadAttention uses {path} without calling it")
            jobs.append((around, counted))
            continue
        if factor["takes_part"]:
            raise _Unattachable(f"{path} uses only part of {names[0]}")
        if any(True for _ in host.children()) and not hasattr(host, "parametrizations"):
            raise _Unattachable(
                f"{names[0]} belongs to {path or 'the model'} ({type(host).__name__}), which computes"
                " more than that one layer"
            )
        if type(host).forward not in _KNOWN_FORWARDS:
            if factor["host"] != "linear" or attribute != "weight":
                raise _Unattachable(
                    f"what {path} ({type(host).__name__}) computes is not known to be the"
                    f" {factor['host']} of {names[0]} and nothing more"
                )
            jobs.append((host, _VerifyLinear(path)))
        jobs.append((host, counted))
    return jobs


def _queries(factor, host, path, attribute):
    """nn.MultiheadAttention projects by itself: its queries are scaled by their weight and bias."""
    packed = attribute == "in_proj_weight"
    rows = ((0, host.embed_dim),)
    whole = factor["place"] == "part" and factor["parts"] == rows
    cross = factor["place"] == "output" and factor["takes_part"]
    alone = factor["place"] == "output" and attribute == "q_proj_weight"
    if factor["kind"] != "attention" or not (packed and (whole or cross) or alone):
        raise _Unattachable(f"{path}.{attribute} of nn.MultiheadAttention does not hold queries alone")
    return [(host, _ScaleQueries(factor)), (host, _RestoreQueries())]


# ---- Hooks ----


def _hooks(module):
    for hook in (*module._forward_hooks.values(), *module._forward_pre_hooks.values()):
        if hasattr(hook, "plan") and hasattr(hook, "etalon"):
            yield hook


def _register_last(module, hook):
    if hook.always:
        try:
            module.register_forward_hook(hook, always_call=True)
            return
        except TypeError:  # PyTorch 1
            pass
    module.register_forward_hook(hook)


class _Hook:
    """An object and not a closure, so that models can be copied and saved."""

    etalon = True
    always = False

    def __init__(self):
        self.plan = PLAN


class _PreHook(_Hook):
    pass


class _Counted(_Hook):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor["factor"]
        self.calls = factor["calls"]
        self.parts = factor["parts"]
        self.axis = factor["axis"]
        self.where = f"{factor['kind']} x {self.factor:.6g} at the module of {factor['tensors'][0]}"
        self.counting = True
        self.count = 0

    def called(self):
        if self.counting:
            self.count += 1


class _ScaleInput(_Counted, _PreHook):
    def __call__(self, module, args):
        if not args:
            raise RuntimeError(f"{self.where}: the module is called by keywords; call it by position")
        self.called()
        return (args[0] * self.factor, *args[1:])


class _ScaleOutput(_Counted):
    def __call__(self, module, args, output):
        self.called()
        if isinstance(module, nn.MultiheadAttention):  # attention and its weights
            return (output[0] * self.factor, *output[1:])
        return output * self.factor


class _ScalePart(_Counted):
    def __call__(self, module, args, output):
        self.called()
        scale = output.new_ones(output.shape[self.axis])
        for start, end in self.parts:
            scale[start:end] = self.factor
        behind = output.dim() - 1 - self.axis % output.dim()
        return output * scale.reshape(-1, *[1] * behind)


class _ScaleQueries(_Counted, _PreHook):
    """Lets nn.MultiheadAttention see scaled query rows while it runs; parameters stay untouched."""

    def __call__(self, module, args):
        self.called()
        size = module.embed_dim
        for name in ("in_proj_weight", "in_proj_bias"):
            value = module._parameters.get(name)
            if value is not None:
                module.__dict__[name] = torch.cat([value[:size] * self.factor, value[size:]])
        alone = module._parameters.get("q_proj_weight")
        if alone is not None:
            module.__dict__["q_proj_weight"] = alone * self.factor


class _RestoreQueries(_Hook):
    always = True

    def __call__(self, module, args, output):
        for name in ("in_proj_weight", "in_proj_bias", "q_proj_weight"):
            module.__dict__.pop(name, None)


class _VerifyLinear(_Hook):
    """For modules of unknown types: checks on the first call that they are linear layers."""

    def __init__(self, where):
        super().__init__()
        self.where = where
        self.done = False

    def __call__(self, module, args, output):
        if self.done:
            return
        self.done = True
        with torch.no_grad():
            for weight in (module.weight, module.weight.t()):
                if torch.is_tensor(output) and args and args[0].shape[-1] == weight.shape[0]:
                    expected = args[0].to(weight.dtype) @ weight
                    if getattr(module, "bias", None) is not None:
                        expected = expected + module.bias
                    if expected.shape == output.shape:
                        error = (expected - output).abs().max()
                        if error <= 0.02 * expected.abs().max():
                            return
        raise RuntimeError(
            f"{self.where} ({type(module).__name__}) is no plain linear layer, so that its forward"
            " factor cannot be attached to it"
        )


class _Reset(_PreHook):
    def __init__(self, check):
        super().__init__()
        self.check = check

    def __call__(self, module, args):
        for hook in self.check.hooks:
            hook.count = 0


class _Check(_Hook):
    """After the first forward pass: was every hook called as often as the plan's graph has it?"""

    def __init__(self, hooks):
        super().__init__()
        self.hooks = hooks

    def __call__(self, module, args, output):
        hooks, self.hooks = self.hooks, []
        wrong = []
        for hook in hooks:
            hook.counting = False
            if hook.count == 0 or hook.count % hook.calls:
                wrong.append(f"{hook.where}: called {hook.count} times, planned {hook.calls}")
        if wrong:
            raise RuntimeError(
                "forward factors are not applied as planned; a module's weight is used without calling"
                " the module, or the forward pass took another way:\n  " + _list(wrong, "\n  ")
            )
