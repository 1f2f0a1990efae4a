package org.etalon.torch.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.etalon.torch.Memory;

/**
 * The largest learning rate at which gradient descent is stable on the loss's quadratic form: 2
 * over λ_max, the largest eigenvalue of the Hessian of the batch's loss at initialisation.
 *
 * <p>Power iteration on Hessian-vector products, the gradient differentiated once more. It stops
 * when λ changes by less than a relative {@value #TOLERANCE} between iterations, or after {@value
 * #MOST_ITERATIONS}, which is then said. Where the eigenvalue largest in size is negative, the
 * iteration goes on with the Hessian shifted by it, whose largest is λ_max. Relative rates m of a
 * plan enter as the Hessian of the scaled parameters, √m·H·√m.
 *
 * <p>Source: Cohen et al., "Gradient Descent on Neural Networks Typically Occurs at the Edge of
 * Stability", ICLR 2021 (arXiv:2103.00065).
 */
public final class Sharpness implements Probe {
  private static final double TOLERANCE = 1e-4;
  private static final int MOST_ITERATIONS = 200;

  /** Seed of the first vector, the same for every network. */
  private static final long FIRST_VECTOR = 20210226;

  @Override
  public String id() {
    return "sharpness";
  }

  @Override
  public String equation() {
    return "η* = 2/λ_max of the loss's Hessian";
  }

  @Override
  public String source() {
    return "Cohen et al. 2021 (arXiv:2103.00065)";
  }

  @Override
  public List<String> cautions(FirstStep rule) {
    return rule.id().equals("sgd")
        ? List.of()
        : List.of("sharpness bounds gradient descent; it takes no account of " + rule.id());
  }

  /** An eigenvalue and whether the iteration came to rest at it. */
  private record Found(double eigenvalue, boolean converged) {}

  @Override
  public Measurement measure(StartingPoint at) {
    Found found = Memory.scoped(() -> largest(at));
    if (!(found.eigenvalue > 0)) {
      return new Measurement(
          OptionalDouble.empty(),
          List.of(),
          List.of("the Hessian has no positive eigenvalue: it bounds no learning rate"));
    }
    List<String> notes =
        found.converged
            ? List.of()
            : List.of(
                String.format(
                    Locale.ROOT,
                    "power iteration had not settled to %s after %d products",
                    TOLERANCE,
                    MOST_ITERATIONS));
    return new Measurement(OptionalDouble.of(2 / found.eigenvalue), List.of(), notes);
  }

  private static Found largest(StartingPoint at) {
    Hessian hessian = new Hessian(at);
    List<Tensor> vector = Unrecorded.run(() -> first(at.parameters()));
    Found dominant = iterate(hessian, vector, 0);
    if (dominant.eigenvalue >= 0 || !dominant.converged) {
      return dominant;
    }
    Found shifted = iterate(hessian, vector, -dominant.eigenvalue);
    return new Found(shifted.eigenvalue + dominant.eigenvalue, shifted.converged);
  }

  /** The eigenvalue of H + shift that is largest in size. */
  private static Found iterate(Hessian hessian, List<Tensor> first, double shift) {
    List<Tensor> vector = first;
    double eigenvalue = 0;
    try (Generation generation = new Generation()) {
      for (int i = 0; i < MOST_ITERATIONS; i++) {
        List<Tensor> from = vector;
        double before = eigenvalue;
        double[] quotient = new double[1];
        List<Tensor> next =
            Memory.scoped(
                () -> {
                  List<Tensor> product = hessian.times(from);
                  return Unrecorded.run(
                      () -> {
                        if (shift != 0) {
                          for (int k = 0; k < product.size(); k++) {
                            product.get(k).add_(from.get(k), new Scalar(shift));
                          }
                        }
                        quotient[0] = dot(from, product);
                        List<Tensor> unit = normalised(product);
                        unit.forEach(Memory::keep);
                        return unit;
                      });
                });
        vector = generation.replaceBy(next);
        eigenvalue = quotient[0];
        if (eigenvalue == 0 || Double.isNaN(eigenvalue)) {
          return new Found(0, true);
        }
        if (i > 0 && Math.abs(eigenvalue - before) <= TOLERANCE * Math.abs(eigenvalue)) {
          return new Found(eigenvalue, true);
        }
      }
      return new Found(eigenvalue, false);
    }
  }

  /** The vector of the last iteration, which outlives the scope it was made in. */
  private static final class Generation implements AutoCloseable {
    private List<Tensor> kept = List.of();

    List<Tensor> replaceBy(List<Tensor> next) {
      kept.forEach(Memory::free);
      kept = next;
      return next;
    }

    @Override
    public void close() {
      kept.forEach(Memory::free);
      kept = List.of();
    }
  }

  /** Hessian-vector products: the gradient's product with a vector, differentiated. */
  private static final class Hessian {
    private final TensorVector parameters = new TensorVector();
    private final List<Tensor> own;
    private final double[] roots;
    private final List<Tensor> gradients = new ArrayList<>();

    Hessian(StartingPoint at) {
      own = at.parameters();
      own.forEach(parameters::push_back);
      roots = new double[own.size()];
      Arrays.setAll(roots, i -> Math.sqrt(at.relativeRate(i)));
      TensorVector found =
          torch.grad(
              new TensorVector(at.loss(at.pass(java.util.Map.of()))),
              parameters,
              new TensorVector(),
              new BoolOptional(true),
              true,
              true);
      for (int i = 0; i < own.size(); i++) {
        gradients.add(found.get(i));
      }
    }

    List<Tensor> times(List<Tensor> vector) {
      TensorVector outputs = new TensorVector();
      TensorVector weights = new TensorVector();
      for (int i = 0; i < own.size(); i++) {
        Tensor gradient = gradients.get(i);
        if (gradient.defined() && gradient.requires_grad()) {
          outputs.push_back(gradient);
          weights.push_back(scaled(vector.get(i), i));
        }
      }
      List<Tensor> product = new ArrayList<>();
      if (outputs.size() == 0) {
        own.forEach(tensor -> product.add(torch.zeros_like(tensor)));
        return product;
      }
      TensorVector found =
          torch.grad(outputs, parameters, weights, new BoolOptional(true), false, true);
      for (int i = 0; i < own.size(); i++) {
        Tensor part = found.get(i);
        product.add(part.defined() ? scaled(part, i) : torch.zeros_like(own.get(i)));
      }
      return product;
    }

    private Tensor scaled(Tensor part, int i) {
      return roots[i] == 1 ? part : part.mul(new Scalar(roots[i]));
    }
  }

  private static List<Tensor> first(List<Tensor> shapes) {
    SplittableRandom random = new SplittableRandom(FIRST_VECTOR);
    List<Tensor> vector = new ArrayList<>();
    for (Tensor shape : shapes) {
      double[] values = random.doubles(shape.numel(), -1, 1).toArray();
      vector.add(AbstractTensor.create(values, shape.shape()));
    }
    return normalised(vector);
  }

  private static List<Tensor> normalised(List<Tensor> vector) {
    double length = Math.sqrt(dot(vector, vector));
    return vector.stream()
        .map(part -> length == 0 ? part.clone() : part.div(new Scalar(length)))
        .toList();
  }

  private static double dot(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i).reshape(-1).dot(b.get(i).reshape(-1)).item_double();
    }
    return sum;
  }
}
