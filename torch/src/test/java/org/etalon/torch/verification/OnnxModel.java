package org.etalon.torch.verification;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.etalon.graph.Node;
import org.etalon.graph.Parameter;
import org.etalon.graph.Source;
import org.etalon.init.Initialisations;
import org.etalon.onnx.OnnxOptions;
import org.etalon.onnx.OnnxReader;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;
import org.etalon.tensor.Network;
import org.etalon.torch.Device;
import org.etalon.torch.Memory;
import org.etalon.torch.Precision;
import org.etalon.torch.model.Model;
import org.etalon.torch.model.Start;
import org.etalon.torch.program.GraphRun;
import org.etalon.torch.program.GraphRun.Numbers;

/**
 * A whole ONNX graph, as the engine and as ONNX Runtime run it: with the same weights, drawn here,
 * in evaluation mode, whatever the mode it was exported in.
 */
final class OnnxModel {
  private final ModelProto proto;
  private final Network network;

  private OnnxModel(ModelProto proto, Network network) {
    this.proto = proto;
    this.network = network;
  }

  /**
   * A model of the reader's test resources.
   *
   * @param name such as {@code fixtures/resnet18.onnx}
   * @param input what the sizes of the first input are to be instead of the file's; none to keep
   *     them
   */
  static OnnxModel resource(String name, Path folder, long... input) throws IOException {
    try (InputStream in = OnnxModel.class.getResourceAsStream("/onnx/" + name)) {
      if (in == null) {
        throw new IOException("no test resource /onnx/" + name);
      }
      return of(in.readAllBytes(), folder, input);
    }
  }

  /** A model of a file. */
  static OnnxModel of(byte[] bytes, Path folder, long... input) throws IOException {
    ModelProto proto = evaluated(ModelProto.parseFrom(bytes), input);
    Path file = folder.resolve("model.onnx");
    Files.write(file, proto.toByteArray());
    Network network = OnnxReader.read(file, "model", new OnnxOptions(List.of(), Optional.empty()));
    return new OnnxModel(proto, network);
  }

  Network network() {
    return network;
  }

  // ---- the file ----

