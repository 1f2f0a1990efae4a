package org.etalon.benchmarks;

import java.util.Locale;
import org.etalon.torch.optim.Adam;
import org.etalon.torch.optim.Sgd;
import org.etalon.torch.optim.UpdateRule;

/** The networks that one training step is timed on; training_steps.py builds the same ones. */
enum Workload {
  /** Dense layers only. */
  MLP("mlp:depth=8,width=256,in=784,classes=10", 128, false),
  /** Small convolutions on tiny images: overhead shows most. */
  CNN_8("cnn:depth=8,width=16,padding=zeros,image=8", 128, false),
  /** The same network on larger images: arithmetic shows most. */
  CNN_32("cnn:depth=8,width=16,padding=zeros,image=32", 128, false),
  /** torchvision's network, with batch norm. */
  RESNET_18("resnet-18:image=32,classes=10", 32, false),
  /** Image patches. */
  VIT("vit:depth=6,width=128,heads=4,patch=4,image=32,classes=10", 32, true),
  /** Tokens with a causal mask. */
  GPT("gpt:depth=6,width=128,heads=4,vocab=65,context=64", 32, true);

  private final String reference;
  private final int batch;
  private final boolean adaptive;

  Workload(String reference, int batch, boolean adaptive) {
    this.reference = reference;
    this.batch = batch;
    this.adaptive = adaptive;
  }

  /** The name on the command line: {@code resnet-18}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Workload byId(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The family and its settings. */
  String reference() {
    return reference;
  }

  /** Examples of a step. */
  int batch() {
    return batch;
  }

  /** How tensors are updated: Adam for the Transformers, SGD with momentum for the others. */
  UpdateRule rule() {
    return adaptive ? new Adam(Adam.Decay.L2) : new Sgd(0.9, false);
  }
}
