package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.etalon.tensor.Network;
import org.etalon.torch.optim.Optimiser;
import org.etalon.torch.optim.TensorRates;
import org.etalon.torch.optim.UpdateRule;
import org.etalon.torch.optim.UpdateRules;

/** Where an optimiser's first step from initialisation goes, per unit of the learning rate. */
public interface FirstStep {
  /** The optimiser's name. */
  String id();

  /**
   * The step at learning rate 1, without weight decay. To be called inside a memory scope and with
   * gradients not being recorded.
   *
   * @param network whose parameters they are
   * @param parameters the tensors; left as they are
   * @param gradients of the loss, one for each, in their order; left as they are
   * @return Δθ for each, in their order, of the caller's scope
   */
  List<Tensor> direction(Network network, List<Tensor> parameters, List<Tensor> gradients);

  /**
   * The first step of the rule of that name, with settings if they follow.
   *
   * @throws org.etalon.graph.UnknownIdentifierException if there is none
   * @throws org.etalon.graph.InputException if a setting is unknown or out of range
   */
  static FirstStep byId(String reference) {
    UpdateRule rule = UpdateRules.byId(reference);
    return switch (reference.strip()) {
      case "sgd" -> sgd();
      case "adam", "adamw" -> adam(rule.id(), TensorRates.EPSILON);
      default -> of(rule);
    };
  }

  /** Gradient descent: −g. */
  static FirstStep sgd() {
    return new FirstStep() {
      @Override
      public String id() {
        return "sgd";
      }

      @Override
      public List<Tensor> direction(
          Network network, List<Tensor> parameters, List<Tensor> gradients) {
        return gradients.stream().map(Tensor::neg).toList();
      }
    };
  }

  /**
   * Adam: −g/(|g| + ε), which is what its bias-corrected moments come to at the first step. AdamW's
   * is the same, decay left out.
   *
   * @param id {@code adam} or {@code adamw}
   * @param epsilon ε > 0
   */
  static FirstStep adam(String id, double epsilon) {
    return new FirstStep() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public List<Tensor> direction(
          Network network, List<Tensor> parameters, List<Tensor> gradients) {
        List<Tensor> steps = new ArrayList<>(gradients.size());
        for (Tensor gradient : gradients) {
          steps.add(gradient.neg().div(gradient.abs().add(new Scalar(epsilon))));
        }
        return steps;
      }
    };
  }

  /** Any other rule: what one step of it at rate 1 adds to copies of the parameters. */
  static FirstStep of(UpdateRule rule) {
    return new FirstStep() {
      @Override
      public String id() {
        return rule.id();
      }

      @Override
      public List<Tensor> direction(
          Network network, List<Tensor> parameters, List<Tensor> gradients) {
        List<Tensor> moved = parameters.stream().map(tensor -> tensor.detach().clone()).toList();
        List<TensorRates> rates = moved.stream().map(tensor -> TensorRates.of(1)).toList();
        try (Optimiser optimiser = rule.forNetwork(network).on(moved, rates)) {
          optimiser.step(gradients.stream().map(Tensor::clone).toList(), 1);
        }
        List<Tensor> steps = new ArrayList<>(moved.size());
        for (int i = 0; i < moved.size(); i++) {
          steps.add(moved.get(i).sub(parameters.get(i).detach()));
        }
        return steps;
      }
    };
  }
}