  /** The model in evaluation mode, without dropout, with other sizes of its first input. */
  private static ModelProto evaluated(ModelProto model, long... input) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    if (input.length > 0) {
      graph.setInput(0, resized(graph.getInput(0), input)).clearValueInfo();
      for (int i = 0; i < graph.getOutputCount(); i++) {
        graph.setOutput(i, ValueInfoProto.newBuilder().setName(graph.getOutput(i).getName()));
      }
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      if (node.getOpType().equals("BatchNormalization")) {
        NodeProto.Builder plain = node.toBuilder().clearAttribute().clearOutput();
        plain.addOutput(node.getOutput(0));
        for (AttributeProto attribute : node.getAttributeList()) {
          if (!attribute.getName().equals("training_mode")) {
            plain.addAttribute(attribute);
          }
        }
        graph.setNode(i, plain);
      } else if (node.getOpType().equals("Dropout")) {
        // Out of the way in training passes too: no two generators drop the same.
        graph.setNode(
            i,
            NodeProto.newBuilder()
                .setName(node.getName())
                .setOpType("Identity")
                .addInput(node.getInput(0))
                .addOutput(node.getOutput(0)));
      }
    }
    keepFirstOutput(graph);
    storeAgain(graph);
    return model.toBuilder().setGraph(graph).build();
  }

  /**
   * An exporter may store equal tensors once and take the others from there; to the reader they are
   * parameters of their own, so here each is stored.
   */
  private static void storeAgain(GraphProto.Builder graph) {
    Map<String, TensorProto> stored = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> stored.put(tensor.getName(), tensor));
    List<NodeProto> kept = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      TensorProto same = stored.get(node.getInputCount() == 1 ? node.getInput(0) : "");
      if (node.getOpType().equals("Identity") && same != null) {
        TensorProto copy = same.toBuilder().setName(node.getOutput(0)).build();
        stored.put(copy.getName(), copy);
        graph.addInitializer(copy);
      } else {
        kept.add(node);
      }
    }
    graph.clearNode().addAllNode(kept);
  }

  /** Leaves out what only other outputs need: its weights are nothing that the engine has. */
  private static void keepFirstOutput(GraphProto.Builder graph) {
    Set<String> needed = new HashSet<>(Set.of(graph.getOutput(0).getName()));
    List<NodeProto> kept = new ArrayList<>();
    // Not every file lists its nodes in order.
    for (boolean more = true; more; ) {
      more = false;
      for (NodeProto node : graph.getNodeList()) {
        if (node.getOutputList().stream().anyMatch(needed::contains)) {
          more |= needed.addAll(node.getInputList());
        }
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        kept.add(node);
      }
    }
    ValueInfoProto first = graph.getOutput(0);
    graph.clearOutput().addOutput(first).clearNode().addAllNode(kept);
    // Unused inputs stay: among them the reader finds the data.
  }

  private static ValueInfoProto resized(ValueInfoProto info, long[] sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor tensor = info.getType().getTensorType();
    return info.toBuilder()
        .setType(TypeProto.newBuilder().setTensorType(tensor.toBuilder().setShape(shape)))
        .build();
  }

  // ---- both runtimes ----

  /** A model with gains, shifts and statistics that are not all the same. */
  Model model(Precision precision) {
    Start start = Start.of(network, Initialisations.byId("pytorch"), Optional.empty());
    Model model = new Model(network, start, 5, precision, Device.CPU);
    for (Node node : network.graph().nodes()) {
      if (node.operation() instanceof Source.Learned learned) {
        Parameter parameter = learned.parameter();
        boolean buffer = parameter.kind() == Parameter.Kind.BUFFER;
        if (buffer || parameter.shape().rank() == 1) {
          Memory.scoped(() -> shake(model.tensor(parameter), parameter.name()));
        }
      }
    }
    return model;
  }

  /** Moves every element by at most a fifth, so that a variance stays positive. */
  private static void shake(Tensor tensor, String name) {
    double[] by = GraphRun.normal(name, (int) tensor.numel());
    for (int i = 0; i < by.length; i++) {
      by[i] = 0.2 * Math.tanh(by[i]);
    }
    Tensor moved =
        tensor.detach().add(AbstractTensor.create(by, tensor.shape()).to(tensor.scalar_type()));
    tensor.detach().copy_(moved);
  }

  /** The values of the data inputs, drawn: normal numbers, or identifiers below a bound. */
  Map<String, Tensor> data(Model model, int vocabulary, long batch) {
    Map<String, Tensor> data = new LinkedHashMap<>();
    for (Node input : network.graph().inputs()) {
      long[] sizes = new long[input.shape().rank()];
      int count = 1;
      for (int i = 0; i < sizes.length; i++) {
        boolean open = !input.shape().dim(i).isKnown();
        sizes[i] =
            i == 0 && batch > 0 ? batch : open ? (i < 2 ? 2 : 16) : input.shape().dim(i).value();
        count *= (int) sizes[i];
      }
      double[] values = GraphRun.normal(input.name(), count);
      boolean real = ((Source.Input) input.operation()).element() == Source.Element.REAL;
      if (real) {
        data.put(input.name(), model.reals(OnnxRuntime.rounded(values), sizes));
      } else {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
          ids[i] = (long) Math.floor(Math.abs(values[i] * 1e6)) % vocabulary;
        }
        data.put(input.name(), model.wholes(ids, sizes));
      }
    }
    return data;
  }

  /** What the engine computes in evaluation. */
  static Numbers engine(Model model, Map<String, Tensor> data) {
    return Memory.scoped(
        () -> GraphRun.numbers(model.output(model.forward(data, model.evaluation()))));
  }

  /** What ONNX Runtime computes with the engine's weights. */
  Numbers runtime(Model model, Map<String, Tensor> data) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    for (Map.Entry<String, Tensor> entry : data.entrySet()) {
      inputs.put(entry.getKey(), tensor(entry.getValue()));
    }
    GraphProto.Builder graph = proto.getGraph().toBuilder();
    for (Map.Entry<String, Parameter> entry : parameters(data.keySet()).entrySet()) {
      Parameter parameter = entry.getValue();
      long[] stored = sizes(entry.getKey());
      Tensor value = model.tensor(parameter);
      inputs.put(
          entry.getKey(),
          Memory.scoped(
              () -> {
                // The reader turns back what PyTorch's exporter folded a transposition into.
                boolean folded = entry.getKey().matches("onnx::MatMul_\\d+") && stored.length == 2;
                boolean turned = folded || !java.util.Arrays.equals(stored, value.shape());
                return tensor(turned ? value.detach().t().contiguous() : value);
              }));
    }
    // A weight stored in the file becomes an input; what is no parameter stays a constant.
    Set<String> named = new HashSet<>();
    graph.getInputList().forEach(input -> named.add(input.getName()));
    List<TensorProto> constants = new ArrayList<>();
    for (TensorProto stored : graph.getInitializerList()) {
      if (!inputs.containsKey(stored.getName())) {
        constants.add(stored);
      } else if (named.add(stored.getName())) {
        TypeProto.Tensor.Builder type =
            TypeProto.Tensor.newBuilder().setElemType(stored.getDataType());
        graph.addInput(
            resized(
                ValueInfoProto.newBuilder()
                    .setName(stored.getName())
                    .setType(TypeProto.newBuilder().setTensorType(type))
                    .build(),
                sizes(stored.getName())));
      }
    }
    graph.clearInitializer().addAllInitializer(constants);
    Numbers result = OnnxRuntime.run(proto.toBuilder().setGraph(graph).build(), inputs);
    inputs.values().forEach(OnnxTensor::close);
    return result;
  }

  private static OnnxTensor tensor(Tensor tensor) {
    return Memory.scoped(
        () -> {
          try {
            if (!tensor.is_floating_point()) {
              long[] values = new long[(int) tensor.numel()];
              tensor.contiguous().data_ptr_long().get(values);
              return OnnxRuntime.wholes(values, tensor.shape());
            }
            float[] values = new float[(int) tensor.numel()];
            tensor.detach().contiguous().data_ptr_float().get(values);
            return OnnxRuntime.singles(values, tensor.shape());
          } catch (OrtException problem) {
            throw new IllegalStateException(problem);
          }
        });
  }

  private long[] sizes(String name) {
    for (ValueInfoProto input : proto.getGraph().getInputList()) {
      if (input.getName().equals(name)) {
        return input.getType().getTensorType().getShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dimension::getDimValue)
            .toArray();
      }
    }
    for (TensorProto tensor : proto.getGraph().getInitializerList()) {
      if (tensor.getName().equals(name)) {
        return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
      }
    }
    throw new IllegalArgumentException(name);
  }

  /**
   * The parameter that every stored tensor is, by the tensor's name in the file. The reader gives
   * back names that an exporter replaced; those are matched in the order of their first use.
   */
  Map<String, Parameter> parameters(Set<String> data) {
    Map<String, Parameter> open = new LinkedHashMap<>();
    for (Node node : network.graph().nodes()) {
      if (node.operation() instanceof Source.Learned learned) {
        open.put(learned.parameter().name(), learned.parameter());
      }
    }
    Set<String> stored = new HashSet<>();
    proto.getGraph().getInputList().forEach(input -> stored.add(input.getName()));
    proto.getGraph().getInitializerList().forEach(tensor -> stored.add(tensor.getName()));
    stored.removeAll(data);
    Map<String, Parameter> found = new LinkedHashMap<>();
    for (String name : stored) {
      Parameter same = open.remove(name);
      if (same != null) {
        found.put(name, same);
      }
    }
    List<Parameter> renamed = new ArrayList<>(open.values());
    Set<String> used = new java.util.LinkedHashSet<>();
    proto.getGraph().getNodeList().forEach(node -> used.addAll(node.getInputList()));
    for (String name : used) {
      if (stored.contains(name) && !found.containsKey(name) && sizes(name).length > 0) {
        for (Parameter parameter : renamed) {
          if (fits(sizes(name), parameter.shape().sizes())) {
            found.put(name, parameter);
            renamed.remove(parameter);
            break;
          }
        }
      }
    }
    if (!renamed.isEmpty()) {
      throw new IllegalStateException("not found in the file: " + renamed);
    }
    return found;
  }

  private static boolean fits(long[] stored, long[] own) {
    return java.util.Arrays.equals(stored, own)
        || (stored.length == 2 && own.length == 2 && stored[0] == own[1] && stored[1] == own[0]);
  }

  /** The largest difference in units of the largest value. */
  static double difference(Numbers a, Numbers b) {
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < b.values().length; i++) {
      largest = Math.max(largest, Math.abs(b.values()[i]));
      double here = Math.abs(a.values()[i] - b.values()[i]);
      difference = Double.isNaN(here) ? Double.POSITIVE_INFINITY : Math.max(difference, here);
    }
    return difference / largest;
  }
}
