package org.etalon.family;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.etalon.graph.Node;
import org.etalon.graph.Operation;
import org.etalon.graph.Pointwise;

/** The nonlinearities that a key {@code act} offers. */
final class Nonlinearity {
  private static final String LINEAR = "linear";

  private static final Map<String, Operation> BY_NAME = new LinkedHashMap<>();

  static {
    put("relu", Pointwise.Function.RELU);
    put("gelu", Pointwise.Function.GELU);
    put("gelu-tanh", Pointwise.Function.GELU_TANH);
    put("silu", Pointwise.Function.SILU);
    put("mish", Pointwise.Function.MISH);
    put("leaky-relu", Pointwise.Function.LEAKY_RELU);
    put("elu", Pointwise.Function.ELU);
    put("selu", Pointwise.Function.SELU);
    put("softplus", Pointwise.Function.SOFTPLUS);
    put("tanh", Pointwise.Function.TANH);
    put("sigmoid", Pointwise.Function.SIGMOID);
  }

  private Nonlinearity() {}

  private static void put(String name, Pointwise.Function function) {
    BY_NAME.put(name, new Pointwise.Activation(function));
  }

  /** A key named {@code act} with the given default. */
  static Key.Word key(String standard) {
    List<String> words = new java.util.ArrayList<>(BY_NAME.keySet());
    words.add(LINEAR);
    return new Key.Word(
        "act", standard, words, "nonlinearity of the hidden layers; linear is none");
  }

  /** Applies the nonlinearity of that name. */
  static Node apply(Net net, String which, String name, Node data) {
    Operation operation = BY_NAME.get(which);
    return operation == null ? data : net.add(name, operation, data);
  }
}
