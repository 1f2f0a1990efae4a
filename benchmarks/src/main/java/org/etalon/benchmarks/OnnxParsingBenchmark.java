package org.etalon.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.concurrent.TimeUnit;
import org.etalon.onnx.proto.GraphProto;
import org.etalon.onnx.proto.ModelProto;
import org.etalon.onnx.proto.NodeProto;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The floor under every reader of ONNX files: decoding the messages of a chain of nodes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OnnxParsingBenchmark {
  /** Number of nodes in the chain. */
  @Param({"100", "10000"})
  public int nodes;

  private byte[] file = new byte[0];

  /** Encodes the model once; only decoding is timed. */
  @Setup
  public void encode() {
    GraphProto.Builder graph = GraphProto.newBuilder();
    for (int i = 0; i < nodes; i++) {
      graph.addNode(
          NodeProto.newBuilder()
              .setName("relu_" + i)
              .setOpType("Relu")
              .addInput("x" + i)
              .addOutput("x" + (i + 1)));
    }
    file = ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray();
  }

  /** Decodes the whole model. */
  @Benchmark
  public ModelProto parse() throws InvalidProtocolBufferException {
    return ModelProto.parseFrom(file);
  }
}
