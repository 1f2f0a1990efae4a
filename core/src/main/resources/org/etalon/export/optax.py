
# ---- What follows is the same in every export. ----


def path_name(path):
    """The default name of a leaf: its keys joined by dots, a leading "params" left out.

    Flax and Haiku call things otherwise than the model that was planned (kernel for weight, scale for
    a norm's gain, matrices the other way round); pass a function of your own that maps a path to the
    plan's name.
    """
    keys = [str(getattr(k, "key", getattr(k, "name", getattr(k, "idx", k)))) for k in path]
    return ".".join(keys[1:] if keys[:1] == ["params"] else keys)


def labels(params, name_of=path_name):
    """The group label of every leaf; raises ValueError with the differing names."""
    seen = []

    def label(path, leaf):
        seen.append(name_of(path))
        return LABELS.get(seen[-1], "unplanned")

    tree = jax.tree_util.tree_map_with_path(label, params)
    counts = collections.Counter(seen)
    missing = [name for name in LABELS if name not in counts]
    unexpected = [name for name in counts if name not in LABELS]
    twice = [name for name, count in counts.items() if count > 1]
    if missing or unexpected or twice:
        raise ValueError(
            f"not the model that was planned ({MODEL}); missing: {missing[:50]}, unexpected:"
            f" {unexpected[:50]}, named twice: {twice[:50]}"
        )
    return tree


def transform(params, name_of=path_name, schedule=None, **options):
    """optax.multi_transform with one transform per group.

    schedule: a function of the step that every rate is multiplied by. options go to optax.sgd,
    optax.adam or optax.adamw (momentum, b1, b2, ...).
    """
    return optax.multi_transform(
        {label: _group(schedule, options, **group) for label, group in GROUPS.items()},
        labels(params, name_of),
    )


def _group(schedule, options, lr, weight_decay, eps=None):
    rate = lr if schedule is None else lambda step: lr * schedule(step)
    # optax.adamw multiplies its decay by the rate, as PyTorch's does; for the others the decay is L2
    # and goes to the gradient first.
    if OPTIMIZER == "adamw":
        return optax.adamw(rate, eps=eps, weight_decay=weight_decay, **options)
    step = optax.sgd(rate, **options) if OPTIMIZER == "sgd" else optax.adam(rate, eps=eps, **options)
    return optax.chain(optax.add_decayed_weights(weight_decay), step) if weight_decay else step


def initial(name, key, shape, dtype=jnp.float32):
    """A tensor's start by the plan's name, in whatever layout; None where the plan has none."""
    distribution, mean, std = STARTS[name]
    if distribution == "as is":
        return None
    if distribution == "constant":
        return jnp.full(shape, mean, dtype)
    if distribution == "uniform":
        reach = 3**0.5 * std
        return jax.random.uniform(key, shape, dtype, mean - reach, mean + reach)
    return mean + std * jax.random.normal(key, shape, dtype)
