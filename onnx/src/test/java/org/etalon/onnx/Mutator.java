package org.etalon.onnx;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.etalon.onnx.proto.AttributeProto;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.etalon.onnx.proto.TensorProto;
import org.etalon.onnx.proto.TensorShapeProto;
import org.etalon.onnx.proto.TypeProto;
import org.etalon.onnx.proto.ValueInfoProto;

/** Damages models, bytes or messages, in ways that a seed decides. */
final class Mutator {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    4,
    5,
    7,
    8,
    16,
    64,
    100,
    -2,
    -3,
    1 << 16,
    1 << 24,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    1L << 32,
    1L << 40,
    1L << 48,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final float[] REALS = {
    0,
    1,
    -1,
    0.5f,
    1e30f,
    -1e30f,
    1e-30f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    3,
    6
  };
  private static final String[] OPERATORS =
      ("Add,Sub,Mul,Div,Pow,Max,Min,Mean,Sum,Mod,Where,Identity,CastLike,Cast,Dropout,Softmax,"
              + "LogSoftmax,BatchNormalization,InstanceNormalization,GroupNormalization,"
              + "LayerNormalization,RMSNormalization,LpNormalization,MeanVarianceNormalization,"
              + "LRN,Relu,LeakyRelu,PRelu,Clip,Sigmoid,HardSigmoid,Tanh,Erf,Gelu,Exp,Log,Sqrt,"
              + "Reciprocal,Neg,Abs,ArgMax,OneHot,Equal,Greater,Not,And,NonZero,Range,"
              + "ConstantOfShape,EyeLike,RandomNormalLike,Conv,ConvTranspose,MatMul,Gemm,Gather,"
              + "GatherElements,GatherND,Einsum,Attention,Reshape,Flatten,Squeeze,Unsqueeze,"
              + "Transpose,Concat,Split,Slice,ScatterND,ScatterElements,Expand,Tile,Pad,Resize,"
              + "Upsample,DepthToSpace,SpaceToDepth,Trilu,CumSum,ReverseSequence,TopK,Compress,"
              + "Col2Im,MaxUnpool,CenterCropPad,GridSample,RoiAlign,RotaryEmbedding,MaxPool,"
              + "AveragePool,LpPool,GlobalAveragePool,GlobalMaxPool,ReduceMean,ReduceSum,"
              + "ReduceMax,ReduceL2,ReduceProd,ReduceLogSumExp,ReduceSumSquare,Shape,Size,"
              + "Constant,DequantizeLinear,QuantizeLinear,LSTM,Loop,If,Scan,LinearMap,QuickGelu,"
              + "Unheard")
          .split(",");
  private static final String[] ATTRIBUTES =
      ("axis,axes,perm,strides,pads,dilations,kernel_shape,group,num_groups,alpha,beta,transA,"
              + "transB,keepdims,noop_with_empty_axes,epsilon,to,allowzero,equation,split,starts,"
              + "ends,steps,ratio,blocksize,ceil_mode,auto_pad,output_padding,value,value_int,"
              + "value_ints,value_floats,q_num_heads,kv_num_heads,is_causal,scale,scales,start,"
              + "end,min,max,approximate,num_outputs,k,output_shape")
          .split(",");
  private static final String[] TEXTS = {
    "",
    "ij,jk->ik",
    "ij,jk",
    "...i,ij->...j",
    "ii->i",
    "bhid,bhjd->bhij",
    "->",
    "SAME_UPPER",
    "SAME_LOWER",
    "VALID",
    "tanh",
    "none",
    "a,b,c->abc",
    "ab->ba"
  };

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  /** A damaged copy of a file's bytes. */
  byte[] damageBytes(byte[] original) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = damagedOnce(bytes);
    }
    return bytes;
  }

  private byte[] damagedOnce(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(1 << random.nextInt(12)));
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        byte[] shorter = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
        return shorter;
      }
      case 4 -> {
        byte[] longer = new byte[bytes.length + length];
        System.arraycopy(bytes, 0, longer, 0, at + length);
        System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
        return longer;
      }
      default -> {
        int to = random.nextInt(bytes.length);
        System.arraycopy(bytes, at, bytes, to, Math.min(length, bytes.length - to));
      }
    }
    return bytes;
  }

  /** A model whose messages are well formed but say something else. */
  ModelProto damageMessages(ModelProto original) {
    ModelProto.Builder model = original.toBuilder();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      damageOnce(model);
    }
    return model.build();
  }

  private void damageOnce(ModelProto.Builder model) {
    GraphProto.Builder graph = model.getGraphBuilder();
    switch (random.nextInt(16)) {
      case 0 -> model.getOpsetImportBuilder(0).setVersion(6 + random.nextInt(20));
      case 1 -> {
        if (graph.getInputCount() > 0) {
          damageValue(graph.getInputBuilder(random.nextInt(graph.getInputCount())));
        }
      }
      case 2 -> {
        if (graph.getInitializerCount() > 0) {
          damageTensor(graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount())));
        }
      }
      case 3 -> {
        if (graph.getValueInfoCount() > 0) {
          damageValue(graph.getValueInfoBuilder(random.nextInt(graph.getValueInfoCount())));
        }
      }
      case 4 -> {
        if (graph.getNodeCount() > 0) {
          graph.removeNode(random.nextInt(graph.getNodeCount()));
        }
      }
      case 5 -> {
        if (graph.getNodeCount() > 0) {
          NodeProto.Builder copy = anyNode(graph).clone();
          if (random.nextBoolean()) {
            for (int i = 0; i < copy.getOutputCount(); i++) {
              copy.setOutput(i, copy.getOutput(i) + "'");
            }
          }
          graph.addNode(random.nextInt(graph.getNodeCount()), copy);
        }
      }
      case 6 -> {
        if (graph.getInputCount() > 0) {
          graph.removeInput(random.nextInt(graph.getInputCount()));
        }
      }
      default -> {
        if (graph.getNodeCount() > 0) {
          damageNode(anyNode(graph), graph);
        }
      }
    }
  }

  private NodeProto.Builder anyNode(GraphProto.Builder graph) {
    return graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
  }

  /** The name of any value of a graph. */
  String anyValue(GraphProto.Builder graph) {
    List<String> names = new ArrayList<>();
    if (graph.getInputCount() > 0) {
      names.add(graph.getInput(random.nextInt(graph.getInputCount())).getName());
    }
    if (graph.getInitializerCount() > 0) {
      names.add(graph.getInitializer(random.nextInt(graph.getInitializerCount())).getName());
    }
    for (int i = 0; i < 3 && graph.getNodeCount() > 0; i++) {
      names.addAll(graph.getNode(random.nextInt(graph.getNodeCount())).getOutputList());
    }
    return names.isEmpty() ? "" : names.get(random.nextInt(names.size()));
  }

  private void damageNode(NodeProto.Builder node, GraphProto.Builder graph) {
    switch (random.nextInt(8)) {
      case 0 -> node.setOpType(any(OPERATORS));
      case 1 -> {
        node.setOpType(any(OPERATORS));
        node.addInput(anyValue(graph));
      }
      case 2 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), anyValue(graph));
        }
      }
      case 3 -> {
        List<String> shuffled = new ArrayList<>(node.getInputList());
        java.util.Collections.shuffle(shuffled, random);
        node.clearInput().addAllInput(shuffled);
      }
      case 4 -> {
        List<String> shorter = new ArrayList<>(node.getInputList());
        if (!shorter.isEmpty()) {
          shorter.remove(random.nextInt(shorter.size()));
        }
        node.clearInput().addAllInput(shorter);
      }
      case 5 -> {
        if (node.getAttributeCount() > 0) {
          node.removeAttribute(random.nextInt(node.getAttributeCount()));
        }
      }
      case 6 -> {
        if (node.getAttributeCount() > 0) {
          damageAttribute(node.getAttributeBuilder(random.nextInt(node.getAttributeCount())));
        }
      }
      default -> node.addAttribute(anyAttribute());
    }
  }

  private AttributeProto anyAttribute() {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(any(ATTRIBUTES));
    switch (random.nextInt(5)) {
      case 0 -> attribute.setI(anyNumber());
      case 1 -> attribute.setF(REALS[random.nextInt(REALS.length)]);
      case 2 -> attribute.setS(ByteString.copyFromUtf8(any(TEXTS)));
      case 3 -> attribute.setT(ModelWriter.whole("t", anyNumber(), anyNumber()));
      default -> {
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
          attribute.addInts(anyNumber());
        }
      }
    }
    return attribute.build();
  }

  private void damageAttribute(AttributeProto.Builder attribute) {
    if (attribute.getIntsCount() > 0 && random.nextBoolean()) {
      if (random.nextInt(4) == 0) {
        attribute.addInts(anyNumber());
      } else {
        attribute.setInts(random.nextInt(attribute.getIntsCount()), anyNumber());
      }
    } else if (attribute.hasT() && random.nextBoolean()) {
      damageTensor(attribute.getTBuilder());
    } else if (attribute.hasS() && random.nextBoolean()) {
      attribute.setS(ByteString.copyFromUtf8(any(TEXTS)));
    } else if (attribute.hasF() && random.nextBoolean()) {
      attribute.setF(REALS[random.nextInt(REALS.length)]);
    } else if (attribute.hasI() && random.nextBoolean()) {
      attribute.setI(anyNumber());
    } else {
      String name = attribute.getName();
      attribute.clear().mergeFrom(anyAttribute()).setName(name);
    }
  }

  private void damageTensor(TensorProto.Builder tensor) {
    switch (random.nextInt(5)) {
      case 0 -> tensor.setDataType(random.nextInt(25));
      case 1 -> tensor.addDims(anyNumber());
      case 2 -> {
        if (tensor.getDimsCount() > 0) {
          tensor.setDims(random.nextInt(tensor.getDimsCount()), anyNumber());
        }
      }
      case 3 -> {
        if (tensor.getDataType() == ModelWriter.INT64) {
          long[] values = new long[tensor.getRawData().size() / 8];
          for (int i = 0; i < values.length; i++) {
            values[i] = anyNumber();
          }
          tensor.setRawData(ModelWriter.whole("", values).getRawData());
        } else {
          tensor.clearRawData();
        }
      }
      default -> {
        int keep = tensor.getRawData().isEmpty() ? 0 : random.nextInt(tensor.getRawData().size());
        tensor.setRawData(tensor.getRawData().substring(0, keep));
      }
    }
  }

  private void damageValue(ValueInfoProto.Builder value) {
    TypeProto.Tensor.Builder type = value.getTypeBuilder().getTensorTypeBuilder();
    TensorShapeProto.Builder shape = type.getShapeBuilder();
    switch (random.nextInt(6)) {
      case 0 -> type.setElemType(random.nextInt(25));
      case 1 -> type.clearShape();
      case 2 -> shape.addDimBuilder().setDimValue(anyNumber());
      case 3 -> shape.addDimBuilder(0).setDimParam("n");
      case 4 -> value.setName(value.getName() + "'");
      default -> {
        if (shape.getDimCount() > 0) {
          TensorShapeProto.Dimension.Builder axis =
              shape.getDimBuilder(random.nextInt(shape.getDimCount()));
          if (random.nextInt(3) == 0) {
            axis.setDimParam("batch");
          } else {
            axis.setDimValue(anyNumber());
          }
        }
      }
    }
  }

  private long anyNumber() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private String any(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
